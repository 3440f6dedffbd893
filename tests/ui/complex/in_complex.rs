use scim_types::*;

#[derive(ScimComplex)]
struct Owner {
    name: Option<Name>,
    names: Vec<Name>,
    boxed: Box<Name>,
}

#[derive(ScimComplex)]
struct Name {
    given: Option<String>,
}

fn main() {}
