use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(canonical("laptop", "phone", "laptop"))]
    kind: Option<String>,
}

fn main() {}
