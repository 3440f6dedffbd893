use scim_types::*;

#[derive(Debug, Clone, PartialEq, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(requird)]
    owner: Owner,
    kind: Kind,
    #[scim(extension)]
    warranty: Option<Warranty>,
}

#[derive(Debug, Clone, PartialEq, ScimComplex)]
struct Owner {
    #[scim(requird)]
    value: String,
}

#[derive(Debug, Clone, PartialEq, ScimValue)]
enum Kind {
    #[scim(renam = "laptop")]
    Laptop,
}

#[derive(Debug, Clone, PartialEq, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty")]
struct Warranty {
    #[scim(requird)]
    ends: DateTime,
}

#[derive(Debug, Clone, PartialEq, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Room")]
struct Room {
    #[scim(id)]
    id: String,
    owner: Option<Owner>,
    kinds: Vec<Kind>,
    #[scim(extension)]
    warranty: Option<Warranty>,
}

fn uses() -> Vec<u8> {
    let device: Device = read(b"{}", &Compat::default()).unwrap().value;
    let mut out = Vec::new();
    write(&device, &Projection::default(), &mut out);
    let _ = (Device::schema(), Device::resource_type(), Warranty::schema(), device.scim_id());
    out
}

fn main() {}
