use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userNmae")]
    login: String,
    #[scim(path = "active")]
    state: i64,
    #[scim(path = "name.familyNam")]
    last_name: Option<String>,
}

fn main() {}
