//! Groups and memberships.

use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::process::{GROUP, Server};

fn group(name: &str, members: &[&str]) -> Value {
    let members: Vec<_> = members.iter().map(|id| json!({"value": id})).collect();
    json!({"schemas": [GROUP], "displayName": name, "members": members})
}

fn member_ids(group: &Value) -> Vec<&str> {
    group["members"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .map(|m| m["value"].as_str().unwrap())
        .collect()
}

#[test]
fn members_and_groups_are_one_thing() {
    let server = Server::empty();
    let (a, b) = (server.new_user("a"), server.new_user("b"));
    let created = server.post("/Groups", &group("Staff", &[&b, &a, &b]));
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(member_ids(&created.body), [b.as_str(), &a], "each once, in order");
    let base = format!("http://{}/scim/v2", server.address);
    let expected =
        json!({"value": b, "$ref": format!("{base}/Users/{b}"), "display": "The b", "type": "User"});
    assert_eq!(created.body["members"][0], expected);
    let id = created.text("/id");
    let uri = format!("/Groups/{id}");
    assert_eq!(server.get(&uri).body, created.body);

    let user = server.get(&format!("/Users/{a}")).body;
    let expected =
        json!([{"value": id, "$ref": format!("{base}/Groups/{id}"), "display": "Staff", "type": "direct"}]);
    assert_eq!(user["groups"], expected);
    assert_eq!(server.get("/Users").body["Resources"][0], user);
    assert_eq!(server.get("/Groups").body["Resources"][0], created.body);
    for uri in [uri.as_str(), "/Groups"] {
        let without = server.get(&format!("{uri}?excludedAttributes=members")).body.to_string();
        assert!(!without.contains("members") && without.contains("Staff"));
    }

    // A user's groups are not the user's to change.
    let mut changed = user.clone();
    changed["groups"] = json!([]);
    assert_eq!(server.put(&format!("/Users/{a}"), &changed).body, user);

    // A display name changes wherever it is shown.
    changed["displayName"] = json!("Somebody else");
    server.put(&format!("/Users/{a}"), &changed);
    assert_eq!(server.get(&uri).body["members"][1]["display"], "Somebody else");

    // A deleted user is in no group, and the group knows it changed.
    sleep(Duration::from_millis(5));
    server.delete(&format!("/Users/{b}"));
    let left = server.get(&uri);
    assert_eq!(member_ids(&left.body), [a.as_str()]);
    assert_ne!(left.text("/meta/lastModified"), created.text("/meta/lastModified"));
    server.delete(&uri);
    assert_eq!(server.get(&format!("/Users/{a}")).body["groups"], Value::Null);
}

#[test]
fn replace() {
    let server = Server::empty();
    let (a, b) = (server.new_user("a"), server.new_user("b"));
    let created = server.post("/Groups", &group("Staff", &[&a, &b]));
    let uri = format!("/Groups/{}", created.text("/id"));
    sleep(Duration::from_millis(5));
    for same in [created.body.clone(), group("Staff", &[&b, &a]), group("Staff", &[&a, &b, &a])] {
        assert_eq!(server.put(&uri, &same).body, created.body, "the same members change nothing");
    }
    let fewer = server.put(&uri, &group("Staff", &[&b]));
    assert_eq!(member_ids(&fewer.body), [b.as_str()]);
    assert_ne!(fewer.text("/meta/lastModified"), created.text("/meta/lastModified"));
    assert_eq!(server.get(&format!("/Users/{a}")).body["groups"], Value::Null);
    assert_eq!(server.put(&uri, &group("Team", &[])).body["members"], Value::Null);

    // What is refused leaves everything as it was, half of it included.
    let before = server.put(&uri, &group("Team", &[&a])).body;
    server.put(&uri, &group("Renamed", &[&b, "nobody"])).is(400, "invalidValue");
    assert_eq!(server.get(&uri).body, before);
}

#[test]
fn refused() {
    let server = Server::empty();
    let a = server.new_user("a");
    let refused = server.post("/Groups", &group("Staff", &[&a, "nobody"]));
    assert!(refused.is(400, "invalidValue").text("/detail").contains("\"nobody\""));
    assert_eq!(server.get("/Groups").body["totalResults"], 0, "nothing was stored");
    let no_value = json!({"schemas": [GROUP], "displayName": "Staff", "members": [{"display": "a"}]});
    assert!(
        server
            .post("/Groups", &no_value)
            .is(400, "invalidValue")
            .text("/detail")
            .contains("members[0].value")
    );

    let staff = server.post("/Groups", &group("Staff", &[]));
    let id = staff.text("/id");
    server.post("/Groups", &group("STAFF", &[])).is(409, "uniqueness");
    server.put(&format!("/Groups/{id}"), &group("Staff", &[id])).is(400, "invalidValue");
    let outer = server.post("/Groups", &group("Company", &[id, &a]));
    assert_eq!(outer.body["members"][0]["type"], "Group");
    assert_eq!(outer.body["members"][0]["display"], "Staff");
    assert!(outer.text("/members/0/$ref").ends_with(&format!("/Groups/{id}")));
    server.delete(&format!("/Groups/{id}"));
    assert_eq!(member_ids(&server.get(&format!("/Groups/{}", outer.text("/id"))).body), [a.as_str()]);
}

#[test]
fn many_members() {
    let server = Server::empty();
    let ids: Vec<String> = (0..300).map(|i| server.new_user(&format!("user{i}"))).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let created = server.post("/Groups", &group("All", &ids));
    assert_eq!(created.status, 201);
    assert_eq!(member_ids(&created.body), ids);
}
