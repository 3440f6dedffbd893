use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = r#"emails[type eq "work"].type"#)]
    kind: Option<String>,
    #[scim(path = r#"phoneNumbers[value eq "+49 1"].value"#)]
    phone: Option<String>,
}

fn main() {}
