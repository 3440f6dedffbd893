//! The rules of PATCH, one by one.

use scim_types::{Compat, Group, PatchRequest, ScimType, User};
use serde_json::{Value, json};
use tests::models::{Device, Everything, Extended, Label, NetworkInterface, Status};

use super::{apply, patched, resource, shown};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const BADGE: &str = "urn:example:params:scim:schemas:extension:2.0:Badge";

fn user(rest: impl Into<Value>) -> Value {
    let mut user = json!({"schemas": [USER], "id": "1", "userName": "bjensen"});
    user.as_object_mut().unwrap().extend(rest.into().as_object().unwrap().clone());
    user
}

/// What is left of the attribute after the operations.
fn attribute(before: Value, operations: &Value, name: &str) -> Value {
    patched::<User>(&user(before), operations).get(name).cloned().unwrap_or(Value::Null)
}

#[test]
fn later_operations_see_earlier_ones() {
    let operations = json!([
        {"op": "add", "path": "emails[type eq \"work\"].value", "value": "a@example.com"},
        {"op": "replace", "path": "emails[value eq \"a@example.com\"].display", "value": "A"},
        {"op": "add", "path": "emails", "value": [{"type": "home", "value": "h@example.com", "primary": true}]},
        {"op": "add", "path": "emails[type eq \"work\"].primary", "value": true},
        {"op": "remove", "path": "emails[primary eq false]"}
    ]);
    assert_eq!(
        attribute(json!({}), &operations, "emails"),
        json!([{"value": "a@example.com", "display": "A", "type": "work", "primary": true}])
    );
}

#[test]
fn complex_values_merge() {
    let name = json!({"name": {"givenName": "Barbara", "familyName": "Jensen"}});
    for op in ["add", "replace"] {
        let merged = attribute(
            name.clone(),
            &json!([{"op": op, "path": "name", "value": {"givenName": "Babs"}}]),
            "name",
        );
        assert_eq!(merged, json!({"givenName": "Babs", "familyName": "Jensen"}));
        let same = attribute(name.clone(), &json!([{"op": op, "path": "name", "value": {}}]), "name");
        assert_eq!(same, name["name"]);
    }
    // null in a replaced value removes, in an added one it adds nothing.
    let null = |op| {
        attribute(name.clone(), &json!([{"op": op, "path": "name", "value": {"givenName": null}}]), "name")
    };
    assert_eq!(null("replace"), json!({"familyName": "Jensen"}));
    assert_eq!(null("add"), name["name"]);
    let gone =
        json!([{"op": "remove", "path": "name.givenName"}, {"op": "remove", "path": "name.familyName"}]);
    assert_eq!(attribute(name, &gone, "name"), Value::Null);
}

#[test]
fn removed_and_made_anew() {
    let operations = json!([
        {"op": "remove", "path": "name"},
        {"op": "add", "path": "name.familyName", "value": "New"}
    ]);
    let before = json!({"name": {"givenName": "Barbara", "familyName": "Jensen"}});
    assert_eq!(attribute(before, &operations, "name"), json!({"familyName": "New"}));
}

#[test]
fn values_merge_by_type_and_value() {
    let before = json!({"emails": [{"type": "work", "value": "A@example.com", "display": "old"}, {"type": "home", "value": "h@example.com"}]});
    let add = |value: Value| {
        attribute(before.clone(), &json!([{"op": "add", "path": "emails", "value": value}]), "emails")
    };
    // The same address, whatever its case: what is new about it is taken.
    assert_eq!(
        add(json!([{"type": "WORK", "value": "a@example.com", "display": "new"}])),
        json!([{"type": "work", "value": "A@example.com", "display": "new"}, {"type": "home", "value": "h@example.com"}])
    );
    // The same address of another type is another value; without a type it is there already.
    assert_eq!(add(json!([{"type": "home", "value": "a@example.com"}])).as_array().unwrap().len(), 3);
    assert_eq!(add(json!([{"value": "a@example.com"}])), before["emails"]);
    // Twice in one value.
    assert_eq!(
        add(json!([{"value": "n@example.com"}, {"value": "n@example.com", "display": "N"}]))[2],
        json!({"value": "n@example.com", "display": "N"})
    );
    // One value needs no array.
    assert_eq!(add(json!({"value": "n@example.com"})).as_array().unwrap().len(), 3);
}

#[test]
fn values_without_a_value_merge_by_all_they_have() {
    let before = json!({"addresses": [{"type": "work", "locality": "Anytown", "country": "US"}]});
    let add = |value: Value| {
        attribute(before.clone(), &json!([{"op": "add", "path": "addresses", "value": value}]), "addresses")
    };
    assert_eq!(add(json!([{"type": "work", "locality": "anytown"}])), before["addresses"]);
    assert_eq!(add(json!([{"type": "work", "locality": "Elsewhere"}])).as_array().unwrap().len(), 2);
    let twice = json!([{"locality": "x"}, {"locality": "X"}, {"region": "x"}]);
    assert_eq!(add(twice).as_array().unwrap().len(), 3);
}

#[test]
fn members_are_told_by_value_alone() {
    let group = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "g",
        "members": [{"value": "1", "type": "User", "display": "One"}, {"value": "2"}]});
    let members = |operations: Value| patched::<Group>(&group, &operations)["members"].clone();
    assert_eq!(
        members(json!([{"op": "add", "path": "members", "value": [{"value": "1"}]}])),
        group["members"]
    );
    assert_eq!(
        members(
            json!([{"op": "replace", "path": "members", "value": [{"value": "2"}, {"value": "3"}, {"value": "2", "display": "Two"}]}])
        ),
        json!([{"value": "2", "display": "Two"}, {"value": "3"}])
    );
    assert_eq!(
        members(
            json!([{"op": "remove", "path": "members", "value": [{"value": "1", "type": "Group"}, {"value": "7"}]}])
        ),
        json!([{"value": "2"}])
    );
    assert_eq!(members(json!([{"op": "remove", "path": "members", "value": []}])), group["members"]);
}

#[test]
fn primary_moves() {
    let emails = json!({"emails": [{"value": "a", "primary": true}, {"value": "b"}, {"value": "c", "primary": false}]});
    let primaries = |operations: Value| -> Vec<String> {
        let emails = attribute(emails.clone(), &operations, "emails");
        let primary = emails.as_array().unwrap().iter().filter(|e| e["primary"] == true);
        primary.map(|e| e["value"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        primaries(json!([{"op": "replace", "path": "emails[value eq \"b\"].primary", "value": true}])),
        ["b"]
    );
    assert_eq!(
        primaries(json!([{"op": "replace", "path": "emails[value eq \"c\"]", "value": {"primary": "True"}}])),
        ["c"]
    );
    assert_eq!(
        primaries(json!([{"op": "add", "path": "emails", "value": [{"value": "n", "primary": true}]}])),
        ["n"]
    );
    assert_eq!(
        primaries(json!([{"op": "add", "value": {"emails": [{"value": "b", "primary": true}]}}])),
        ["b"]
    );
    assert_eq!(primaries(json!([{"op": "add", "path": "emails", "value": [{"value": "n"}]}])), ["a"]);
    assert_eq!(
        primaries(json!([{"op": "replace", "path": "emails[primary eq true].primary", "value": false}])),
        Vec::<String>::new()
    );
}

#[test]
fn paths_through_all_values() {
    let before = json!({"emails": [{"value": "a", "display": "A"}, {"value": "b"}]});
    let emails = |operations: Value| attribute(before.clone(), &operations, "emails");
    assert_eq!(
        emails(json!([{"op": "replace", "path": "emails.type", "value": "work"}])),
        json!([{"value": "a", "display": "A", "type": "work"}, {"value": "b", "type": "work"}])
    );
    assert_eq!(
        emails(json!([{"op": "remove", "path": "emails.display"}])),
        json!([{"value": "a"}, {"value": "b"}])
    );
    // Where there is no value, one is made.
    let made = attribute(json!({}), &json!([{"op": "add", "path": "emails.value", "value": "n"}]), "emails");
    assert_eq!(made, json!([{"value": "n"}]));
    // A value that has nothing left is gone.
    assert_eq!(
        attribute(
            json!({"emails": [{"value": "a"}]}),
            &json!([{"op": "remove", "path": "emails.value"}]),
            "emails"
        ),
        Value::Null
    );
}

#[test]
fn an_element_is_made_from_its_filter() {
    let made = |path: &str, value: Value, name: &str| {
        attribute(json!({}), &json!([{"op": "add", "path": path, "value": value}]), name)
    };
    assert_eq!(
        made("emails[type eq \"Work\" and primary eq true].value", json!("a"), "emails"),
        json!([{"value": "a", "type": "Work", "primary": true}])
    );
    assert_eq!(
        made("addresses[type eq \"work\"]", json!({"locality": "x"}), "addresses"),
        json!([{"locality": "x", "type": "work"}])
    );
    // As a key of a value without a path.
    let keys = json!([{"op": "add", "value": {"emails[type eq \"work\"].value": "a", "name.givenName": "B", format!("{ENTERPRISE}:department"): "D",
        ENTERPRISE: {"costCenter": "C"}, "manager": "m"}}]);
    let after = patched::<User>(&user(json!({})), &keys);
    assert_eq!(after["emails"], json!([{"value": "a", "type": "work"}]));
    assert_eq!(after["name"], json!({"givenName": "B"}));
    assert_eq!(after[ENTERPRISE], json!({"department": "D", "costCenter": "C", "manager": {"value": "m"}}));
}

#[test]
fn nothing_is_removed() {
    for path in [
        "nickName",
        "name",
        "name.givenName",
        "emails",
        "emails[value eq \"x\"]",
        "emails[value eq \"x\"].display",
        "members",
        ENTERPRISE,
    ] {
        if path != "members" {
            let mut user = resource::<User>(&user(json!({"title": "T"})));
            let changes =
                apply(&mut user, &json!([{"op": "remove", "path": path}]), &Compat::default()).unwrap();
            assert!(changes.is_empty(), "{path}");
        }
    }
}

#[test]
fn null_and_empty_arrays_remove() {
    let before = json!({"nickName": "B", "emails": [{"value": "a"}], "name": {"givenName": "G"}, ENTERPRISE: {"department": "D"}});
    for (path, value) in [
        ("nickName", json!(null)),
        ("emails", json!([])),
        ("emails", json!(null)),
        ("name", json!(null)),
        (ENTERPRISE, json!(null)),
        ("emails[value eq \"a\"]", json!(null)),
    ] {
        let name = path.split('[').next().unwrap();
        assert_eq!(
            attribute(before.clone(), &json!([{"op": "replace", "path": path, "value": value}]), name),
            Value::Null,
            "{path}"
        );
        assert_eq!(
            attribute(before.clone(), &json!([{"op": "replace", "value": {path: value}}]), name),
            Value::Null,
            "{path}"
        );
        // Adding nothing changes nothing.
        assert_eq!(
            attribute(before.clone(), &json!([{"op": "add", "path": path, "value": value}]), name),
            before[name],
            "{path}"
        );
    }
}

#[test]
fn schemas_follow_the_data() {
    let before = user(json!({ENTERPRISE: {"department": "D"}}));
    for operations in [
        json!([{"op": "remove", "path": ENTERPRISE}]),
        json!([{"op": "replace", "path": "schemas", "value": [USER]}]),
        json!([{"op": "remove", "path": format!("schemas[value eq \"{ENTERPRISE}\"]")}]),
        json!([{"op": "remove", "path": "schemas", "value": [ENTERPRISE.to_uppercase()]}]),
        json!([{"op": "remove", "path": format!("{ENTERPRISE}:department")}]),
    ] {
        let after = patched::<User>(&before, &operations);
        assert_eq!(after["schemas"], json!([USER]), "{operations}");
        assert!(after.get(ENTERPRISE).is_none());
    }
    // What a value without a path says of `schemas` takes nothing away.
    for operations in [
        json!([{"op": "replace", "value": {"schemas": [USER], "title": "T"}}]),
        json!([{"op": "add", "path": "schemas", "value": [ENTERPRISE, "urn:example:other"]}]),
        json!([{"op": "replace", "path": USER, "value": {"title": "T"}}]),
        json!([{"op": "replace", "value": {USER: {"title": "T"}}}]),
    ] {
        assert_eq!(patched::<User>(&before, &operations)[ENTERPRISE], before[ENTERPRISE], "{operations}");
    }
}

#[test]
fn a_value_without_a_path_may_repeat_what_is_read_only() {
    let before = user(
        json!({"groups": [{"value": "g", "display": "G"}], "meta": {"created": "2020-01-01T00:00:00Z"}}),
    );
    // What the service writes when it answers, which the store does not know.
    let told = json!({"id": "1", "title": "T", "groups": [{"value": "g", "$ref": "https://example.com/Groups/g"}],
        "meta": {"resourceType": "User", "created": "2020-01-01T00:00:00Z", "location": "https://example.com/Users/1"}});
    let repeated = json!({"id": "1", "title": "T", "groups": [{"value": "g"}], "meta.resourceType": "User",
        "meta.location": "https://example.com/Users/1"});
    for value in [told, repeated] {
        let mut user = resource::<User>(&before);
        let changes =
            apply(&mut user, &json!([{"op": "replace", "value": value}]), &Compat::default()).unwrap();
        assert_eq!(
            (changes.len(), changes.tolerances().to_string()),
            (1, "readonly-same-value-ok".to_owned())
        );
        assert_eq!(user.title.as_deref(), Some("T"));
    }
    for wrong in [
        json!({"meta": {"resourceType": "Group"}}),
        json!({"meta": {"location": "https://example.com/Users/2"}}),
        json!({"meta.location": "https://example.com/Users/2"}),
        json!({"meta": {"version": "https://example.com/Users/1"}}),
        json!({"groups": [{"value": "g", "$ref": "https://example.com/Groups/h"}]}),
        json!({"groups": [{"value": "g", "$ref": "https://example.com/Users/1"}]}),
        json!({"groups": [{"value": "h", "$ref": "https://example.com/Groups/h"}]}),
    ] {
        let mut user = resource::<User>(&before);
        let error = apply(&mut user, &json!([{"op": "replace", "value": wrong}]), &Compat::default());
        assert_eq!(error.unwrap_err().scim_type, Some(ScimType::Mutability), "{wrong}");
    }
}

#[test]
fn a_url_goes_with_what_it_is_of() {
    let manager = |value: &str, url: Option<&str>| {
        let mut manager = json!({"value": value});
        if let Some(url) = url {
            manager["$ref"] = json!(url);
        }
        manager
    };
    let before = user(
        json!({"schemas": [USER, ENTERPRISE], ENTERPRISE: {"manager": manager("a", Some("../Users/a"))}}),
    );
    let path = format!("{ENTERPRISE}:manager");
    let value = format!("{path}.value");
    for (operation, expected) in [
        (json!({"op": "replace", "path": path, "value": "b"}), manager("b", None)),
        (json!({"op": "add", "path": path, "value": {"value": "b"}}), manager("b", None)),
        (json!({"op": "replace", "path": value, "value": "b"}), manager("b", None)),
        (json!({"op": "replace", "value": {&value: "b"}}), manager("b", None)),
        (json!({"op": "replace", "value": {ENTERPRISE: {"manager": {"value": "b"}}}}), manager("b", None)),
        (
            json!({"op": "replace", "value": {ENTERPRISE: {"manager": manager("b", Some("../Users/b"))}}}),
            manager("b", Some("../Users/b")),
        ),
        // The same one, and none.
        (json!({"op": "replace", "path": path, "value": "a"}), manager("a", Some("../Users/a"))),
        (json!({"op": "replace", "path": value, "value": "a"}), manager("a", Some("../Users/a"))),
        (
            json!({"op": "replace", "path": path, "value": {"$ref": "/Users/a"}}),
            manager("a", Some("/Users/a")),
        ),
    ] {
        let after = patched::<User>(&before, &json!([operation]));
        assert_eq!(after[ENTERPRISE]["manager"], expected, "{operation}");
    }
}

#[test]
fn fields_out_of_sight_stay() {
    let mut device = Device {
        id: "1".to_owned(),
        serial_number: "A".to_owned(),
        cache_slot: 42,
        network_interfaces: vec![NetworkInterface { mac: "m".to_owned(), ..NetworkInterface::default() }],
        ..Device::default()
    };
    apply(&mut device, &json!([{"op": "replace", "path": "serialNumber", "value": "B"}]), &Compat::default())
        .unwrap();
    assert_eq!((device.cache_slot, &*device.serial_number), (42, "B"));
    let mut extended = Extended { row: 7, ..resource(&user(json!({}))) };
    let operations = json!([{"op": "add", "path": BADGE, "value": {"number": "n", "doors": ["a"]}}, {"op": "add", "path": "title", "value": "T"}]);
    apply(&mut extended, &operations, &Compat::default()).unwrap();
    assert_eq!((extended.row, extended.badge.as_ref().map(|b| &*b.number)), (7, Some("n")));
    assert_eq!(extended.user.title.as_deref(), Some("T"));
}

#[test]
fn every_kind_of_field() {
    let everything = || Everything {
        id: "1".to_owned(),
        text: "t".to_owned(),
        flag: true,
        with_default: 1,
        ..Everything::default()
    };
    let mut value = everything();
    let operations = json!([{"op": "replace", "value": {
        "text": "u", "optionalText": "o", "texts": ["a", "A", "b"], "optionalTexts": ["x"], "flag": "false", "flags": [true, false, true],
        "small": 5, "number": "" , "decimal": 1.5, "dates": ["2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00"], "bytes": "YWI=",
        "link": "https://example.com", "color": "DEEPBLUE", "sizes": ["large", "huge"], "label": "L", "status": false,
        "withDefault": null, "owner": {"value": "w"}, "boxedOwner": "b", "secret": "s",
        "interfaces": [{"mac": "1", "primary": true}]
    }}]);
    apply(&mut value, &operations, &Compat::default()).unwrap();
    // A string attribute compares without regard to case, so "A" is "a", and two instants are one.
    assert_eq!(value.texts, ["a", "b"]);
    assert_eq!((value.flags.len(), value.dates.len()), (2, 1));
    assert_eq!(value.label, Some(Label("L".to_owned())));
    assert_eq!((value.status, value.with_default, value.flag), (Status::Left, 7, false));
    assert_eq!(value.secret.as_deref(), Some("s"));
    assert_eq!(value.boxed_owner.as_ref().unwrap().value.as_deref(), Some("b"));
    let operations = json!([
        {"op": "add", "path": "texts", "value": ["B", "c"]},
        {"op": "remove", "path": "texts[value eq \"a\"]"},
        {"op": "replace", "path": "texts[value eq \"c\"]", "value": "d"},
        {"op": "add", "path": "optionalTexts", "value": "y"},
        {"op": "remove", "path": "sizes", "value": ["HUGE"]},
        {"op": "remove", "path": "interfaces"},
        {"op": "remove", "path": "secret"},
        {"op": "remove", "path": "boxedOwner"},
        {"op": "remove", "path": "owner.value"},
        {"op": "add", "path": "owner.$ref", "value": "https://example.com/Users/1"}
    ]);
    apply(&mut value, &operations, &Compat::default()).unwrap();
    assert_eq!(value.texts, ["b", "d"]);
    assert_eq!(value.optional_texts.as_deref(), Some(&["x".to_owned(), "y".to_owned()][..]));
    assert_eq!((value.sizes.len(), value.interfaces, value.secret, value.boxed_owner), (1, None, None, None));
    assert_eq!(value.owner.value, None);
}

#[test]
fn immutable_values_can_be_set_once() {
    let group = |member: Value| json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "g", "members": [member]});
    let set = json!([{"op": "add", "path": "members[value eq \"1\"].type", "value": "User"}]);
    assert_eq!(patched::<Group>(&group(json!({"value": "1"})), &set)["members"][0]["type"], "User");
    assert_eq!(
        patched::<Group>(&group(json!({"value": "1", "type": "user"})), &set)["members"][0]["type"],
        "user"
    );
}

#[test]
fn requests_of_a_client() {
    let request = PatchRequest::new()
        .with("replace", Some("active"), Some(&false))
        .and_then(|r| r.with::<()>("remove", Some("emails[type eq \"work\"]"), None))
        .unwrap();
    let text = serde_json::to_string(&request).unwrap();
    assert_eq!(
        text,
        r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false},{"op":"remove","path":"emails[type eq \"work\"]"}]}"#
    );
    // Both ways to read it, and another format than JSON text, give the same.
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::from_value::<PatchRequest>(value).unwrap(), request);
    assert_eq!(PatchRequest::read(text.as_bytes()).unwrap(), request);
    let mut user =
        resource::<User>(&user(json!({"active": true, "emails": [{"type": "work", "value": "a"}]})));
    let changes = request.bind::<User>().unwrap().apply(&mut user).unwrap();
    assert_eq!(changes.len(), 2);
    assert_eq!(shown(&user)["active"], false);
    assert!(user.emails.is_empty());
    assert!(
        !format!("{:?}", PatchRequest::new().with("add", Some("password"), Some("hunter2")).unwrap())
            .contains("hunter2")
    );
}
