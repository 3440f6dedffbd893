//! Who belongs to which group: rows of their own, so that a group of a million is changed without being loaded.

use std::collections::{HashMap, HashSet};

use scim_http::StoreError;
use scim_types::{Changes, Group, Member, Op, Patch, Path, ScimError, Value, ValueRef, scim_path};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::error::failed;
use super::shown;

/// The id of a member, and what the client calls it, if it does.
pub(super) type Wanted = (String, Option<String>);

/// Who the members are to be, each once.
pub(super) fn wanted(group: &str, members: &[Member]) -> Result<Vec<Wanted>, StoreError> {
    let mut seen = HashSet::new();
    let mut wanted = Vec::with_capacity(members.len());
    for (index, member) in members.iter().enumerate() {
        let Some(id) = member.value.as_deref() else {
            return Err(ScimError::invalid_value(format!(
                "`members[{index}].value` is missing: it has to be the id of a user or group"
            ))
            .into());
        };
        if id == group {
            return Err(ScimError::invalid_value(format!(
                "`members[{index}].value` is the group itself, which cannot be its own member"
            ))
            .into());
        }
        let id = as_kept(id);
        if seen.insert(id.to_ascii_lowercase()) {
            wanted.push((id, member.display.clone().filter(|name| !name.is_empty())));
        }
    }
    Ok(wanted)
}

/// An id as it is kept: those of this directory are UUIDs in lower case; what others give stays as it is.
fn as_kept(id: &str) -> String {
    if uuid::Uuid::try_parse(id).is_ok() { id.to_ascii_lowercase() } else { id.to_owned() }
}

/// The members that a group has: by id, whether a client named them, and what they are called.
pub(super) struct Present(HashMap<String, (bool, Option<String>)>);

pub(super) async fn present(db: &mut SqliteConnection, group: &str) -> Result<Present, StoreError> {
    let rows = sqlx::query(
        "SELECT coalesce(m.user_id, m.member_group_id, m.foreign_id) AS id, m.display IS NOT NULL AS named, \
         coalesce(m.display, u.display, g.display) AS display \
         FROM memberships m LEFT JOIN users u ON u.id = m.user_id LEFT JOIN groups g ON g.id = m.member_group_id \
         WHERE m.group_id = ?",
    )
    .bind(group)
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let member = |row: &SqliteRow| (row.get("id"), (row.get("named"), row.get("display")));
    Ok(Present(rows.iter().map(member).collect()))
}

impl Present {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the member is there and called so. Order, types and URLs are the server's to give.
    pub(super) fn shows(&self, (id, name): &Wanted) -> bool {
        match (self.0.get(id), name) {
            (Some((_, shown)), Some(name)) => shown.as_ref() == Some(name),
            (Some((named, _)), None) => !named,
            (None, _) => false,
        }
    }

    /// Who is a member either before or after, not both.
    pub(super) fn difference<'a>(&'a self, wanted: &'a [Wanted]) -> Vec<&'a str> {
        let after: HashSet<&str> = wanted.iter().map(|(id, _)| id.as_str()).collect();
        let gone = self.0.keys().map(String::as_str).filter(|id| !after.contains(id));
        gone.chain(after.iter().copied().filter(|id| !self.0.contains_key(*id))).collect()
    }
}

/// Adds users and groups that are no members yet behind those that are, in one statement however many they are. A name that is the member's own
/// is not kept, so that it changes with the member's.
pub(super) async fn add_members(
    db: &mut SqliteConnection,
    group: &str,
    members: &[Wanted],
) -> Result<(), StoreError> {
    if members.is_empty() {
        return Ok(());
    }
    let members = serde_json::to_string(members).map_err(StoreError::internal)?;
    sqlx::query(
        "INSERT INTO memberships (group_id, position, user_id, member_group_id, foreign_id, display) \
         SELECT ?1, e.key + (SELECT coalesce(max(position) + 1, 0) FROM memberships WHERE group_id = ?1), u.id, g.id, \
         CASE WHEN u.id IS NULL AND g.id IS NULL THEN e.value ->> 0 END, \
         nullif(e.value ->> 1, coalesce(u.display, g.display)) FROM json_each(?2) e \
         LEFT JOIN users u ON u.id = e.value ->> 0 LEFT JOIN groups g ON g.id = e.value ->> 0",
    )
    .bind(group)
    .bind(members.as_str())
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// An operation on members that names those that it is about.
pub(super) enum Step {
    Add(Vec<Member>),
    /// By id.
    Remove(Vec<String>),
}

/// The operations of a patch on `members`, if all of them name the members that they are about.
pub(super) fn member_steps(patch: &Patch<Group>, members: &Path<Group>) -> Option<Vec<Step>> {
    let operations = patch.operations().filter(|operation| operation.attribute().starts_with(members));
    let steps = operations.map(|operation| match operation.op() {
        _ if operation.attribute() != *members || operation.sub_attribute().is_some() => None,
        Op::Add if operation.path() == *members => {
            Some(Step::Add(operation.value().elements().map(member).collect()))
        }
        Op::Remove => operation.selected("value").map(Step::Remove),
        _ => None,
    });
    steps.collect()
}

fn member(value: ValueRef<'_>) -> Member {
    let text = |name: &str| value.get(name).as_str().map(str::to_owned);
    Member { value: text("value"), display: text("display"), ..Member::default() }
}

impl Step {
    /// Carries it out on the rows, and notes what that changed.
    pub(super) async fn carry_out(
        self,
        db: &mut SqliteConnection,
        group: &str,
        changes: &mut Changes,
    ) -> Result<(), StoreError> {
        match self {
            Self::Add(members) => add(db, group, &members, changes).await,
            Self::Remove(ids) => remove(db, group, &ids, changes).await,
        }
    }
}

/// Adds those that are not there, and takes the names that the client gives the others.
async fn add(
    db: &mut SqliteConnection,
    group: &str,
    members: &[Member],
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let path = scim_path!(Group, "members");
    let wanted = wanted(group, members)?;
    let ids: Vec<&str> = wanted.iter().map(|(id, _)| id.as_str()).collect();
    let there = these(db, group, &ids).await?;
    let (known, new): (Vec<Wanted>, Vec<Wanted>) =
        wanted.into_iter().partition(|(id, _)| there.contains_key(&id.to_ascii_lowercase()));
    for (id, name) in known {
        let (Some(name), Some((_, shown))) = (name, there.get(&id.to_ascii_lowercase())) else { continue };
        if shown.as_ref() != Some(&name) {
            sqlx::query("UPDATE memberships SET display = ?1 WHERE group_id = ?2 AND (user_id = ?3 OR member_group_id = ?3 OR foreign_id = ?3)")
                .bind(name.clone())
                .bind(group)
                .bind(id.clone())
                .execute(&mut *db)
                .await
                .map_err(failed)?;
            changes.replaced(&path, told(&id, shown.as_deref()), told(&id, Some(&name)));
        }
    }
    add_members(db, group, &new).await?;
    let ids: Vec<&str> = new.iter().map(|(id, _)| id.as_str()).collect();
    shown::groups_of_users(db, &ids).await?;
    for (id, name) in &new {
        changes.added(&path, told(id, name.as_deref()));
    }
    Ok(())
}

async fn remove(
    db: &mut SqliteConnection,
    group: &str,
    ids: &[String],
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let ids: Vec<String> = ids.iter().map(|id| as_kept(id)).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let there = these(db, group, &ids).await?;
    let gone: Vec<&str> = there.values().map(|(id, _)| id.as_str()).collect();
    sqlx::query(
        "DELETE FROM memberships WHERE group_id = ?1 AND (user_id IN (SELECT value FROM json_each(?2)) \
         OR member_group_id IN (SELECT value FROM json_each(?2)) OR foreign_id IN (SELECT value FROM json_each(?2)))",
    )
    .bind(group)
    .bind(serde_json::to_string(&gone).map_err(StoreError::internal)?)
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    shown::groups_of_users(db, &gone).await?;
    let path = scim_path!(Group, "members");
    for (id, name) in there.values() {
        changes.removed(&path, told(id, name.as_deref()));
    }
    Ok(())
}

fn told(id: &str, name: Option<&str>) -> Value {
    Value::complex(&Member {
        value: Some(id.to_owned()),
        display: name.map(str::to_owned),
        ..Member::default()
    })
}

/// Those of `ids` that are members, by id in lower case: the id, and what the member is called.
async fn these(
    db: &mut SqliteConnection,
    group: &str,
    ids: &[&str],
) -> Result<HashMap<String, (String, Option<String>)>, StoreError> {
    let rows = sqlx::query(
        "SELECT coalesce(m.user_id, m.member_group_id, m.foreign_id) AS id, coalesce(m.display, u.display, g.display) AS display \
         FROM json_each(?2) e JOIN memberships m ON m.group_id = ?1 AND (m.user_id = e.value OR m.member_group_id = e.value OR m.foreign_id = e.value) \
         LEFT JOIN users u ON u.id = m.user_id LEFT JOIN groups g ON g.id = m.member_group_id",
    )
    .bind(group)
    .bind(serde_json::to_string(ids).map_err(StoreError::internal)?)
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let member = |row: &SqliteRow| {
        let id: String = row.get("id");
        (id.to_ascii_lowercase(), (id, row.get("display")))
    };
    Ok(rows.iter().map(member).collect())
}
