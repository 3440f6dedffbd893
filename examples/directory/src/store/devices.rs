//! Devices.

use scim_http::{BaseUrl, IfMatch, Page, Query, Store, StoreError};
use scim_types::{Changes, Patch, ScimError, replace};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::document::{new_id, now, to_document};
use super::error::failed;
use super::rows::{Statements, Stored, find, list, statements};
use super::{Directory, check};
use crate::model::{Device, Owner};

impl Stored for Device {
    const STATEMENTS: Statements = statements!(
        "devices",
        "SELECT r.document, r.created, r.last_modified, r.version, CASE WHEN ?1 THEN r.owner_id END AS owner_id, u.display \
         FROM devices r LEFT JOIN users u ON u.id = r.owner_id"
    );
    const ELSEWHERE: &'static str = "owner";

    fn complete(&mut self, row: &SqliteRow) -> Result<(), StoreError> {
        let owner: Option<String> = row.try_get("owner_id").map_err(failed)?;
        let display = row.try_get("display").map_err(failed)?;
        self.owner = owner.map(|id| Owner { value: id, display, ..Owner::default() });
        Ok(())
    }
}

impl Store<Device> for Directory {
    async fn create(&self, mut device: Device) -> Result<Device, StoreError> {
        device.id = new_id();
        let mut change = self.writing().await?;
        insert(&mut change, &mut device).await?;
        let device = find(&mut change, &device.id, true).await?;
        change.commit().await.map_err(failed)?;
        Ok(device)
    }

    async fn get(&self, id: &str) -> Result<Device, StoreError> {
        let mut view = self.reading().await?;
        find(&mut view, id, true).await
    }

    async fn list(&self, query: &Query<Device>) -> Result<Page<Device>, StoreError> {
        list(self, query).await
    }

    async fn replace(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        mut device: Device,
    ) -> Result<Device, StoreError> {
        // The URL follows from the id.
        if let Some(owner) = &mut device.owner {
            owner.reference = None;
        }
        let mut change = self.writing().await?;
        let mut stored: Device = find(&mut change, id, true).await?;
        check(if_match, &stored.meta)?;
        if replace(&mut stored, &device)? {
            stored = save(&mut change, stored).await?;
        }
        change.commit().await.map_err(failed)?;
        Ok(stored)
    }

    async fn patch(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        patch: &Patch<Device>,
    ) -> Result<(Device, Changes), StoreError> {
        let mut change = self.writing().await?;
        let mut stored: Device = find(&mut change, id, true).await?;
        check(if_match, &stored.meta)?;
        let mut changes = patch.apply(&mut stored)?;
        if changes.iter().all(|change| change.path() == "owner.$ref") {
            changes = Changes::new();
        }
        if !changes.is_empty() {
            stored = save(&mut change, stored).await?;
        }
        change.commit().await.map_err(failed)?;
        Ok((stored, changes))
    }

    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        let mut change = self.writing().await?;
        let stored: Device = find(&mut change, id, false).await?;
        check(if_match, &stored.meta)?;
        sqlx::query("DELETE FROM devices WHERE id = ?")
            .bind(id)
            .execute(&mut *change)
            .await
            .map_err(failed)?;
        change.commit().await.map_err(failed)
    }

    fn has_versions(&self) -> bool {
        true
    }

    fn link(&self, device: &mut Device, base: &BaseUrl) {
        if let Some(owner) = &mut device.owner {
            owner.reference = Some(base.resource("/Users", &owner.value));
        }
    }
}

/// Inserts a device that has an `id`.
pub(super) async fn insert(db: &mut SqliteConnection, device: &mut Device) -> Result<(), StoreError> {
    let owner = owner_id(db, device).await?;
    let now = now();
    sqlx::query(
        "INSERT INTO devices (id, serial_number, owner_id, created, last_modified, document) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(device.id.clone())
    .bind(device.serial_number.clone())
    .bind(owner)
    .bind(now)
    .bind(now)
    .bind(document(device)?)
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Keeps a changed device, and gives it as it is kept.
async fn save(db: &mut SqliteConnection, mut device: Device) -> Result<Device, StoreError> {
    let owner = owner_id(db, &device).await?;
    sqlx::query(
        "UPDATE devices SET serial_number = ?, owner_id = ?, last_modified = ?, version = version + 1, document = ? \
         WHERE id = ?",
    )
    .bind(device.serial_number.clone())
    .bind(owner)
    .bind(now())
    .bind(document(&mut device)?)
    .bind(device.id.clone())
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    find(db, &device.id, true).await
}

/// The owner is in a column, so that the database clears it when the user goes.
fn document(device: &mut Device) -> Result<String, StoreError> {
    let owner = device.owner.take();
    let document = to_document(device);
    device.owner = owner;
    document
}

async fn owner_id(db: &mut SqliteConnection, device: &Device) -> Result<Option<String>, StoreError> {
    let Some(id) = device.owner.as_ref().map(|owner| owner.value.as_str()) else { return Ok(None) };
    let known: Option<String> = sqlx::query_scalar("SELECT id FROM users WHERE id = ?")
        .bind(id)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    match known {
        Some(id) => Ok(Some(id)),
        None => Err(ScimError::invalid_value(format!(
            "`owner.value`: there is no user with the id {id:?}; create it first"
        ))
        .into()),
    }
}
