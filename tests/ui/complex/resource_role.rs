use scim_types::*;

#[derive(ScimComplex)]
struct Owner {
    #[scim(id)]
    id: String,
    #[scim(extension)]
    warranty: Option<String>,
    value: Option<String>,
}

fn main() {}
