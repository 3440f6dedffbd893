//! Resources of tests: the design's example, one with every kind of field, and a core User with an extension of its own.

use scim_types::{
    AttributeType, Binary, Convert, DateTime, Literal, Meta, ScimComplex, ScimExtension, ScimResource,
    ScimValue, User, ValueError, ValueRef,
};

/// A laptop or phone issued to a person.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", endpoint = "/Devices")]
pub struct Device {
    #[scim(id)]
    pub id: String,
    #[scim(external_id)]
    pub external_id: Option<String>,
    /// The asset tag printed on the case.
    #[scim(required, uniqueness = "server", case_exact)]
    pub serial_number: String,
    pub owner: Option<Owner>,
    pub network_interfaces: Vec<NetworkInterface>,
    #[scim(canonical("laptop", "phone"))]
    pub kind: Option<String>,
    #[scim(mutability = "readOnly")]
    pub last_seen: Option<DateTime>,
    #[scim(extension)]
    pub warranty: Option<Warranty>,
    #[scim(meta)]
    pub meta: Meta,
    #[scim(skip)]
    pub cache_slot: usize,
}

/// Who uses a device.
#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
pub struct Owner {
    pub value: Option<String>,
    #[scim(rename = "$ref", reference("User"))]
    pub reference: Option<String>,
}

/// A network interface of a device.
#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
pub struct NetworkInterface {
    pub mac: String,
    pub speed: Option<i64>,
    pub primary: Option<bool>,
}

/// What the vendor promised.
#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty")]
pub struct Warranty {
    pub until: Option<DateTime>,
    pub vendor: Option<Owner>,
}

/// A word that is one of a few.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ScimValue)]
pub enum Color {
    #[default]
    Red,
    DeepBlue,
}

/// A word that usually is one of a few.
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimValue)]
pub enum Size {
    #[default]
    Small,
    Large,
    #[scim(other)]
    Other(String),
}

/// A string with a meaning.
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimValue)]
pub struct Label(pub String);

/// Not an attribute type by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    #[default]
    Employed,
    Left,
}

/// [`Status`] as a boolean.
#[derive(Debug)]
pub struct StatusAsActive;

impl Convert<Status> for StatusAsActive {
    const TYPE: AttributeType = AttributeType::Boolean;
    fn blank() -> Status {
        Status::default()
    }
    fn get(field: &Status) -> ValueRef<'_> {
        ValueRef::Bool(*field == Status::Employed)
    }
    fn set(field: &mut Status, value: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Bool(active) = value else { return Err(ValueError::Type) };
        *field = if active { Status::Employed } else { Status::Left };
        Ok(())
    }
}

/// One of everything that a field can be.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Everything", endpoint = "/Everything")]
pub struct Everything {
    #[scim(id)]
    pub id: String,
    pub text: String,
    pub optional_text: Option<String>,
    pub texts: Vec<String>,
    pub optional_texts: Option<Vec<String>>,
    pub boxed: Box<str>,
    pub flag: bool,
    pub optional_flag: Option<bool>,
    pub flags: Vec<bool>,
    pub small: i8,
    pub number: Option<i64>,
    pub decimal: f64,
    pub decimals: Vec<f32>,
    pub date: DateTime2,
    pub dates: Vec<DateTime>,
    pub bytes: Option<Binary>,
    #[scim(reference("external", "User"))]
    pub link: Option<String>,
    pub color: Color,
    pub optional_color: Option<Color>,
    pub sizes: Vec<Size>,
    pub label: Option<Label>,
    #[scim(with = StatusAsActive)]
    pub status: Status,
    #[scim(default = 7)]
    pub with_default: i64,
    pub owner: Owner,
    pub boxed_owner: Option<Box<Owner>>,
    pub interfaces: Option<Vec<NetworkInterface>>,
    #[scim(returned = "request")]
    pub on_request: Option<String>,
    #[scim(mutability = "writeOnly")]
    pub secret: Option<String>,
}

/// A dateTime that has a default.
#[derive(Debug, Clone, PartialEq, ScimValue)]
pub struct DateTime2(pub DateTime);

impl Default for DateTime2 {
    fn default() -> Self {
        Self(DateTime::from_unix_seconds(0).expect("1970"))
    }
}

/// A core User with an extension of ours.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
pub struct Extended {
    #[scim(base)]
    pub user: User,
    #[scim(extension)]
    pub badge: Option<Badge>,
    #[scim(skip)]
    pub row: u64,
}

/// A badge.
#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Badge")]
pub struct Badge {
    #[scim(required)]
    pub number: String,
    pub doors: Vec<String>,
}
