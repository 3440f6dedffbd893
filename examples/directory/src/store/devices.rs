//! Devices.

use scim_http::{BaseUrl, IfMatch, Page, Query, Store, StoreError};
use scim_types::{ScimError, replace};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::document::{from_row, new_id, now, set_times, signed, to_document, touch, unsigned};
use super::error::failed;
use super::{Directory, check};
use crate::model::{Device, Owner};

impl Store<Device> for Directory {
    async fn create(&self, mut device: Device) -> Result<Device, StoreError> {
        device.id = new_id();
        let mut change = self.writing().await?;
        insert(&mut change, &mut device).await?;
        let device = find(&mut change, &device.id).await?;
        change.commit().await.map_err(failed)?;
        Ok(device)
    }

    async fn get(&self, id: &str) -> Result<Device, StoreError> {
        let mut view = self.reading().await?;
        find(&mut view, id).await
    }

    async fn list(&self, query: &Query<Device>) -> Result<Page<Device>, StoreError> {
        let mut view = self.reading().await?;
        let total: i64 =
            sqlx::query_scalar("SELECT count(*) FROM devices").fetch_one(&mut *view).await.map_err(failed)?;
        let rows = sqlx::query(
            "SELECT d.document, d.created, d.last_modified, d.owner_id, u.display FROM devices d \
             LEFT JOIN users u ON u.id = d.owner_id ORDER BY d.seq LIMIT ? OFFSET ?",
        )
        .bind(signed(query.count))
        .bind(signed(query.offset()))
        .fetch_all(&mut *view)
        .await
        .map_err(failed)?;
        let devices = rows.iter().map(device).collect::<Result<_, _>>()?;
        Ok(Page::new(devices, unsigned(total)))
    }

    async fn replace(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        device: Device,
    ) -> Result<Device, StoreError> {
        let mut change = self.writing().await?;
        let mut stored = find(&mut change, id).await?;
        check(if_match, &stored.meta)?;
        if replace(&mut stored, &device)? {
            let now = touch(&mut stored);
            let owner = owner_id(&mut change, &stored).await?;
            sqlx::query(
                "UPDATE devices SET serial_number = ?, owner_id = ?, last_modified = ?, document = ? WHERE id = ?",
            )
            .bind(stored.serial_number.clone())
            .bind(owner)
            .bind(now)
            .bind(document(&mut stored)?)
            .bind(id)
            .execute(&mut *change)
            .await
            .map_err(failed)?;
            stored = find(&mut change, id).await?;
        }
        change.commit().await.map_err(failed)?;
        Ok(stored)
    }

    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        let mut change = self.writing().await?;
        let stored = find(&mut change, id).await?;
        check(if_match, &stored.meta)?;
        sqlx::query("DELETE FROM devices WHERE id = ?")
            .bind(id)
            .execute(&mut *change)
            .await
            .map_err(failed)?;
        change.commit().await.map_err(failed)
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
    set_times(device, now, now);
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

async fn find(db: &mut SqliteConnection, id: &str) -> Result<Device, StoreError> {
    let row = sqlx::query(
        "SELECT d.document, d.created, d.last_modified, d.owner_id, u.display FROM devices d \
         LEFT JOIN users u ON u.id = d.owner_id WHERE d.id = ?",
    )
    .bind(id)
    .fetch_one(db)
    .await
    .map_err(failed)?;
    device(&row)
}

fn device(row: &SqliteRow) -> Result<Device, StoreError> {
    let mut device: Device = from_row(row)?;
    let owner: Option<String> = row.get("owner_id");
    device.owner = owner.map(|id| Owner { value: id, display: row.get("display"), ..Owner::default() });
    Ok(device)
}
