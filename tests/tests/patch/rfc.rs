//! The examples of RFC 7644 §3.5.2, one by one, each as strict as the RFC but where its own text breaks its grammar.

use scim_types::{Compat, Group, Tolerance, User};
use serde_json::{Value, json};

use super::{apply, resource, shown};

const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

fn babs() -> Value {
    json!({"display": "Babs Jensen", "$ref": "https://example.com/v2/Users/2819c223", "value": "2819c223-7f76-453a-919d-413861904646"})
}

fn james() -> Value {
    json!({"display": "James Smith", "$ref": "https://example.com/v2/Users/08e1d05d", "value": "08e1d05d-121c-4561-8b96-473d93df9210"})
}

/// Applies to a group with these members, and gives those that it has then.
fn members(before: &Value, operations: &Value, compat: &Compat) -> Value {
    let mut group = resource::<Group>(
        &json!({"schemas": [GROUP], "id": "g", "displayName": "Tour Guides", "members": before}),
    );
    apply(&mut group, operations, compat).unwrap_or_else(|e| panic!("{operations}: {e}"));
    shown(&group).get("members").cloned().unwrap_or(json!([]))
}

fn user(before: &Value, operations: &Value) -> Value {
    let mut before = before.clone();
    before["schemas"] = json!([USER]);
    before["userName"] = json!("bjensen");
    let mut user = resource::<User>(&before);
    apply(&mut user, operations, &Compat::strict()).unwrap_or_else(|e| panic!("{operations}: {e}"));
    shown(&user)
}

#[test]
fn add_a_member() {
    let add = json!([{"op": "add", "path": "members", "value": [babs()]}]);
    assert_eq!(members(&json!([james()]), &add, &Compat::strict()), json!([james(), babs()]));
    // "If the user was already a member of this group, no changes should be made."
    let mut group = resource::<Group>(&json!({"schemas": [GROUP], "displayName": "g", "members": [babs()]}));
    assert!(apply(&mut group, &add, &Compat::strict()).unwrap().is_empty());
}

#[test]
fn add_without_a_path() {
    let add = json!([{"op": "add", "value": {"emails": [{"value": "babs@jensen.org", "type": "home"}], "nickname": "Babs"}}]);
    let after = user(&json!({"nickName": "B", "emails": [{"value": "w@example.com", "type": "work"}]}), &add);
    assert_eq!(after["nickName"], "Babs");
    assert_eq!(
        after["emails"],
        json!([{"value": "w@example.com", "type": "work"}, {"value": "babs@jensen.org", "type": "home"}])
    );
}

#[test]
fn remove_a_member() {
    let remove =
        json!([{"op": "remove", "path": "members[value eq \"2819c223-7f76-453a-919d-413861904646\"]"}]);
    assert_eq!(members(&json!([babs(), james()]), &remove, &Compat::strict()), json!([james()]));
    assert_eq!(members(&json!([james()]), &remove, &Compat::strict()), json!([james()]));
}

#[test]
fn remove_all_members() {
    let remove = json!([{"op": "remove", "path": "members"}]);
    assert_eq!(members(&json!([babs(), james()]), &remove, &Compat::strict()), json!([]));
}

#[test]
fn remove_a_value_of_a_complex_attribute() {
    let remove = json!([{"op": "remove", "path": "emails[type eq \"work\" and value ew \"example.com\"]"}]);
    let emails = json!([
        {"value": "a@example.com", "type": "work"},
        {"value": "a@example.com", "type": "home"},
        {"value": "a@example.org", "type": "work"}
    ]);
    assert_eq!(user(&json!({"emails": emails}), &remove)["emails"], json!([emails[1], emails[2]]));
}

#[test]
fn remove_and_add_a_member() {
    let both = json!([
        {"op": "remove", "path": "members[value eq\"2819c223-7f76-453a-919d-413861904646\"]"},
        {"op": "add", "path": "members", "value": [james()]}
    ]);
    // The RFC leaves out a space that its grammar asks for.
    let compat = Compat::strict().with(Tolerance::LenientWhitespace);
    assert_eq!(members(&json!([babs()]), &both, &compat), json!([james()]));
}

#[test]
fn replace_all_members() {
    for operations in [
        json!([{"op": "remove", "path": "members"}, {"op": "add", "path": "members", "value": [babs(), james()]}]),
        json!([{"op": "replace", "path": "members", "value": [babs(), james()]}]),
    ] {
        let other = json!({"value": "other", "display": "Other"});
        for before in [json!([other]), json!([other, babs()]), json!([]), json!([babs(), james()])] {
            let after = members(&before, &operations, &Compat::strict());
            assert_eq!(after, json!([babs(), james()]), "{before}");
        }
    }
}

#[test]
fn replace_an_address() {
    let work = json!({
        "type": "work", "streetAddress": "911 Universal City Plaza", "locality": "Hollywood", "region": "CA", "postalCode": "91608",
        "country": "US", "formatted": "911 Universal City Plaza\nHollywood, CA 91608 US", "primary": true
    });
    let replace = json!([{"op": "replace", "path": "addresses[type eq \"work\"]", "value": work}]);
    let before = json!({"addresses": [
        {"type": "home", "locality": "Anytown", "primary": true},
        {"type": "work", "locality": "Oldtown"}
    ]});
    let after = user(&before, &replace);
    assert_eq!(after["addresses"][0], json!({"type": "home", "locality": "Anytown", "primary": false}));
    let mut got = after["addresses"][1].clone();
    let mut want = work;
    for value in [&mut got, &mut want] {
        value.as_object_mut().unwrap().sort_keys();
    }
    assert_eq!(got, want);
}

#[test]
fn replace_a_sub_attribute() {
    let replace = json!([{"op": "replace", "path": "addresses[type eq \"work\"].streetAddress", "value": "1010 Broadway Ave"}]);
    let after =
        user(&json!({"addresses": [{"type": "work", "streetAddress": "old", "locality": "x"}]}), &replace);
    assert_eq!(
        after["addresses"],
        json!([{"streetAddress": "1010 Broadway Ave", "locality": "x", "type": "work"}])
    );
}

/// §3.5.2.3, the last example: attributes without a path.
#[test]
fn replace_without_a_path() {
    let replace = json!([{"op": "replace", "value": {
        "emails": [
            {"value": "bjensen@example.com", "type": "work", "primary": true},
            {"value": "babs@jensen.org", "type": "home"}
        ],
        "nickname": "Babs"
    }}]);
    let after = user(&json!({"emails": [{"value": "old@example.com"}]}), &replace);
    assert_eq!(after["nickName"], "Babs");
    assert_eq!(
        after["emails"],
        json!([{"value": "bjensen@example.com", "type": "work", "primary": true}, {"value": "babs@jensen.org", "type": "home"}])
    );
}

/// §3.5.2: "adding the attribute … automatically adds the value … to the resource's `schemas` attribute".
#[test]
fn a_qualified_name_adds_its_schema() {
    let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let add = json!([{"op": "add", "path": format!("{urn}:employeeNumber"), "value": "701984"}]);
    let after = user(&json!({}), &add);
    assert_eq!(after["schemas"], json!([USER, urn]));
    assert_eq!(after[urn]["employeeNumber"], "701984");
}
