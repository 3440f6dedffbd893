//! Groups and memberships.

use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::process::{GROUP, Server, with};

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
    let this_version = format!("meta.version eq {}", user["meta"]["version"]);
    assert_eq!(server.get(&with("/Users", &[("filter", &this_version)])).body["Resources"], json!([user]));
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
    let mut nameless = group("Renamed", &[&b]);
    nameless["members"].as_array_mut().unwrap().push(json!({"display": "nobody"}));
    server.put(&uri, &nameless).is(400, "invalidValue");
    assert_eq!(server.get(&uri).body, before);
}

#[test]
fn refused() {
    let server = Server::empty();
    let a = server.new_user("a");
    let no_value = json!({"schemas": [GROUP], "displayName": "Staff", "members": [{"display": "a"}]});
    assert!(
        server
            .post("/Groups", &no_value)
            .is(400, "invalidValue")
            .text("/detail")
            .contains("members[0].value")
    );
    assert_eq!(server.get("/Groups").body["totalResults"], 0, "nothing was stored");

    let staff = server.post("/Groups", &group("Staff", &[]));
    let id = staff.text("/id");
    server.post("/Groups", &group("STAFF", &[])).is(409, "uniqueness");
    for own in [id.to_owned(), id.to_uppercase()] {
        server.put(&format!("/Groups/{id}"), &group("Staff", &[&own])).is(400, "invalidValue");
        let add = json!([{"op": "add", "path": "members", "value": [{"value": own}]}]);
        server.patch(&format!("/Groups/{id}"), &add).is(400, "invalidValue");
    }
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

/// Nobody wants a thousand members back for adding one.
#[test]
fn large_groups_are_not_sent_back() {
    let server = Server::empty();
    let ids: Vec<String> = (0..1001).map(|i| format!("guest{i}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let large = server.post("/Groups", &group("All", &ids));
    let uri = format!("/Groups/{}", large.text("/id"));
    let rename = |name: &str| json!([{"op": "replace", "path": "displayName", "value": name}]);
    let renamed = server.patch(&uri, &rename("Everybody"));
    assert_eq!(renamed.status, 204);
    let shown = server.get(&format!("{uri}?excludedAttributes=members"));
    assert_eq!(shown.text("/displayName"), "Everybody");
    assert!(renamed.head.contains(&format!("etag: {}", shown.text("/meta/version").to_lowercase())));
    let asked = server.patch(&format!("{uri}?attributes=displayName"), &rename("All"));
    assert_eq!((asked.status, asked.text("/displayName")), (200, "All"));
    let again = server.patch(&uri, &rename("All"));
    assert_eq!(again.status, 204, "nor for nothing");
    let shown = server.get(&format!("{uri}?excludedAttributes=members"));
    assert!(again.head.contains(&format!("etag: {}", shown.text("/meta/version").to_lowercase())));
    let fewer = server.patch(&uri, &json!([{"op": "remove", "path": "members[value eq \"guest7\"]"}]));
    assert_eq!(fewer.status, 204, "it was large when the request came");
    let small = server.patch(&uri, &rename("Nearly all"));
    assert_eq!((small.status, member_ids(&small.body).len()), (200, 1000));
}

/// Whom this directory does not keep is a member all the same, as the client lists it.
#[test]
fn foreign_members() {
    let server = Server::empty();
    let a = server.new_user("a");
    let created = server.post("/Groups", &group("Staff", &["Someone-Else", &a.to_uppercase()]));
    assert_eq!(created.body["members"][0], json!({"value": "Someone-Else"}));
    assert_eq!(created.body["members"][1]["value"], a);
    let uri = format!("/Groups/{}", created.text("/id"));
    let before = created.text("/meta/version").to_owned();
    let add = json!([{"op": "add", "path": "members", "value": [{"value": "someone-else"}, {"value": a}]}]);
    assert_eq!(server.patch(&uri, &add).text("/meta/version"), before, "nobody is new");
    let put = server.put(&uri, &group("Staff", &["SomeOne-else", &a]));
    assert_eq!(member_ids(&put.body), ["SomeOne-else", &a], "as the client writes it now");
    let remove = json!([{"op": "remove", "path": "members[value eq \"SOMEONE-else\"]"}]);
    let after = server.patch(&uri, &remove);
    assert_eq!(member_ids(&after.body), [a.as_str()]);
}

#[test]
fn patch() {
    let server = Server::empty();
    let users: Vec<String> = ["a", "b", "c"].iter().map(|name| server.new_user(name)).collect();
    let created = server.post("/Groups", &group("Staff", &[&users[0]]));
    let uri = format!("/Groups/{}", created.text("/id"));
    let version = |uri: &str| server.get(uri).text("/meta/version").to_owned();
    let (group_before, user_before) = (version(&uri), version(&format!("/Users/{}", users[1])));

    // By rows: nothing but the named members is touched, in the order of the operations.
    let operations = json!([
        {"op": "add", "path": "members", "value": [{"value": users[1]}, {"value": users[2], "display": "C!"}, {"value": users[1]}]},
        {"op": "replace", "path": "displayName", "value": "Crew"},
        {"op": "remove", "path": "members", "value": [{"value": users[0]}]},
        {"op": "add", "path": "members", "value": [{"value": users[0]}]},
    ]);
    let patched = server.patch(&uri, &operations);
    assert_eq!(patched.status, 200, "{}", patched.body);
    assert_eq!(member_ids(&patched.body), [&*users[1], &*users[2], &*users[0]]);
    assert_eq!(patched.body["members"][1]["display"], "C!");
    assert_eq!(patched.body["displayName"], "Crew");
    assert_ne!(version(&uri), group_before);
    assert_ne!(version(&format!("/Users/{}", users[1])), user_before, "a user shows its groups");
    assert_eq!(server.get(&format!("/Users/{}", users[1])).body["groups"][0]["display"], "Crew");

    // Again, it changes what the first operation and the last one change.
    let once = json!([{"op": "add", "path": "members", "value": [{"value": users[1]}]}, {"op": "remove", "path": "members[value eq \"none\"]"}]);
    let before = version(&uri);
    assert_eq!(server.patch(&uri, &once).text("/meta/version"), before);

    // What is not by rows.
    let whole = json!([{"op": "replace", "path": "members", "value": [{"value": users[2]}]}]);
    assert_eq!(member_ids(&server.patch(&uri, &whole).body), [users[2].as_str()]);
    // With the URL that the server shows, it is the same member.
    let shown = server.get(&uri).body;
    let again = json!([{"op": "replace", "path": "members", "value": shown["members"]}]);
    assert_eq!(server.patch(&uri, &again).body, shown);
    let named = json!([{"op": "replace", "path": "members[value pr].display", "value": "Nick"}]);
    assert_eq!(server.patch(&uri, &named).body["members"][0]["display"], "Nick");
    let part = server.patch(&format!("{uri}?attributes=displayName"), &named);
    assert_eq!(part.body["members"], Value::Null);

    // A member's own name is not kept for it: it changes with the member's.
    let user = format!("/Users/{}", users[2]);
    let own = json!([{"op": "replace", "path": "members[value pr].display", "value": "The c"}]);
    assert_eq!(server.patch(&uri, &own).body["members"][0]["display"], "The c");
    server.patch(&user, &json!([{"op": "replace", "path": "displayName", "value": "Sea"}]));
    assert_eq!(server.get(&uri).body["members"][0]["display"], "Sea");

    // All or nothing, rows included.
    let before = server.get(&uri).body;
    for broken in [
        json!([{"op": "add", "path": "members", "value": [{"value": users[0]}]}, {"op": "remove", "path": "displayName"}]),
        json!([{"op": "remove", "path": "members[value eq \"x\"]"}, {"op": "add", "path": "members", "value": [{"display": "x"}]}]),
        json!([{"op": "replace", "path": "displayName", "value": "x"}, {"op": "replace", "path": "members[value eq \"x\"].display", "value": "y"}]),
    ] {
        assert_eq!(server.patch(&uri, &broken).status, 400, "{broken}");
        assert_eq!(server.get(&uri).body, before, "{broken}");
    }
    let other = server.post("/Groups", &group("Other", &[]));
    let rename = json!([{"op": "replace", "path": "displayName", "value": "CREW"}]);
    server.patch(&format!("/Groups/{}", other.text("/id")), &rename).is(409, "uniqueness");
    let clear = json!([{"op": "remove", "path": "members"}]);
    assert_eq!(server.patch(&uri, &clear).body["members"], Value::Null);
}
