use scim_types::{Email, ScimComplex};

#[derive(ScimComplex)]
#[scim(maps = Email)]
struct Contact {
    #[scim(path = "value", primary)]
    address: String,
}

fn main() {}
