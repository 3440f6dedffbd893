use scim_types::{EnterpriseUser, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser))]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
    department: Option<String>,
    #[scim(path = "urn:ietf:params:scim:schemas:core:2.0:User")]
    user: Option<String>,
}

fn main() {}
