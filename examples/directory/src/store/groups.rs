//! Groups and their members.

use scim_http::{BaseUrl, IfMatch, Page, PatchAnswer, Query, Store, StoreError};
use scim_types::{Changes, Group, Member, Patch, Projection, case_fold, replace, scim_path};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::document::{new_id, now, to_document};
use super::error::failed;
use super::members::{add_members, member_steps, present, wanted};
use super::rows::{Statements, Stored, elsewhere, find, list, statements};
use super::{Directory, check, shown};

impl Stored for Group {
    const STATEMENTS: Statements = statements!(
        "groups",
        "SELECT r.document, r.created, r.last_modified, r.version, \
         CASE WHEN ?1 THEN (SELECT json_group_array( \
         json_array(m.user_id, m.member_group_id, m.foreign_id, coalesce(m.display, u.display, g.display)) ORDER BY m.position) \
         FROM memberships m LEFT JOIN users u ON u.id = m.user_id LEFT JOIN groups g ON g.id = m.member_group_id \
         WHERE m.group_id = r.id) END AS elsewhere FROM groups r"
    );
    const ELSEWHERE: &'static str = "members";

    fn complete(&mut self, row: &SqliteRow) -> Result<(), StoreError> {
        let member = |columns: Vec<Option<String>>| {
            let mut columns =
                columns.into_iter().map(Some).chain(std::iter::repeat(None)).map(Option::flatten);
            let (user, group, foreign, display) = (
                columns.next().flatten(),
                columns.next().flatten(),
                columns.next().flatten(),
                columns.next().flatten(),
            );
            let kind = match (&user, &group) {
                (Some(_), _) => Some("User".to_owned()),
                (_, Some(_)) => Some("Group".to_owned()),
                // Somebody whom this directory does not keep.
                _ => None,
            };
            Member { value: user.or(group).or(foreign), display, kind, ..Member::default() }
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
        let members = std::mem::take(&mut group.members);
        let name = stored.display_name.clone();
        let is_changed = replace(&mut stored, &group)?;
        if set_members(&mut change, id, &members).await? || is_changed {
            save(&mut change, &mut stored, &name).await?;
        }
        let stored = find(&mut change, id, true).await?;
        change.commit().await.map_err(failed)?;
        Ok(stored)
    }

    /// Adding and removing named members touches their rows alone, however many others there are.
    async fn patch(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        patch: &Patch<Group>,
    ) -> Result<(Group, Changes), StoreError> {
        let mut change = self.writing().await?;
        let members = scim_path!(Group, "members");
        let steps = member_steps(patch, &members);
        let mut stored: Group = find(&mut change, id, steps.is_none()).await?;
        check(if_match, &stored.meta)?;
        let name = stored.display_name.clone();
        let changes = if let Some(steps) = steps {
            let others = patch.only(|operation| !operation.attribute().starts_with(&members));
            let mut changes = others.apply(&mut stored)?;
            for step in steps {
                step.carry_out(&mut change, id, &mut changes).await?;
            }
            changes
        } else {
            let mut changes = patch.apply(&mut stored)?;
            let after = std::mem::take(&mut stored.members);
            // Types and URLs follow from the ids.
            if !set_members(&mut change, id, &after).await? && changes.iter().all(|c| c.path() == "members") {
                changes = Changes::new();
            }
            changes
        };
        if !changes.is_empty() {
            save(&mut change, &mut stored, &name).await?;
        }
        let stored = find(&mut change, id, false).await?;
        change.commit().await.map_err(failed)?;
        Ok((stored, changes))
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

    /// Members are patched by their rows, so the group was not loaded for it.
    fn patch_answer(&self) -> PatchAnswer {
        PatchAnswer::Projected
    }

    fn link(&self, group: &mut Group, base: &BaseUrl) {
        for member in &mut group.members {
            let endpoint = match member.kind.as_deref() {
                Some("Group") => "/Groups",
                Some(_) => "/Users",
                None => continue,
            };
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

/// Keeps a changed group, which was called `name` before. The members are in rows of their own.
async fn save(db: &mut SqliteConnection, group: &mut Group, name: &str) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE groups SET display_name_key = ?, display = ?, last_modified = ?, version = version + 1, document = ? \
         WHERE id = ?",
    )
    .bind(case_fold(&group.display_name))
    .bind(group.display_name.clone())
    .bind(now())
    .bind(to_document(group)?)
    .bind(group.id.clone())
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if group.display_name != name {
        shown::name_of_group(db, &group.id).await?;
    }
    Ok(())
}

/// Makes these the members; whether that changed anything.
async fn set_members(db: &mut SqliteConnection, id: &str, members: &[Member]) -> Result<bool, StoreError> {
    let wanted = wanted(id, members)?;
    let present = present(db, id).await?;
    if wanted.len() == present.len() && wanted.iter().all(|member| present.shows(member)) {
        return Ok(false);
    }
    sqlx::query("DELETE FROM memberships WHERE group_id = ?")
        .bind(id)
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    add_members(db, id, &wanted).await?;
    shown::groups_of_users(db, &present.difference(&wanted)).await?;
    Ok(true)
}
