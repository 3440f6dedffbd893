use scim_types::*;

#[derive(ScimValue)]
#[scim(rename_all = "camelCase", schema = "urn:example:a")]
struct Number(#[scim(required)] String);

fn main() {}
