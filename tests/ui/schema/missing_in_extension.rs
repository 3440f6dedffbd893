use scim_types::*;

#[derive(ScimExtension)]
struct Warranty {
    a: Option<String>,
}

fn main() {}
