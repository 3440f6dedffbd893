use scim_types::*;

struct Plain {
    a: u8,
}

#[derive(ScimComplex)]
struct Owner {
    plain: Option<Plain>,
}

fn main() {}
