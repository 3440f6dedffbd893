//! Resources as rows: the document, and the columns beside it.

use scim_http::StoreError;
use scim_types::{Compat, DateTime, Projection, ScimError, ScimResource, read, write};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::error::failed;

/// The present moment as it is stored. To the millisecond: more would only make the documents longer.
pub(super) fn now() -> i64 {
    let nanoseconds = i64::try_from(DateTime::now().unix_nanoseconds()).unwrap_or(i64::MAX);
    nanoseconds - nanoseconds % 1_000_000
}

fn time(nanoseconds: i64) -> Option<DateTime> {
    DateTime::from_unix_nanoseconds(nanoseconds.into()).ok()
}

pub(super) fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// What is kept of `resource`. Metadata is in columns; a password is never written.
pub(super) fn to_document<T: ScimResource>(resource: &mut T) -> Result<String, StoreError> {
    let meta = resource.scim_meta_mut().map(std::mem::take);
    let mut json = Vec::with_capacity(1024);
    write(resource, &Projection::all(), &mut json);
    if let (Some(place), Some(meta)) = (resource.scim_meta_mut(), meta) {
        *place = meta;
    }
    String::from_utf8(json).map_err(StoreError::internal)
}

/// The resource in a row that has the columns `document`, `created`, `last_modified` and `version`.
pub(super) fn from_row<T: ScimResource>(row: &SqliteRow) -> Result<T, StoreError> {
    let json: &str = row.try_get("document").map_err(failed)?;
    let stored = read::<T>(json.as_bytes(), &Compat::default());
    // The error's text may repeat a value, which is nothing for a log.
    let broken = |e: ScimError| {
        StoreError::internal(format!("a stored document is broken: {} {:?}", e.status, e.scim_type))
    };
    let mut resource = stored.map_err(broken)?.value;
    let last_modified: i64 = row.try_get("last_modified").map_err(failed)?;
    let version: i64 = row.try_get("version").map_err(failed)?;
    if let Some(meta) = resource.scim_meta_mut() {
        meta.created = time(row.try_get("created").map_err(failed)?);
        meta.last_modified = time(last_modified);
        // Where a database is restored from a backup, versions count anew: the time tells them apart.
        meta.version = Some(format!("W/\"{version}-{:x}\"", last_modified / 1_000_000));
    }
    Ok(resource)
}

/// The database's integers are signed.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
