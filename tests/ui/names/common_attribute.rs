use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    schemas: Vec<String>,
    meta: Option<String>,
    external_id: Option<String>,
    #[scim(rename = "ID")]
    number: String,
}

fn main() {}
