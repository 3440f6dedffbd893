use scim_types as types;

mod inner {
    use scim_types::*;

    #[derive(ScimValue)]
    #[scim(crate = super::types)]
    struct Number(String);
}

fn main() {}
