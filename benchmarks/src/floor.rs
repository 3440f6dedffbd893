//! The floor: plain structs with serde's derives, names in exactly one case, no validation.

use serde::{Deserialize, Serialize};

macro_rules! plain {
    ($($name:ident { $($(#[$meta:meta])* $field:ident: $ty:ty,)* })*) => {$(
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $($(#[$meta])* #[serde(default, skip_serializing_if = "absent")] pub $field: $ty,)*
        }
    )*};
}

/// What is left out of the JSON: the same rule for an `Option` and a `Vec`.
trait Absent {
    fn is_absent(&self) -> bool;
}
impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}
impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
impl Absent for String {
    fn is_absent(&self) -> bool {
        false
    }
}
impl Absent for u64 {
    fn is_absent(&self) -> bool {
        false
    }
}
fn absent(value: &impl Absent) -> bool {
    value.is_absent()
}

plain! {
    User {
        schemas: Vec<String>,
        id: String,
        external_id: Option<String>,
        user_name: String,
        name: Option<Name>,
        display_name: Option<String>,
        nick_name: Option<String>,
        profile_url: Option<String>,
        title: Option<String>,
        user_type: Option<String>,
        preferred_language: Option<String>,
        locale: Option<String>,
        timezone: Option<String>,
        active: Option<bool>,
        password: Option<String>,
        emails: Vec<Value>,
        phone_numbers: Vec<Value>,
        ims: Vec<Value>,
        photos: Vec<Value>,
        addresses: Vec<Address>,
        groups: Vec<Membership>,
        entitlements: Vec<Value>,
        roles: Vec<Value>,
        x509_certificates: Vec<Value>,
        #[serde(rename = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
        enterprise: Option<Enterprise>,
        meta: Option<Meta>,
    }
    Name {
        formatted: Option<String>,
        family_name: Option<String>,
        given_name: Option<String>,
        middle_name: Option<String>,
        honorific_prefix: Option<String>,
        honorific_suffix: Option<String>,
    }
    Value {
        value: Option<String>,
        display: Option<String>,
        #[serde(rename = "type")]
        kind: Option<String>,
        primary: Option<bool>,
    }
    Address {
        formatted: Option<String>,
        street_address: Option<String>,
        locality: Option<String>,
        region: Option<String>,
        postal_code: Option<String>,
        country: Option<String>,
        #[serde(rename = "type")]
        kind: Option<String>,
        primary: Option<bool>,
    }
    Membership {
        value: Option<String>,
        #[serde(rename = "$ref")]
        reference: Option<String>,
        display: Option<String>,
        #[serde(rename = "type")]
        kind: Option<String>,
    }
    Enterprise {
        employee_number: Option<String>,
        cost_center: Option<String>,
        organization: Option<String>,
        division: Option<String>,
        department: Option<String>,
        manager: Option<Manager>,
    }
    Manager {
        value: Option<String>,
        #[serde(rename = "$ref")]
        reference: Option<String>,
        display_name: Option<String>,
    }
    Meta {
        resource_type: Option<String>,
        created: Option<String>,
        last_modified: Option<String>,
        location: Option<String>,
        version: Option<String>,
    }
    Group {
        schemas: Vec<String>,
        id: String,
        external_id: Option<String>,
        display_name: String,
        members: Vec<Membership>,
        meta: Option<Meta>,
    }
    List {
        schemas: Vec<String>,
        total_results: u64,
        start_index: u64,
        items_per_page: u64,
        #[serde(rename = "Resources")]
        resources: Vec<User>,
    }
}
