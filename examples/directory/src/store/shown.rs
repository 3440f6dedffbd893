//! What resources show of each other. When that changes, those that show it are in another version, although nobody changed
//! them: their `meta.lastModified` stays.

use scim_http::StoreError;
use sqlx::SqliteConnection;

use super::error::failed;

/// Users show the groups that they belong to: those with these ids are in others now. Ids of groups are passed over.
pub(super) async fn groups_of_users(db: &mut SqliteConnection, ids: &[&str]) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids = serde_json::to_string(ids).map_err(StoreError::internal)?;
    let sql = "UPDATE users SET version = version + 1 WHERE id IN (SELECT value FROM json_each(?))";
    sqlx::query(sql).bind(ids).execute(db).await.map_err(failed)?;
    Ok(())
}

/// Groups show the names of their members, and devices that of their owner.
pub(super) async fn name_of_user(db: &mut SqliteConnection, id: &str) -> Result<(), StoreError> {
    for sql in [
        "UPDATE groups SET version = version + 1 \
         WHERE id IN (SELECT group_id FROM memberships WHERE user_id = ? AND display IS NULL)",
        "UPDATE devices SET version = version + 1 WHERE owner_id = ?",
    ] {
        sqlx::query(sql).bind(id).execute(&mut *db).await.map_err(failed)?;
    }
    Ok(())
}

/// Users show the names of their groups, and groups those of their members.
pub(super) async fn name_of_group(db: &mut SqliteConnection, id: &str) -> Result<(), StoreError> {
    for sql in [
        "UPDATE users SET version = version + 1 WHERE id IN (SELECT user_id FROM memberships WHERE group_id = ?)",
        "UPDATE groups SET version = version + 1 \
         WHERE id IN (SELECT group_id FROM memberships WHERE member_group_id = ? AND display IS NULL)",
    ] {
        sqlx::query(sql).bind(id).execute(&mut *db).await.map_err(failed)?;
    }
    Ok(())
}
