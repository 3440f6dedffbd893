use scim_types::*;

#[derive(ScimResource)]
struct Device(String, String);

#[derive(ScimExtension)]
struct Warranty(String);

fn main() {}
