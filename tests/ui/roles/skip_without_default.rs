use scim_types::*;

struct Cache;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(skip)]
    cache: Cache,
}

fn main() {}
