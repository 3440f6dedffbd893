//! PATCH: from the bytes of a request to the changed resource, beside what one writes by hand for the one request: the body into a
//! `serde_json::Value`, a look at each member, and the same search for duplicates in a plain struct.

use std::hint::black_box;

use scim_types::{Compat, Group, Patch, ScimResource, User};
use serde_json::{Value, json};

use super::{Goal, Op, OpGroup};
use crate::{documents, floor};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn body(operations: &Value) -> Vec<u8> {
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations})
        .to_string()
        .into_bytes()
}

fn deactivate(run: usize) -> Vec<u8> {
    body(&json!([{"op": "replace", "path": "active", "value": run % 2 == 1}]))
}

fn email(run: usize) -> Vec<u8> {
    body(
        &json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": format!("bjensen{}@example.com", run % 2)}]),
    )
}

fn dotted(run: usize) -> Vec<u8> {
    let n = run % 2;
    body(
        &json!([{"op": "replace", "value": {"name.givenName": format!("Barbara {n}"), "name.familyName": format!("Jensen {n}"),
        "displayName": format!("Babs {n}"), format!("{ENTERPRISE}:department"): format!("Tours {n}")}}]),
    )
}

fn member(id: usize) -> Value {
    json!({"value": format!("2819c223-7f76-453a-919d-{id:012}")})
}

fn add(run: usize, count: usize) -> Vec<u8> {
    let from = 100_000 + run * count;
    body(
        &json!([{"op": "add", "path": "members", "value": (from..from + count).map(member).collect::<Vec<_>>()}]),
    )
}

fn remove(run: usize) -> Vec<u8> {
    body(
        &json!([{"op": "remove", "path": format!("members[value eq \"2819c223-7f76-453a-919d-{:012}\"]", 5000 + run)}]),
    )
}

/// Runs the requests one after the other; there are more of them than runs.
fn each<T: 'static>(
    mut resource: T,
    request: fn(usize) -> Vec<u8>,
    apply: fn(&[u8], &mut T),
) -> Box<dyn FnMut()> {
    let bodies: Vec<Vec<u8>> = (0..24).map(request).collect();
    let mut next = 0;
    Box::new(move || {
        apply(black_box(&bodies[next]), &mut resource);
        next = (next + 1) % bodies.len();
        black_box(&resource);
    })
}

fn ours<T: ScimResource>(body: &[u8], resource: &mut T) {
    let changes =
        Patch::<T>::read(body, &Compat::default()).and_then(|patch| patch.apply(resource)).expect("a change");
    assert!(!changes.is_empty());
}

fn user() -> User {
    scim_types::read(documents::w1().as_bytes(), &Compat::default()).expect("a user").value
}
fn group() -> Group {
    scim_types::read(documents::w3(10_000).as_bytes(), &Compat::default()).expect("a group").value
}
fn floor_user() -> floor::User {
    serde_json::from_str(&documents::w1()).expect("a user")
}
fn floor_group() -> floor::Group {
    serde_json::from_str(&documents::w3(10_000)).expect("a group")
}

/// The operations of a body, by hand.
fn by_hand(body: &[u8], mut each: impl FnMut(&str, Option<&str>, &Value)) {
    let body: Value = serde_json::from_slice(body).expect("JSON");
    let schemas = body["schemas"].as_array().expect("schemas");
    assert!(schemas.iter().any(|urn| urn == "urn:ietf:params:scim:api:messages:2.0:PatchOp"));
    for operation in body["Operations"].as_array().expect("operations") {
        each(
            operation["op"].as_str().expect("an op"),
            operation.get("path").and_then(Value::as_str),
            &operation["value"],
        );
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn active_by_hand(body: &[u8], user: &mut floor::User) {
    by_hand(body, |op, path, value| {
        assert!(op.eq_ignore_ascii_case("replace") && path.expect("a path").eq_ignore_ascii_case("active"));
        user.active = value.as_bool();
    });
}

fn email_by_hand(body: &[u8], user: &mut floor::User) {
    by_hand(body, |op, path, value| {
        assert!(op.eq_ignore_ascii_case("replace"));
        let kind = path
            .and_then(|path| path.strip_prefix("emails[type eq \"")?.strip_suffix("\"].value"))
            .expect("an email");
        for email in user
            .emails
            .iter_mut()
            .filter(|email| email.kind.as_deref().is_some_and(|k| k.eq_ignore_ascii_case(kind)))
        {
            email.value = text(value);
        }
    });
}

fn dotted_by_hand(body: &[u8], user: &mut floor::User) {
    by_hand(body, |op, _, value| {
        assert!(op.eq_ignore_ascii_case("replace"));
        for (key, value) in value.as_object().expect("attributes") {
            match key.to_ascii_lowercase().as_str() {
                "name.givenname" => user.name.as_mut().expect("a name").given_name = text(value),
                "name.familyname" => user.name.as_mut().expect("a name").family_name = text(value),
                "displayname" => user.display_name = text(value),
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:department" => {
                    user.enterprise.as_mut().expect("an extension").department = text(value);
                }
                _ => panic!("{key}"),
            }
        }
    });
}

/// A scan of all members for each new one.
fn add_by_hand(body: &[u8], group: &mut floor::Group) {
    by_hand(body, |op, path, value| {
        assert!(op.eq_ignore_ascii_case("add") && path.expect("a path").eq_ignore_ascii_case("members"));
        for member in value.as_array().expect("members") {
            let id = member["value"].as_str().expect("an id");
            if !group.members.iter().any(|m| m.value.as_deref().is_some_and(|v| v.eq_ignore_ascii_case(id))) {
                group.members.push(floor::Membership {
                    value: Some(id.to_owned()),
                    reference: text(&member["$ref"]),
                    display: text(&member["display"]),
                    kind: text(&member["type"]),
                });
            }
        }
    });
}

fn remove_by_hand(body: &[u8], group: &mut floor::Group) {
    by_hand(body, |op, path, _| {
        assert!(op.eq_ignore_ascii_case("remove"));
        let id = path
            .and_then(|path| path.strip_prefix("members[value eq \"")?.strip_suffix("\"]"))
            .expect("a member");
        let before = group.members.len();
        group.members.retain(|m| !m.value.as_deref().is_some_and(|v| v.eq_ignore_ascii_case(id)));
        assert_eq!(group.members.len(), before - 1);
    });
}

const HAND: &str = "body to Value, changed by hand";
const OURS: &str = "scim-types";

/// The row by hand, and ours with its goal.
macro_rules! group {
    ($title:literal, $goal:literal, $hand:literal: $floor:expr, $ours:literal: $patch:expr) => {
        OpGroup {
            title: $title,
            ops: &[
                Op { name: $hand, title: HAND, goal: Goal::None, prepare: || $floor },
                Op { name: $ours, title: OURS, goal: Goal::Ratio($goal), prepare: || $patch },
            ],
        }
    };
}

pub const GROUPS: &[OpGroup] = &[
    group!("PATCH active", 0.35, "patch-active-hand": each(floor_user(), deactivate, active_by_hand), "patch-active": each(user(), deactivate, ours)),
    group!("PATCH the value of the work email", 1.0, "patch-email-hand": each(floor_user(), email, email_by_hand), "patch-email": each(user(), email, ours)),
    group!("PATCH dotted keys without a path", 1.0, "patch-dotted-hand": each(floor_user(), dotted, dotted_by_hand), "patch-dotted": each(user(), dotted, ours)),
    group!("PATCH one member more of 10,000", 1.1, "patch-add-hand": each(floor_group(), |run| add(run, 1), add_by_hand), "patch-add": each(group(), |run| add(run, 1), ours)),
    group!("PATCH one member less of 10,000", 1.3, "patch-remove-hand": each(floor_group(), remove, remove_by_hand), "patch-remove": each(group(), remove, ours)),
    group!("PATCH 100 members more of 10,000", 0.12, "patch-add100-hand": each(floor_group(), |run| add(run, 100), add_by_hand), "patch-add100": each(group(), |run| add(run, 100), ours)),
];
