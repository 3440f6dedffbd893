use scim_types::{Name, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "name")]
    field: Option<Name>,
    #[scim(path = "name.givenName")]
    other: Option<String>,
}

fn main() {}
