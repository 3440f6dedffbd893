//! The sample company: twenty people, their groups and devices.

use std::collections::HashMap;

use scim_http::StoreError;
use scim_types::sql::sea_query::Query as Select;
use scim_types::{Compat, ScimResource, read};
use serde_json::Value;

use super::Directory;
use super::rows::{Stored, start};
use crate::model::{Device, Employee, Group};

const COMPANY: &str = include_str!("../../seed/company.json");

impl Directory {
    /// Loads the sample company, unless there are users already; true if it did.
    pub(crate) async fn load_company(&self) -> Result<bool, StoreError> {
        let mut change = self.pools.writing().await?;
        let somebody = Select::select().column("id").from("employees").limit(1).to_owned();
        if !change.fetch::<(String,)>(&somebody).await?.is_empty() {
            return Ok(false);
        }
        let company: Value = serde_json::from_str(COMPANY).map_err(StoreError::internal)?;
        // In the file people and groups are referred to by their names, because ids are made here.
        let mut ids = HashMap::new();
        let resolve = |ids: &HashMap<String, String>, name: &mut String| {
            if let Some(id) = ids.get(name) {
                id.clone_into(name);
            }
        };
        let mut people: Vec<Employee> = resources(&company["users"])?;
        for employee in &mut people {
            start(employee);
            ids.insert(employee.login.clone(), employee.id.clone());
        }
        for mut employee in people {
            if let Some(manager) = &mut employee.manager_id {
                resolve(&ids, manager);
            }
            employee.insert(&mut change, None).await?;
        }
        for mut group in resources::<Group>(&company["groups"])? {
            start(&mut group);
            let members = group.members.iter_mut().filter_map(|member| member.value.as_mut());
            members.for_each(|id| resolve(&ids, id));
            group.insert(&mut change, ()).await?;
            ids.insert(group.name, group.id);
        }
        for mut device in resources::<Device>(&company["devices"])? {
            start(&mut device);
            if let Some(owner) = &mut device.owner {
                resolve(&ids, &mut owner.value);
            }
            device.insert(&mut change, ()).await?;
        }
        change.commit().await?;
        Ok(true)
    }
}

fn resources<T: ScimResource>(list: &Value) -> Result<Vec<T>, StoreError> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    let resource = |json: &Value| Ok(read::<T>(json.to_string().as_bytes(), &Compat::strict())?.value);
    list.iter().map(resource).collect()
}
