//! What is different over `PostgreSQL`: it can be lost, and several servers share it.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process::{
    Answer, Folder, GROUP, SEARCH, Server, USER, all_at_once, ask, patch_of, postgres_or_skip, until,
    version, with,
};

const DEVICE: &str = "urn:example:params:scim:schemas:core:2.0:Device";

/// Ends all connections to the database but the one that says so.
const TERMINATE: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                         WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// What becomes of what is sent to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Works,
    /// Nobody listens any more.
    Refuses,
    /// New connections are ended at once.
    Closes,
    /// Whatever is sent is lost, on new connections and on those that were open. The latter are never heard of again.
    Silent,
}

/// The way from a server to the database, which can be cut.
struct Wire {
    address: SocketAddr,
    /// Such as `127.0.0.1:5432`.
    database: String,
    state: Arc<Mutex<State>>,
}

struct State {
    mode: Mode,
    /// With whether what is sent is lost.
    open: Vec<(TcpStream, Arc<AtomicBool>)>,
}

impl Wire {
    /// A way to the database of this URL, and the URL that goes this way.
    fn to(url: &str) -> (Self, String) {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (authority, path) = rest.split_once('/').unwrap();
        let (user, database) = authority.rsplit_once('@').unwrap_or(("", authority));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = State { mode: Mode::Works, open: Vec::new() };
        let wire = Self { address, database: database.to_owned(), state: Arc::new(Mutex::new(state)) };
        wire.listen(listener);
        let at = if user.is_empty() { "" } else { "@" };
        (wire, format!("{scheme}://{user}{at}{address}/{path}"))
    }

    /// Takes connections until they are to be refused.
    fn listen(&self, listener: TcpListener) {
        let (state, database) = (Arc::clone(&self.state), self.database.clone());
        thread::spawn(move || {
            while let Ok((near, _)) = listener.accept() {
                let mut locked = state.lock().unwrap();
                match locked.mode {
                    Mode::Refuses => return,
                    Mode::Closes => {}
                    Mode::Works | Mode::Silent => {
                        let far = TcpStream::connect(&database).unwrap();
                        let is_lost = Arc::new(AtomicBool::new(locked.mode == Mode::Silent));
                        for (from, to) in [(&near, &far), (&far, &near)] {
                            let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                            locked.open.push((from.try_clone().unwrap(), Arc::clone(&is_lost)));
                            let is_lost = Arc::clone(&is_lost);
                            thread::spawn(move || pass_on(from, to, &is_lost));
                        }
                    }
                }
            }
        });
    }

    /// From here on it is like this. What was open is cut, or lost.
    fn set(&self, mode: Mode) {
        let mut state = self.state.lock().unwrap();
        let before = std::mem::replace(&mut state.mode, mode);
        for (stream, is_lost) in &state.open {
            if mode == Mode::Silent {
                is_lost.store(true, Ordering::Relaxed);
            } else if !is_lost.load(Ordering::Relaxed) {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        drop(state);
        if mode == Mode::Refuses {
            // Who listens notices when somebody comes.
            until("refused", || TcpStream::connect(self.address).is_err());
        } else if before == Mode::Refuses {
            let listener = Mutex::new(None);
            until("it listens", || {
                *listener.lock().unwrap() = TcpListener::bind(self.address).ok();
                listener.lock().unwrap().is_some()
            });
            self.listen(listener.into_inner().unwrap().unwrap());
        }
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, is_lost: &AtomicBool) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if is_lost.load(Ordering::Relaxed) {
            continue;
        }
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    for stream in [from, to] {
        let _ = stream.shutdown(Shutdown::Both);
    }
}

fn start(url: &str) -> Server {
    // That the database is lost, or slow, is what the tests are about.
    Server::start(&Folder::new(), &["--database", url, "--token", "secret", "--log", "error"])
}

/// Several servers over one database, which is new: they all make its tables.
fn servers(url: &str) -> Vec<Server> {
    all_at_once(3, |_| start(url))
}

fn group(name: &str, members: &[&str]) -> Value {
    let members: Vec<Value> = members.iter().map(|id| json!({"value": id})).collect();
    json!({"schemas": [GROUP], "displayName": name, "members": members})
}

fn joining(id: &str) -> Value {
    json!([{"op": "add", "path": "members", "value": [{"value": id}]}])
}

/// That a server without its database says so, and how, and not more.
#[track_caller]
fn is_unavailable(answer: &Answer) {
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
fn members_and_groups_agree(server: &Server) {
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
fn lost_and_back() {
    let modes = [Mode::Refuses, Mode::Closes, Mode::Silent];
    all_at_once(modes.len(), |i| {
        if let Some(url) = postgres_or_skip() {
            lose_and_find(&url, modes[i]);
        }
    });
}

fn lose_and_find(url: &str, mode: Mode) {
    let (wire, through) = Wire::to(url);
    let mut server = start(&through);
    let user = format!("/Users/{}", server.new_user("a"));
    let staff = format!("/Groups/{}", server.post("/Groups", &group("Staff", &[])).text("/id"));
    let name = format!("{mode:?}");
    let victim = format!("/Users/{}", server.new_user("victim"));
    let title = json!([{"op": "replace", "path": "title", "value": name}]);
    let rename = json!([{"op": "replace", "path": "externalId", "value": name}]);
    let requests = [
        ("GET", user.clone(), Value::Null, 200),
        ("GET", with("/Users", &[("filter", "emails.value pr")]), Value::Null, 200),
        ("GET", "/Groups".to_owned(), Value::Null, 200),
        ("GET", "/".to_owned(), Value::Null, 200),
        ("POST", "/.search".to_owned(), json!({"schemas": [SEARCH], "sortBy": "id"}), 200),
        ("POST", "/Users".to_owned(), json!({"schemas": [USER], "userName": name}), 201),
        ("POST", "/Groups".to_owned(), group(&name, &[]), 201),
        ("POST", "/Devices".to_owned(), json!({"schemas": [DEVICE], "serialNumber": name}), 201),
        ("PUT", user.clone(), json!({"schemas": [USER], "userName": "a", "password": name}), 200),
        ("PATCH", user.clone(), patch_of(&title), 200),
        ("PATCH", staff.clone(), patch_of(&rename), 200),
        ("DELETE", victim, Value::Null, 204),
    ];
    let send = |index: usize| {
        let (method, path, body, _) = &requests[index];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        server.send(method, path, "", body.as_bytes())
    };
    wire.set(mode);
    let started = Instant::now();
    all_at_once(requests.len(), send).iter().for_each(is_unavailable);
    assert!(started.elapsed() < Duration::from_secs(30), "{mode:?}: {:?}", started.elapsed());
    // What needs no database.
    assert_eq!(server.get("/ServiceProviderConfig").status, 200);
    wire.set(Mode::Works);
    for (index, (method, path, _, status)) in requests.iter().enumerate() {
        let answer = send(index);
        assert_eq!(answer.status, *status, "{mode:?}: {method} {path}: {}", answer.body);
    }
    wire.set(Mode::Refuses);
    "wrong".clone_into(&mut server.token);
    server.get(&user).is(401, "");
}

/// The database is lost in the middle of what all connections are at, and nobody says so: it does not answer any more. Another one takes its place.
#[test]
fn silent_in_the_middle() {
    let Some(url) = postgres_or_skip() else { return };
    let (wire, through) = Wire::to(&url);
    let server = start(&through);
    // More than there are connections.
    let users = all_at_once(24, |i| server.new_user(&format!("user{i}")));
    let (done, is_lost) = (AtomicUsize::new(0), AtomicBool::new(false));
    let write = |client: usize| {
        for nr in 0.. {
            let title = json!([{"op": "replace", "path": "title", "value": nr.to_string()}]);
            let started = Instant::now();
            let answer = server.patch(&format!("/Users/{}", users[client]), &title);
            if answer.status != 200 {
                is_unavailable(&answer);
                assert!(is_lost.load(Ordering::Relaxed) && started.elapsed() < Duration::from_secs(30));
                return;
            }
            done.fetch_add(1, Ordering::Relaxed);
        }
    };
    thread::scope(|scope| {
        let write = &write;
        let clients: Vec<_> = (0..users.len()).map(|client| scope.spawn(move || write(client))).collect();
        let is_over = || clients.iter().any(thread::ScopedJoinHandle::is_finished);
        until("they are at work", || done.load(Ordering::Relaxed) >= 100 || is_over());
        is_lost.store(true, Ordering::Relaxed);
        wire.set(Mode::Silent);
    });
    wire.set(Mode::Works);
    until("it is back", || server.get("/Users").status == 200);
    for id in users {
        let answer = server.patch(&format!("/Users/{id}"), &json!([{"op": "remove", "path": "title"}]));
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

/// Connections that end while nobody uses them.
#[test]
fn ended_connections() {
    let Some(url) = postgres_or_skip() else { return };
    let server = start(&url);
    let staff = format!("/Groups/{}", server.post("/Groups", &group("Staff", &[])).text("/id"));
    let create = |name: &str| server.post("/Users", &json!({"schemas": [USER], "userName": name}));
    for round in 0..5 {
        // So that there are several.
        assert!(all_at_once(8, |_| server.get("/Users").status).iter().all(|status| *status == 200));
        assert!(ask(&url, TERMINATE) > 0);
        for answer in all_at_once(8, |i| {
            let name = format!("{round} {i}");
            let first = create(&name);
            if first.status == 503 {
                is_unavailable(&first);
                return create(&name);
            }
            first
        }) {
            assert_eq!(answer.status, 201, "{}", answer.body);
            let joined = server.patch(&staff, &joining(answer.text("/id")));
            assert_eq!(joined.status, 200, "{}", joined.body);
        }
    }
    assert_eq!(server.get(&staff).body["members"].as_array().unwrap().len(), 40);
}

/// Connections that end in the middle of writes: who is told to try again does.
#[test]
fn ended_in_the_middle() {
    const CLIENTS: usize = 8;
    const USERS: usize = 25;
    let Some(url) = postgres_or_skip() else { return };
    let (wire, through) = Wire::to(&url);
    let server = start(&through);
    let staff = format!("/Groups/{}", server.post("/Groups", &group("Staff", &[])).text("/id"));
    let (done, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    // Sent until it is not refused. Whether the first was done, nobody knows.
    let insist = |send: &dyn Fn() -> Answer, expected: u16, again: u16| {
        for attempt in 0.. {
            let answer = send();
            if answer.status != 503 {
                let is_right = answer.status == expected || (attempt > 0 && answer.status == again);
                assert!(is_right, "{answer:?}");
                break;
            }
            is_unavailable(&answer);
            refused.fetch_add(1, Ordering::Relaxed);
        }
        done.fetch_add(1, Ordering::Relaxed);
    };
    let write = |client: usize| {
        for nr in 0..USERS {
            let name = format!("user{client}.{nr}");
            let user = json!({"schemas": [USER], "userName": name, "emails": [{"value": name}], "roles": [{"value": "r"}]});
            insist(&|| server.post("/Users", &user), 201, 409);
            let found = || server.get(&with("/Users", &[("filter", &format!("userName eq \"{name}\""))]));
            insist(&found, 200, 200);
            // Nobody knows the group of the user; the name will do.
            insist(&|| server.patch(&staff, &joining(&name)), 200, 200);
        }
    };
    let writes = CLIENTS * USERS * 3;
    let mut cuts = 0;
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || write(client))).collect();
        // Every now and then, but not after the last.
        for next in (20..writes - 20).step_by(20) {
            let is_over = || clients.iter().any(thread::ScopedJoinHandle::is_finished);
            until("so many are done", || done.load(Ordering::Relaxed) >= next || is_over());
            if cuts % 2 == 0 {
                ask(&url, TERMINATE);
            } else {
                wire.set(Mode::Works);
            }
            cuts += 1;
        }
    });
    let refused = refused.into_inner();
    assert!(refused <= cuts * CLIENTS, "{refused} refused after {cuts} cuts");
    let users = server.get("/Users?count=200");
    assert_eq!(users.body["totalResults"], CLIENTS * USERS);
    for user in users.resources() {
        assert_eq!(user["emails"], json!([{"value": user["userName"]}]));
        assert_eq!(user["roles"], json!([{"value": "r"}]));
    }
    assert_eq!(server.get(&staff).body["members"].as_array().unwrap().len(), CLIENTS * USERS);
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
