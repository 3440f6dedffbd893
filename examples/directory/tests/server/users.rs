//! Users.

use std::thread;

use serde_json::{Value, json};

use crate::process::{ENTERPRISE, Folder, Server, USER};

#[test]
fn life_of_a_user() {
    let server = Server::empty();
    let body = json!({"schemas": [USER, ENTERPRISE], "userName": "BJensen", "externalId": "701984", "active": true,
        "name": {"givenName": "Barbara", "familyName": "Jensen"},
        "emails": [{"value": "bjensen@example.com", "type": "work", "primary": true}],
        ENTERPRISE: {"department": "R&D", "manager": {"value": "unknown here"}}});
    let created = server.post("/Users", &body);
    assert_eq!(created.status, 201);
    let id = created.text("/id");
    let location = format!("http://{}/scim/v2/Users/{id}", server.address);
    assert!(created.head.contains(&format!("\r\nlocation: {}", location.to_lowercase())));
    let uri = format!("/Users/{id}");
    assert_eq!(server.get(&uri).body, created.body);
    for key in ["schemas", "externalId", "name", "emails", ENTERPRISE] {
        assert_eq!(created.body[key], body[key], "{key}");
    }

    server.post("/Users", &json!({"schemas": [USER], "userName": "bjensen"})).is(409, "uniqueness");
    let twin = server.post("/Users", &json!({"schemas": [USER], "userName": "twin", "externalId": "701984"}));
    assert_eq!(twin.status, 201, "externalId is not unique");
    let twin = format!("/Users/{}", twin.text("/id"));
    server.put(&twin, &json!({"schemas": [USER], "userName": "BJENSEN"})).is(409, "uniqueness");
    assert_eq!(server.get(&twin).text("/userName"), "twin");

    thread::sleep(std::time::Duration::from_millis(5));
    assert_eq!(server.put(&uri, &created.body).body, created.body, "nothing changed, nor did lastModified");
    let replaced = server.put(&uri, &json!({"schemas": [USER], "userName": "bjensen", "active": "False"}));
    assert_eq!((replaced.status, &replaced.body["active"]), (200, &json!(false)));
    for key in ["name", "emails", "externalId", ENTERPRISE] {
        assert_eq!(replaced.body[key], Value::Null, "{key}");
    }
    assert_eq!(replaced.text("/meta/created"), created.text("/meta/created"));
    assert_ne!(replaced.text("/meta/lastModified"), created.text("/meta/lastModified"));
    assert_eq!(server.get(&uri).body, replaced.body);

    assert_eq!(server.delete(&uri).status, 204);
    for gone in [server.get(&uri), server.delete(&uri), server.put(&uri, &body)] {
        gone.is(404, "");
    }
    assert_eq!(server.post("/Users", &body).status, 201, "the name is free again");
}

#[cfg(unix)]
#[test]
fn passwords_stay_inside() {
    let folder = Folder::new();
    let server = Server::start(&folder, &["--database", "sqlite:a.db", "--token", "secret"]);
    let mut body = json!({"schemas": [USER], "userName": "bjensen", "password": "t1meMa$heen"});
    let created = server.post("/Users", &body);
    assert_eq!(created.status, 201);
    let uri = format!("/Users/{}", created.text("/id"));
    let modified = |answer: crate::process::Answer| {
        assert!(!answer.body.to_string().contains("assword"), "{}", answer.body);
        answer.text("/meta/lastModified").to_owned()
    };
    let first = modified(server.get(&format!("{uri}?attributes=password,meta")));
    thread::sleep(std::time::Duration::from_millis(5));
    assert_eq!(modified(server.put(&uri, &body)), first, "the same password again");
    assert_eq!(
        modified(server.put(&uri, &json!({"schemas": [USER], "userName": "bjensen"}))),
        first,
        "none: it is kept"
    );
    body["password"] = json!("another 0ne");
    let second = modified(server.put(&uri, &body));
    assert_ne!(second, first);
    assert_eq!(modified(server.put(&uri, &body)), second);
    server.stop();
    assert!(
        folder.contains("$argon2id$") && !folder.contains("t1meMa$heen") && !folder.contains("another 0ne")
    );
}

#[test]
fn only_one_of_many() {
    let folder = Folder::new();
    for database in ["sqlite::memory:", "sqlite:a.db"] {
        let server = Server::start(&folder, &["--database", database, "--token", "secret"]);
        for round in 0..3 {
            let create = |case: usize| {
                let name = format!("user{round}");
                let name = if case.is_multiple_of(2) { name } else { name.to_uppercase() };
                server.post("/Users", &json!({"schemas": [USER], "userName": name})).status
            };
            let statuses: Vec<u16> = thread::scope(|scope| {
                let threads: Vec<_> = (0..16).map(|i| scope.spawn(move || create(i))).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
            assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 15, "{statuses:?}");
        }
        assert_eq!(server.get("/Users").body["totalResults"], 3);
    }
}

#[test]
fn pages() {
    let server = Server::empty();
    let ids: Vec<String> = (0..7).map(|i| server.new_user(&format!("user{i}"))).collect();
    let mut seen = Vec::new();
    for start in [1, 4, 7, 10] {
        let page = server.get(&format!("/Users?startIndex={start}&count=3&attributes=userName"));
        assert_eq!(page.body["totalResults"], 7);
        let resources = page.body["Resources"].as_array().unwrap().clone();
        assert_eq!(page.body["itemsPerPage"], resources.len());
        seen.extend(resources.iter().map(|r| r["id"].as_str().unwrap().to_owned()));
    }
    assert_eq!(seen, ids, "in the order of creation, each once");
    assert_eq!(server.get("/Users?count=0").body["Resources"], json!([]));
    assert_eq!(server.get("/Users?startIndex=99999999999999999999").body["Resources"], json!([]));
}

#[test]
fn patch() {
    let server = Server::empty();
    let created = server.post(
        "/Users",
        &json!({"schemas": [USER], "userName": "bjensen", "password": "t1meMa$heen", "active": true}),
    );
    let uri = format!("/Users/{}", created.text("/id"));
    let off = json!([{"op": "replace", "path": "active", "value": false}]);
    let patched = server.patch(&uri, &off);
    assert_eq!((patched.status, &patched.body["active"]), (200, &json!(false)));
    assert_ne!(patched.text("/meta/version"), created.text("/meta/version"));
    assert_eq!(server.get(&uri).body, patched.body);
    // Retried, it changes nothing.
    assert_eq!(server.patch(&uri, &off).body, patched.body);

    // The same password is no change, another one is; neither is shown.
    let password = |password: &str| json!([{"op": "replace", "value": {"password": password}}]);
    assert_eq!(server.patch(&uri, &password("t1meMa$heen")).body, patched.body);
    let changed = server.patch(&uri, &password("another one"));
    assert_ne!(changed.text("/meta/version"), patched.text("/meta/version"));
    assert_eq!(changed.body["password"], Value::Null);
    assert_eq!(server.patch(&uri, &password("another one")).body, changed.body);
    let removed = server.patch(&uri, &json!([{"op": "remove", "path": "password"}]));
    assert_ne!(removed.text("/meta/version"), changed.text("/meta/version"));
    assert_eq!(server.patch(&uri, &json!([{"op": "remove", "path": "password"}])).body, removed.body);

    // With another manager, the URL is of nobody.
    let manager = format!("{ENTERPRISE}:manager");
    let given = json!({"value": "m", "$ref": "../Users/m"});
    let set = |value: Value| server.patch(&uri, &json!([{"op": "replace", "path": manager, "value": value}]));
    assert_eq!(set(given.clone()).body[ENTERPRISE]["manager"], given);
    assert_eq!(set(json!("n")).body[ENTERPRISE]["manager"], json!({"value": "n"}));

    server.new_user("other");
    server
        .patch(&uri, &json!([{"op": "replace", "path": "userName", "value": "OTHER"}]))
        .is(409, "uniqueness");
    server.patch(&uri, &json!([{"op": "replace", "path": "groups", "value": []}])).is(400, "mutability");
    server
        .patch(&uri, &json!([{"op": "replace", "value": {"groups": [], "meta": {"resourceType": "User"}}}]));
    server.patch("/Users/nobody", &off).is(404, "");
    server.send("PATCH", &uri, "If-Match: W/\"0\"\r\n", b"{}").is(400, "invalidSyntax");
    let body =
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": off}).to_string();
    server.send("PATCH", &uri, "If-Match: W/\"0\"\r\n", body.as_bytes()).is(412, "");
}

/// A path to a part of each value of a list, and values that are equal.
#[test]
fn lists_as_a_whole() {
    let server = Server::empty();
    let emails = json!([{"value": "a", "type": "work", "primary": true}, {"value": "b", "type": "home"}]);
    let user = json!({"schemas": [USER], "userName": "a", "emails": emails});
    let uri = format!("/Users/{}", server.post("/Users", &user).text("/id"));
    let each = json!([{"op": "replace", "path": "emails.type", "value": "x"}]);
    for _ in 0..2 {
        let patched = server.patch(&uri, &each);
        assert_eq!(
            patched.body["emails"],
            json!([{"value": "a", "type": "x", "primary": true}, {"value": "b", "type": "x"}])
        );
        assert_eq!(server.get(&uri).body, patched.body);
    }
    let all = json!([{"op": "replace", "path": "emails.primary", "value": true}]);
    server.patch(&uri, &all).is(400, "invalidValue");
    let none = json!([{"op": "remove", "path": "emails.type"}]);
    assert_eq!(
        server.patch(&uri, &none).body["emails"],
        json!([{"value": "a", "primary": true}, {"value": "b"}])
    );

    for (before, now) in [
        (json!([{"value": "a"}, {"value": "a"}]), json!([{"value": "a", "display": "d"}])),
        (json!([{"value": "a"}, {"value": "a"}]), json!([{"value": "b"}, {"value": "c"}])),
        (json!([{"value": "a"}, {"value": "b"}]), json!([{"value": "b"}, {"value": "a"}, {"value": "c"}])),
    ] {
        server.put(&uri, &json!({"schemas": [USER], "userName": "a", "emails": before}));
        let replaced = server.patch(&uri, &json!([{"op": "replace", "path": "emails", "value": now}]));
        assert_eq!(replaced.status, 200, "{}", replaced.body);
        let sorted = |list: &Value| {
            let mut list: Vec<String> = list.as_array().unwrap().iter().map(Value::to_string).collect();
            list.sort();
            list
        };
        assert_eq!(sorted(&replaced.body["emails"]), sorted(&now), "{before} -> {now}");
    }
}
