use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(required, canonical("a"))]
    a: Option<bool>,
    #[scim(uniqueness = "global", case_exact, reference("User"))]
    b: bool,
}

fn main() {}
