//! Random requests on random resources, for every derived type: a refused one leaves no trace, a repeated one changes nothing, what
//! is reported to have changed is what changed, and the result is a valid resource.

use proptest::prelude::*;
use scim_types::{Compat, Group, Patch, Projection, ScimResource, User, read, write};
use serde_json::{Value, json};
use tests::any_resource;
use tests::models::{Device, Everything, Extended, Row};

use super::{request, shown, tells_nothing};

/// The names and values that mean something to one of the types.
const NAMES: [&str; 34] = [
    "userName",
    "name",
    "name.givenName",
    "emails",
    "emails.value",
    "emails[type eq \"work\"]",
    "emails[type eq \"work\"].value",
    "emails[primary eq true].primary",
    "addresses",
    "members",
    "members[value pr]",
    "members[value eq \"a\"].display",
    "displayName",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
    "department",
    "schemas",
    "id",
    "meta",
    "serialNumber",
    "owner",
    "owner.value",
    "networkInterfaces",
    "networkInterfaces[speed gt 1].primary",
    "texts",
    "texts[value eq \"a\"]",
    "flags",
    "interfaces",
    "interfaces[mac eq \"a\"].speed",
    "boxedOwner",
    "status",
    "withDefault",
    "urn:example:params:scim:schemas:extension:2.0:Badge",
    "urn:example:params:scim:schemas:extension:2.0:Badge:doors",
];

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..5i64).prop_map(Value::from),
        prop_oneof![
            Just("a"),
            Just("A"),
            Just("b"),
            Just(""),
            Just("work"),
            Just("true"),
            Just("2020-01-01T00:00:00Z")
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let key = prop_oneof![
            Just("value"),
            Just("type"),
            Just("primary"),
            Just("display"),
            Just("givenName"),
            Just("mac"),
            Just("speed"),
            Just("number"),
            Just("doors"),
            Just("manager"),
            Just("locality"),
            Just("$ref"),
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((key, inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn any_operations() -> impl Strategy<Value = Value> {
    let op = prop_oneof![Just("add"), Just("replace"), Just("remove")];
    let name = proptest::sample::select(&NAMES[..]);
    let one = (op, proptest::option::weighted(0.8, name.clone()), any_value(), name).prop_map(
        |(op, path, value, key)| match path {
            Some(path) if op == "remove" && value.is_object() => json!({"op": op, "path": path}),
            Some(path) => json!({"op": op, "path": path, "value": value}),
            None => json!({"op": op, "value": {key: value, "nickName": "n"}}),
        },
    );
    proptest::collection::vec(one, 1..5).prop_map(Value::from)
}

fn check<T: ScimResource + Clone + PartialEq + std::fmt::Debug>(
    before: &T,
    operations: &Value,
) -> Result<(), TestCaseError> {
    for compat in [Compat::default(), Compat::strict()] {
        let Ok(patch) = Patch::<T>::read(&request(operations), &compat) else { continue };
        let mut resource = before.clone();
        match patch.apply(&mut resource) {
            Err(error) => {
                prop_assert_eq!(error.status, 400);
                prop_assert_eq!(&resource, before, "{}", error);
            }
            Ok(changes) => {
                let after = shown(&resource);
                if !changes.is_empty() && after == shown(before) {
                    prop_assert!(tells_nothing(&changes), "{:?}", changes);
                }
                // Order alone is no change.
                if changes.is_empty() {
                    prop_assert_eq!(sorted(after.clone()), sorted(shown(before)));
                }
                let mut json = Vec::new();
                write(&resource, &Projection::all(), &mut json);
                let valid = read::<T>(&json, &Compat::strict());
                prop_assert!(valid.is_ok(), "{:?}", valid);
                // Sequences such as "remove what the next one adds" do change something each time; single operations do not.
                if operations.as_array().is_some_and(|all| all.len() == 1) {
                    match patch.apply(&mut resource) {
                        Ok(again) => prop_assert!(again.is_empty(), "{:?}", again),
                        // The filter may have been on what was changed.
                        Err(error) => prop_assert_eq!(
                            error.scim_type,
                            Some(scim_types::ScimType::NoTarget),
                            "{}",
                            error
                        ),
                    }
                }
            }
        }
    }
    Ok(())
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(sorted).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, sorted(value))).collect(),
        value => value,
    }
}

macro_rules! patches {
    ($($name:ident: $ty:ty;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, cases: 600, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $name(before in any_resource::<$ty>(), operations in any_operations()) {
                    check(&before, &operations)?;
                }
            )*
        }
    };
}

patches! {
    user: User;
    group: Group;
    device: Device;
    everything: Everything;
    extended: Extended;
    row: Row;
}
