//! Rows (`maps`) beside structs of the same shape as the schema: the same attributes, the same documents, filters and requests.

use std::hint::black_box;

use scim_types::{
    Compat, EnterpriseUser, Filter, Meta, Patch, Projection, ScimComplex, ScimExtension, ScimResource, User,
    read, write,
};
use serde_json::json;

use super::{Goal, Op, OpGroup};

#[derive(Clone, ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser), endpoint = "/Users")]
struct Flat {
    #[scim(id)]
    id: String,
    #[scim(external_id)]
    external_id: Option<String>,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "name.givenName")]
    first_name: Option<String>,
    #[scim(path = "name.familyName")]
    last_name: Option<String>,
    #[scim(path = "displayName")]
    shown_as: Option<String>,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    email: Option<String>,
    #[scim(path = r#"emails[type eq "home"].value"#)]
    private_email: Option<String>,
    #[scim(path = r#"phoneNumbers[type eq "mobile"].value"#)]
    mobile: Option<String>,
    #[scim(path = "active")]
    enabled: Option<bool>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    department: Option<String>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value")]
    manager: Option<String>,
    #[scim(meta)]
    meta: Meta,
}

#[derive(Clone, ScimResource)]
#[scim(schema = "urn:ietf:params:scim:schemas:core:2.0:User", name = "User")]
struct Nested {
    #[scim(id)]
    id: String,
    #[scim(external_id)]
    external_id: Option<String>,
    user_name: String,
    name: Option<Name>,
    display_name: Option<String>,
    emails: Vec<Email>,
    phone_numbers: Vec<Email>,
    active: Option<bool>,
    #[scim(extension)]
    enterprise: Option<Enterprise>,
    #[scim(meta)]
    meta: Meta,
}

#[derive(Clone, ScimComplex)]
struct Name {
    given_name: Option<String>,
    family_name: Option<String>,
}

#[derive(Clone, ScimComplex)]
struct Email {
    value: Option<String>,
    #[scim(rename = "type")]
    kind: Option<String>,
    primary: Option<bool>,
}

#[derive(Clone, ScimExtension)]
#[scim(schema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
struct Enterprise {
    department: Option<String>,
    manager: Option<Manager>,
}

#[derive(Clone, ScimComplex)]
struct Manager {
    value: Option<String>,
}

fn document() -> Vec<u8> {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "id": "2819c223-7f76-453a-919d-413861904646",
        "externalId": "701984",
        "userName": "bjensen@example.com",
        "name": {"givenName": "Barbara", "familyName": "Jensen"},
        "displayName": "Babs Jensen",
        "emails": [
            {"value": "bjensen@example.com", "type": "work", "primary": true},
            {"value": "babs@jensen.example", "type": "home"}
        ],
        "phoneNumbers": [{"value": "555-555-4444", "type": "mobile"}],
        "active": true,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Tour Operations", "manager": {"value": "26118915"}},
        "meta": {"resourceType": "User", "created": "2010-01-23T04:56:22Z", "lastModified": "2011-05-13T04:42:34Z"}
    })
    .to_string()
    .into_bytes()
}

fn value<T: ScimResource>() -> T {
    read(&document(), &Compat::default()).expect("a user").value
}

fn parse<T: ScimResource + 'static>() -> Box<dyn FnMut()> {
    let document = document();
    Box::new(move || {
        black_box(read::<T>(black_box(&document), &Compat::default()).expect("a user"));
    })
}

fn serialize<T: ScimResource + 'static>() -> Box<dyn FnMut()> {
    let (value, mut out) = (value::<T>(), Vec::with_capacity(4096));
    Box::new(move || {
        out.clear();
        write(black_box(&value), &Projection::all(), &mut out);
        black_box(&out);
    })
}

fn filter<T: ScimResource + 'static>(text: &str) -> Box<dyn FnMut()> {
    let (value, filter) = (value::<T>(), Filter::<T>::parse(text).expect("a filter"));
    Box::new(move || {
        black_box(black_box(&filter).matches(black_box(&value)));
    })
}

fn patch<T: ScimResource + 'static>(operations: fn(usize) -> serde_json::Value) -> Box<dyn FnMut()> {
    let body = |run| {
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations(run)})
            .to_string()
            .into_bytes()
    };
    let (bodies, mut value, mut run) = ([body(0), body(1)], value::<T>(), 0);
    Box::new(move || {
        let patch = Patch::<T>::read(black_box(&bodies[run % 2]), &Compat::default()).expect("a request");
        assert!(!patch.apply(&mut value).expect("applies").is_empty());
        run += 1;
    })
}

fn active(run: usize) -> serde_json::Value {
    json!([{"op": "replace", "path": "active", "value": run % 2 == 1}])
}

fn email(run: usize) -> serde_json::Value {
    json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": format!("bjensen{}@example.com", run % 2)}])
}

fn name(run: usize) -> serde_json::Value {
    json!([{"op": "replace", "path": "name.familyName", "value": format!("Jensen{}", run % 2)}])
}

const ELEMENT: &str = r#"emails[type eq "work" and value co "@example.com"]"#;

/// The structs beside the row.
macro_rules! group {
    ($title:literal, $nested:literal: $of_nested:expr, $flat:literal: $of_flat:expr) => {
        OpGroup {
            title: $title,
            ops: &[
                Op {
                    name: $nested,
                    title: "structs of the schema's shape",
                    goal: Goal::None,
                    prepare: || $of_nested,
                },
                Op { name: $flat, title: "a row", goal: Goal::Ratio(1.1), prepare: || $of_flat },
            ],
        }
    };
}

pub const GROUPS: &[OpGroup] = &[
    group!("Rows: parse", "rows-parse-nested": parse::<Nested>(), "rows-parse": parse::<Flat>()),
    group!("Rows: serialize", "rows-write-nested": serialize::<Nested>(), "rows-write": serialize::<Flat>()),
    group!("Rows: filter name.familyName", "rows-name-nested": filter::<Nested>(r#"name.familyName sw "J""#), "rows-name": filter::<Flat>(r#"name.familyName sw "J""#)),
    group!("Rows: filter an element", "rows-element-nested": filter::<Nested>(ELEMENT), "rows-element": filter::<Flat>(ELEMENT)),
    group!("Rows: PATCH active", "rows-active-nested": patch::<Nested>(active), "rows-active": patch::<Flat>(active)),
    group!("Rows: PATCH name.familyName", "rows-patch-name-nested": patch::<Nested>(name), "rows-patch-name": patch::<Flat>(name)),
    group!("Rows: PATCH the value of the work email", "rows-email-nested": patch::<Nested>(email), "rows-email": patch::<Flat>(email)),
];
