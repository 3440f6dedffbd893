use scim_types::*;

#[derive(ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty", alias("urn:example:device"))]
struct Warranty {
    a: Option<String>,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", alias("urn:EXAMPLE:device"))]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(extension)]
    warranty: Option<Warranty>,
}

fn main() {}
