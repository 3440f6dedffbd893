use scim_types::*;

#[derive(ScimComplex)]
struct Owner<'a> {
    #[scim(required)]
    value: Option<std::borrow::Cow<'a, str>>,
}

fn main() {}
