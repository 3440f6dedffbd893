use scim_types::*;

struct Plain {
    a: u8,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    plain: Plain,
    plains: Vec<Plain>,
    optional: Option<Plain>,
    map: std::collections::HashMap<String, String>,
}

fn main() {}
