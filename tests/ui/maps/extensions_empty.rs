use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, extensions())]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    email: Option<String>,
}

fn main() {}
