use scim_types::{ScimExtension, ScimResource, User};

#[derive(ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Badge")]
struct Badge {
    code: String,
    color: Option<String>,
}

#[derive(ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:badge")]
struct Card {
    code: Option<String>,
}

#[derive(ScimResource)]
#[scim(maps = User, extensions(Badge, Card))]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:code")]
    code: Option<String>,
}

fn main() {}
