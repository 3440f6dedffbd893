use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", crate = scim_types)]
struct Device {
    #[scim(id)]
    id: String,
    a: Option<String>,
}

fn main() {}
