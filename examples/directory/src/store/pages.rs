//! The page of a list.

use scim_http::{Page, Query};
use scim_types::sql::sea_query::{Asterisk, Condition, Expr, Query as Select};

use super::db::Tx;
use super::error::Failure;
use super::rows::{Stored, load};

/// The page that `query` asks for.
pub(super) async fn list<T: Stored>(db: &mut Tx, query: &Query<T>) -> Result<Page<T>, Failure> {
    let sql = db.sql();
    let filter = query.filter.as_ref().map(|filter| sql.condition(filter)).transpose()?;
    if let Some(filter) = filter.as_ref().filter(|_| query.count > 0 && query.offset() <= FEW)
        && let Some((ids, total)) = page_of_few(db, query, filter).await?
    {
        return page(db, query, &ids, total).await;
    }
    let mut rows = Select::select().column((T::ROWS, "id")).from(T::ROWS).to_owned();
    let mut count = Select::select().expr(Expr::cust("count(*)")).from(T::ROWS).to_owned();
    if let Some(filter) = filter {
        rows.cond_where(filter.clone());
        count.cond_where(filter);
    }
    sql.order(query.sort.as_ref(), &mut rows)?;
    rows.limit(query.count).offset(query.offset());
    let total: Vec<(i64,)> = db.fetch(&count).await?;
    let total = total.first().map_or(0, |(total,)| whole(*total));
    if query.count == 0 || query.offset() >= total {
        return Ok(Page::new(Vec::new(), total));
    }
    let ids: Vec<(String,)> = db.fetch(&rows).await?;
    let ids: Vec<String> = ids.into_iter().map(|(id,)| id).collect();
    page(db, query, &ids, total).await
}

/// How many rows are taken for few.
const FEW: u64 = 20_000;

/// The ids on the page and how many there are in all, where few rows pass the filter. Without the limit in between databases like to go
/// through all rows in order until the page is full: fast where every tenth row passes, but those that do may be the last of a million.
async fn page_of_few<T: Stored>(
    db: &mut Tx,
    query: &Query<T>,
    filter: &Condition,
) -> Result<Option<(Vec<String>, u64)>, Failure> {
    let few = Select::select()
        .column((T::ROWS, Asterisk))
        .from(T::ROWS)
        .cond_where(filter.clone())
        .limit(FEW + 1)
        .to_owned();
    let mut rows = Select::select()
        .column((T::ROWS, "id"))
        .expr(Expr::cust("count(*) OVER ()"))
        .from_subquery(few, T::ROWS)
        .to_owned();
    db.sql().order(query.sort.as_ref(), &mut rows)?;
    rows.limit(query.count).offset(query.offset());
    let rows: Vec<(String, i64)> = db.fetch(&rows).await?;
    // Where the page is empty, this does not tell how many there are.
    let total = rows.first().map(|(_, total)| whole(*total)).filter(|total| *total <= FEW);
    Ok(total.map(|total| (rows.into_iter().map(|(id, _)| id).collect(), total)))
}

fn whole(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

async fn page<T: Stored>(
    db: &mut Tx,
    query: &Query<T>,
    ids: &[String],
    total: u64,
) -> Result<Page<T>, Failure> {
    // What they are sorted by is looked at again where lists of several types are merged.
    let sort = query.sort.as_ref();
    let needs =
        |attribute: &str| query.projection.holds(attribute) || sort.is_some_and(|sort| sort.reads(attribute));
    let resources = load(db, ids, &needs, false).await?;
    Ok(Page::new(resources, total))
}
