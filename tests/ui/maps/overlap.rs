use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "name.givenName")]
    field: Option<String>,
    #[scim(path = "NAME.GivenName")]
    other: Option<String>,
}

fn main() {}
