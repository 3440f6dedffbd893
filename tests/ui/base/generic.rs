use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
}

#[derive(ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty")]
struct Warranty {
    a: Option<String>,
}

#[derive(ScimResource)]
struct MyDevice<T> {
    #[scim(base)]
    device: Device,
    #[scim(skip)]
    data: T,
}

fn main() {}
