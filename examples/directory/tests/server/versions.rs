//! Versions: they change with everything that a client can see, and with nothing else.

use std::collections::HashMap;
use std::sync::Mutex;
use std::thread;

use serde_json::{Value, json};

use crate::process::{Answer, GROUP, Server, USER, all_at_once};

const DEVICE: &str = "urn:example:params:scim:schemas:core:2.0:Device";

/// What the server answers for each of these, and which answers change.
struct Watch<'s> {
    server: &'s Server,
    seen: HashMap<String, Value>,
}

impl<'s> Watch<'s> {
    fn new(server: &'s Server, uris: &[&str]) -> Self {
        Self { server, seen: uris.iter().map(|uri| ((*uri).to_owned(), server.get(uri).body)).collect() }
    }

    /// That these changed since it was last asked, in what they show as in their version, and no others.
    #[track_caller]
    fn changed(&mut self, what: &str, uris: &[&str]) {
        for (uri, before) in &mut self.seen {
            let now = self.server.get(uri);
            let version = |body: &Value| body.pointer("/meta/version").unwrap().clone();
            if uris.contains(&uri.as_str()) {
                assert_ne!(version(&now.body), version(before), "{what}: {uri} has changed");
            } else {
                assert_eq!(now.body, *before, "{what}: {uri} has not changed");
            }
            assert!(
                now.head
                    .contains(&format!("\r\netag: {}", version(&now.body).as_str().unwrap().to_lowercase()))
            );
            *before = now.body;
        }
    }
}

fn group(name: &str, members: &[Value]) -> Value {
    json!({"schemas": [GROUP], "displayName": name, "members": members})
}

#[test]
fn whatever_is_seen() {
    let server = Server::empty();
    let (a, b) = (server.new_user("a"), server.new_user("b"));
    let (user_a, user_b) = (format!("/Users/{a}"), format!("/Users/{b}"));
    let (member_a, member_b) = (json!({"value": a}), json!({"value": b}));
    let staff = server.post("/Groups", &group("Staff", &[])).text("/id").to_owned();
    let company =
        server.post("/Groups", &group("Company", &[json!({"value": staff})])).text("/id").to_owned();
    let (staff_uri, company_uri) = (format!("/Groups/{staff}"), format!("/Groups/{company}"));
    let device = json!({"schemas": [DEVICE], "serialNumber": "1", "owner": {"value": a}});
    let device_uri = format!("/Devices/{}", server.post("/Devices", &device).text("/id"));
    let (staff, company) = (staff_uri.as_str(), company_uri.as_str());
    let mut watch = Watch::new(&server, &[&user_a, &user_b, staff, company, &device_uri]);
    watch.changed("nothing", &[]);

    let mut body = json!({"schemas": [USER], "userName": "a", "displayName": "The a", "title": "T"});
    server.put(&user_a, &body);
    watch.changed("a title", &[&user_a]);
    assert_eq!(server.put(&user_a, &body).status, 200);
    watch.changed("the same again", &[]);
    body["password"] = json!("t1meMa$heen");
    server.put(&user_a, &body);
    watch.changed("a password", &[&user_a]);
    server.put(&user_a, &body);
    watch.changed("the same password", &[]);

    server.put(staff, &group("Staff", std::slice::from_ref(&member_a)));
    watch.changed("a new member", &[staff, &user_a]);
    let before = server.get(&user_a).body;
    server.put(staff, &group("Staff", &[member_b.clone(), member_a.clone()]));
    watch.changed("another member", &[staff, &user_b]);
    assert_eq!(server.get(&user_a).body, before);
    server.put(staff, &group("Staff", &[member_a.clone(), member_b.clone()]));
    watch.changed("the same members", &[]);
    server.put(staff, &group("Team", &[member_a.clone(), member_b.clone()]));
    watch.changed("another name of a group", &[staff, company, &user_a, &user_b]);
    server.put(staff, &group("Team", std::slice::from_ref(&member_a)));
    watch.changed("a member less", &[staff, &user_b]);

    let modified = server.get(staff).text("/meta/lastModified").to_owned();
    body["displayName"] = json!("Ann");
    server.put(&user_a, &body);
    watch.changed("another name of a user", &[&user_a, staff, &device_uri]);
    assert_eq!(server.get(staff).text("/meta/lastModified"), modified, "nobody changed the group");
    server.put(staff, &group("Team", &[json!({"value": a, "display": "Boss"})]));
    watch.changed("a name of a member", &[staff]);
    body["displayName"] = json!("Annie");
    server.put(&user_a, &body);
    watch.changed("a name that the group does not show", &[&user_a, &device_uri]);

    server.put(&device_uri, &json!({"schemas": [DEVICE], "serialNumber": "1", "owner": {"value": b}}));
    watch.changed("another owner", &[&device_uri]);
    watch.seen.remove(user_b.as_str());
    server.delete(&user_b);
    watch.changed("an owner less", &[&device_uri]);
    let extra = server.post("/Groups", &group("Extra", &[member_a]));
    watch.changed("a group more", &[&user_a]);
    server.delete(&format!("/Groups/{}", extra.text("/id")));
    watch.changed("a group less", &[&user_a]);
    watch.seen.remove(staff);
    server.delete(staff);
    watch.changed("a group of a group less", &[&user_a, company]);
}

/// Clients read a document, change a word of it and send it back, as a PUT or as the value of a PATCH.
#[test]
fn what_was_read_is_sent_back() {
    let server = Server::empty();
    let a = server.new_user("a");
    let staff = server.post("/Groups", &group("Staff", &[json!({"value": a})])).text("/id").to_owned();
    let device = json!({"schemas": [DEVICE], "serialNumber": "1", "owner": {"value": a}});
    let device = server.post("/Devices", &device).text("/id").to_owned();
    for (uri, attribute) in [
        (format!("/Users/{a}"), "displayName"),
        (format!("/Groups/{staff}"), "displayName"),
        (format!("/Devices/{device}"), "serialNumber"),
    ] {
        let mut read = server.get(&uri).body;
        let whole = |read: &Value| json!([{"op": "replace", "value": read}]);
        assert_eq!(server.patch(&uri, &whole(&read)).body, read, "{uri}");
        assert_eq!(server.put(&uri, &read).body, read, "{uri}");
        read[attribute] = json!("new");
        let patched = server.patch(&uri, &whole(&read));
        assert_eq!((patched.status, &patched.body[attribute]), (200, &json!("new")), "{}", patched.body);
        // By now that is another version.
        server.patch(&uri, &whole(&read)).is(400, "mutability");
    }
}

#[test]
fn conditions() {
    let server = Server::empty();
    let uri = format!("/Users/{}", server.new_user("a"));
    let tag = server.get(&uri).text("/meta/version").to_owned();
    let body = json!({"schemas": [USER], "userName": "a", "title": "T"}).to_string();
    let send =
        |method: &str, header: &str| server.send(method, &uri, &format!("{header}\r\n"), body.as_bytes());
    let unchanged = server.send("GET", &uri, &format!("If-None-Match: \"x\", {tag}\r\n"), b"");
    assert_eq!((unchanged.status, &unchanged.body), (304, &Value::Null));
    assert!(unchanged.head.contains(&format!("\r\netag: {}", tag.to_lowercase())));
    assert_eq!(server.send("GET", &uri, "If-None-Match: \"x\"\r\n", b"").status, 200);
    for header in
        ["If-Match: \"x\"".to_owned(), format!("If-None-Match: {tag}"), "If-None-Match: *".to_owned()]
    {
        for method in ["PUT", "DELETE"] {
            send(method, &header).is(412, "");
        }
    }
    assert_eq!(send("PUT", &format!("If-Match: {tag}")).status, 200);
    send("PUT", &format!("If-Match: {tag}")).is(412, "");
    assert_eq!(send("DELETE", "If-Match: *").status, 204);
    send("DELETE", "If-Match: \"x\"").is(404, "");
    for feature in ["filter", "sort", "etag"] {
        assert_eq!(server.get("/ServiceProviderConfig").body[feature]["supported"], true, "{feature}");
    }
}

#[test]
fn one_of_many_changes_a_version() {
    let server = Server::empty();
    let uri = format!("/Users/{}", server.new_user("a"));
    for round in 0..3 {
        let tag = server.get(&uri).text("/meta/version").to_owned();
        let put = |i: usize| {
            let body =
                json!({"schemas": [USER], "userName": "a", "title": format!("{round} {i}")}).to_string();
            server.send("PUT", &uri, &format!("If-Match: {tag}\r\n"), body.as_bytes()).status
        };
        let mut statuses: Vec<u16> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|i| scope.spawn(move || put(i))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    }
}

/// What a client calls a member is kept, unless it is what everybody calls it.
#[test]
fn names_of_members() {
    let server = Server::empty();
    let a = server.new_user("a");
    let called = |name: &str| group("Staff", &[json!({"value": a, "display": name})]);
    let created = server.post("/Groups", &called("ABaker@Gradle.Example"));
    assert_eq!(created.text("/members/0/display"), "ABaker@Gradle.Example");
    let uri = format!("/Groups/{}", created.text("/id"));
    let rename = |name: &str| {
        server.put(&format!("/Users/{a}"), &json!({"schemas": [USER], "userName": "a", "displayName": name}));
        server.get(&uri).text("/members/0/display").to_owned()
    };
    assert_eq!(rename("Ann"), "ABaker@Gradle.Example");
    assert_eq!(server.put(&uri, &server.get(&uri).body).text("/members/0/display"), "ABaker@Gradle.Example");
    // Sent back as it was shown, it is not the client's.
    assert_eq!(server.put(&uri, &group("Staff", &[json!({"value": a})])).text("/members/0/display"), "Ann");
    let shown = server.get(&uri).body;
    assert_eq!(server.put(&uri, &shown).body, shown);
    assert_eq!(rename("Annie"), "Annie");
    assert_eq!(server.put(&uri, &called("Annie")).text("/members/0/display"), "Annie");
    assert_eq!(rename("Anna"), "Anna");
    assert_eq!(server.put(&uri, &called("")).text("/members/0/display"), "Anna");
}

/// Whatever is done at the same time: what is told with one version is the same, whoever is told it, and nobody is sent away.
#[test]
fn one_version_is_one_document() {
    for server in Server::over_each() {
        let users: Vec<String> = ["u", "v", "w"].iter().map(|name| server.new_user(name)).collect();
        let new_group = |name: &str| server.post("/Groups", &group(name, &[])).text("/id").to_owned();
        let groups = [new_group("g"), new_group("h")];
        let stays = server.new_user("stays");
        let device = json!({"schemas": [DEVICE], "serialNumber": "1"});
        let device = format!("/Devices/{}", server.post("/Devices", &device).text("/id"));
        let told = Mutex::new(HashMap::<(String, String), Value>::new());
        let note = |answer: Answer| {
            assert!(answer.status < 300, "{} {}", answer.status, answer.body);
            let key = (answer.text("/id").to_owned(), answer.text("/meta/version").to_owned());
            let before = told.lock().unwrap().entry(key).or_insert_with(|| answer.body.clone()).clone();
            assert_eq!(before, answer.body);
        };
        let act = |thread: usize| {
            for round in 0..60 {
                let number = thread * 7 + round * 5;
                let (user, id) = (&users[number % 3], &groups[number / 3 % 2]);
                let (user_uri, group_uri) = (format!("/Users/{user}"), format!("/Groups/{id}"));
                let replace =
                    |path: &str, value: Value| json!([{"op": "replace", "path": path, "value": value}]);
                let name = ["A", "B", "C"][round % 3];
                let member = |extra: Value| {
                    let mut member = json!({"value": user});
                    member.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
                    json!([{"op": "add", "path": "members", "value": [member]}])
                };
                note(match (thread + round) % 10 {
                    0 => server.patch(&user_uri, &replace("title", json!(round.to_string()))),
                    1 | 2 => server.patch(&user_uri, &replace("displayName", json!(name))),
                    3 => server.patch(&group_uri, &member(json!({}))),
                    4 => server.patch(&group_uri, &member(json!({"display": name}))),
                    5 => {
                        let gone = format!("members[value eq \"{user}\"]");
                        server.patch(&group_uri, &json!([{"op": "remove", "path": gone}]))
                    }
                    6 => {
                        let new = group(
                            &format!("{id} {name}"),
                            &[json!({"value": user}), json!({"value": stays})],
                        );
                        server.put(&group_uri, &new)
                    }
                    // That changes nothing, or adds somebody whom a PUT keeps.
                    7 => server.patch(
                        &group_uri,
                        &json!([{"op": "add", "path": "members", "value": [{"value": stays}]}]),
                    ),
                    8 => server.patch(&device, &replace("owner", json!({"value": user}))),
                    _ => server.get(&device),
                });
                note(server.get(&user_uri));
                note(server.get(&group_uri));
            }
        };
        all_at_once(6, act);
    }
}
