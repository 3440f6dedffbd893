//! What resources show of each other. When that changes, those that show it are in another version, although nobody changed
//! them: their `meta.lastModified` stays.
//!
//! Groups and devices count it in their rows. A group may have a million members, whose rows had better stay as they are when it is renamed or
//! goes: the version of a person ends in the sum of the marks of all groups that the person is in. A mark is a random number, and another one
//! with another name, so the sum is another one with each change of what is shown.

use scim_types::sql::Statement;
use scim_types::sql::sea_query::{Expr, ExprTrait, Query, SelectStatement, UpdateStatement};

use crate::model::now;

/// Groups show the names of their members, and devices that of their owner.
pub(super) fn name_of_employee(id: &str) -> Vec<Statement> {
    let members = memberships("employee_id", id).and_where(Expr::col("label").is_null()).to_owned();
    vec![
        Statement::Update(another("groups").and_where(Expr::col("id").in_subquery(members)).to_owned()),
        Statement::Update(another("devices").and_where(Expr::col("owner_id").eq(id)).to_owned()),
    ]
}

/// Someone goes: that changes the groups they were in, and the devices they had.
pub(super) fn employee(id: &str) -> Vec<Statement> {
    let mut groups = another("groups");
    groups.and_where(Expr::col("id").in_subquery(memberships("employee_id", id)));
    let mut devices = another("devices");
    devices.and_where(Expr::col("owner_id").eq(id));
    groups.value("last_modified", now());
    devices.value("last_modified", now());
    [groups, devices].map(Statement::Update).into()
}

/// People show the names of their groups, and groups those of their members.
pub(super) fn name_of_group(id: &str) -> Vec<Statement> {
    let outer = memberships("subgroup_id", id).and_where(Expr::col("label").is_null()).to_owned();
    let mut groups = another("groups");
    groups.and_where(Expr::col("id").in_subquery(outer));
    let marked =
        Query::update().table("groups").value("mark", mark()).and_where(Expr::col("id").eq(id)).to_owned();
    vec![Statement::Update(marked), Statement::Update(groups)]
}

/// A group goes: that changes the groups it was in.
pub(super) fn group(id: &str) -> Vec<Statement> {
    let mut groups = another("groups");
    groups.value("last_modified", now());
    groups.and_where(Expr::col("id").in_subquery(memberships("subgroup_id", id)));
    vec![Statement::Update(groups)]
}

/// Another version of some rows.
fn another(table: &'static str) -> UpdateStatement {
    Query::update().table(table).value("version", Expr::col("version").add(1)).to_owned()
}

/// The groups that somebody is in.
fn memberships(column: &'static str, id: &str) -> SelectStatement {
    Query::select().column("group_id").from("memberships").and_where(Expr::col(column).eq(id)).to_owned()
}

/// A random number of forty bits: the sum of millions of them fits.
fn mark() -> i64 {
    let random = uuid::Uuid::new_v4().as_u128() & ((1 << 40) - 1);
    i64::try_from(random).unwrap_or_default()
}
