use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(canonical(1, two))]
    kind: Option<String>,
    #[scim(canonical = "laptop")]
    other: Option<String>,
    #[scim(canonical)]
    third: Option<String>,
    #[scim(reference())]
    fourth: Option<String>,
}

fn main() {}
