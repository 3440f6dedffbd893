use scim_types::{Email, Meta, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails", table = "contacts", column = "employee", columns(value = "value"))]
    emails: Vec<Email>,
    #[scim(meta, columns(created = "created"))]
    meta: Meta,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", table = "devices")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(column = "name")]
    name: String,
}

fn main() {}
