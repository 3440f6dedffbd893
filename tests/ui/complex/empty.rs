use scim_types::*;

#[derive(ScimComplex)]
struct Owner {
    #[scim(skip)]
    cache: u8,
}

fn main() {}
