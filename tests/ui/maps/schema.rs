use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, schema = "urn:example:X")]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
}

fn main() {}
