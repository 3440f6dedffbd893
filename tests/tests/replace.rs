//! PUT onto a stored resource: what a client cannot send stays, what cannot be changed is not, and what it was shown it may send back.

use scim_types::{
    Compat, Projection, ScimComplex, ScimExtension, ScimResource, ScimType, User, read_request, replace,
    write,
};

#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Thing")]
struct Thing {
    #[scim(id)]
    id: String,
    title: Option<String>,
    #[scim(mutability = "immutable")]
    serial: Option<String>,
    #[scim(mutability = "immutable", case_exact)]
    exact: Option<String>,
    #[scim(mutability = "readOnly")]
    seen: Option<String>,
    #[scim(returned = "never")]
    pin: Option<String>,
    one: Option<One>,
    many: Vec<One>,
    #[scim(extension)]
    more: Option<More>,
    #[scim(skip)]
    row: u64,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct One {
    value: Option<String>,
    note: Option<String>,
    #[scim(mutability = "readOnly")]
    display: Option<String>,
    #[scim(returned = "never")]
    key: Option<String>,
    #[scim(mutability = "immutable")]
    fixed: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:More")]
struct More {
    color: Option<String>,
    #[scim(mutability = "readOnly")]
    made: Option<String>,
    #[scim(returned = "never")]
    code: Option<String>,
    #[scim(mutability = "immutable")]
    plant: Option<String>,
}

#[expect(clippy::unnecessary_wraps, reason = "it is for fields that are optional")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn one(value: &str) -> One {
    One { value: text(value), note: text("n"), display: text("d"), key: text("k"), fixed: None }
}

fn thing() -> Thing {
    Thing {
        id: "1".to_owned(),
        title: text("t"),
        serial: text("AbC"),
        exact: text("AbC"),
        seen: text("today"),
        pin: text("1234"),
        one: Some(one("o")),
        many: vec![one("a"), one("b")],
        more: Some(More { color: text("red"), made: text("here"), code: text("c"), plant: None }),
        row: 7,
    }
}

/// What a client sends that changes `thing` as it was shown it, and what becomes of it.
fn put(
    stored: &Thing,
    change: impl FnOnce(&mut serde_json::Value),
) -> (Result<bool, scim_types::ScimError>, Thing) {
    let mut shown = Vec::new();
    write(stored, &Projection::default(), &mut shown);
    let mut body: serde_json::Value = serde_json::from_slice(&shown).unwrap();
    change(&mut body);
    let incoming = read_request::<Thing>(body.to_string().as_bytes(), &Compat::default()).unwrap().value;
    let mut after = stored.clone();
    (replace(&mut after, &incoming), after)
}

const MORE: &str = "urn:example:params:scim:schemas:extension:2.0:More";

#[test]
fn what_was_shown_changes_nothing() {
    let (changed, after) = put(&thing(), |_| {});
    assert_eq!(changed, Ok(false));
    assert_eq!(after, thing());
    // Also where only the server has anything to say.
    let mut stored = thing();
    stored.one = Some(One { display: text("d"), ..One::default() });
    stored.more = Some(More { made: text("here"), code: text("c"), ..More::default() });
    let (changed, after) = put(&stored, |_| {});
    assert_eq!(changed, Ok(false));
    assert_eq!(after, stored);
}

#[test]
fn what_is_left_out_is_cleared_but_for_what_a_client_cannot_send() {
    let (changed, after) = put(&thing(), |body| {
        let kept = ["schemas", "serial", "exact"];
        body.as_object_mut().unwrap().retain(|name, _| kept.contains(&name.as_str()));
    });
    assert_eq!(changed, Ok(true));
    let expected = Thing {
        title: None,
        one: None,
        many: Vec::new(),
        more: Some(More { made: text("here"), code: text("c"), ..More::default() }),
        ..thing()
    };
    assert_eq!(after, expected);
}

#[test]
fn values_that_stay_keep_what_a_client_cannot_send() {
    let (changed, after) = put(&thing(), |body| {
        body["many"] = serde_json::json!([{ "value": "new" }, { "value": "b", "note": "other" }]);
        body["one"]["note"] = "other".into();
    });
    assert_eq!(changed, Ok(true));
    let fresh = One { value: text("new"), ..One::default() };
    assert_eq!(after.many, [fresh, One { note: text("other"), ..one("b") }]);
    assert_eq!(after.one, Some(One { note: text("other"), ..one("o") }));
}

#[test]
fn what_cannot_be_changed_is_not() {
    for (path, change) in [
        ("serial", (|body| body["serial"] = "other".into()) as fn(&mut serde_json::Value)),
        ("serial", |body| _ = body.as_object_mut().unwrap().remove("serial")),
        ("exact", |body| body["exact"] = "abc".into()),
        ("one.fixed", |body| body["one"]["fixed"] = "y".into()),
        ("one.fixed", |body| _ = body.as_object_mut().unwrap().remove("one")),
        ("urn:example:params:scim:schemas:extension:2.0:More:plant", |body| {
            body.as_object_mut().unwrap().remove(MORE);
        }),
    ] {
        let mut stored = thing();
        stored.one = Some(One { fixed: text("x"), ..one("o") });
        stored.more = Some(More { plant: text("p"), ..More::default() });
        let (result, after) = put(&stored, change);
        let error = result.expect_err(path);
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::Mutability)), "{path}");
        assert!(error.detail.starts_with(&format!("`{path}` is immutable")), "{}", error.detail);
        assert_eq!(after, stored, "{path}: refused, so unchanged");
    }
    // The same value in another case is the same value where case does not count; an unset one may be set once.
    assert_eq!(put(&thing(), |body| body["serial"] = "aBc".into()).0, Ok(false));
    let (changed, after) = put(&thing(), |body| body["one"]["fixed"] = "x".into());
    assert_eq!((changed, after.one.unwrap().fixed), (Ok(true), text("x")));
}

#[test]
fn a_user_sent_back_is_the_same_user() {
    let document = include_bytes!("../corpus/rfc7643/8.3-enterprise-user.json");
    let stored = scim_types::read::<User>(document, &Compat::strict()).unwrap().value;
    let mut shown = Vec::new();
    write(&stored, &Projection::default(), &mut shown);
    let incoming = read_request::<User>(&shown, &Compat::strict()).unwrap().value;
    let mut after = stored.clone();
    assert_eq!(replace(&mut after, &incoming), Ok(false));
    assert_eq!(after, stored);
}
