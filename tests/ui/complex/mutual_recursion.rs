use scim_types::*;

#[derive(ScimComplex)]
struct Owner {
    team: Option<Box<Team>>,
}

#[derive(ScimComplex)]
struct Team {
    owners: Vec<Owner>,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    owner: Option<Owner>,
    team: Option<Team>,
}

fn main() {}
