use scim_types::*;

#[derive(ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty")]
struct Warranty {
    id: Option<String>,
}

fn main() {}
