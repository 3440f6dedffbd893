use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id, rename = "number", mutability = "readWrite")]
    id: String,
    #[scim(skip, required)]
    cache: String,
    #[scim(meta, returned = "always")]
    meta: Meta,
}

fn main() {}
