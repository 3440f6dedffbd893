//! PATCH, bound and applied: a refused request leaves the resource as it was, a carried out one leaves a valid resource, and one
//! operation carried out again changes nothing.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use scim_types::{
    Binary, Compat, DateTime, EnterpriseUser, Group, Meta, Patch, Projection, ScimComplex, ScimExtension, ScimResource, ScimType, User, read, write,
};

/// A type with every kind of attribute.
#[derive(Debug, Clone, PartialEq, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Thing", endpoint = "/Things")]
struct Thing {
    #[scim(id)]
    id: String,
    text: String,
    texts: Vec<String>,
    flag: Option<bool>,
    number: Option<i16>,
    decimal: Option<f64>,
    date: Option<DateTime>,
    bytes: Option<Binary>,
    #[scim(reference("external"))]
    link: Option<String>,
    #[scim(mutability = "immutable")]
    once: Option<String>,
    #[scim(default = 7)]
    level: i64,
    part: Part,
    other_part: Option<Part>,
    parts: Vec<Part>,
    #[scim(extension)]
    more: Option<More>,
    #[scim(meta)]
    meta: Meta,
    #[scim(skip)]
    row: u64,
}

#[derive(Debug, Clone, PartialEq, ScimComplex)]
struct Part {
    value: String,
    #[scim(rename = "type")]
    kind: Option<String>,
    primary: Option<bool>,
    tags: Vec<String>,
    #[scim(skip)]
    row: u64,
}

#[derive(Debug, Clone, PartialEq, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:More")]
struct More {
    needed: String,
    parts: Vec<Part>,
    #[scim(mutability = "readOnly")]
    seen: Option<DateTime>,
}

/// A user as a row: attributes that are made of fields.
#[derive(Debug, Clone, PartialEq, ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser))]
struct Row {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "name.givenName")]
    first_name: Option<String>,
    #[scim(path = "name.familyName")]
    last_name: String,
    #[scim(path = "active", default = true)]
    enabled: bool,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    email: String,
    #[scim(path = r#"emails[type eq "work"].display"#)]
    label: Option<String>,
    #[scim(path = r#"emails[type eq "home"].value"#)]
    private_email: Option<String>,
    #[scim(path = r#"phoneNumbers[type eq "mobile"].value"#)]
    mobile: Option<String>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    department: Option<String>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value")]
    manager: Option<String>,
    #[scim(meta)]
    meta: Meta,
    #[scim(skip)]
    salary: u64,
}

static USER: LazyLock<User> = LazyLock::new(|| value(include_bytes!("../../tests/corpus/rfc7643/8.3-enterprise-user.json")));
static GROUP: LazyLock<Group> = LazyLock::new(|| value(include_bytes!("../../tests/corpus/rfc7643/8.4-group.json")));
static THING: LazyLock<Thing> = LazyLock::new(|| {
    let mut thing: Thing = value(
        br#"{"schemas":["urn:example:params:scim:schemas:core:2.0:Thing"],"id":"1","text":"t","texts":["a","b"],"flag":true,"number":3,
        "date":"2020-01-01T00:00:00Z","once":"o","part":{"value":"p"},"parts":[{"value":"a","type":"x","tags":["t"]},{"value":"b","primary":true}],
        "urn:example:params:scim:schemas:extension:2.0:More":{"needed":"n","parts":[{"value":"c"}],"seen":"2020-01-01T00:00:00Z"}}"#,
    );
    thing.row = 1;
    thing.parts[0].row = 2;
    thing
});

static ROW: LazyLock<Row> = LazyLock::new(|| {
    let mut row: Row = value(
        br#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"u","name":{"familyName":"f"},
        "emails":[{"value":"w","type":"work"},{"value":"h","type":"home"}],"phoneNumbers":[{"value":"1","type":"mobile"}]}"#,
    );
    row.salary = 1;
    row
});

fn value<T: ScimResource>(json: &[u8]) -> T {
    read::<T>(json, &Compat::default()).expect("a resource").value
}

fuzz_target!(|bytes: &[u8]| {
    check(&*USER, bytes);
    check(&*GROUP, bytes);
    check(&*THING, bytes);
    check(&*ROW, bytes);
});

fn check<T: ScimResource + Clone + PartialEq + std::fmt::Debug>(before: &T, bytes: &[u8]) {
    for compat in [Compat::default(), Compat::strict()] {
        let patch = match Patch::<T>::read(bytes, &compat) {
            Ok(patch) => patch,
            Err(error) => {
                assert_eq!(error.status, 400, "{error}");
                continue;
            }
        };
        let mut resource = before.clone();
        match patch.apply(&mut resource) {
            Err(error) => {
                assert_eq!(error.status, 400, "{error}");
                assert_eq!(&resource, before, "{error}");
            }
            Ok(_) => {
                let mut out = Vec::new();
                write(&resource, &Projection::all(), &mut out);
                if let Err(error) = read::<T>(&out, &Compat::strict()) {
                    panic!("{error}: {}", String::from_utf8_lossy(&out));
                }
                if patch.operations().len() == 1 {
                    match patch.apply(&mut resource) {
                        Ok(again) => assert!(again.is_empty(), "{again:?}"),
                        Err(error) => assert_eq!(error.scim_type, Some(ScimType::NoTarget), "{error}"),
                    }
                }
            }
        }
    }
}
