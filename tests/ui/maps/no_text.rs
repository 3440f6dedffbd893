use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = r#"emails[type eq ""].value"#)]
    email: Option<String>,
}

fn main() {}
