use scim_types::*;

#[derive(ScimComplex)]
struct Owner {
    manager: Option<Box<Owner>>,
    reports: Vec<Self>,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    owner: Option<Owner>,
}

fn main() {}
