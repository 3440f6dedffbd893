use scim_types::*;

#[derive(ScimComplex)]
union Owner {
    a: u8,
    b: i8,
}

#[derive(ScimValue)]
union Kind {
    a: u8,
    b: i8,
}

fn main() {}
