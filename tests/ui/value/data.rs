use scim_types::*;

#[derive(ScimValue)]
enum Kind {
    Laptop,
    Phone(String),
    Other { name: String },
}

fn main() {}
