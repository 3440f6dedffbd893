//! Devices, which no RFC knows: rows of `devices`, with what connects them in `interfaces`.

use scim_types::{DateTime, Meta, ScimComplex, ScimExtension, ScimResource};
use sqlx::FromRow;

use super::{Stamps, time};

/// A laptop or phone issued to a person.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", endpoint = "/Devices", table = "devices")]
pub(crate) struct Device {
    /// The identifier that this server gave the device.
    #[scim(id, column = "id")]
    pub id: String,
    /// The identifier that the provisioning client gave the device.
    #[scim(external_id, column = "external_id")]
    pub external_id: Option<String>,
    /// The serial number printed on the case.
    #[scim(required, uniqueness = "server", case_exact, column = "serial_number")]
    pub serial_number: String,
    /// What people call the device.
    #[scim(column = "display_name", fold_column = "display_name_key")]
    pub display_name: Option<String>,
    /// What the device is.
    #[scim(canonical("laptop", "phone", "tablet"), column = "kind", fold_column = "kind_key")]
    pub kind: Option<String>,
    /// The person who has the device.
    pub owner: Option<Owner>,
    /// How the device is connected.
    #[scim(table = "interfaces", column = "device_id", order = "nr")]
    pub network_interfaces: Vec<NetworkInterface>,
    /// When the device was last seen on the network.
    #[scim(mutability = "readOnly", column = "last_seen")]
    pub last_seen: Option<DateTime>,
    /// The manufacturer's warranty.
    #[scim(extension)]
    pub warranty: Option<Warranty>,
    /// What this server knows about the resource.
    #[scim(
        meta,
        columns(
            resourceType = "('Device')",
            created = "created",
            lastModified = "last_modified",
            version = "('W/\"' || devices.version || '-' || devices.last_modified || '\"')"
        )
    )]
    pub meta: Meta,
    #[scim(skip)]
    pub stamps: Stamps,
}

/// The person who has a device.
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub(crate) struct Owner {
    /// The user's `id`.
    #[scim(case_exact, column = "owner_id")]
    pub value: String,
    /// The user's URI. Follows from `value`.
    #[scim(rename = "$ref", reference("User"))]
    pub reference: Option<String>,
    /// The user's name, for those who ask for it.
    #[scim(
        mutability = "readOnly",
        returned = "request",
        column = "((SELECT e.shown_as FROM employees e WHERE e.id = owner_id))",
        fold_column = "((SELECT e.shown_as_key FROM employees e WHERE e.id = owner_id))"
    )]
    pub display: Option<String>,
}

/// How a device is connected.
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub(crate) struct NetworkInterface {
    /// The MAC address, such as "00:00:5e:00:53:01".
    #[scim(column = "address", fold_column = "address_key")]
    pub value: Option<String>,
    /// What kind of interface it is.
    #[scim(
        rename = "type",
        canonical("wifi", "ethernet", "cellular"),
        column = "type",
        fold_column = "type_key"
    )]
    pub kind: Option<String>,
    /// Whether this is the preferred interface. At most one is.
    #[scim(column = "is_primary")]
    pub primary: Option<bool>,
}

/// The manufacturer's warranty of a device.
#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:warranty:2.0:Device")]
pub(crate) struct Warranty {
    /// Who gives the warranty.
    #[scim(column = "warranty_provider", fold_column = "warranty_provider_key")]
    pub provider: Option<String>,
    /// For how many months from the purchase.
    #[scim(column = "warranty_months")]
    pub months: Option<u32>,
    /// Whether it covers accidents.
    #[scim(column = "warranty_accidents")]
    pub covers_accidents: Option<bool>,
}

/// A row of `devices`, and the name of the owner.
#[derive(FromRow)]
pub(crate) struct DeviceRow {
    id: String,
    external_id: Option<String>,
    serial_number: String,
    display_name: Option<String>,
    kind: Option<String>,
    owner_id: Option<String>,
    owner_name: Option<String>,
    last_seen: Option<i64>,
    warranty_provider: Option<String>,
    warranty_months: Option<i64>,
    warranty_accidents: Option<bool>,
    #[sqlx(flatten)]
    stamps: Stamps,
}

impl From<DeviceRow> for Device {
    fn from(row: DeviceRow) -> Self {
        let warranty = Warranty {
            provider: row.warranty_provider,
            months: row.warranty_months.and_then(|months| u32::try_from(months).ok()),
            covers_accidents: row.warranty_accidents,
        };
        Self {
            id: row.id,
            external_id: row.external_id,
            serial_number: row.serial_number,
            display_name: row.display_name,
            kind: row.kind,
            owner: row.owner_id.map(|value| Owner { value, display: row.owner_name, reference: None }),
            last_seen: row.last_seen.and_then(time),
            warranty: (warranty != Warranty::default()).then_some(warranty),
            stamps: row.stamps,
            ..Self::default()
        }
    }
}

/// A row of `interfaces`.
#[derive(FromRow)]
pub(crate) struct Interface {
    address: Option<String>,
    #[sqlx(rename = "type")]
    kind: Option<String>,
    is_primary: Option<bool>,
}

impl From<Interface> for NetworkInterface {
    fn from(row: Interface) -> Self {
        Self { value: row.address, kind: row.kind, primary: row.is_primary }
    }
}
