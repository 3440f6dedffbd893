use scim_types::*;

#[derive(ScimValue)]
enum Kind {
    Laptop,
    #[scim(rename = "LAPTOP")]
    Phone,
    #[scim(rename = "")]
    Tablet,
}

fn main() {}
