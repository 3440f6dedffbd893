//! A token is given where an authenticator is wanted.

use scim_http::ScimService;

fn main() {
    let _ = ScimService::builder().authenticator("a token");
}
