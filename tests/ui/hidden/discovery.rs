//! Keys of scim-types' own discovery resources.

use scim_types::{ScimComplex, ScimResource};

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", no_id)]
struct Device {
    owner: Option<Owner>,
}

#[derive(ScimComplex)]
struct Owner {
    #[scim(nested)]
    boss: Option<Boss>,
}

#[derive(ScimComplex)]
struct Boss {
    name: Option<String>,
}

fn main() {}
