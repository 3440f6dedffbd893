//! The sample company: twenty people, their groups and devices.

use std::collections::HashMap;

use scim_http::StoreError;
use scim_types::{Compat, Group, ScimResource, User, read};
use serde_json::Value;

use super::document::new_id;
use super::error::failed;
use super::{Directory, devices, groups, users};
use crate::model::Device;

const COMPANY: &str = include_str!("../../seed/company.json");

impl Directory {
    /// Loads the sample company, unless there are users already; true if it did.
    pub(crate) async fn load_company(&self) -> Result<bool, StoreError> {
        let mut change = self.writing().await?;
        let present: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM users)")
            .fetch_one(&mut *change)
            .await
            .map_err(failed)?;
        if present {
            return Ok(false);
        }
        let company: Value = serde_json::from_str(COMPANY).map_err(StoreError::internal)?;
        // In the file people and groups are referred to by their names, because ids are made here.
        let mut ids = HashMap::new();
        let mut people: Vec<User> = resources(&company["users"])?;
        for user in &mut people {
            user.id = new_id();
            ids.insert(user.user_name.clone(), user.id.clone());
        }
        let resolve = |ids: &HashMap<String, String>, name: &mut String| {
            if let Some(id) = ids.get(name) {
                id.clone_into(name);
            }
        };
        for mut user in people {
            let manager = user.enterprise.as_mut().and_then(|enterprise| enterprise.manager.as_mut());
            if let Some(manager) = manager.and_then(|manager| manager.value.as_mut()) {
                resolve(&ids, manager);
            }
            users::insert(&mut change, &mut user, None).await?;
        }
        for mut group in resources::<Group>(&company["groups"])? {
            group.id = new_id();
            group
                .members
                .iter_mut()
                .filter_map(|member| member.value.as_mut())
                .for_each(|id| resolve(&ids, id));
            groups::insert(&mut change, &mut group).await?;
            ids.insert(group.display_name, group.id);
        }
        for mut device in resources::<Device>(&company["devices"])? {
            device.id = new_id();
            if let Some(owner) = &mut device.owner {
                resolve(&ids, &mut owner.value);
            }
            devices::insert(&mut change, &mut device).await?;
        }
        change.commit().await.map_err(failed)?;
        Ok(true)
    }
}

fn resources<T: ScimResource>(list: &Value) -> Result<Vec<T>, StoreError> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    let resource = |json: &Value| Ok(read::<T>(json.to_string().as_bytes(), &Compat::strict())?.value);
    list.iter().map(resource).collect()
}
