use scim_types::{Meta, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "meta")]
    field: Option<Meta>,
}

fn main() {}
