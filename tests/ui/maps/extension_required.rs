use scim_types::{ScimExtension, ScimResource};

#[derive(ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Badge")]
struct Badge {
    code: String,
    color: Option<String>,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Visitor")]
struct Visitor {
    #[scim(id)]
    id: String,
    host: Option<String>,
    #[scim(extension)]
    badge: Badge,
}

#[derive(ScimResource)]
#[scim(maps = Visitor)]
struct Row {
    #[scim(id)]
    id: String,
    #[scim(path = "host")]
    host: Option<String>,
}

fn main() {}
