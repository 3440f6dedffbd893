//! What the database says, in the words of the protocol.

use std::time::Duration;

use scim_http::StoreError;
use scim_types::ScimError;
use scim_types::sql::Unplaced;
use sqlx::error::{DatabaseError, ErrorKind};

/// Why a step was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Somebody else changed the same at the same time: the step is worth doing again.
    Race,
    /// It cannot be done.
    Store(StoreError),
}

impl Failure {
    pub(super) fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Store(StoreError::internal(source))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ScimError> for Failure {
    fn from(error: ScimError) -> Self {
        Self::Store(error.into())
    }
}

impl From<Unplaced> for Failure {
    fn from(unplaced: Unplaced) -> Self {
        ScimError::from(unplaced).into()
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Race => later(),
            Failure::Store(error) => error,
        }
    }
}

/// The unique columns, and the attributes that they stand for.
const UNIQUE: [(&str, &str); 3] =
    [("login_key", "userName"), ("name_key", "displayName"), ("serial_number", "serialNumber")];

/// What the names of indexes have in them, and the texts that they are of.
const INDEXED: [(&str, &str); 12] = [
    ("login_key", "`userName`"),
    ("external_id", "`externalId`"),
    ("display_name_key", "`displayName`"),
    ("family_name_key", "`name.familyName`"),
    ("department_key", "`department`"),
    ("employee_number_key", "`employeeNumber`"),
    ("manager_id", "`manager.value`"),
    ("contacts_value", "a value of `emails`, `phoneNumbers` or `ims`"),
    ("grants_value", "a value of `entitlements` or `roles`"),
    ("memberships", "a value of `members`"),
    ("groups_name_key", "`displayName`"),
    ("serial_number", "`serialNumber`"),
];

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => StoreError::NotFound.into(),
            // The database is not there now, or has no connection left.
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::WorkerCrashed => unavailable(&error),
            sqlx::Error::Database(said) => told(&**said).unwrap_or_else(|| Self::internal(error)),
            _ => Self::internal(error),
        }
    }
}

fn unavailable(error: &(dyn std::error::Error + 'static)) -> Failure {
    tracing::warn!(error, "the database is not available");
    later().into()
}

fn later() -> StoreError {
    StoreError::Unavailable { retry_after: Some(Duration::from_secs(1)) }
}

fn told(said: &dyn DatabaseError) -> Option<Failure> {
    if said.kind() == ErrorKind::UniqueViolation {
        let attribute = UNIQUE.iter().find(|(column, _)| said.message().contains(column));
        // What is unique besides is so because the directory looks first: somebody else was faster.
        return Some(attribute.map_or(Failure::Race, |(_, name)| StoreError::uniqueness(*name).into()));
    }
    let code = said.code()?;
    if said.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some() {
        return of_postgres(said, &code);
    }
    // The low byte of an extended code is the code itself.
    match code.parse::<i32>().ok()? & 0xff {
        // BUSY and LOCKED: another process is writing. FULL, IOERR, CANTOPEN and READONLY: the disk is full or gone.
        5 | 6 | 8 | 10 | 13 | 14 => Some(unavailable(said.as_error())),
        _ => None,
    }
}

/// The codes of appendix A of `PostgreSQL`'s manual.
fn of_postgres(said: &dyn DatabaseError, code: &str) -> Option<Failure> {
    match code {
        // Not to be serialized, a deadlock, a lock that was not to be had; a row that is referred to is gone.
        "40001" | "40P01" | "55P03" | "23503" => Some(Failure::Race),
        // It stops or starts, or has become a standby.
        "57P01" | "57P02" | "57P03" | "57P05" | "25006" => Some(unavailable(said.as_error())),
        // No connection, or no resources for one more.
        code if code.starts_with("08") || code.starts_with("53") => Some(unavailable(said.as_error())),
        // An index holds no text of more than some 2,700 bytes.
        "54000" => {
            let index = INDEXED.iter().find(|(index, _)| said.message().contains(index));
            let what = index.map_or("a text", |(_, what)| what);
            let text =
                format!("{what} is longer than the database can search for; shorten it to 2,000 bytes");
            Some(ScimError::invalid_value(text).into())
        }
        // The one character that it does not keep.
        "22021" => Some(
            ScimError::invalid_value(
                "a text has a NUL character in it, which the database does not keep; remove it",
            )
            .into(),
        ),
        _ => None,
    }
}
