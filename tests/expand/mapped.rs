#[derive(ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser), endpoint = "/Users", table = "employees")]
struct Employee {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName", column = "login", fold_column = "login_folded")]
    login: String,
    #[scim(path = "name.givenName", column = "first_name")]
    first_name: Option<String>,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    email: Option<String>,
    #[scim(path = r#"emails[type eq "home"].value"#)]
    private_email: Option<String>,
    #[scim(path = "active", default = true)]
    enabled: bool,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    department: Option<String>,
    #[scim(meta)]
    meta: Meta,
    #[scim(skip)]
    salary: i64,
}

#[derive(ScimComplex)]
#[scim(maps = Email)]
struct Contact {
    #[scim(path = "value", column = "address")]
    address: String,
}
