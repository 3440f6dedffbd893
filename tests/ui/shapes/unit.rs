use scim_types::*;

#[derive(ScimResource)]
struct Device;

#[derive(ScimValue)]
struct Kind;

fn main() {}
