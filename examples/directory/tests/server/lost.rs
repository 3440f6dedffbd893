//! `PostgreSQL` is lost in every way there is, and comes back.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::postgres::{group, is_unavailable, joining, start};
use crate::process::{Answer, SEARCH, USER, all_at_once, ask, patch_of, postgres_or_skip, until, with};

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
