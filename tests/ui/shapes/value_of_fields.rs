use scim_types::*;

#[derive(ScimValue)]
struct Number {
    text: String,
}

#[derive(ScimValue)]
struct Pair(String, String);

fn main() {}
