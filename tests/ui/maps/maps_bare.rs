use scim_types::ScimResource;

#[derive(ScimResource)]
#[scim(maps)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    email: Option<String>,
}

fn main() {}
