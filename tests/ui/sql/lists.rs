use scim_types::{Email, ScimComplex, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Column {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails", column = "emails")]
    emails: Vec<Email>,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Columns {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails", columns(value = "address"))]
    emails: Vec<Email>,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct NoList {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName", table = "logins", column = "login")]
    login: String,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Folded {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails", table = "contacts", column = "employee", fold_column = "value_key")]
    emails: Vec<Email>,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", table = "devices")]
struct Complex {
    #[scim(id, column = "id")]
    id: String,
    #[scim(column = "size")]
    size: Size,
}

#[derive(ScimComplex)]
struct Size {
    height: i64,
}

fn main() {}
