use scim_types::*;

#[derive(ScimComplex)]
struct Owner {
    value: Option<String>,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(uniqueness = "server")]
    owner: Option<Owner>,
}

fn main() {}
