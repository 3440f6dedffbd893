use scim_types::{ScimResource};

#[derive(ScimResource)]
#[scim(maps = String)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
}

fn main() {}
