use scim_types::{User, scim_path};

fn main() {
    let _ = scim_path!(User, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
}
