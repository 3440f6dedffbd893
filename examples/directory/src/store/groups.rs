//! Groups and their members.

use std::collections::{HashMap, HashSet};

use scim_http::{BaseUrl, IfMatch, Page, Query, Store, StoreError};
use scim_types::{Group, Member, Projection, ScimError, case_fold, replace};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::document::{from_row, new_id, now, set_times, signed, to_document, touch, unsigned};
use super::error::failed;
use super::{Directory, check};

impl Store<Group> for Directory {
    async fn create(&self, mut group: Group) -> Result<Group, StoreError> {
        group.id = new_id();
        let mut change = self.writing().await?;
        insert(&mut change, &mut group).await?;
        change.commit().await.map_err(failed)?;
        Ok(group)
    }

    async fn get(&self, id: &str) -> Result<Group, StoreError> {
        self.get_projected(id, &Projection::<Group>::default()).await
    }

    /// Identity providers ask for groups without their members, which may be many.
    async fn get_projected(&self, id: &str, projection: &Projection<Group>) -> Result<Group, StoreError> {
        let mut view = self.reading().await?;
        let mut group = find(&mut view, id).await?;
        if projection.holds("members") {
            group.members = members(&mut view, id).await?;
        }
        Ok(group)
    }

    async fn list(&self, query: &Query<Group>) -> Result<Page<Group>, StoreError> {
        let mut view = self.reading().await?;
        let total: i64 =
            sqlx::query_scalar("SELECT count(*) FROM groups").fetch_one(&mut *view).await.map_err(failed)?;
        let (limit, offset) = (signed(query.count), signed(query.offset()));
        let rows =
            sqlx::query("SELECT document, created, last_modified FROM groups ORDER BY seq LIMIT ? OFFSET ?")
                .bind(limit)
                .bind(offset)
                .fetch_all(&mut *view)
                .await
                .map_err(failed)?;
        let mut groups = rows.iter().map(from_row::<Group>).collect::<Result<Vec<_>, _>>()?;
        if query.projection.holds("members") {
            let rows = sqlx::query(
                "SELECT m.group_id, m.user_id, m.member_group_id, coalesce(u.display, g.display) AS display \
                 FROM memberships m LEFT JOIN users u ON u.id = m.user_id LEFT JOIN groups g ON g.id = m.member_group_id \
                 WHERE m.group_id IN (SELECT id FROM groups ORDER BY seq LIMIT ? OFFSET ?) ORDER BY m.position",
            )
            .bind(limit)
            .bind(offset)
            .fetch_all(&mut *view)
            .await
            .map_err(failed)?;
            let mut members: HashMap<String, Vec<Member>> = HashMap::new();
            for row in &rows {
                members.entry(row.get("group_id")).or_default().push(member(row));
            }
            for group in &mut groups {
                group.members = members.remove(&group.id).unwrap_or_default();
            }
        }
        Ok(Page::new(groups, unsigned(total)))
    }

    async fn replace(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        mut group: Group,
    ) -> Result<Group, StoreError> {
        let mut change = self.writing().await?;
        let mut stored = find(&mut change, id).await?;
        check(if_match, &stored.meta)?;
        // Members are the same when they are the same resources: order, names and URLs are the server's to give.
        let wanted = member_ids(id, &group.members)?;
        let present = members(&mut change, id).await?;
        let same = {
            let present: HashSet<&str> = present.iter().filter_map(|m| m.value.as_deref()).collect();
            present.len() == wanted.len() && wanted.iter().all(|id| present.contains(id.as_str()))
        };
        group.members.clear();
        if replace(&mut stored, &group)? || !same {
            let now = touch(&mut stored);
            sqlx::query(
                "UPDATE groups SET display_name_key = ?, display = ?, last_modified = ?, document = ? WHERE id = ?",
            )
            .bind(case_fold(&stored.display_name))
            .bind(stored.display_name.clone())
            .bind(now)
            .bind(to_document(&mut stored)?)
            .bind(id)
            .execute(&mut *change)
            .await
            .map_err(failed)?;
        }
        stored.members = if same {
            present
        } else {
            sqlx::query("DELETE FROM memberships WHERE group_id = ?")
                .bind(id)
                .execute(&mut *change)
                .await
                .map_err(failed)?;
            add_members(&mut change, id, &wanted).await?;
            members(&mut change, id).await?
        };
        change.commit().await.map_err(failed)?;
        Ok(stored)
    }

    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        let mut change = self.writing().await?;
        let stored = find(&mut change, id).await?;
        check(if_match, &stored.meta)?;
        sqlx::query(
            "UPDATE groups SET last_modified = ? \
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

    fn link(&self, group: &mut Group, base: &BaseUrl) {
        for member in &mut group.members {
            let endpoint = if member.kind.as_deref() == Some("Group") { "/Groups" } else { "/Users" };
            member.reference = member.value.as_deref().map(|id| base.resource(endpoint, id));
        }
    }
}

/// Inserts a group that has an `id`.
pub(super) async fn insert(db: &mut SqliteConnection, group: &mut Group) -> Result<(), StoreError> {
    let wanted = member_ids(&group.id, &group.members)?;
    group.members.clear();
    let now = now();
    set_times(group, now, now);
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
    group.members = members(db, &group.id).await?;
    Ok(())
}

/// Without the members.
async fn find(db: &mut SqliteConnection, id: &str) -> Result<Group, StoreError> {
    let row = sqlx::query("SELECT document, created, last_modified FROM groups WHERE id = ?")
        .bind(id)
        .fetch_one(db)
        .await
        .map_err(failed)?;
    from_row(&row)
}

/// Who the members are to be, each once.
fn member_ids(group: &str, members: &[Member]) -> Result<Vec<String>, StoreError> {
    let mut seen = HashSet::new();
    let mut ids = Vec::with_capacity(members.len());
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
            ids.push(id.to_owned());
        }
    }
    Ok(ids)
}

/// Adds users and groups to a group that has no members, in one statement however many they are.
async fn add_members(db: &mut SqliteConnection, group: &str, ids: &[String]) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids = serde_json::to_string(ids).map_err(StoreError::internal)?;
    let unknown: Option<String> = sqlx::query_scalar(
        "SELECT e.value FROM json_each(?) e WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = e.value) \
         AND NOT EXISTS (SELECT 1 FROM groups WHERE id = e.value) ORDER BY e.key LIMIT 1",
    )
    .bind(ids.as_str())
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
        "INSERT INTO memberships (group_id, position, user_id, member_group_id) \
         SELECT ?, e.key, u.id, g.id FROM json_each(?) e \
         LEFT JOIN users u ON u.id = e.value LEFT JOIN groups g ON g.id = e.value",
    )
    .bind(group)
    .bind(ids.as_str())
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

async fn members(db: &mut SqliteConnection, group: &str) -> Result<Vec<Member>, StoreError> {
    let rows = sqlx::query(
        "SELECT m.user_id, m.member_group_id, coalesce(u.display, g.display) AS display \
         FROM memberships m LEFT JOIN users u ON u.id = m.user_id LEFT JOIN groups g ON g.id = m.member_group_id \
         WHERE m.group_id = ? ORDER BY m.position",
    )
    .bind(group)
    .fetch_all(db)
    .await
    .map_err(failed)?;
    Ok(rows.iter().map(member).collect())
}

fn member(row: &SqliteRow) -> Member {
    let user: Option<String> = row.get("user_id");
    let kind = if user.is_some() { "User" } else { "Group" };
    Member {
        value: user.or_else(|| row.get("member_group_id")),
        display: row.get("display"),
        kind: Some(kind.to_owned()),
        ..Member::default()
    }
}
