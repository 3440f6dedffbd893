use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = r#"emails[type eq "work"].value"#)]
    field: Option<String>,
    #[scim(path = r#"emails[primary eq true].value"#)]
    other: Option<String>,
}

fn main() {}
