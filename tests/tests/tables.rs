//! The tables and slots that the derives write.

use scim_types::*;

/// Who has it.
#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Owner {
    /// The owner's id.
    value: Option<String>,
    #[scim(rename = "$ref", reference("User"))]
    reference: Option<String>,
    kind: Option<Kind>,
}

#[derive(Debug, Clone, PartialEq, ScimValue)]
enum Kind {
    Work,
    PartTime,
    #[scim(other)]
    Other(String),
}

#[derive(Debug, Clone, PartialEq, Default, ScimValue)]
struct Number(String);

/// Warranty.
#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty")]
struct Warranty {
    ends: Option<DateTime>,
    seller: Option<Owner>,
}

/// Badge.
#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Badge")]
struct Badge {
    number: Option<i64>,
}

/// A laptop or phone
/// issued to a person.
#[derive(Debug, Clone, PartialEq, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", endpoint = "/Devices")]
struct Device {
    #[scim(meta)]
    meta: Meta,
    #[scim(id)]
    id: String,
    #[scim(external_id)]
    external_id: Option<String>,
    /// The asset tag printed on the case.
    #[scim(required, uniqueness = "server", case_exact)]
    serial_number: Number,
    owner: Option<Owner>,
    owners: Vec<Owner>,
    #[scim(canonical("laptop", "phone"), default = "phone")]
    kind: String,
    #[scim(mutability = "readOnly")]
    last_seen: Option<DateTime>,
    #[scim(extension)]
    warranty: Option<Warranty>,
    #[scim(skip)]
    cache_slot: usize,
}

#[derive(Debug, Clone, PartialEq, ScimResource)]
struct BadgedDevice {
    #[scim(base)]
    device: Device,
    #[scim(extension)]
    badge: Option<Badge>,
}

#[test]
fn order() {
    println!("{:?}", Device::schema());
    println!("{:?}", BadgedDevice::resource_type());
    println!("{:?}", BadgedDevice::schemas().iter().map(|s| s.id).collect::<Vec<_>>());
}
