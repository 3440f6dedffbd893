//! Users.

use std::collections::HashMap;

use scim_http::{BaseUrl, IfMatch, Page, Query, Store, StoreError};
use scim_types::{GroupMembership, Projection, User, case_fold, replace};
use sqlx::{Row, SqliteConnection};

use super::document::{from_row, new_id, now, set_times, signed, to_document, touch, unsigned};
use super::error::failed;
use super::{Directory, check};
use crate::password::rehash;

impl Store<User> for Directory {
    async fn create(&self, mut user: User) -> Result<User, StoreError> {
        let password = match user.password.take() {
            Some(password) => rehash(password, None).await?,
            None => None,
        };
        user.id = new_id();
        let mut change = self.writing().await?;
        insert(&mut change, &mut user, password).await?;
        change.commit().await.map_err(failed)?;
        Ok(user)
    }

    async fn get(&self, id: &str) -> Result<User, StoreError> {
        self.get_projected(id, &Projection::<User>::default()).await
    }

    async fn get_projected(&self, id: &str, projection: &Projection<User>) -> Result<User, StoreError> {
        let mut view = self.reading().await?;
        let mut user = find(&mut view, id).await?;
        if projection.holds("groups") {
            user.groups = groups(&mut view, id).await?;
        }
        Ok(user)
    }

    async fn list(&self, query: &Query<User>) -> Result<Page<User>, StoreError> {
        let mut view = self.reading().await?;
        let total: i64 =
            sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&mut *view).await.map_err(failed)?;
        let (limit, offset) = (signed(query.count), signed(query.offset()));
        let rows =
            sqlx::query("SELECT document, created, last_modified FROM users ORDER BY seq LIMIT ? OFFSET ?")
                .bind(limit)
                .bind(offset)
                .fetch_all(&mut *view)
                .await
                .map_err(failed)?;
        let mut users = rows.iter().map(from_row::<User>).collect::<Result<Vec<_>, _>>()?;
        if query.projection.holds("groups") {
            let rows = sqlx::query(
                "SELECT m.user_id, g.id, g.display FROM memberships m JOIN groups g ON g.id = m.group_id \
                 WHERE m.user_id IN (SELECT id FROM users ORDER BY seq LIMIT ? OFFSET ?) ORDER BY g.seq",
            )
            .bind(limit)
            .bind(offset)
            .fetch_all(&mut *view)
            .await
            .map_err(failed)?;
            let mut groups: HashMap<String, Vec<GroupMembership>> = HashMap::new();
            for row in &rows {
                groups
                    .entry(row.get("user_id"))
                    .or_default()
                    .push(membership(row.get("id"), row.get("display")));
            }
            for user in &mut users {
                user.groups = groups.remove(&user.id).unwrap_or_default();
            }
        }
        Ok(Page::new(users, unsigned(total)))
    }

    async fn replace(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        mut user: User,
    ) -> Result<User, StoreError> {
        // Hashing takes long: before the directory is locked. A password that stays the same changes nothing.
        let password = match user.password.take() {
            Some(password) => {
                let current = sqlx::query_scalar("SELECT password_hash FROM users WHERE id = ?").bind(id);
                rehash(password, current.fetch_one(&self.readers).await.map_err(failed)?).await?
            }
            None => None,
        };
        let mut change = self.writing().await?;
        let mut stored = find(&mut change, id).await?;
        check(if_match, &stored.meta)?;
        if replace(&mut stored, &user)? || password.is_some() {
            let now = touch(&mut stored);
            sqlx::query(
                "UPDATE users SET user_name_key = ?, display = ?, password_hash = coalesce(?, password_hash), \
                 last_modified = ?, document = ? WHERE id = ?",
            )
            .bind(case_fold(&stored.user_name))
            .bind(display(&stored))
            .bind(password)
            .bind(now)
            .bind(to_document(&mut stored)?)
            .bind(id)
            .execute(&mut *change)
            .await
            .map_err(failed)?;
        }
        stored.groups = groups(&mut change, id).await?;
        change.commit().await.map_err(failed)?;
        Ok(stored)
    }

    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        let mut change = self.writing().await?;
        let stored = find(&mut change, id).await?;
        check(if_match, &stored.meta)?;
        // The memberships go with the user; that changes the groups they were in, and the devices the user had.
        for touch in [
            "UPDATE groups SET last_modified = ? WHERE id IN (SELECT group_id FROM memberships WHERE user_id = ?)",
            "UPDATE devices SET last_modified = ? WHERE owner_id = ?",
        ] {
            sqlx::query(touch).bind(now()).bind(id).execute(&mut *change).await.map_err(failed)?;
        }
        sqlx::query("DELETE FROM users WHERE id = ?").bind(id).execute(&mut *change).await.map_err(failed)?;
        change.commit().await.map_err(failed)
    }

    fn link(&self, user: &mut User, base: &BaseUrl) {
        for group in &mut user.groups {
            group.reference = group.value.as_deref().map(|id| base.resource("/Groups", id));
        }
    }
}

/// Inserts a user who has an `id`. The password is hashed already, and not in `user`.
pub(super) async fn insert(
    db: &mut SqliteConnection,
    user: &mut User,
    password_hash: Option<String>,
) -> Result<(), StoreError> {
    let now = now();
    set_times(user, now, now);
    sqlx::query(
        "INSERT INTO users (id, user_name_key, display, password_hash, created, last_modified, document) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(user.id.clone())
    .bind(case_fold(&user.user_name))
    .bind(display(user))
    .bind(password_hash)
    .bind(now)
    .bind(now)
    .bind(to_document(user)?)
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Without the groups.
async fn find(db: &mut SqliteConnection, id: &str) -> Result<User, StoreError> {
    let row = sqlx::query("SELECT document, created, last_modified FROM users WHERE id = ?")
        .bind(id)
        .fetch_one(db)
        .await
        .map_err(failed)?;
    from_row(&row)
}

async fn groups(db: &mut SqliteConnection, id: &str) -> Result<Vec<GroupMembership>, StoreError> {
    let rows = sqlx::query(
        "SELECT g.id, g.display FROM memberships m JOIN groups g ON g.id = m.group_id WHERE m.user_id = ? ORDER BY g.seq",
    )
    .bind(id)
    .fetch_all(db)
    .await
    .map_err(failed)?;
    Ok(rows.iter().map(|row| membership(row.get("id"), row.get("display"))).collect())
}

/// Groups within groups are not followed: what is listed is direct.
fn membership(group: String, display: String) -> GroupMembership {
    GroupMembership {
        value: Some(group),
        display: Some(display),
        kind: Some("direct".to_owned()),
        ..GroupMembership::default()
    }
}

/// What groups and devices show of a user.
fn display(user: &User) -> &str {
    let formatted = || user.name.as_ref().and_then(|name| name.formatted.as_deref());
    user.display_name.as_deref().or_else(formatted).unwrap_or(&user.user_name)
}
