use scim_types::{Meta, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Employee {
    #[scim(id, column = "login")]
    id: String,
    #[scim(path = "userName", column = "login", fold_column = "login_key")]
    login: String,
    #[scim(path = "displayName", column = "shown_as", fold_column = "shown_as")]
    shown_as: String,
    #[scim(path = "nickName", column = "nick", fold_column = "login_key")]
    nick: Option<String>,
    #[scim(path = "emails", table = "contacts", column = "login", columns(value = "value", type = "kind", Value = "address"))]
    emails: Vec<scim_types::Email>,
    #[scim(path = "title", column = "(login)")]
    title: String,
    #[scim(meta, columns(created = "created", created = "born"))]
    meta: Meta,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct InAList {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    // Nobody writes these.
    #[scim(path = "groups", table = "memberships", column = "employee", columns(value = "id"), fold_columns(value = "id"))]
    groups: Vec<scim_types::GroupMembership>,
    #[scim(path = "emails", table = "contacts", column = "employee", columns(value = "value", display = "value"))]
    emails: Vec<scim_types::Email>,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Constant {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails", table = "contacts", column = "employee", constants(kind = "email"), columns(type = "kind"))]
    emails: Vec<scim_types::Email>,
}

fn main() {}
