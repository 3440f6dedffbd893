//! Resources out of the database: one, or the page of a list.

use std::collections::HashMap;
use std::future::poll_fn;

use scim_http::{Page, Query, StoreError};
use scim_types::ScimResource;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::Directory;
use super::document::{from_row, signed, unsigned};
use super::error::failed;

/// A resource type that has a table.
pub(super) trait Stored: ScimResource + Send + Sync + 'static {
    const STATEMENTS: Statements;
    /// The attribute that is not in the document but in other columns and tables, and read only where it is looked at.
    const ELSEWHERE: &'static str;

    /// Fills that attribute in, where it was read.
    fn complete(&mut self, row: &SqliteRow) -> Result<(), StoreError>;
}

/// The statements that read a table. Their `?1` tells whether [`Stored::ELSEWHERE`] is read.
pub(super) struct Statements {
    /// How many rows there are, without parameters.
    pub(super) count: &'static str,
    /// All rows, in the order of lists.
    pub(super) all: &'static str,
    /// At most `?2` of them, behind the first `?3`.
    pub(super) window: &'static str,
    /// The row with the id `?2`.
    pub(super) one: &'static str,
    /// The rows with the ids in the JSON array `?2`, in any order.
    pub(super) these: &'static str,
}

/// The statements of a table, which `$select` selects from as `r`: `document`, `created`, `last_modified`, `version`, and what
/// [`Stored::complete`] needs.
macro_rules! statements {
    ($table:literal, $select:literal) => {
        $crate::store::rows::Statements {
            count: concat!("SELECT count(*) FROM ", $table),
            all: concat!($select, " ORDER BY r.seq"),
            window: concat!($select, " ORDER BY r.seq LIMIT ?2 OFFSET ?3"),
            one: concat!($select, " WHERE r.id = ?2"),
            these: concat!($select, " WHERE r.id IN (SELECT value FROM json_each(?2))"),
        }
    };
}
pub(super) use statements;

fn resource<T: Stored>(row: &SqliteRow) -> Result<T, StoreError> {
    let mut resource: T = from_row(row)?;
    resource.complete(row)?;
    Ok(resource)
}

/// The resource with this id; `whole` with what is kept elsewhere.
pub(super) async fn find<T: Stored>(
    db: &mut SqliteConnection,
    id: &str,
    whole: bool,
) -> Result<T, StoreError> {
    let row = sqlx::query(T::STATEMENTS.one).bind(whole).bind(id).fetch_one(db).await.map_err(failed)?;
    resource(&row)
}

/// The page that `query` asks for.
pub(super) async fn list<T: Stored>(directory: &Directory, query: &Query<T>) -> Result<Page<T>, StoreError> {
    let mut view = directory.reading().await?;
    let shown = query.projection.holds(T::ELSEWHERE);
    if query.filter.is_none() && query.sort.is_none() {
        let total: i64 =
            sqlx::query_scalar(T::STATEMENTS.count).fetch_one(&mut *view).await.map_err(failed)?;
        let (limit, offset) = (signed(query.count), signed(query.offset()));
        let rows = sqlx::query(T::STATEMENTS.window).bind(shown).bind(limit).bind(offset);
        let rows = rows.fetch_all(&mut *view).await.map_err(failed)?;
        return Ok(Page::new(rows.iter().map(resource).collect::<Result<_, _>>()?, unsigned(total)));
    }
    let Page { resources: ids, total_results, .. } = select(&mut view, query).await?;
    Ok(Page::new(these(&mut view, &ids, shown).await?, total_results))
}

/// The ids on the page. Rows are looked at one by one: of those that pass no more is kept than the id, and what they are sorted by.
async fn select<T: Stored>(db: &mut SqliteConnection, query: &Query<T>) -> Result<Page<String>, StoreError> {
    let mut selection = query.selection();
    let judged = query.selects_by(T::ELSEWHERE);
    let mut rows = sqlx::query(T::STATEMENTS.all).bind(judged).fetch(db);
    while let Some(row) = poll_fn(|context| rows.as_mut().poll_next(context)).await {
        let resource: T = resource(&row.map_err(failed)?)?;
        selection.offer(resource, |resource| resource.scim_id().into_owned());
    }
    Ok(selection.page())
}

/// The resources with these ids, in this order.
async fn these<T: Stored>(
    db: &mut SqliteConnection,
    ids: &[String],
    whole: bool,
) -> Result<Vec<T>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list = serde_json::to_string(ids).map_err(StoreError::internal)?;
    let rows = sqlx::query(T::STATEMENTS.these).bind(whole).bind(list).fetch_all(db).await.map_err(failed)?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in &rows {
        let resource: T = resource(row)?;
        found.insert(resource.scim_id().into_owned(), resource);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The column `elsewhere`: rows of another table as a JSON array of arrays. Empty if they were not read.
pub(super) fn elsewhere(row: &SqliteRow) -> Result<Vec<Vec<Option<String>>>, StoreError> {
    let json: Option<&str> = row.try_get("elsewhere").map_err(failed)?;
    let rows = json.map_or(Ok(Vec::new()), serde_json::from_str);
    rows.map_err(StoreError::internal)
}
