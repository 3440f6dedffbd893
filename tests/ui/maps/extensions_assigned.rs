use scim_types::{EnterpriseUser, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, extensions = EnterpriseUser)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    email: Option<String>,
}

fn main() {}
