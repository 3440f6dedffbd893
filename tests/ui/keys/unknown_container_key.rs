use scim_types::*;

#[derive(ScimResource)]
#[scim(shema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
}

fn main() {}
