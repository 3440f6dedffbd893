use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "https://example.com/schemas/Device")]
struct Device {
    #[scim(id)]
    id: String,
}

fn main() {}
