use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", required)]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(endpoint = "/Devices")]
    serial_number: String,
}

fn main() {}
