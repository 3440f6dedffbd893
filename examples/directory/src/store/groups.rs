//! Groups and their members.

use std::collections::{HashMap, HashSet};

use scim_http::{BaseUrl, IfMatch, Page, Query, Store, StoreError};
use scim_types::{Group, Member, Projection, ScimError, case_fold, replace};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::document::{new_id, now, to_document};
use super::error::failed;
use super::rows::{Statements, Stored, elsewhere, find, list, statements};
use super::{Directory, check, shown};

impl Stored for Group {
    const STATEMENTS: Statements = statements!(
        "groups",
        "SELECT r.document, r.created, r.last_modified, r.version, \
         CASE WHEN ?1 THEN (SELECT json_group_array( \
         json_array(m.user_id, m.member_group_id, coalesce(m.display, u.display, g.display)) ORDER BY m.position) \
         FROM memberships m LEFT JOIN users u ON u.id = m.user_id LEFT JOIN groups g ON g.id = m.member_group_id \
         WHERE m.group_id = r.id) END AS elsewhere FROM groups r"
    );
    const ELSEWHERE: &'static str = "members";

    fn complete(&mut self, row: &SqliteRow) -> Result<(), StoreError> {
        let member = |columns: Vec<Option<String>>| {
            let mut columns = columns.into_iter();
            let (user, group, display) = (columns.next(), columns.next(), columns.next());
            let user = user.flatten();
            let kind = if user.is_some() { "User" } else { "Group" };
            Member {
                value: user.or(group.flatten()),
                display: display.flatten(),
                kind: Some(kind.to_owned()),
                ..Member::default()
            }
        };
        self.members = elsewhere(row)?.into_iter().map(member).collect();
        Ok(())
    }
}

impl Store<Group> for Directory {
    async fn create(&self, mut group: Group) -> Result<Group, StoreError> {
        group.id = new_id();
        let mut change = self.writing().await?;
        insert(&mut change, &mut group).await?;
        let group = find(&mut change, &group.id, true).await?;
        change.commit().await.map_err(failed)?;
        Ok(group)
    }

    async fn get(&self, id: &str) -> Result<Group, StoreError> {
        self.get_projected(id, &Projection::<Group>::default()).await
    }

    /// Identity providers ask for groups without their members, which may be many.
    async fn get_projected(&self, id: &str, projection: &Projection<Group>) -> Result<Group, StoreError> {
        let mut view = self.reading().await?;
        find(&mut view, id, projection.holds("members")).await
    }

    async fn list(&self, query: &Query<Group>) -> Result<Page<Group>, StoreError> {
        list(self, query).await
    }

    async fn replace(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        mut group: Group,
    ) -> Result<Group, StoreError> {
        let mut change = self.writing().await?;
        let mut stored: Group = find(&mut change, id, false).await?;
        check(if_match, &stored.meta)?;
        let wanted = wanted(id, &group.members)?;
        let present = present(&mut change, id).await?;
        let same = wanted.len() == present.len() && wanted.iter().all(|member| present.shows(member));
        group.members.clear();
        let name = stored.display_name.clone();
        if replace(&mut stored, &group)? || !same {
            sqlx::query(
                "UPDATE groups SET display_name_key = ?, display = ?, last_modified = ?, version = version + 1, document = ? \
                 WHERE id = ?",
            )
            .bind(case_fold(&stored.display_name))
            .bind(stored.display_name.clone())
            .bind(now())
            .bind(to_document(&mut stored)?)
            .bind(id)
            .execute(&mut *change)
            .await
            .map_err(failed)?;
        }
        if !same {
            sqlx::query("DELETE FROM memberships WHERE group_id = ?")
                .bind(id)
                .execute(&mut *change)
                .await
                .map_err(failed)?;
            add_members(&mut change, id, &wanted).await?;
            shown::groups_of_users(&mut change, &present.difference(&wanted)).await?;
        }
        if stored.display_name != name {
            shown::name_of_group(&mut change, id).await?;
        }
        let stored = find(&mut change, id, true).await?;
        change.commit().await.map_err(failed)?;
        Ok(stored)
    }

    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        let mut change = self.writing().await?;
        let stored: Group = find(&mut change, id, false).await?;
        check(if_match, &stored.meta)?;
        // The memberships go with the group; that changes the groups it was in, and what its users show.
        shown::name_of_group(&mut change, id).await?;
        sqlx::query(
            "UPDATE groups SET last_modified = ?, version = version + 1 \
             WHERE id IN (SELECT group_id FROM memberships WHERE member_group_id = ?)",
        )
        .bind(now())
        .bind(id)
        .execute(&mut *change)
        .await
        .map_err(failed)?;
        sqlx::query("DELETE FROM groups WHERE id = ?")
            .bind(id)
            .execute(&mut *change)
            .await
            .map_err(failed)?;
        change.commit().await.map_err(failed)
    }

    fn has_versions(&self) -> bool {
        true
    }

    fn link(&self, group: &mut Group, base: &BaseUrl) {
        for member in &mut group.members {
            let endpoint = if member.kind.as_deref() == Some("Group") { "/Groups" } else { "/Users" };
            member.reference = member.value.as_deref().map(|id| base.resource(endpoint, id));
        }
    }
}

/// Inserts a group that has an `id`, and takes its members out.
pub(super) async fn insert(db: &mut SqliteConnection, group: &mut Group) -> Result<(), StoreError> {
    let wanted = wanted(&group.id, &std::mem::take(&mut group.members))?;
    let now = now();
    sqlx::query(
        "INSERT INTO groups (id, display_name_key, display, created, last_modified, document) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(group.id.clone())
    .bind(case_fold(&group.display_name))
    .bind(group.display_name.clone())
    .bind(now)
    .bind(now)
    .bind(to_document(group)?)
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    add_members(db, &group.id, &wanted).await?;
    let ids: Vec<&str> = wanted.iter().map(|(id, _)| id.as_str()).collect();
    shown::groups_of_users(db, &ids).await
}

/// The id of a member, and what the client calls it, if it does.
type Wanted = (String, Option<String>);

/// Who the members are to be, each once.
fn wanted(group: &str, members: &[Member]) -> Result<Vec<Wanted>, StoreError> {
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
        if seen.insert(id) {
            wanted.push((id.to_owned(), member.display.clone().filter(|name| !name.is_empty())));
        }
    }
    Ok(wanted)
}

/// The members that a group has: by id, whether a client named them, and what they are called.
struct Present(HashMap<String, (bool, String)>);

async fn present(db: &mut SqliteConnection, group: &str) -> Result<Present, StoreError> {
    let rows = sqlx::query(
        "SELECT coalesce(m.user_id, m.member_group_id) AS id, m.display IS NOT NULL AS named, \
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
    fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the member is there and called so. Order, types and URLs are the server's to give.
    fn shows(&self, (id, name): &Wanted) -> bool {
        match (self.0.get(id), name) {
            (Some((_, shown)), Some(name)) => shown == name,
            (Some((named, _)), None) => !named,
            (None, _) => false,
        }
    }

    /// Who is a member either before or after, not both.
    fn difference<'a>(&'a self, wanted: &'a [Wanted]) -> Vec<&'a str> {
        let after: HashSet<&str> = wanted.iter().map(|(id, _)| id.as_str()).collect();
        let gone = self.0.keys().map(String::as_str).filter(|id| !after.contains(id));
        gone.chain(after.iter().copied().filter(|id| !self.0.contains_key(*id))).collect()
    }
}

/// Adds users and groups to a group that has no members, in one statement however many they are. A name that is the member's own
/// is not kept, so that it changes with the member's.
async fn add_members(db: &mut SqliteConnection, group: &str, members: &[Wanted]) -> Result<(), StoreError> {
    if members.is_empty() {
        return Ok(());
    }
    let members = serde_json::to_string(members).map_err(StoreError::internal)?;
    let unknown: Option<String> = sqlx::query_scalar(
        "SELECT e.value ->> 0 FROM json_each(?) e WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = e.value ->> 0) \
         AND NOT EXISTS (SELECT 1 FROM groups WHERE id = e.value ->> 0) ORDER BY e.key LIMIT 1",
    )
    .bind(members.as_str())
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?;
    if let Some(id) = unknown {
        return Err(ScimError::invalid_value(format!(
            "`members`: there is no user or group with the id {id:?}; create it first"
        ))
        .into());
    }
    sqlx::query(
        "INSERT INTO memberships (group_id, position, user_id, member_group_id, display) \
         SELECT ?, e.key, u.id, g.id, nullif(e.value ->> 1, coalesce(u.display, g.display)) FROM json_each(?) e \
         LEFT JOIN users u ON u.id = e.value ->> 0 LEFT JOIN groups g ON g.id = e.value ->> 0",
    )
    .bind(group)
    .bind(members.as_str())
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
