use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", endpoint = "Devices")]
struct Device {
    #[scim(id)]
    id: String,
}

fn main() {}
