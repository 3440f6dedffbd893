use scim_types::*;

#[derive(Clone)]
struct Plain;
struct NotAConversion;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(with = NotAConversion)]
    plain: Plain,
}

fn main() {}
