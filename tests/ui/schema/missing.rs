use scim_types::*;

#[derive(ScimResource)]
struct Device {
    #[scim(id)]
    id: String,
}

fn main() {}
