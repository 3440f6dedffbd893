use scim_types::{User, scim_filter};

fn main() {
    let _ = scim_filter!(User, "(title pr or active pr");
}
