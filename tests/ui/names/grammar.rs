use scim_types::*;

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    #[scim(rename = "serial number")]
    serial_number: String,
    #[scim(rename = "9lives")]
    lives: i64,
    größe: i64,
    #[scim(rename = "")]
    empty: i64,
}

fn main() {}
