//! Several servers share one `PostgreSQL`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::process::{Answer, Folder, GROUP, Server, USER, all_at_once, postgres_or_skip, version};

const DEVICE: &str = "urn:example:params:scim:schemas:core:2.0:Device";

pub(crate) fn start(url: &str) -> Server {
    // That the database is lost, or slow, is what the tests are about.
    Server::start(&Folder::new(), &["--database", url, "--token", "secret", "--log", "error"])
}

/// Several servers over one database, which is new: they all make its tables.
pub(crate) fn servers(url: &str) -> Vec<Server> {
    all_at_once(3, |_| start(url))
}

pub(crate) fn group(name: &str, members: &[&str]) -> Value {
    let members: Vec<Value> = members.iter().map(|id| json!({"value": id})).collect();
    json!({"schemas": [GROUP], "displayName": name, "members": members})
}

pub(crate) fn joining(id: &str) -> Value {
    json!([{"op": "add", "path": "members", "value": [{"value": id}]}])
}

/// That a server without its database says so, and how, and not more.
#[track_caller]
pub(crate) fn is_unavailable(answer: &Answer) {
    let said = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": "503",
        "detail": "the server cannot answer now; try again later",
    });
    assert_eq!((answer.status, &answer.body), (503, &said));
    assert!(answer.head.contains("\r\nretry-after: 1"), "{}", answer.head);
}

/// That who is in which group is the same whoever is asked, and that nobody shows what is not there.
#[track_caller]
pub(crate) fn members_and_groups_agree(server: &Server) {
    let (users, groups) = (server.get("/Users?count=200"), server.get("/Groups?count=200"));
    assert_eq!(users.body["totalResults"], users.resources().len());
    let mut members = BTreeSet::new();
    for group in groups.resources() {
        for member in group["members"].as_array().into_iter().flatten() {
            let is_here = users.resources().iter().any(|user| user["id"] == member["value"]);
            // Somebody who is gone, or was never here, is of no type.
            assert_eq!(member["type"], if is_here { json!("User") } else { Value::Null }, "{member}");
            if is_here {
                members.insert((group["id"].to_string(), member["value"].to_string()));
            }
        }
    }
    let mut memberships = BTreeSet::new();
    for user in users.resources() {
        for group in user["groups"].as_array().into_iter().flatten() {
            memberships.insert((group["value"].to_string(), user["id"].to_string()));
        }
    }
    assert_eq!(members, memberships);
}

#[test]
fn servers_add_members() {
    let Some(url) = postgres_or_skip() else { return };
    let servers = servers(&url);
    let uri = format!("/Groups/{}", servers[0].post("/Groups", &group("Staff", &[])).text("/id"));
    let users = all_at_once(48, |i| servers[i % 3].new_user(&format!("user{i}")));
    // Each by two servers, of which one comes too late.
    for answer in all_at_once(users.len() * 2, |i| servers[i % 3].patch(&uri, &joining(&users[i / 2]))) {
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let staff = servers[1].get(&uri).body;
    assert_eq!(staff["members"].as_array().unwrap().len(), users.len());
    assert_eq!(version(&staff), 1 + users.len(), "every change has counted, once");
    members_and_groups_agree(&servers[2]);
    // Half of them go, while others come.
    let more = all_at_once(24, |i| servers[i % 3].new_user(&format!("more{i}")));
    let swap = |i: usize| {
        let gone = format!("members[value eq \"{}\"]", users[i]);
        let operations = json!([{"op": "remove", "path": gone}, joining(&more[i])[0]]);
        servers[i % 3].patch(&uri, &operations)
    };
    for answer in all_at_once(more.len(), swap) {
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let staff = servers[1].get(&uri);
    let mut members: Vec<&str> = (staff.body["members"].as_array().unwrap().iter())
        .map(|member| member["value"].as_str().unwrap())
        .collect();
    let mut expected: Vec<&str> = users[24..].iter().chain(&more).map(String::as_str).collect();
    members.sort_unstable();
    expected.sort_unstable();
    assert_eq!(members, expected);
    members_and_groups_agree(&servers[2]);
}

#[test]
fn servers_change_one_user() {
    let attributes =
        ["title", "nickName", "displayName", "locale", "timezone", "userType", "externalId", "profileUrl"];
    let Some(url) = postgres_or_skip() else { return };
    let servers = servers(&url);
    let uri = format!("/Users/{}", servers[0].new_user("a"));
    let change = |i: usize| {
        let email = json!({"value": format!("{i}@a.example"), "primary": true});
        let operation = attributes.get(i).map_or_else(
            || json!({"op": "add", "path": "emails", "value": [email]}),
            |name| json!({"op": "replace", "path": name, "value": format!("value of {name}")}),
        );
        servers[i % 3].patch(&uri, &json!([operation]))
    };
    for answer in all_at_once(36, change) {
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let user = servers[1].get(&uri).body;
    for name in attributes {
        assert_eq!(user[name], format!("value of {name}"));
    }
    let emails = user["emails"].as_array().unwrap();
    let values: BTreeSet<String> = emails.iter().map(|email| email["value"].to_string()).collect();
    assert_eq!(emails.iter().filter(|email| email["primary"] == true).count(), 1, "as it was set last");
    assert_eq!(version(&user), 1 + 36, "every change has counted, once");
    assert_eq!(values, (8..36).map(|i| format!("\"{i}@a.example\"")).collect());
}

#[test]
fn one_of_many_servers_changes_a_version() {
    let Some(url) = postgres_or_skip() else { return };
    let servers = servers(&url);
    let uri = format!("/Users/{}", servers[0].new_user("a"));
    for round in 0..4 {
        let tag = servers[round % 3].get(&uri).text("/meta/version").to_owned();
        let put = |i: usize| {
            let body = json!({"schemas": [USER], "userName": "a", "title": format!("{round} {i}")});
            let header = format!("If-Match: {tag}\r\n");
            servers[i % 3].send("PUT", &uri, &header, body.to_string().as_bytes())
        };
        let answers = all_at_once(15, put);
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        let winner = answers.iter().find(|answer| answer.status == 200).unwrap();
        assert_eq!(servers[2].get(&uri).body["title"], winner.body["title"]);
        statuses.sort_unstable();
        assert_eq!(statuses[..2], [200, 412]);
        assert_eq!(statuses[14], 412, "{statuses:?}");
    }
    // The last version is either replaced or deleted.
    let tag = servers[0].get(&uri).text("/meta/version").to_owned();
    let statuses = all_at_once(12, |i| {
        let body = json!({"schemas": [USER], "userName": "a", "title": format!("last {i}")}).to_string();
        let method = if i % 2 == 0 { "PUT" } else { "DELETE" };
        servers[i % 3].send(method, &uri, &format!("If-Match: {tag}\r\n"), body.as_bytes()).status
    });
    let is_gone = servers[1].get(&uri).status == 404;
    let won: Vec<u16> = statuses.iter().copied().filter(|status| *status < 300).collect();
    assert_eq!(won, [if is_gone { 204 } else { 200 }], "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 204, 404, 412].contains(status)), "{statuses:?}");
}

#[test]
fn servers_make_the_same() {
    let Some(url) = postgres_or_skip() else { return };
    let servers = servers(&url);
    for round in 0..3 {
        // In either case it is the same name. Serial numbers have only one.
        let name =
            |i: usize| if i.is_multiple_of(2) { format!("Name{round}") } else { format!("NAME{round}") };
        let kinds: [(&str, &(dyn Fn(usize) -> Value + Sync)); 3] = [
            ("/Users", &|i| json!({"schemas": [USER], "userName": name(i)})),
            ("/Groups", &|i| group(&name(i), &[])),
            ("/Devices", &|_| json!({"schemas": [DEVICE], "serialNumber": name(0)})),
        ];
        for (path, body) in kinds {
            let answers = all_at_once(15, |i| servers[i % 3].post(path, &body(i)));
            let (made, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
            assert_eq!(made.len(), 1, "{answers:?}");
            for answer in refused {
                answer.is(409, "uniqueness");
            }
            assert_eq!(servers[0].get(path).body["totalResults"], round + 1);
        }
    }
}

/// One server deletes a user that others add to groups, or a group that others add users to.
#[test]
fn servers_delete_what_others_use() {
    let Some(url) = postgres_or_skip() else { return };
    let servers = servers(&url);
    let create = |name: &str, members: &[&str]| {
        let created = servers[0].post("/Groups", &group(name, members));
        assert_eq!(created.status, 201, "{}", created.body);
        format!("/Groups/{}", created.text("/id"))
    };
    let stays = servers[0].new_user("stays");
    let staff = create("Staff", &[&stays]);
    for round in 0..6 {
        let leaving = servers[0].new_user(&format!("leaving{round}"));
        let short = create(&format!("short-lived{round}"), &[&leaving]);
        let send = |i: usize| match i {
            0 => servers[0].delete(&format!("/Users/{leaving}")),
            1 => servers[1].patch(&staff, &joining(&leaving)),
            2 => servers[2].post("/Groups", &group(&format!("new{round}"), &[&stays, &leaving])),
            3 => servers[1].delete(&short),
            4 => servers[2].patch(&short, &joining(&stays)),
            _ => servers[0].put(&short, &group(&format!("renamed{round}"), &[&stays, &leaving])),
        };
        // Who is told to try again, since too many were at the same, does.
        let answers = all_at_once(6, |i| {
            loop {
                let answer = send(i);
                if answer.status != 503 {
                    return answer;
                }
                is_unavailable(&answer);
            }
        });
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses[..4], [204, 200, 201, 204], "{answers:?}");
        assert!(statuses[4..].iter().all(|status| [200, 404].contains(status)), "{answers:?}");
        for uri in [&format!("/Users/{leaving}"), &short] {
            servers[2].get(uri).is(404, "");
        }
        members_and_groups_agree(&servers[1]);
    }
}
