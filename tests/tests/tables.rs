//! The tables and slots that the derives write: what each key and each Rust type makes of an attribute.

use scim_types::schema::Role;
use scim_types::value::{Object, Slots, assign};
use scim_types::{
    AttributeDef, AttributeType, Binary, Convert, DateTime, Literal, Meta, Mutability, Returned, ScimComplex,
    ScimExtension, ScimResource, ScimValue, Uniqueness, ValueError, ValueRef,
};

/// A laptop or phone
/// issued to a person.
///
/// It belongs to the company.
#[derive(Debug, Clone, PartialEq, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", alias("urn:example:device:1.0"))]
struct Device {
    #[scim(extension)]
    warranty: Option<Warranty>,
    #[scim(meta)]
    meta: Option<Meta>,
    /// The asset tag printed on the case.
    #[scim(required, uniqueness = "server", case_exact)]
    serial_number: String,
    #[scim(id)]
    id: Number,
    #[scim(canonical("laptop", "phone"), default = "phone", description = "What it is.")]
    kind: String,
    #[scim(default)]
    active: bool,
    owner: Option<Owner>,
    #[scim(required)]
    owners: Vec<Owner>,
    boxed: Option<Box<Owner>>,
    #[scim(mutability = "readOnly")]
    last_seen: Option<DateTime>,
    #[scim(mutability = "writeOnly")]
    pin: Option<String>,
    #[scim(mutability = "immutable", returned = "request")]
    color: Color,
    size: Option<Size>,
    #[scim(with = StatusAsActive)]
    status: Status,
    x509_certificates: Vec<Binary>,
    #[scim(external_id)]
    external_id: Option<String>,
    #[scim(extension)]
    lease: Lease,
    #[scim(skip)]
    cache_slot: usize,
    #[scim(skip, default = 7)]
    row: i64,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Owner {
    value: Option<Number>,
    #[scim(rename = "$ref", reference("User", "external"))]
    reference: Option<String>,
    #[scim(reference("uri"), case_exact = false)]
    homepage: Option<String>,
    primary: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimValue)]
#[scim(case_exact)]
struct Number(String);

#[derive(Debug, Clone, Copy, PartialEq, ScimValue)]
#[scim(rename_all = "kebab-case", case_exact)]
enum Color {
    Red,
    DeepBlue,
    #[scim(rename = "grün")]
    Green,
}

#[derive(Debug, Clone, PartialEq, ScimValue)]
enum Size {
    Small,
    VeryLarge,
    #[scim(other)]
    Other(String),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Status {
    Employed,
    Left,
}

struct StatusAsActive;

impl Convert<Status> for StatusAsActive {
    const TYPE: AttributeType = AttributeType::Boolean;
    fn blank() -> Status {
        Status::Employed
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

/// What the vendor promised.
#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty", name = "Device Warranty")]
struct Warranty {
    until: Option<DateTime>,
    vendor: Option<Owner>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Lease", rename_all = "snake_case")]
struct Lease {
    per_month: f64,
}

#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Badge")]
struct Badge {
    number: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, ScimResource)]
struct Badged {
    #[scim(skip)]
    row: u8,
    #[scim(extension)]
    badge: Option<Badge>,
    #[scim(base)]
    device: Device,
}

#[derive(Debug, Clone, PartialEq, ScimResource)]
#[scim(name = "Phone", endpoint = "/Phones", description = "A device to call with.")]
struct Phone {
    #[scim(base)]
    badged: Badged,
}

fn attribute(name: &str) -> &'static AttributeDef {
    Device::ATTRIBUTES.iter().find(|attribute| attribute.name == name).expect(name)
}

fn position(name: &str) -> usize {
    Device::ATTRIBUTES.iter().position(|attribute| attribute.name == name).expect(name)
}

fn names(attributes: &[AttributeDef]) -> Vec<&str> {
    attributes.iter().map(|attribute| attribute.name).collect()
}

#[test]
fn the_order_is_that_of_the_rfc_and_the_fields() {
    let expected = [
        "id",
        "externalId",
        "serialNumber",
        "kind",
        "active",
        "owner",
        "owners",
        "boxed",
        "lastSeen",
        "pin",
        "color",
        "size",
        "status",
        "x509Certificates",
        "urn:example:params:scim:schemas:extension:2.0:Warranty",
        "urn:example:params:scim:schemas:extension:2.0:Lease",
        "meta",
    ];
    assert_eq!(names(Device::ATTRIBUTES), expected);
    assert_eq!(names(Device::schema().attributes), expected[2..14], "a schema has its own attributes only");
    assert_eq!(names(Lease::schema().attributes), ["per_month"]);
}

#[test]
fn roles_bring_their_characteristics() {
    let roles = ["id", "externalId", "kind", "meta"].map(|name| attribute(name).role);
    assert_eq!(roles, [Role::Id, Role::ExternalId, Role::Schema, Role::Meta]);
    let id = attribute("id");
    assert_eq!(
        (id.mutability, id.returned, id.uniqueness),
        (Mutability::ReadOnly, Returned::Always, Uniqueness::Server)
    );
    assert!(id.case_exact);
    assert!(attribute("externalId").case_exact);
    assert_eq!(attribute("meta").mutability, Mutability::ReadOnly);
    assert_eq!(attribute("meta").sub_attributes().len(), 5);
}

#[test]
fn types_bring_their_characteristics() {
    let of = |name| (attribute(name).attribute_type, attribute(name).multi_valued, attribute(name).required);
    assert_eq!(of("serialNumber"), (AttributeType::String, false, true));
    assert_eq!(of("kind"), (AttributeType::String, false, false), "a default takes the place of a value");
    assert_eq!(of("active"), (AttributeType::Boolean, false, false));
    assert_eq!(of("owner"), (AttributeType::Complex, false, false));
    assert_eq!(of("owners"), (AttributeType::Complex, true, true));
    assert_eq!(of("boxed"), (AttributeType::Complex, false, false));
    assert_eq!(of("lastSeen"), (AttributeType::DateTime, false, false));
    assert_eq!(of("status"), (AttributeType::Boolean, false, true));
    assert_eq!(of("x509Certificates"), (AttributeType::Binary, true, false));
    assert_eq!(names(attribute("boxed").sub_attributes()), ["value", "$ref", "homepage", "primary"]);
    assert_eq!(Lease::ATTRIBUTES[0].attribute_type, AttributeType::Decimal);
}

#[test]
fn keys_state_what_differs() {
    let serial = attribute("serialNumber");
    assert_eq!(serial.description, "The asset tag printed on the case.");
    assert_eq!((serial.uniqueness, serial.case_exact), (Uniqueness::Server, true));
    let kind = attribute("kind");
    assert_eq!((kind.canonical_values, kind.description), (&["laptop", "phone"][..], "What it is."));
    assert_eq!(attribute("lastSeen").mutability, Mutability::ReadOnly);
    let pin = attribute("pin");
    assert_eq!((pin.mutability, pin.returned), (Mutability::WriteOnly, Returned::Never));
    let color = attribute("color");
    assert_eq!((color.mutability, color.returned), (Mutability::Immutable, Returned::Request));
    assert_eq!((color.canonical_values, color.case_exact), (&["red", "deep-blue", "grün"][..], true));
    assert_eq!(attribute("size").canonical_values, ["small", "veryLarge"]);
    let [value, reference, homepage, _] = Owner::ATTRIBUTES else { panic!("four sub-attributes") };
    assert!(value.case_exact, "a newtype's own");
    assert_eq!((reference.attribute_type, reference.case_exact), (AttributeType::Reference, true));
    assert_eq!(reference.reference_types, ["User", "external"]);
    assert_eq!((homepage.attribute_type, homepage.case_exact), (AttributeType::Reference, false));
}

#[test]
fn schemas_and_resource_types() {
    let schema = Device::schema();
    assert_eq!(schema.id, "urn:example:params:scim:schemas:core:2.0:Device");
    assert_eq!(schema.name, "Device");
    assert_eq!(schema.description, "A laptop or phone issued to a person.\nIt belongs to the company.");
    let resource_type = Device::resource_type();
    assert_eq!(
        (resource_type.name, resource_type.endpoint, resource_type.schema),
        ("Device", "/Devices", schema.id)
    );
    let extensions: Vec<_> =
        resource_type.schema_extensions.iter().map(|e| (e.schema.rsplit(':').next(), e.required)).collect();
    assert_eq!(extensions, [(Some("Warranty"), false), (Some("Lease"), true)]);
    assert_eq!(Warranty::schema().name, "Device Warranty");
    assert_eq!(Warranty::schema().description, "What the vendor promised.");
}

#[test]
fn a_base_is_extended() {
    let (base, badged, phone) = (Device::ATTRIBUTES, Badged::ATTRIBUTES, Phone::ATTRIBUTES);
    assert_eq!(names(&badged[..base.len()]), names(base));
    assert_eq!(names(&badged[base.len()..]), ["urn:example:params:scim:schemas:extension:2.0:Badge"]);
    assert_eq!(names(phone), names(badged));
    let of = |def: &scim_types::ResourceTypeDef| {
        (def.name, def.endpoint, def.description, def.schema_extensions.len())
    };
    let device = Device::resource_type();
    assert_eq!(of(Badged::resource_type()), (device.name, device.endpoint, device.description, 3));
    assert_eq!(of(Phone::resource_type()), ("Phone", "/Phones", "A device to call with.", 3));
    assert_eq!(Badged::schemas().len(), 4);
    assert_eq!(Badged::schema().id, Device::schema().id);

    let mut value = Phone::scim_blank();
    value.scim_set_id("7").expect("a string");
    let badge = phone.len() - 1;
    let source = Badged { badge: Some(Badge { number: Some(3) }), ..Badged::scim_blank() };
    assign(value.slot_mut(badge), source.slot(badge)).expect("the same type");
    assert_eq!(value.badged.device.id, Number("7".to_owned()));
    assert_eq!(value.badged.badge, Some(Badge { number: Some(3) }));
    assert!(value.scim_meta().is_none());
    value.scim_meta_mut().expect("the base's").version = Some("1".to_owned());
    assert_eq!(value.badged.device.meta.as_ref().and_then(|meta| meta.version.as_deref()), Some("1"));
    assert!(matches!(value.slot(phone.len()), ValueRef::Absent));
    assert!(matches!(value.slot(usize::MAX), ValueRef::Absent));
}

#[test]
fn blank_values_hold_the_defaults() {
    let blank = Device::scim_blank();
    assert_eq!((blank.kind.as_str(), blank.active, blank.row, blank.cache_slot), ("phone", false, 7, 0));
    assert_eq!(blank.status, Status::Employed);
    assert_eq!(blank.lease, Lease { per_month: 0.0 });
    assert!(blank.warranty.is_none());
}

/// Assigns through the slot, as reading and patching do.
fn set(device: &mut Device, name: &str, value: ValueRef<'_>) -> Result<(), ValueError> {
    assign(device.slot_mut(position(name)), value)
}

#[test]
fn slots_read_and_write_the_fields() {
    let mut device = Device::scim_blank();
    set(&mut device, "serialNumber", ValueRef::Str("A1")).expect("a string");
    set(&mut device, "status", ValueRef::Bool(false)).expect("a boolean");
    assert_eq!(set(&mut device, "status", ValueRef::Str("no")), Err(ValueError::Type));
    set(&mut device, "color", ValueRef::Str("DEEP-BLUE")).expect("a word");
    assert!(matches!(set(&mut device, "color", ValueRef::Str("pink")), Err(ValueError::Expected(_))));
    set(&mut device, "size", ValueRef::Str("verylarge")).expect("a word");
    assert_eq!(device.size, Some(Size::VeryLarge));
    set(&mut device, "size", ValueRef::Str("Huge")).expect("any text");
    assert_eq!(device.size, Some(Size::Other("Huge".to_owned())));
    assert!(matches!(device.slot(position("size")), ValueRef::Str("Huge")));
    assert_eq!(
        (device.serial_number.as_str(), device.status, device.color),
        ("A1", Status::Left, Color::DeepBlue)
    );
    assert!(matches!(device.slot(position("status")), ValueRef::Bool(false)));

    let other = Device {
        boxed: Some(Box::new(Owner { primary: Some(true), ..Owner::default() })),
        ..Device::scim_blank()
    };
    set(&mut device, "boxed", other.slot(position("boxed"))).expect("the same type");
    assert_eq!(device.boxed, other.boxed);
    set(&mut device, "boxed", ValueRef::Absent).expect("can be absent");
    assert_eq!(device.boxed, None);
}
