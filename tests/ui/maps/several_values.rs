use scim_types::{ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails.value")]
    email: Option<String>,
    #[scim(path = "phoneNumbers.display")]
    phone: Option<String>,
    #[scim(path = "addresses.locality")]
    city: Option<String>,
    #[scim(path = "ims.type")]
    kind: Option<String>,
}

fn main() {}
