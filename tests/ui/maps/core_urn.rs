use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "urn:ietf:params:scim:schemas:core:2.0:User:title")]
    field: Option<String>,
}

fn main() {}
