//! Users.

use scim_http::{BaseUrl, IfMatch, Page, Query, Store, StoreError};
use scim_types::{Changes, GroupMembership, Patch, Projection, User, case_fold, replace, scim_path};
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
            save(&mut change, &mut stored, &name, password.map_or(Password::Kept, Password::Hash)).await?;
        }
        let stored = find(&mut change, id, true).await?;
        change.commit().await.map_err(failed)?;
        Ok(stored)
    }

    async fn patch(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        patch: &Patch<User>,
    ) -> Result<(User, Changes), StoreError> {
        let password = self.new_password(id, patch).await?;
        let mut change = self.writing().await?;
        let mut stored: User = find(&mut change, id, true).await?;
        check(if_match, &stored.meta)?;
        let name = display(&stored).to_owned();
        let current = password_hash(&mut change, id).await?;
        stored.password.clone_from(&current);
        let mut changes = patch.apply(&mut stored)?;
        let password = match (stored.password.take(), password) {
            (set, _) if set == current => Password::Kept,
            (None, _) => Password::Removed,
            // The one that is there already, for which no hash was made.
            (Some(_), None) => Password::Kept,
            (Some(_), Some(hash)) => Password::Hash(hash),
        };
        if matches!(password, Password::Kept) && changes.iter().all(|change| change.path() == "password") {
            changes = Changes::new();
        }
        if !changes.is_empty() {
            save(&mut change, &mut stored, &name, password).await?;
        }
        let stored = find(&mut change, id, true).await?;
        change.commit().await.map_err(failed)?;
        Ok((stored, changes))
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

/// What becomes of a user's password.
enum Password {
    Kept,
    Removed,
    Hash(String),
}

/// Keeps a changed user, who was shown as `name` before.
async fn save(
    db: &mut SqliteConnection,
    user: &mut User,
    name: &str,
    password: Password,
) -> Result<(), StoreError> {
    let is_kept = matches!(password, Password::Kept);
    let hash = match password {
        Password::Hash(hash) => Some(hash),
        Password::Kept | Password::Removed => None,
    };
    // Who belongs to which group is kept elsewhere.
    user.groups.clear();
    sqlx::query(
        "UPDATE users SET user_name_key = ?, display = ?, password_hash = CASE WHEN ? THEN password_hash ELSE ? END, \
         last_modified = ?, version = version + 1, document = ? WHERE id = ?",
    )
    .bind(case_fold(&user.user_name))
    .bind(display(user))
    .bind(is_kept)
    .bind(hash)
    .bind(now())
    .bind(to_document(user)?)
    .bind(user.id.clone())
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if display(user) != name {
        shown::name_of_user(db, &user.id).await?;
    }
    Ok(())
}

async fn password_hash(db: &mut SqliteConnection, id: &str) -> Result<Option<String>, StoreError> {
    sqlx::query_scalar("SELECT password_hash FROM users WHERE id = ?")
        .bind(id)
        .fetch_one(db)
        .await
        .map_err(failed)
}

impl Directory {
    /// The hash of the password that a patch sets, if it is another one. Hashing takes long: it is done before the directory is locked.
    async fn new_password(&self, id: &str, patch: &Patch<User>) -> Result<Option<String>, StoreError> {
        let path = scim_path!(User, "password");
        let set = patch.operations().filter(|operation| operation.attribute() == path);
        // The last operation is what stays.
        let password = set.filter_map(|operation| operation.value().as_str().map(str::to_owned)).last();
        let Some(password) = password else { return Ok(None) };
        let current = password_hash(&mut *self.readers.acquire().await.map_err(failed)?, id).await?;
        rehash(password, current).await
    }
}

/// What groups and devices show of a user.
fn display(user: &User) -> &str {
    let formatted = || user.name.as_ref().and_then(|name| name.formatted.as_deref());
    user.display_name.as_deref().or_else(formatted).unwrap_or(&user.user_name)
}
