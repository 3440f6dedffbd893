//! What is easily done inexactly: immutable values that are not simple, undoing what SCIM does not see, what is taken away and
//! brought back, secrets in what is told, and telling values apart that have no `value`.

use std::borrow::Cow;

use scim_types::{
    AttributeType, Compat, Convert, Literal, Patch, PatchLimits, ScimComplex, ScimExtension, ScimResource,
    ScimType, User, ValueError, ValueRef,
};
use serde_json::{Value, json};
use tests::models::{Device, Extended, NetworkInterface};
use uuid::Uuid;

use super::{apply, request, resource, shown};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const BADGE: &str = "urn:example:params:scim:schemas:extension:2.0:Badge";
const STOCK: &str = "urn:example:params:scim:schemas:extension:2.0:Stock";
const PRINT: &str = "urn:example:params:scim:schemas:extension:2.0:Print";
const TENANT: &str = "2819c223-7f76-453a-919d-413861904646";

/// A state of which SCIM sees but whether it is active.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum State {
    #[default]
    Active,
    Suspended,
    Left,
}

struct StateAsActive;

impl Convert<State> for StateAsActive {
    const TYPE: AttributeType = AttributeType::Boolean;
    fn blank() -> State {
        State::Suspended
    }
    fn get(field: &State) -> ValueRef<'_> {
        ValueRef::Bool(*field == State::Active)
    }
    fn set(field: &mut State, value: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Bool(active) = value else { return Err(ValueError::Type) };
        *field = if active { State::Active } else { State::Left };
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Secret {
    label: Option<String>,
    pin: Option<i64>,
    word: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Part {
    value: Option<String>,
    display: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Notes {
    lines: Vec<String>,
    title: Option<String>,
    #[scim(default = 3)]
    level: i64,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Named {
    name: String,
    note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Slot {
    label: Option<String>,
    #[scim(with = StateAsActive, default = State::Active)]
    state: State,
    #[scim(default)]
    tenant: Uuid,
}

#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Stock")]
struct Stock {
    number: Option<String>,
    doors: Vec<String>,
    notes: Option<Notes>,
    #[scim(default)]
    named: Named,
}

#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Print")]
struct Print {
    number: String,
    #[scim(mutability = "readOnly")]
    printed: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Thing", endpoint = "/Things")]
struct Thing {
    #[scim(id)]
    id: String,
    title: Option<String>,
    #[scim(with = StateAsActive, default = State::Active)]
    state: State,
    #[scim(default)]
    tenant: Uuid,
    #[scim(mutability = "immutable")]
    tags: Vec<String>,
    #[scim(mutability = "immutable")]
    parts: Vec<Part>,
    #[scim(mutability = "immutable")]
    maker: Option<Part>,
    #[scim(returned = "never")]
    secret: Option<Secret>,
    #[scim(returned = "never")]
    secrets: Vec<Secret>,
    slots: Vec<Slot>,
    notes: Option<Notes>,
    #[scim(extension)]
    stock: Option<Stock>,
    #[scim(extension)]
    print: Option<Print>,
}

fn thing() -> Thing {
    Thing { id: "1".into(), title: Some("T".into()), ..Thing::default() }
}

fn part(value: &str, display: &str) -> Part {
    Part { value: Some(value.into()), display: Some(display.into()) }
}

fn user(rest: &Value) -> User {
    let mut user = json!({"schemas": [USER], "id": "1", "userName": "bjensen"});
    user.as_object_mut().expect("an object").extend(rest.as_object().expect("an object").clone());
    resource(&user)
}

/// An operation that is refused when it is applied.
fn refused() -> Value {
    json!({"op": "replace", "path": "slots[label eq \"none\"].label", "value": "x"})
}

#[test]
fn what_is_immutable_stays_with_all_that_is_in_it() {
    let assigned = || Thing {
        tags: vec!["a".into()],
        parts: vec![part("a", "A")],
        maker: Some(part("a", "A")),
        ..thing()
    };
    for operation in [
        json!({"op": "replace", "path": "tags", "value": ["b"]}),
        json!({"op": "add", "path": "tags", "value": ["b"]}),
        json!({"op": "add", "value": {"tags": ["b"]}}),
        json!({"op": "remove", "path": "tags"}),
        json!({"op": "remove", "path": "tags[value eq \"a\"]"}),
        json!({"op": "replace", "path": "parts[value eq \"a\"].display", "value": "B"}),
        json!({"op": "replace", "path": "parts.display", "value": "B"}),
        json!({"op": "remove", "path": "parts[value eq \"a\"].display"}),
        json!({"op": "add", "path": "parts", "value": [{"value": "a", "display": "B"}]}),
        json!({"op": "replace", "path": "maker.display", "value": "B"}),
        json!({"op": "replace", "value": {"maker.display": "B"}}),
        json!({"op": "remove", "path": "maker.display"}),
        json!({"op": "add", "path": "maker", "value": {"display": "B"}}),
    ] {
        let error = apply(&mut assigned(), &json!([operation]), &Compat::default()).expect_err("a refusal");
        assert_eq!(
            (error.status, error.scim_type),
            (400, Some(ScimType::Mutability)),
            "{operation}: {error}"
        );
    }
    // What is there already may be said again, and what is not there may come, by whatever names.
    let same = json!([
        {"op": "add", "path": "tags", "value": ["A"]},
        {"op": "replace", "path": "parts", "value": [{"value": "a", "display": "A"}]},
        {"op": "replace", "path": "maker.display", "value": "A"}
    ]);
    assert!(apply(&mut assigned(), &same, &Compat::default()).unwrap().is_empty());
    let mut new = thing();
    let first =
        json!([{"op": "add", "value": {"maker.value": "a", "maker.display": "A", "tags": ["a", "b"]}}]);
    apply(&mut new, &first, &Compat::default()).unwrap();
    assert_eq!((new.maker, new.tags.len()), (Some(part("a", "A")), 2));
}

#[test]
fn undoing_brings_back_what_scim_does_not_see() {
    let slot = Slot { label: Some("s".into()), state: State::Suspended, tenant: Uuid::nil() };
    let before = Thing { state: State::Suspended, slots: vec![slot], ..thing() };
    for operation in [
        json!({"op": "replace", "path": "state", "value": true}),
        json!({"op": "remove", "path": "state"}),
        json!({"op": "replace", "path": "tenant", "value": TENANT}),
        json!({"op": "replace", "path": "slots[label eq \"s\"].state", "value": true}),
        json!({"op": "replace", "path": "slots[label eq \"s\"].tenant", "value": TENANT}),
        json!({"op": "replace", "path": "slots[label eq \"s\"]", "value": {"tenant": TENANT, "state": true, "label": "t"}}),
        json!({"op": "remove", "path": "slots[label eq \"s\"].state"}),
        json!({"op": "remove", "path": "slots"}),
    ] {
        let mut thing = before.clone();
        apply(&mut thing, &json!([operation, refused()]), &Compat::default()).expect_err("a refusal");
        assert_eq!(thing, before, "{operation}");
    }
}

#[test]
fn without_a_value_a_field_has_its_default() {
    let tenant: Uuid = TENANT.parse().expect("a UUID");
    let mut slot = Slot { label: Some("s".into()), state: State::Left, tenant };
    let mut full = Thing { tenant, state: State::Left, slots: vec![slot.clone()], ..thing() };
    let operations = json!([
        {"op": "remove", "path": "tenant"},
        {"op": "remove", "path": "state"},
        {"op": "remove", "path": "slots.tenant"},
        {"op": "remove", "path": "slots[label eq \"s\"].state"}
    ]);
    apply(&mut full, &operations, &Compat::default()).unwrap();
    (slot.tenant, slot.state) = (Uuid::nil(), State::Active);
    assert_eq!((full.tenant, full.state, &full.slots[0]), (Uuid::nil(), State::Active, &slot));
    // A value that is the default of a complex one that was not there is a change.
    let changes =
        apply(&mut full, &json!([{"op": "add", "path": "notes.level", "value": 3}]), &Compat::default());
    assert_eq!(changes.unwrap().to_string(), "notes.level: added 3");
}

#[test]
fn borrowed_text_has_defaults_too() {
    #[derive(Debug, Clone, PartialEq, ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Borrowed", endpoint = "/Borrowed")]
    struct Borrowed<'a> {
        #[scim(id)]
        id: Cow<'a, str>,
        #[scim(default = "none")]
        note: Cow<'a, str>,
    }
    let note = String::from("N");
    let mut borrowed = Borrowed { id: Cow::Borrowed("1"), note: Cow::Borrowed(&note) };
    apply(&mut borrowed, &json!([{"op": "remove", "path": "note"}]), &Compat::default()).unwrap();
    assert_eq!(borrowed.note, "none");
}

/// What is removed and brought back is no change; what stays away is told once.
#[test]
fn what_is_taken_away_and_made_anew() {
    let notes = Notes { lines: vec!["a".into()], title: Some("n".into()), level: 3 };
    let stock = Stock {
        number: Some("n".into()),
        doors: vec!["a".into()],
        notes: Some(notes.clone()),
        ..Stock::default()
    };
    let before = Thing { notes: Some(notes), stock: Some(stock), ..thing() };
    let told = |operations: Value| {
        let mut thing = before.clone();
        let changes = apply(&mut thing, &operations, &Compat::default());
        (changes.unwrap_or_else(|error| panic!("{operations}: {error}")), thing)
    };
    let all = json!({"number": "n", "doors": ["a"], "notes": {"lines": ["a"], "title": "n", "level": 3}});
    for operations in [
        json!([{"op": "remove", "path": "notes"}, {"op": "add", "path": "notes", "value": {"lines": ["a"], "title": "n"}}]),
        json!([{"op": "remove", "path": STOCK}, {"op": "add", "path": STOCK, "value": all}]),
        json!([{"op": "remove", "path": format!("{STOCK}:notes")}, {"op": "remove", "path": STOCK}, {"op": "add", "value": {STOCK: all}}]),
    ] {
        let (changes, thing) = told(operations);
        assert_eq!(thing, before);
        assert!(changes.is_empty(), "{changes}");
    }
    let (changes, thing) = told(
        json!([{"op": "remove", "path": STOCK}, {"op": "add", "path": STOCK, "value": {"number": "m"}}]),
    );
    assert_eq!(thing.stock, Some(Stock { number: Some("m".into()), ..Stock::default() }));
    let mut lines: Vec<String> = changes.to_string().lines().map(|line| line.replace(STOCK, "S")).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "S:doors: removed \"a\"",
            "S:notes.level: removed 3",
            "S:notes.lines: removed \"a\"",
            "S:notes.title: removed \"n\"",
            "S:number: \"n\" -> \"m\""
        ]
    );
    let (changes, thing) = told(
        json!([{"op": "remove", "path": format!("{STOCK}:notes.lines")}, {"op": "remove", "path": STOCK}]),
    );
    assert_eq!(changes.to_string().matches("lines").count(), 1, "{changes}");
    assert_eq!(thing.stock, None);
}

#[test]
fn an_extension_goes_with_what_is_required_in_it() {
    for printed in [None, Some("p".to_owned())] {
        let mut thing = Thing { print: Some(Print { number: "1".into(), printed }), ..thing() };
        apply(&mut thing, &json!([{"op": "remove", "path": PRINT}]), &Compat::default()).unwrap();
        assert_eq!(thing.print, None);
    }
    // Nothing is left of it that anything could be required in.
    let mut extended: Extended = resource(&json!({"schemas": [USER], "userName": "x"}));
    let doors = format!("{BADGE}:doors");
    let operations = json!([{"op": "add", "path": doors, "value": ["a"]}, {"op": "remove", "path": doors}]);
    assert!(apply(&mut extended, &operations, &Compat::default()).unwrap().is_empty());
    assert_eq!(extended.badge, None);
}

#[test]
fn secrets_are_neither_told_nor_found_out() {
    let operations = json!([
        {"op": "add", "path": "secret.word", "value": "hunter2"},
        {"op": "add", "path": "secrets", "value": [{"word": "hunter2"}]}
    ]);
    let patch = Patch::<Thing>::read(&request(&operations), &Compat::default()).expect("a patch");
    let mut secretive = thing();
    let changes = patch.apply(&mut secretive).expect("to be applied");
    assert_eq!(changes.len(), 2);
    assert!(!format!("{changes} {changes:?} {patch:?}").contains("hunter2"), "{changes}");
    for operation in [
        json!({"op": "add", "path": "secret.pin", "value": "hunter2"}),
        json!({"op": "add", "path": "secret", "value": {"pin": "hunter2"}}),
        json!({"op": "add", "path": "secrets", "value": [{"pin": "hunter2"}]}),
        json!({"op": "add", "value": {"secret": {"pin": "hunter2"}}}),
        json!({"op": "add", "value": {"secret.pin": "hunter2"}}),
        // Whether there is such a one is not for the client to know.
        json!({"op": "replace", "path": "secrets[word eq \"hunter2\"].label", "value": "x"}),
        json!({"op": "remove", "path": "secrets[word eq \"hunter2\"]"}),
    ] {
        let error = apply(&mut secretive, &json!([operation]), &Compat::default()).expect_err("a refusal");
        assert_eq!(error.status, 400);
        assert!(!error.detail.contains("hunter2"), "{error}");
    }
}

#[test]
fn values_are_told_apart_by_all_that_is_given() {
    // Sent again, it changes nothing.
    for addresses in [
        json!([{"locality": "x"}, {"locality": "x", "type": "work"}]),
        json!([{"locality": "x", "type": "work"}, {"locality": "x"}]),
    ] {
        let mut user = user(&json!({}));
        let operations = json!([{"op": "add", "path": "addresses", "value": addresses}]);
        apply(&mut user, &operations, &Compat::default()).unwrap();
        let again = apply(&mut user, &operations, &Compat::default()).unwrap();
        assert!(again.is_empty(), "{again}");
    }
    for (there, new) in [
        (
            json!({"formatted": "a\u{0}\nb", "streetAddress": "c"}),
            json!({"formatted": "a", "streetAddress": "b\u{0}\nc"}),
        ),
        (json!({"formatted": "1:b"}), json!({"streetAddress": "b"})),
        (json!({"locality": "x"}), json!({"locality": "x", "region": ""})),
    ] {
        let mut user = user(&json!({"addresses": [there]}));
        apply(&mut user, &json!([{"op": "add", "path": "addresses", "value": [new]}]), &Compat::default())
            .unwrap();
        assert_eq!(user.addresses.len(), 2, "{new}");
    }
}

#[test]
fn a_value_with_nothing_in_it_leaves_the_list() {
    let mut user = user(&json!({"emails": [{"value": "w", "type": "work"}, {"value": "h", "type": "home"}]}));
    let nulls = json!({"value": null, "type": null});
    let operations = json!([{"op": "replace", "path": "emails[type eq \"work\"]", "value": nulls}]);
    let changes = apply(&mut user, &operations, &Compat::default()).unwrap();
    assert_eq!(shown(&user)["emails"], json!([{"value": "h", "type": "home"}]));
    assert_eq!(changes.len(), 1);
}

#[test]
fn an_element_has_what_is_required_of_it() {
    for speed in [1, 2] {
        let interface = NetworkInterface { mac: "m".into(), speed: Some(1), primary: None };
        let mut device = Device {
            id: "1".into(),
            serial_number: "A".into(),
            network_interfaces: vec![interface],
            ..Device::default()
        };
        let mut operations =
            json!([{"op": "replace", "path": "networkInterfaces", "value": [{"speed": speed}]}]);
        let error = apply(&mut device, &operations, &Compat::default()).expect_err("a refusal");
        assert_eq!(error.scim_type, Some(ScimType::InvalidValue), "{error}");
        assert_eq!(error.detail, "`networkInterfaces.mac`: a value is required");
        // A later operation may bring it.
        let mac = json!({"op": "replace", "path": "networkInterfaces.mac", "value": "n"});
        operations.as_array_mut().expect("an array").push(mac);
        apply(&mut device, &operations, &Compat::default()).unwrap();
        assert_eq!(device.network_interfaces[0].mac, "n");
    }
}

#[test]
fn what_repeats_a_list_has_each_of_its_values() {
    let groups = |of: Value| json!([{"op": "replace", "value": {"groups": of}}]);
    let mut user = user(&json!({"groups": [{"value": "g1"}, {"value": "g2"}]}));
    for other in [json!([{"value": "g1"}, {"value": "g1"}]), json!([{"value": "g1"}])] {
        apply(&mut user, &groups(other), &Compat::default()).expect_err("a refusal");
    }
    apply(&mut user, &groups(json!([{"value": "g2"}, {"value": "g1"}])), &Compat::default()).unwrap();
}

/// `schemas` may name a schema as SCIM 1.1 did, and one that is not known is no reason to drop the data of another.
#[test]
fn replaced_schemas_keep_what_they_mean() {
    for urn in [
        ENTERPRISE,
        "urn:scim:schemas:extension:enterprise:1.0",
        "urn:scim:schemas:extension:enterprise:2.0",
        "urn:example:unknown",
    ] {
        let mut user = user(&json!({ENTERPRISE: {"department": "D"}}));
        let operations = json!([{"op": "replace", "path": "schemas", "value": [USER, urn]}]);
        assert!(apply(&mut user, &operations, &Compat::default()).unwrap().is_empty(), "{urn}");
    }
    let mut user = user(&json!({ENTERPRISE: {"department": "D"}}));
    let operations = json!([{"op": "replace", "path": "schemas", "value": [USER]}]);
    assert_eq!(apply(&mut user, &operations, &Compat::default()).unwrap().len(), 1);
}

#[test]
fn a_primary_that_is_none_after_all_takes_nothing_away() {
    let mut user = user(&json!({"emails": [{"value": "a", "primary": true}, {"value": "b"}]}));
    let twice = json!([{"value": "b", "primary": true}, {"value": "b", "primary": false}]);
    apply(&mut user, &json!([{"op": "add", "path": "emails", "value": twice}]), &Compat::default()).unwrap();
    assert_eq!(user.emails[0].primary, Some(true));
}

#[test]
fn limits_hold_for_lists_further_in() {
    let many: Value = (0..20).map(|i| json!(format!("d{i}"))).collect();
    let limits = PatchLimits::DEFAULT.values(10);
    for operation in [
        json!({"op": "add", "path": format!("{STOCK}:doors"), "value": many}),
        json!({"op": "add", "path": STOCK, "value": {"doors": many}}),
        json!({"op": "add", "value": {STOCK: {"doors": many}}}),
        json!({"op": "add", "path": "notes", "value": {"lines": many}}),
    ] {
        let read = Patch::<Thing>::read_within(&request(&json!([operation])), &Compat::default(), limits);
        let error = read.map(|_| ()).expect_err("a refusal");
        assert!(error.detail.contains("20 values in one operation; send at most 10"), "{error}");
    }
}

/// One attribute under two names in one value.
#[test]
fn a_name_is_given_once() {
    for value in [
        json!({"title": "a", USER: {"title": "b"}}),
        json!({"title": "a", format!("{USER}:title"): "b"}),
        json!({"title": "a", "TITLE": "b"}),
    ] {
        let error = apply(&mut user(&json!({})), &json!([{"op": "add", "value": value}]), &Compat::default());
        assert_eq!(error.expect_err("a refusal").scim_type, Some(ScimType::InvalidSyntax), "{value}");
    }
}
