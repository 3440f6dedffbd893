use scim_types::*;

#[derive(ScimComplex)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", name = "Owner", endpoint = "/Owners")]
struct Owner {
    value: Option<String>,
}

fn main() {}
