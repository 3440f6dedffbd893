use scim_types::{Name, scim_path};

fn main() {
    let _ = scim_path!(Name, "givenName");
}
