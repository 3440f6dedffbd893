use scim_types::{EnterpriseUser, ScimResource, User, scim_filter, scim_path};

#[derive(ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser))]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "name.givenName")]
    first_name: Option<String>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    department: Option<String>,
}

fn main() {
    let _ = scim_path!(Employee, "title");
    let _ = scim_filter!(Employee, "name.familyName eq \"x\" and active eq true");
    let _ = scim_path!(Employee, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division");
    let _ = scim_path!(Employee, "login");
}
