//! Users.

use scim_http::{BaseUrl, IfMatch, Page, Query, Store, StoreError};
use scim_types::{GroupMembership, Projection, User, case_fold, replace};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::document::{new_id, now, to_document};
use super::error::failed;
use super::rows::{Statements, Stored, elsewhere, find, list, statements};
use super::{Directory, check, shown};
use crate::password::rehash;

impl Stored for User {
    const STATEMENTS: Statements = statements!(
        "users",
        "SELECT r.document, r.created, r.last_modified, r.version, \
         CASE WHEN ?1 THEN (SELECT json_group_array(json_array(g.id, g.display) ORDER BY g.seq) \
         FROM memberships m JOIN groups g ON g.id = m.group_id WHERE m.user_id = r.id) END AS elsewhere FROM users r"
    );
    const ELSEWHERE: &'static str = "groups";

    /// Groups within groups are not followed: what is listed is direct.
    fn complete(&mut self, row: &SqliteRow) -> Result<(), StoreError> {
        let group = |columns: Vec<Option<String>>| {
            let mut columns = columns.into_iter().map(Option::unwrap_or_default);
            let (value, display) = (columns.next(), columns.next());
            GroupMembership { value, display, kind: Some("direct".to_owned()), ..GroupMembership::default() }
        };
        self.groups = elsewhere(row)?.into_iter().map(group).collect();
        Ok(())
    }
}

impl Store<User> for Directory {
    async fn create(&self, mut user: User) -> Result<User, StoreError> {
        let password = match user.password.take() {
            Some(password) => rehash(password, None).await?,
            None => None,
        };
        user.id = new_id();
        let mut change = self.writing().await?;
        insert(&mut change, &mut user, password).await?;
        let user = find(&mut change, &user.id, true).await?;
        change.commit().await.map_err(failed)?;
        Ok(user)
    }

    async fn get(&self, id: &str) -> Result<User, StoreError> {
        self.get_projected(id, &Projection::<User>::default()).await
    }

    async fn get_projected(&self, id: &str, projection: &Projection<User>) -> Result<User, StoreError> {
        let mut view = self.reading().await?;
        find(&mut view, id, projection.holds("groups")).await
    }

    async fn list(&self, query: &Query<User>) -> Result<Page<User>, StoreError> {
        list(self, query).await
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
        let mut stored: User = find(&mut change, id, false).await?;
        check(if_match, &stored.meta)?;
        let name = display(&stored).to_owned();
        if replace(&mut stored, &user)? || password.is_some() {
            sqlx::query(
                "UPDATE users SET user_name_key = ?, display = ?, password_hash = coalesce(?, password_hash), \
                 last_modified = ?, version = version + 1, document = ? WHERE id = ?",
            )
            .bind(case_fold(&stored.user_name))
            .bind(display(&stored))
            .bind(password)
            .bind(now())
            .bind(to_document(&mut stored)?)
            .bind(id)
            .execute(&mut *change)
            .await
            .map_err(failed)?;
        }
        if display(&stored) != name {
            shown::name_of_user(&mut change, id).await?;
        }
        let stored = find(&mut change, id, true).await?;
        change.commit().await.map_err(failed)?;
        Ok(stored)
    }

    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        let mut change = self.writing().await?;
        let stored: User = find(&mut change, id, false).await?;
        check(if_match, &stored.meta)?;
        // The memberships go with the user; that changes the groups they were in, and the devices the user had.
        for touch in [
            "UPDATE groups SET last_modified = ?, version = version + 1 \
             WHERE id IN (SELECT group_id FROM memberships WHERE user_id = ?)",
            "UPDATE devices SET last_modified = ?, version = version + 1 WHERE owner_id = ?",
        ] {
            sqlx::query(touch).bind(now()).bind(id).execute(&mut *change).await.map_err(failed)?;
        }
        sqlx::query("DELETE FROM users WHERE id = ?").bind(id).execute(&mut *change).await.map_err(failed)?;
        change.commit().await.map_err(failed)
    }

    fn has_versions(&self) -> bool {
        true
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

/// What groups and devices show of a user.
fn display(user: &User) -> &str {
    let formatted = || user.name.as_ref().and_then(|name| name.formatted.as_deref());
    user.display_name.as_deref().or_else(formatted).unwrap_or(&user.user_name)
}
