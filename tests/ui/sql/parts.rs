use scim_types::{Email, Meta, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Misspelt {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails", table = "contacts", column = "employee", columns(vlaue = "address"))]
    emails: Vec<Email>,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct OfMeta {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(meta, columns(creatd = "created_at"))]
    meta: Meta,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct OfASimpleOne {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName", columns(value = "login"))]
    login: String,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct OfAnElement {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = r#"emails[type eq "work"].value"#, columns(value = "email"))]
    email: Option<String>,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", table = "devices")]
struct OfSimpleValues {
    #[scim(id, column = "id")]
    id: String,
    #[scim(table = "labels", column = "device", columns(label = "label"))]
    labels: Vec<String>,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Nothing {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails", table = "contacts", column = "employee", columns(nothingOfTheKind = "x"))]
    emails: Vec<Email>,
}

fn main() {}
