use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Employee {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName", fold_column = "login_folded")]
    login: String,
    #[scim(path = "addresses", table = "places")]
    places: Vec<scim_types::Address>,
    #[scim(path = "nickName", columns("a"))]
    nick: Option<String>,
    #[scim(path = "emails", order = "nr", constants(kind = "email"))]
    emails: Vec<scim_types::Email>,
    #[scim(path = "roles", table = "roles", column = "employee", columns(value = "role"), fold_columns(type = "type_folded"))]
    roles: Vec<scim_types::Role>,
    #[scim(skip, column = "salary")]
    salary: i64,
}

fn main() {}
