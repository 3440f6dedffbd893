use scim_types::{GroupMembership, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "groups", mutability = "readWrite")]
    field: Vec<GroupMembership>,
}

fn main() {}
