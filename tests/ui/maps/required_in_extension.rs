use scim_types::{ScimExtension, ScimResource, User};

#[derive(ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Badge")]
struct Badge {
    code: String,
    color: Option<String>,
}

#[derive(ScimResource)]
#[scim(maps = User, extensions(Badge))]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:color")]
    color: Option<String>,
}

fn main() {}
