use scim_types::{Email, ScimComplex};

#[derive(ScimComplex)]
#[scim(maps = Email)]
struct Contact {
    #[scim(path = "value")]
    address: String,
    #[scim(path = "VALUE")]
    other: String,
}

fn main() {}
