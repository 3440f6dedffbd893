//! What the checks of a row let pass.

#![allow(dead_code, reason = "the structs are here to compile")]

use scim_types::*;

/// Columns may be named before there is a table.
#[derive(ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser), endpoint = "/Users")]
struct Planned {
    #[scim(id)]
    employee_no: String,
    #[scim(external_id, column = "ext_id")]
    external_id: Option<String>,
    #[scim(path = "userName", column = "login")]
    login: String,
    #[scim(path = r#"phoneNumbers[type eq "mobile"].value"#)]
    mobile: Option<String>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    department: Option<String>,
}

#[derive(ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Badge")]
struct Badge {
    code: String,
    owners: Vec<Owner>,
    #[scim(required)]
    tags: Vec<String>,
    #[scim(required, mutability = "readOnly")]
    seen: String,
}

#[derive(ScimComplex)]
struct Owner {
    value: String,
    #[scim(case_exact)]
    kind: Option<String>,
}

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Visitor")]
struct Visitor {
    #[scim(id)]
    id: String,
    host: Owner,
    #[scim(required)]
    hosts: Vec<Owner>,
    #[scim(required, mutability = "readOnly")]
    seen: String,
    #[scim(extension)]
    badge: Badge,
}

#[derive(ScimComplex)]
struct OwnEmail {
    value: Option<String>,
    #[scim(rename = "type", canonical("work"))]
    kind: Option<String>,
    primary: Option<bool>,
    display: Option<String>,
}
#[derive(ScimComplex)]
#[scim(maps = Email)]
struct MappedEmail {
    #[scim(path = "value")]
    v: String,
    #[scim(path = "type", mutability = "immutable")]
    k: Kind,
}
#[derive(ScimValue)]
enum Kind {
    Work,
    Whatever,
}

#[derive(ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser, Badge))]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(external_id)]
    ext: Option<Box<str>>,
    #[scim(path = "userName", default = "x")]
    login: String,
    #[scim(path = "emails")]
    emails: Option<Vec<MappedEmail>>,
    #[scim(path = "name")]
    name: Box<Name>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager")]
    manager: Option<Manager>,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:code")]
    code: Option<String>,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:tags")]
    tags: Vec<String>,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:owners[kind eq \"a\"].value")]
    owner: Option<String>,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:owners[kind eq \"A\"].value")]
    owner2: Option<String>,
    #[scim(path = "phoneNumbers[type eq \"work\"].primary")]
    p: Option<bool>,
    #[scim(path = "phoneNumbers[type eq \"work\"].value")]
    pv: Option<String>,
}

#[derive(ScimResource)]
#[scim(maps = User)]
struct Narrower {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "emails")]
    emails: Vec<OwnEmail>,
}

#[derive(ScimResource)]
#[scim(maps = Visitor)]
struct VisitorRow {
    #[scim(id)]
    id: String,
    #[scim(path = "host.value")]
    host: Option<String>,
    #[scim(path = "hosts[kind eq \"a\"].value")]
    a: Option<String>,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:code")]
    code: String,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:tags")]
    tags: Option<Vec<String>>,
    #[scim(path = "seen")]
    seen: Option<String>,
}

#[derive(ScimResource)]
#[scim(maps = VisitorRow)]
struct RowOfRow {
    #[scim(id)]
    id: String,
    #[scim(path = "host.value")]
    host: Option<String>,
    #[scim(path = "hosts[kind eq \"a\"].value")]
    a: Option<String>,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:code")]
    code: String,
    #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Badge:tags")]
    tags: Option<Vec<String>>,
}

#[test]
fn a_required_extension_stays_so() {
    let extensions = VisitorRow::resource_type().schema_extensions;
    assert!(matches!(extensions, [badge] if badge.required));
    let extensions = Employee::resource_type().schema_extensions;
    assert!(matches!(extensions, [enterprise, badge] if !enterprise.required && !badge.required));
}
