//! The process is killed in the middle of many writes: what it acknowledged is there, and nothing is there by halves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use serde_json::{Value, json};

use crate::process::{
    Answer, ENTERPRISE, Folder, GROUP, Server, USER, ask, patch_of, postgres_or_skip, until, version,
};

/// How many clients write at a time.
const CLIENTS: usize = 24;
const WRITES: usize = 1000;
/// How often the server is killed meanwhile.
const KILLS: usize = 7;
const GROUPS: usize = 4;
/// How many users take all the patches.
const BUSY: usize = 20;

/// One of the thousand writes. They are told apart by a number in what they write.
#[derive(Debug, Clone, Copy)]
enum Write {
    /// Makes the user `new{0}`.
    Post(usize),
    /// Replaces all of the user `changing{0}`.
    Put(usize),
    /// Deletes the user `leaving{0}`, which is in a group.
    Delete(usize),
    /// Adds a value to each of three lists of the user `busy{0 % BUSY}`, which are in three tables.
    Patch(usize),
    /// Adds two of the users `changing…` to the group `group{0 % GROUPS}`.
    Join(usize),
}

/// All of them, mixed.
fn writes() -> Vec<Write> {
    let mut writes: Vec<Write> = (0..300).map(Write::Post).collect();
    writes.extend((0..150).flat_map(|nr| [Write::Put(nr), Write::Delete(nr)]));
    writes.extend((0..200).flat_map(|nr| [Write::Patch(nr), Write::Join(nr)]));
    assert_eq!(writes.len(), WRITES);
    // 389 and 1000 have no common factor, so each comes once.
    (0..writes.len()).map(|i| writes[i * 389 % writes.len()]).collect()
}

/// A user with something in every table. Another `state` has other values, and more of them.
fn person(name: &str, state: usize) -> Value {
    let email = |i: usize| json!({"value": format!("{name}.{state}.{i}@crash.example"), "type": "other"});
    let address = |i: usize| json!({"streetAddress": format!("{i} Main St"), "locality": format!("{name} {state}"), "type": "work"});
    let role = |i: usize| json!({"value": format!("role {state} {i}")});
    json!({
        "schemas": [USER, ENTERPRISE],
        "userName": name,
        "displayName": format!("The {name}"),
        "title": format!("title {state}"),
        "emails": (0..3 + state).map(email).collect::<Vec<_>>(),
        "phoneNumbers": [{"value": format!("+1 555 {state}"), "type": "mobile"}],
        "addresses": (0..2 + state).map(address).collect::<Vec<_>>(),
        "roles": (0..2 + state).map(role).collect::<Vec<_>>(),
        ENTERPRISE: {"department": format!("department {state}"), "employeeNumber": format!("{name} {state}")},
    })
}

/// What a client gave of a user.
fn given(user: &Value) -> Value {
    let mut user = user.clone();
    for own in ["id", "meta", "groups"] {
        user.as_object_mut().unwrap().remove(own);
    }
    user
}

/// Whether there is an element with this value in a list.
fn holds(resource: &Value, list: &str, key: &str, value: &str) -> bool {
    resource[list].as_array().is_some_and(|list| list.iter().any(|element| element[key] == value))
}

/// All of a type, by name.
fn all(server: &Server, path: &str, name: &str) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    loop {
        let page = server.get(&format!("{path}?startIndex={}&count=200", found.len() + 1));
        let before = found.len();
        for resource in page.resources() {
            let twin = found.insert(resource[name].as_str().unwrap().to_owned(), resource.clone());
            assert!(twin.is_none(), "twice: {resource}");
        }
        if found.len() == before {
            assert_eq!(page.body["totalResults"], before);
            return found;
        }
    }
}

/// How far a write is.
enum Progress {
    Unsent,
    /// The server was killed before it answered.
    InFlight,
    /// It was acknowledged, with this body if it was the first time.
    Done(Option<Value>),
}

struct Crash {
    database: String,
    folder: Folder,
    writes: Vec<(Write, Progress)>,
    /// The ids of those that were there before the writes, by name.
    ids: BTreeMap<String, String>,
}

impl Crash {
    fn start(&self) -> Server {
        // The URLs in the answers are the same after a restart, on another port.
        let base = "http://directory.example/scim/v2";
        let arguments = ["--database", &self.database, "--token", "secret", "--base-url", base];
        Server::start(&self.folder, &arguments)
    }

    /// Makes what the writes are about.
    fn prepare(&mut self, server: &Server) {
        let people = |kind: &'static str, count: usize| (0..count).map(move |i| format!("{kind}{i}"));
        let rich = people("changing", 150).chain(people("leaving", 150)).map(|name| person(&name, 0));
        let bare = people("busy", BUSY).map(|name| json!({"schemas": [USER], "userName": name}));
        let bodies: Vec<Value> = rich.chain(bare).collect();
        thread::scope(|scope| {
            let threads: Vec<_> = (bodies.chunks(bodies.len().div_ceil(CLIENTS)))
                .map(|bodies| {
                    let create = move |body| server.post("/Users", body);
                    scope.spawn(move || bodies.iter().map(create).collect::<Vec<_>>())
                })
                .collect();
            for created in threads.into_iter().flat_map(|thread| thread.join().unwrap()) {
                assert_eq!(created.status, 201, "{}", created.body);
                self.ids.insert(created.text("/userName").to_owned(), created.text("/id").to_owned());
            }
        });
        for group in 0..GROUPS {
            let members: Vec<Value> = (0..150)
                .filter(|i| i % GROUPS == group)
                .map(|i| json!({"value": self.ids[&format!("leaving{i}")]}))
                .collect();
            let name = format!("group{group}");
            let created =
                server.post("/Groups", &json!({"schemas": [GROUP], "displayName": name, "members": members}));
            assert_eq!(created.status, 201, "{}", created.body);
            self.ids.insert(name, created.text("/id").to_owned());
        }
    }

    /// The two users that a `Join` is about.
    fn joining(&self, nr: usize) -> [&str; 2] {
        let first = nr / GROUPS * 2;
        [first, first + 1].map(|i| self.ids[&format!("changing{i}")].as_str())
    }

    fn request(&self, write: Write) -> (&'static str, String, Value) {
        let uri = |path: &str, name: String| format!("{path}/{}", self.ids[&name]);
        match write {
            Write::Post(nr) => ("POST", "/Users".to_owned(), person(&format!("new{nr}"), 0)),
            Write::Put(nr) => {
                let name = format!("changing{nr}");
                ("PUT", uri("/Users", name.clone()), person(&name, 1))
            }
            Write::Delete(nr) => ("DELETE", uri("/Users", format!("leaving{nr}")), Value::Null),
            Write::Patch(nr) => {
                let operations = json!([
                    {"op": "add", "path": "emails", "value": [{"value": format!("{nr}@crash.example"), "type": "work"}]},
                    {"op": "add", "path": "addresses", "value": [{"locality": format!("town {nr}"), "type": format!("{nr}")}]},
                    {"op": "add", "path": "roles", "value": [{"value": format!("role {nr}")}]},
                ]);
                ("PATCH", uri("/Users", format!("busy{}", nr % BUSY)), patch_of(&operations))
            }
            Write::Join(nr) => {
                let members = self.joining(nr).map(|id| json!({"value": id}));
                let operations = json!([{"op": "add", "path": "members", "value": members}]);
                ("PATCH", uri("/Groups", format!("group{}", nr % GROUPS)), patch_of(&operations))
            }
        }
    }

    /// Has the clients send all that is not acknowledged, and kills the server when `enough` of it is.
    fn send(&mut self, server: &Server, enough: Option<usize>) {
        let open = |(_, (_, progress)): &(usize, &(Write, Progress))| !matches!(progress, Progress::Done(_));
        let open: Vec<usize> = self.writes.iter().enumerate().filter(open).map(|(index, _)| index).collect();
        let next = AtomicUsize::new(0);
        let mut acknowledged = 0;
        let mut progress = Vec::new();
        thread::scope(|scope| {
            let (sender, answers) = channel::<(usize, Option<Answer>)>();
            for _ in 0..CLIENTS {
                let (sender, this, open, next) = (sender.clone(), &*self, &open, &next);
                scope.spawn(move || {
                    while let Some(index) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let (method, path, body) = this.request(this.writes[*index].0);
                        let body = if body.is_null() { String::new() } else { body.to_string() };
                        let answer = server.try_send(method, &path, body.as_bytes());
                        let is_dead = answer.is_none();
                        sender.send((*index, answer)).unwrap();
                        if is_dead {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            for (index, answer) in answers {
                let (write, before) = &self.writes[index];
                let Some(answer) = answer else {
                    assert!(enough.is_some_and(|enough| acknowledged >= enough), "{write:?} has no answer");
                    progress.push((index, Progress::InFlight));
                    continue;
                };
                // What was in flight may have been done already.
                let is_again = matches!(before, Progress::InFlight);
                match (write, answer.status) {
                    (Write::Post(_), 201)
                    | (Write::Put(_) | Write::Patch(_) | Write::Join(_), 200)
                    | (Write::Delete(_), 204) => {}
                    (Write::Post(_), 409) | (Write::Delete(_), 404) if is_again => {}
                    _ => panic!("{write:?}: {answer:?}"),
                }
                let body = (answer.status < 300 && !is_again).then_some(answer.body);
                progress.push((index, Progress::Done(body)));
                acknowledged += 1;
                if Some(acknowledged) == enough {
                    server.kill();
                }
            }
        });
        for (index, progress) in progress {
            self.writes[index].1 = progress;
        }
        assert!(enough.is_none() || acknowledged < open.len(), "it was killed when all was done");
    }

    /// Compares all that is there with what was acknowledged.
    fn check(&self, server: &Server) {
        let users = all(server, "/Users", "userName");
        let groups = all(server, "/Groups", "displayName");
        assert_eq!(groups.len(), GROUPS);
        let mut done = Vec::new();
        for (write, progress) in &self.writes {
            let is_done = self.is_done(*write, &users, &groups);
            match progress {
                Progress::Unsent => assert!(!is_done, "nobody sent {write:?}"),
                Progress::InFlight => {}
                Progress::Done(body) => {
                    assert!(is_done, "{write:?} was acknowledged");
                    if let (Write::Post(nr), Some(body)) = (write, body) {
                        assert_eq!(users[&format!("new{nr}")], *body, "as it was acknowledged");
                    }
                }
            }
            if is_done {
                done.push(*write);
            }
        }
        let count = |kind: fn(&Write) -> bool| done.iter().filter(|write| kind(write)).count();
        let posted = count(|write| matches!(write, Write::Post(_)));
        let deleted = count(|write| matches!(write, Write::Delete(_)));
        assert_eq!(users.len(), self.ids.len() - GROUPS + posted - deleted, "and nobody else");

        // The same memberships from both sides.
        let (mut members, mut memberships) = (BTreeSet::new(), BTreeSet::new());
        for group in groups.values() {
            for member in group["members"].as_array().unwrap() {
                assert_eq!(member["type"], "User", "{member}");
                members.insert((group["id"].to_string(), member["value"].to_string()));
            }
        }
        for user in users.values() {
            for group in user["groups"].as_array().into_iter().flatten() {
                memberships.insert((group["value"].to_string(), user["id"].to_string()));
            }
        }
        assert_eq!(members, memberships);
        let joined = count(|write| matches!(write, Write::Join(_)));
        assert_eq!(members.len(), 150 - deleted + 2 * joined);

        // Versions count what was done, and nothing else.
        for (name, user) in &users {
            let changes = done.iter().filter(|write| match write {
                Write::Put(nr) => *name == format!("changing{nr}"),
                Write::Patch(nr) => *name == format!("busy{}", nr % BUSY),
                _ => false,
            });
            assert_eq!(version(user), 1 + changes.count(), "{user}");
        }
        for (name, group) in &groups {
            let changes = done.iter().filter(|write| match write {
                Write::Delete(nr) | Write::Join(nr) => *name == format!("group{}", nr % GROUPS),
                _ => false,
            });
            assert_eq!(version(group), 1 + changes.count(), "{name}");
        }
        // What is searched for is there as what is shown.
        let found = server.get("/Users?count=0&filter=emails.value%20sw%20%22NEW%22");
        assert_eq!(found.body["totalResults"], posted);
    }

    /// Whether a write was done. By halves is neither.
    fn is_done(
        &self,
        write: Write,
        users: &BTreeMap<String, Value>,
        groups: &BTreeMap<String, Value>,
    ) -> bool {
        match write {
            Write::Post(nr) => {
                let name = format!("new{nr}");
                let Some(user) = users.get(&name) else { return false };
                assert_eq!(given(user), person(&name, 0));
                true
            }
            Write::Put(nr) => {
                let name = format!("changing{nr}");
                let given = given(&users[&name]);
                assert!(given == person(&name, 0) || given == person(&name, 1), "{given}");
                given == person(&name, 1)
            }
            Write::Delete(nr) => {
                let name = format!("leaving{nr}");
                let Some(user) = users.get(&name) else { return true };
                assert_eq!(given(user), person(&name, 0));
                assert_eq!(user["groups"][0]["display"], format!("group{}", nr % GROUPS));
                false
            }
            Write::Patch(nr) => {
                let user = &users[&format!("busy{}", nr % BUSY)];
                let parts = [
                    holds(user, "emails", "value", &format!("{nr}@crash.example")),
                    holds(user, "addresses", "locality", &format!("town {nr}")),
                    holds(user, "roles", "value", &format!("role {nr}")),
                ];
                assert!(parts == [true; 3] || parts == [false; 3], "{write:?}: {parts:?}");
                parts[0]
            }
            Write::Join(nr) => {
                let group = &groups[&format!("group{}", nr % GROUPS)];
                let parts = self.joining(nr).map(|id| holds(group, "members", "value", id));
                assert!(parts == [true; 2] || parts == [false; 2], "{write:?}: {parts:?}");
                parts[0]
            }
        }
    }

    fn run(database: String, folder: Folder) {
        let writes = writes().into_iter().map(|write| (write, Progress::Unsent)).collect();
        let mut crash = Self { database, folder, writes, ids: BTreeMap::new() };
        let mut server = crash.start();
        crash.prepare(&server);
        crash.check(&server);
        // More than once, since it may be caught between two writes. What a client does again meets what was done already.
        for _ in 0..KILLS {
            crash.send(&server, Some(WRITES / (KILLS + 1)));
            server.wait();
            if crash.database.starts_with("postgres") {
                // PostgreSQL may still be at the last statement of a process that is gone.
                let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
                until("its connections are gone", || ask(&crash.database, others) == 0);
            }
            server = crash.start();
            crash.check(&server);
        }
        crash.send(&server, None);
        crash.check(&server);
        server.stop();
    }
}

#[test]
fn killed_over_sqlite() {
    Crash::run("sqlite:a.db".to_owned(), Folder::new());
}

#[test]
fn killed_over_postgres() {
    if let Some(database) = postgres_or_skip() {
        Crash::run(database, Folder::new());
    }
}
