//! What the database says, in the words of the protocol.

use std::time::Duration;

use scim_http::StoreError;
use sqlx::error::ErrorKind;

/// The unique columns, and the attributes that they stand for.
const UNIQUE: [(&str, &str); 3] = [
    ("users.user_name_key", "userName"),
    ("groups.display_name_key", "displayName"),
    ("devices.serial_number", "serialNumber"),
];

pub(super) fn failed(error: sqlx::Error) -> StoreError {
    let soon = StoreError::Unavailable { retry_after: Some(Duration::from_secs(1)) };
    match &error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => soon,
        sqlx::Error::Database(database) if database.kind() == ErrorKind::UniqueViolation => {
            match UNIQUE.iter().find(|(column, _)| database.message().contains(column)) {
                Some((_, attribute)) => StoreError::uniqueness(*attribute),
                None => StoreError::internal(error),
            }
        }
        // SQLITE_BUSY and its extended codes: another process is writing.
        sqlx::Error::Database(database) if is_busy(database.code().as_deref()) => soon,
        sqlx::Error::RowNotFound => StoreError::NotFound,
        _ => StoreError::internal(error),
    }
}

fn is_busy(code: Option<&str>) -> bool {
    code.and_then(|code| code.parse::<i32>().ok()).is_some_and(|code| code & 0xff == 5)
}
