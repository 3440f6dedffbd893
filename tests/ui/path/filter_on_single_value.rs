use scim_types::{User, scim_path};

fn main() {
    let _ = scim_path!(User, r#"name[givenName eq "x"].familyName"#);
}
