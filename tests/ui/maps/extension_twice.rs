use scim_types::{EnterpriseUser, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser, EnterpriseUser))]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    department: Option<String>,
}

fn main() {}
