use scim_types::{ScimComplex, ScimResource, scim_path};

/// A laptop.
#[derive(Clone, PartialEq, Debug, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", endpoint = "/Devices")]
struct Device {
    #[scim(id)]
    id: String,
    /// Its owner.
    owner: Option<Owner>,
}

/// Who owns it.
#[derive(Clone, PartialEq, Debug, ScimComplex)]
struct Owner {
    /// The person's name.
    display_name: Option<String>,
}

fn main() {
    // Misspelt case is fine.
    let _ = scim_path!(Device, "OWNER.displayname");
    let _ = scim_path!(Device, "owner.name");
}
