use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(id)]
    number: String,
    #[scim(meta)]
    meta: Meta,
    #[scim(meta)]
    more: Meta,
    #[scim(external_id)]
    first: Option<String>,
    #[scim(external_id)]
    second: Option<String>,
}

fn main() {}
