use scim_types::{Email, ScimComplex};

#[derive(ScimComplex)]
#[scim(maps = Email)]
struct Contact {
    #[scim(path = "valeu")]
    address: String,
    #[scim(path = "type")]
    kind: bool,
    #[scim(path = "display")]
    label: Option<String>,
    note: String,
}

fn main() {}
