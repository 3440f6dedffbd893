use scim_types::*;

#[derive(ScimValue)]
enum Kind {}

#[derive(ScimValue)]
enum Anything {
    #[scim(other)]
    Text(String),
}

fn main() {}
