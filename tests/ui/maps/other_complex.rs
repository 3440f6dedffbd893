use scim_types::{PhoneNumber, ScimComplex, ScimResource, User};

#[derive(ScimComplex)]
struct Phone {
    #[scim(case_exact)]
    value: Option<String>,
}

#[derive(ScimComplex)]
struct FullName {
    given_name: Option<String>,
    second_name: Option<String>,
}

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails")]
    emails: Vec<PhoneNumber>,
    #[scim(path = "phoneNumbers")]
    phones: Vec<Phone>,
    #[scim(path = "name")]
    name: Option<FullName>,
}

fn main() {}
