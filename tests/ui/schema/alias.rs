use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", alias("device", "URN:EXAMPLE:PARAMS:SCIM:SCHEMAS:CORE:2.0:DEVICE"))]
struct Device {
    #[scim(id)]
    id: String,
}

fn main() {}
