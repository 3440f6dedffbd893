use scim_types::*;

#[derive(ScimValue)]
enum Kind {
    #[scim(renam = "laptop")]
    Laptop,
}

fn main() {}
