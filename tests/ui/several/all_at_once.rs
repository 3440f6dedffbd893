use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "example:Device", endpont = "/Devices")]
struct Device {
    number: String,
    #[scim(requird)]
    name: String,
    #[scim(rename = "serial number", mutability = "writeOnly", returned = "always")]
    serial_number: String,
    #[scim(rename = "model")]
    a: Option<String>,
    #[scim(rename = "MODEL")]
    b: Option<String>,
    #[scim(skip, required)]
    c: u8,
    id: String,
}

fn main() {}
