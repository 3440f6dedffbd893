//! Resources of tests: the design's example, one with every kind of field, and a core User with an extension of its own.

use scim_types::{
    Address, AttributeType, Binary, Convert, DateTime, EnterpriseUser, GroupMembership, Literal, Meta,
    ScimComplex, ScimExtension, ScimResource, ScimValue, User, ValueError, ValueRef,
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

/// A User as the row of a table, with every way to place a field.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser, Badge), endpoint = "/Users")]
pub struct Row {
    #[scim(id, with = NumberAsText)]
    pub key: i64,
    #[scim(external_id)]
    pub external_id: Option<String>,
    #[scim(path = "userName")]
    pub login: String,
    #[scim(path = "displayName", default)]
    pub shown_as: String,
    #[scim(path = "name.givenName")]
    pub first_name: Option<String>,
    #[scim(path = "name.familyName")]
    pub last_name: String,
    #[scim(path = "active", with = StatusAsActive, default)]
    pub status: Status,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    pub email: String,
    #[scim(path = r#"emails[type eq "work"].display"#)]
    pub email_label: Option<String>,
    #[scim(path = r#"emails[type eq "home"].value"#)]
    pub private_email: Option<String>,
    #[scim(path = r#"phoneNumbers[type eq "mobile"].value"#)]
    pub mobile: Option<Label>,
    #[scim(path = "addresses")]
    pub places: Vec<Place>,
    #[scim(path = "password")]
    pub secret: Option<String>,
    #[scim(path = "groups")]
    pub groups: Vec<GroupMembership>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    pub department: Option<String>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value")]
    pub manager: Option<String>,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:number")]
    pub badge: Option<String>,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:doors")]
    pub doors: Vec<String>,
    #[scim(meta)]
    pub meta: Meta,
    #[scim(skip)]
    pub salary: u64,
}

/// An address as the row of a table.
#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
#[scim(maps = Address)]
pub struct Place {
    #[scim(path = "locality")]
    pub city: Option<String>,
    #[scim(path = "type")]
    pub kind: Option<String>,
    #[scim(path = "primary", default)]
    pub is_main: bool,
    #[scim(skip)]
    pub row: u64,
}

/// A number that a client sees as text, as every `id` is.
#[derive(Debug)]
pub struct NumberAsText;

impl Convert<i64> for NumberAsText {
    const TYPE: AttributeType = AttributeType::String;
    fn blank() -> i64 {
        0
    }
    fn get(field: &i64) -> ValueRef<'_> {
        if *field == 0 { ValueRef::Absent } else { ValueRef::Text(field) }
    }
    fn set(field: &mut i64, value: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Str(text) = value else { return Err(ValueError::Type) };
        *field = text.parse().map_err(|_| ValueError::Expected("a number in quotes".into()))?;
        Ok(())
    }
}

/// What mistakes of rows are made with: lists of simple and of complex values.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Asset")]
pub struct Asset {
    #[scim(id)]
    pub id: String,
    pub tags: Vec<String>,
    pub parts: Vec<Piece>,
}

/// A sub-attribute of each type that elements may be told apart by.
#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
pub struct Piece {
    pub value: Option<String>,
    pub rank: Option<i64>,
    pub score: Option<f64>,
    pub since: Option<DateTime>,
    pub label: Option<String>,
    #[scim(case_exact)]
    pub code: Option<String>,
}
