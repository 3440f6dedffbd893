//! What resources show of each other. When that changes, those that show it are in another version, although nobody changed
//! them: their `meta.lastModified` stays.

use scim_types::sql::Statement;
use scim_types::sql::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement, UpdateStatement};

use super::rows::MANY;
use crate::model::now;

/// People show the groups that they belong to: those with these ids are in others now. Ids of groups are passed over.
pub(super) fn groups_of(members: &[&str]) -> Vec<Statement> {
    let others = members.chunks(MANY);
    others
        .map(|ids| another("employees").and_where(Expr::col("id").is_in(ids.iter().copied())).to_owned())
        .map(Statement::Update)
        .collect()
}

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
    vec![Statement::Update(members_of(id)), Statement::Update(groups)]
}

/// A group goes: that changes the groups it was in, and what its members show.
pub(super) fn group(id: &str) -> Vec<Statement> {
    let mut groups = another("groups");
    groups.value("last_modified", now());
    groups.and_where(Expr::col("id").in_subquery(memberships("subgroup_id", id)));
    vec![Statement::Update(members_of(id)), Statement::Update(groups)]
}

fn members_of(group: &str) -> UpdateStatement {
    let members = Query::select()
        .column("employee_id")
        .from("memberships")
        .cond_where(
            Condition::all().add(Expr::col("group_id").eq(group)).add(Expr::col("employee_id").is_not_null()),
        )
        .to_owned();
    another("employees").and_where(Expr::col("id").in_subquery(members)).to_owned()
}

/// Another version of some rows.
fn another(table: &'static str) -> UpdateStatement {
    Query::update().table(table).value("version", Expr::col("version").add(1)).to_owned()
}

/// The groups that somebody is in.
fn memberships(column: &'static str, id: &str) -> SelectStatement {
    Query::select().column("group_id").from("memberships").and_where(Expr::col(column).eq(id)).to_owned()
}
