//! Random PATCH operations.

use proptest::prelude::*;
use serde_json::{Value, json};

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

/// One to four operations, some of which mean something to some type.
pub fn any_operations() -> impl Strategy<Value = Value> {
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
