use scim_types::ScimResource;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(path = "serialNumber")]
    serial: String,
}

fn main() {}
