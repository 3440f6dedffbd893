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
    #[scim(skip, column = "salary")]
    salary: i64,
}

fn main() {}
