//! A type that stores nothing is mounted.

use scim_http::ScimService;
use scim_types::User;

struct Employees;

fn main() {
    let _ = ScimService::builder().resource::<User>(Employees);
}
