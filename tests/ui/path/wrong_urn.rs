use scim_types::{User, scim_path};

fn main() {
    let _ = scim_path!(User, "urn:ietf:params:scim:schemas:core:2.0:Group:displayName");
}
