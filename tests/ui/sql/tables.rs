use scim_types::ScimResource;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", table = "devices")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(column = "name")]
    name: String,
}

fn main() {}
