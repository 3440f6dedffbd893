use scim_types::*;

#[derive(ScimResource)]
enum Device {
    Laptop,
}

#[derive(ScimComplex)]
enum Owner {
    Person,
}

fn main() {}
