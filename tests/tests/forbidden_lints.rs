//! Generated code has no `allow` of its own, which would be an error where lints are forbidden.

#![forbid(warnings, unused, deprecated, unused_qualifications, unsafe_code)]

use scim_types::{ScimComplex, ScimExtension, ScimResource, ScimValue};

#[derive(Debug, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device")]
struct Device {
    #[scim(id)]
    id: String,
    owner: Option<Owner>,
    #[scim(extension)]
    warranty: Option<Warranty>,
}

#[derive(Debug, ScimComplex)]
struct Owner {
    kind: Kind,
}

#[derive(Debug, ScimValue)]
enum Kind {
    Person,
    Team,
}

#[derive(Debug, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty")]
struct Warranty {
    days: i64,
}

#[test]
fn compiles() {
    let owner = Some(Owner { kind: Kind::Team });
    let device = Device { id: "1".to_owned(), owner, warranty: Some(Warranty { days: 1 }) };
    assert_eq!(Device::schemas().len(), 2);
    assert!(format!("{device:?} {:?}", Kind::Person).contains("Team"));
}
