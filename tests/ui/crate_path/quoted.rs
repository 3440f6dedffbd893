use scim_types::*;

#[derive(ScimValue)]
#[scim(crate = "scim_types")]
struct Number(String);

fn main() {}
