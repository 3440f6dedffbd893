use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:my device")]
struct Device {
    #[scim(id)]
    id: String,
}

fn main() {}
