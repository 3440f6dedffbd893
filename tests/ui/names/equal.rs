use scim_types::*;

#[derive(ScimComplex)]
struct Owner {
    value: Option<String>,
    #[scim(rename = "value")]
    other: Option<String>,
}

fn main() {}
