use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    email: Option<String>,
    #[scim(path = r#"emails[type eq "work"].primary"#)]
    is_main: Option<bool>,
    #[scim(path = "phoneNumbers[primary eq true].value", primary)]
    phone: Option<String>,
}

fn main() {}
