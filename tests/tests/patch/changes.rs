//! What a request is said to have changed.

use scim_types::{Changes, Compat, Delta, Group, Op, Patch, Path, User, Value as Typed};
use serde_json::{Value, json};

use super::{apply, request, resource};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn changes(operations: &Value) -> Changes {
    let mut user = resource::<User>(
        &json!({"schemas": [USER], "id": "1", "userName": "bjensen", "active": true, "title": "T",
        "name": {"familyName": "Jensen"}, "emails": [{"type": "work", "value": "a"}, {"type": "home", "value": "b", "primary": true}]}),
    );
    apply(&mut user, operations, &Compat::default()).unwrap_or_else(|e| panic!("{operations}: {e}"))
}

#[test]
fn told_in_words() {
    let told = |operations: Value| changes(&operations).to_string();
    assert_eq!(told(json!([{"op": "replace", "path": "active", "value": false}])), "active: true -> false");
    assert_eq!(told(json!([{"op": "remove", "path": "title"}])), "title: removed \"T\"");
    assert_eq!(
        told(json!([{"op": "add", "path": "name.givenName", "value": "B"}])),
        "name.givenName: added \"B\""
    );
    assert_eq!(
        told(json!([{"op": "add", "value": {ENTERPRISE: {"department": "D"}}}])),
        format!("{ENTERPRISE}:department: added \"D\"")
    );
    assert_eq!(
        told(json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "n"}])),
        r#"emails: {"value": "a", "type": "work"} -> {"value": "n", "type": "work"}"#
    );
    assert_eq!(
        told(
            json!([{"op": "add", "path": "emails", "value": [{"value": "c", "primary": true}]}, {"op": "remove", "path": "emails[type eq \"work\"]"}])
        ),
        "emails: added {\"value\": \"c\", \"primary\": true}\n\
         emails: {\"value\": \"b\", \"type\": \"home\", \"primary\": true} -> {\"value\": \"b\", \"type\": \"home\", \"primary\": false}\n\
         emails: removed {\"value\": \"a\", \"type\": \"work\"}"
    );
    assert_eq!(
        told(json!([{"op": "add", "path": "password", "value": "hunter2"}])),
        "password: added <hidden>"
    );
}

#[test]
fn what_came_and_went_is_no_change() {
    for operations in [
        json!([{"op": "replace", "path": "title", "value": "x"}, {"op": "replace", "path": "title", "value": "T"}]),
        json!([{"op": "add", "path": "emails", "value": [{"value": "c"}]}, {"op": "remove", "path": "emails[value eq \"c\"]"}]),
        json!([{"op": "remove", "path": "name"}, {"op": "add", "path": "name", "value": {"familyName": "Jensen"}}]),
        json!([{"op": "add", "path": ENTERPRISE, "value": {"manager": "m"}}, {"op": "remove", "path": ENTERPRISE}]),
        json!([{"op": "replace", "path": "emails[value eq \"a\"].value", "value": "z"}, {"op": "replace", "path": "emails[value eq \"z\"].value", "value": "a"}]),
        json!([{"op": "replace", "path": "emails[value eq \"a\"].value", "value": "z"}, {"op": "add", "path": "nickName", "value": "n"},
            {"op": "replace", "path": "emails[value eq \"z\"].value", "value": "a"}, {"op": "remove", "path": "nickName"}]),
    ] {
        assert!(changes(&operations).is_empty(), "{operations}: {:?}", changes(&operations));
    }
    // The first value and the last one count.
    let twice = changes(
        &json!([{"op": "replace", "path": "title", "value": "x"}, {"op": "replace", "path": "title", "value": "y"}]),
    );
    assert_eq!(twice.to_string(), "title: \"T\" -> \"y\"");
}

#[test]
fn touched_paths() {
    let changes = changes(
        &json!([{"op": "add", "path": "name.givenName", "value": "B"}, {"op": "remove", "path": "emails"}]),
    );
    let touch = |path: &str| changes.touch(&Path::<User>::parse(path).unwrap());
    assert!(touch("name") && touch("name.givenName") && touch("emails") && touch("emails.value"));
    assert!(!touch("name.familyName") && !touch("title") && !touch(ENTERPRISE));
}

/// A store that removes one member of many looks at the operation and makes the changes itself.
#[test]
fn a_store_builds_the_same() {
    let operations = json!([{"op": "remove", "path": "members[value eq \"2\"]"}]);
    let patch = Patch::<Group>::read(&request(&operations), &Compat::default()).unwrap();
    let members = Path::<Group>::parse("members").unwrap();
    let mut built = Changes::new();
    for operation in patch.operations() {
        assert_eq!(operation.op(), Op::Remove);
        assert_eq!(operation.attribute(), members);
        for id in operation.selected("value").unwrap() {
            // The database tells what it deleted.
            let mut removed = Changes::new();
            let mut group = resource::<Group>(
                &json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "g", "members": [{"value": id}]}),
            );
            removed = apply(&mut group, &operations, &Compat::default()).unwrap_or(removed);
            for change in &removed {
                if let Delta::Removed(member) = change.delta() {
                    assert_eq!(member.get("VALUE"), Some(&Typed::Text("2".to_owned())));
                    built.removed(&members, member.clone());
                }
            }
        }
    }
    assert_eq!(built.to_string(), r#"members: removed {"value": "2"}"#);
}

#[test]
fn operations_tell_what_they_select() {
    let selected = |operation: Value| {
        let patch = Patch::<Group>::read(&request(&json!([operation])), &Compat::default()).unwrap();
        patch.operations().next().and_then(|operation| operation.selected("value"))
    };
    let one = |id: &str| Some(vec![id.to_owned()]);
    assert_eq!(selected(json!({"op": "remove", "path": "members[value eq \"Ab\"]"})), one("Ab"));
    assert_eq!(selected(json!({"op": "remove", "path": "members", "value": [{"value": "1"}]})), one("1"));
    assert_eq!(
        selected(json!({"op": "remove", "path": "members", "value": [{"value": "1", "type": "User"}]})),
        None
    );
    for path in [
        "members",
        "members[value eq \"1\" and type eq \"User\"]",
        "members[value ne \"1\"]",
        "members[value eq \"1\" or value eq \"2\"]",
        "members[not (value eq \"1\")]",
    ] {
        assert_eq!(selected(json!({"op": "remove", "path": path})), None, "{path}");
    }
}
