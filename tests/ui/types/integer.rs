use scim_types::{ScimComplex, ScimResource, User};

#[derive(ScimComplex)]
struct Size {
    value: Option<u64>,
}

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "active")]
    state: u128,
}

fn main() {}
