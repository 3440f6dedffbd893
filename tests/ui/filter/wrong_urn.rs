use scim_types::{User, scim_filter};

fn main() {
    let _ = scim_filter!(User, r#"urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "x""#);
}
