//! What this server keeps besides the users and groups of the RFCs. The schema documents at `/Schemas` come from here.

use scim_types::{DateTime, Meta, ScimComplex, ScimExtension, ScimResource};

/// A laptop or phone issued to a person.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", endpoint = "/Devices")]
pub(crate) struct Device {
    /// The identifier that this server gave the device.
    #[scim(id)]
    pub id: String,
    /// The identifier that the provisioning client gave the device.
    #[scim(external_id)]
    pub external_id: Option<String>,
    /// The serial number printed on the case.
    #[scim(required, uniqueness = "server", case_exact)]
    pub serial_number: String,
    /// What people call the device.
    pub display_name: Option<String>,
    /// What the device is.
    #[scim(canonical("laptop", "phone", "tablet"))]
    pub kind: Option<String>,
    /// The person who has the device.
    pub owner: Option<Owner>,
    /// How the device is connected.
    pub network_interfaces: Vec<NetworkInterface>,
    /// When the device was last seen on the network.
    #[scim(mutability = "readOnly")]
    pub last_seen: Option<DateTime>,
    /// The manufacturer's warranty.
    #[scim(extension)]
    pub warranty: Option<Warranty>,
    /// What this server knows about the resource.
    #[scim(meta)]
    pub meta: Meta,
}

/// The person who has a device.
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub(crate) struct Owner {
    /// The user's `id`.
    #[scim(case_exact)]
    pub value: String,
    /// The user's URI. Follows from `value`.
    #[scim(rename = "$ref", reference("User"))]
    pub reference: Option<String>,
    /// The user's name, for those who ask for it.
    #[scim(mutability = "readOnly", returned = "request")]
    pub display: Option<String>,
}

/// How a device is connected.
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub(crate) struct NetworkInterface {
    /// The MAC address, such as "00:00:5e:00:53:01".
    pub value: Option<String>,
    /// What kind of interface it is.
    #[scim(rename = "type", canonical("wifi", "ethernet", "cellular"))]
    pub kind: Option<String>,
    /// Whether this is the preferred interface. At most one is.
    pub primary: Option<bool>,
}

/// The manufacturer's warranty of a device.
#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:warranty:2.0:Device")]
pub(crate) struct Warranty {
    /// Who gives the warranty.
    pub provider: Option<String>,
    /// For how many months from the purchase.
    pub months: Option<u32>,
    /// Whether it covers accidents.
    pub covers_accidents: Option<bool>,
}
