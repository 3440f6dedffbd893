use scim_types::*;

#[derive(ScimValue)]
enum Kind {
    Laptop,
    #[scim(other)]
    Other(u8),
}

fn main() {}
