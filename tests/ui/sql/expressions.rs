use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, table = "")]
struct Employee {
    #[scim(id, column = "")]
    id: String,
    #[scim(path = "userName", column = "login", fold_column = "lower(login)")]
    login: String,
    #[scim(path = "active", column = "(status = 'active'")]
    active: bool,
    #[scim(path = "displayName", column = "(first) || (last)")]
    shown_as: String,
    #[scim(path = "nickName", column = "(coalesce(nick, ')')))")]
    nick: Option<String>,
    #[scim(path = "emails", table = "(SELECT 1)", column = "(employee)", order = "", columns(value = "", type = "(kind"))]
    emails: Vec<scim_types::Email>,
}

fn main() {}
