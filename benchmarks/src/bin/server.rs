//! The directory server over a million people, over HTTP: what each request takes, and whether the server's memory stays flat.
//! `cargo run --release --bin server [DIRECTORY]` builds the server unless its binary is named. It asks SQLite, in a file that is kept for the
//! next time, and PostgreSQL too where `SCIM_TEST_POSTGRES` names a database, which should be empty. A million rows are not looked at in the
//! time that a request may take here: so whatever is found by an index has to be, and a plan that goes astray ends the run.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tokio::runtime::Runtime;

const PEOPLE: i64 = 1_000_000;
const RUNS: usize = 15;
/// What a request may take that an index serves.
const QUICK: f64 = 20_000.0;
/// What it may take when it counts or passes over a good part of the million.
const COUNTED: f64 = 600_000.0;
/// What it may take when no index serves.
const SLOW: f64 = 10_000_000.0;
/// After three of these it is known.
const LONG: f64 = 200_000.0;
/// How many requests change each of the two groups.
const OF_GROUPS: usize = 4;
/// After so many rounds the caches are full,
const WARM: usize = 3;
/// and after all of them the server may have this many megabytes more.
const GROWTH: u64 = 4;

/// The statements that make the people, after the server made the tables. Ids are as the server gives them: in the order in which people were
/// made, who were changed last in that order as well. One in a hundred is not active; 200 are in each department.
fn filling(is_postgres: bool) -> Vec<String> {
    let (series, eight, twelve, yes) = if is_postgres {
        (
            format!("WITH n(i) AS (SELECT generate_series(0::bigint, {}))", PEOPLE - 1),
            "lpad(i::text, 8, '0')",
            "lpad(to_hex(i), 12, '0')",
            "i % 100 <> 7",
        )
    } else {
        (
            format!(
                "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {})",
                PEOPLE - 1
            ),
            "printf('%08d', i)",
            "printf('%012x', i)",
            "i % 100 <> 7",
        )
    };
    let id = format!("'01890000-0000-7000-8000-' || {twelve}");
    let mail = "INSERT INTO contacts (employee_id, kind, value, value_key, type, type_key, is_primary)";
    let member = "INSERT INTO memberships (group_id, member_id, member_id_key, employee_id) SELECT";
    let mut statements = vec![
        format!(
            "{series} INSERT INTO employees (id, external_id, login, login_key, family_name, family_name_key, given_name, given_name_key, \
             display_name, display_name_key, title, title_key, enabled, employee_number, employee_number_key, department, department_key, \
             created, last_modified) SELECT {id}, 'ext-' || {eight}, 'User' || {eight}, 'user' || {eight}, 'Family' || (i % 5000), \
             'family' || (i % 5000), 'Given' || (i % 700), 'given' || (i % 700), 'Person ' || {eight}, 'person ' || {eight}, 'Engineer', \
             'engineer', {yes}, 'N' || {eight}, 'n' || {eight}, 'Department ' || (i % 5000), 'department ' || (i % 5000), \
             1700000000000000 + i * 1000000, 1700000000000000 + i * 1000000 FROM n"
        ),
        format!(
            "{series} {mail} SELECT {id}, 'email', 'User' || {eight} || '@example.com', 'user' || {eight} || '@example.com', 'work', 'work', \
             1 = 1 FROM n"
        ),
        format!(
            "{series} {mail} SELECT {id}, 'email', 'user' || {eight} || '@home.example', 'user' || {eight} || '@home.example', 'home', \
             'home', 1 = 0 FROM n WHERE i % 2 = 0"
        ),
        "INSERT INTO groups (id, name, name_key, created, last_modified) VALUES ('big', 'Big', 'big', 1700000000000000, 1700000000000000), \
         ('small', 'Small', 'small', 1700000000000000, 1700000000000000)"
            .to_owned(),
        format!("{series} {member} 'big', {id}, {id}, {id} FROM n"),
        format!("{series} {member} 'small', {id}, {id}, {id} FROM n WHERE i < 10"),
    ];
    if is_postgres {
        // What autovacuum would do sooner or later.
        statements.push("VACUUM ANALYZE".to_owned());
    }
    statements
}

async fn fill(url: &str) {
    let start = Instant::now();
    let count = "SELECT count(*) FROM employees";
    if url.starts_with("postgres") {
        let mut database = PgConnection::connect(url).await.expect("PostgreSQL answers");
        if sqlx::query_scalar::<_, i64>(count).fetch_one(&mut database).await.expect("a count") == 0 {
            for statement in filling(true) {
                sqlx::query(AssertSqlSafe(statement)).execute(&mut database).await.expect("a million rows");
            }
        }
    } else {
        let mut database = SqliteConnection::connect(url).await.expect("SQLite opens");
        if sqlx::query_scalar::<_, i64>(count).fetch_one(&mut database).await.expect("a count") == 0 {
            for statement in filling(false) {
                sqlx::query(AssertSqlSafe(statement)).execute(&mut database).await.expect("a million rows");
            }
        }
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        sqlx::query(checkpoint).execute(&mut database).await.expect("a checkpoint");
    }
    println!(
        "\n{PEOPLE} people in {}, filled in {:.0?}",
        url.split(':').next().unwrap_or(url),
        start.elapsed()
    );
}

/// The running server, and a connection to it that stays open.
struct Server {
    child: Child,
    stream: BufReader<TcpStream>,
}

impl Server {
    fn start(binary: &Path, database: &str) -> Self {
        let mut child = Command::new(binary)
            .args(["--log", "error", "--listen", "127.0.0.1:0", "--database", database, "--token", "t"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("{}: {e}", binary.display()));
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let address =
            line.trim().strip_prefix("listening on http://").and_then(|rest| rest.split('/').next());
        let stream = TcpStream::connect(address.expect("an address")).expect("a connection");
        stream.set_nodelay(true).expect("an option");
        Self { child, stream: BufReader::new(stream) }
    }

    /// The status and the document that is answered.
    fn send(&mut self, request: &Request) -> (String, Vec<u8>) {
        let Request { method, path, body, .. } = request;
        let text = format!(
            "{method} /scim/v2{path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer t\r\n\
             content-type: application/scim+json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(text.as_bytes()).expect("the server reads");
        let (mut status, mut length) = (String::new(), 0);
        self.stream.read_line(&mut status).expect("a status");
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).expect("a header");
            let Some((name, value)) = line.trim().split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut document = vec![0; length];
        self.stream.read_exact(&mut document).expect("a body");
        (status.split(' ').nth(1).unwrap_or_default().to_owned(), document)
    }

    /// Megabytes that the process has in memory, and the most it had.
    fn memory(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("a process");
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
            line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).expect("a number") / 1024
        };
        (of("VmRSS:"), of("VmHWM:"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

struct Request {
    name: String,
    method: &'static str,
    path: String,
    body: String,
    /// `totalResults` of a list.
    total: Option<i64>,
    /// Microseconds it may take.
    limit: f64,
}

fn get(name: &str, path: &str) -> Request {
    let (method, body) = ("GET", String::new());
    Request { name: name.to_owned(), method, path: path.to_owned(), body, total: None, limit: QUICK }
}

/// A list with these parameters, `name=value`.
fn list(parameters: &[&str], total: i64, limit: f64) -> Request {
    let mut path = "/Users?".to_owned();
    for (name, value) in parameters.iter().filter_map(|parameter| parameter.split_once('=')) {
        let _ = write!(path, "&{name}=");
        value.bytes().for_each(|byte| {
            let _ = write!(path, "%{byte:02X}");
        });
    }
    let name =
        parameters.join(" ").replace("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:", "…:");
    Request { total: Some(total), limit, ..get(&name, &path) }
}

fn patch(name: &str, path: &str, operation: &str) -> Request {
    let body = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
    );
    Request { method: "PATCH", body, ..get(name, path) }
}

fn id(number: i64) -> String {
    format!("01890000-0000-7000-8000-{number:012x}")
}

fn requests() -> Vec<Request> {
    let (one, user) = (id(700_000), format!("/Users/{}", id(PEOPLE - 1)));
    let member = id(5);
    let department =
        r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "department 77""#;
    let filter = |text: &str| format!("filter={text}");
    let quick = |text: &str, total| list(&[&filter(text), "count=100"], total, QUICK);
    let mut requests = vec![
        get("GET a user", &format!("/Users/{one}")),
        get("GET the big group without its members", "/Groups/big?excludedAttributes=members"),
        get(
            "GET the groups of which a user is a member",
            &format!("/Groups?excludedAttributes=members&filter=members.value%20eq%20%22{one}%22"),
        ),
        quick(r#"userName eq "USER00700000""#, 1),
        quick(r#"userName sw "user0070000""#, 10),
        quick(r#"userName eq "user00000001" or userName eq "user00900000""#, 2),
        quick(&format!(r#"id eq "{one}""#), 1),
        quick(r#"externalId eq "ext-00700000""#, 1),
        quick(r#"emails.value eq "user00500000@example.com""#, 1),
        quick(r#"emails eq "user00500000@example.com""#, 1),
        quick(r#"emails[type eq "work" and value eq "user00500000@example.com"]"#, 1),
        quick(r#"emails.value sw "user0050000""#, 10),
        quick(r#"userName eq "user00000001" or emails.value eq "user00500000@home.example""#, 2),
        quick(r#"name.familyName eq "family77" and active eq true"#, 200),
        quick(r#"displayName sw "person 0070000""#, 10),
        quick(department, 200),
        quick(r#"meta.lastModified gt "2023-11-14T22:13:20Z" and userName eq "user00700000""#, 1),
        // The last hundred and the last thousand.
        list(&[r#"filter=meta.lastModified gt "2023-11-26T11:58:19Z""#, "count=10"], 100, QUICK),
        list(&[r#"filter=meta.lastModified gt "2023-11-26T11:43:19Z""#, "count=10"], 1000, QUICK),
        list(&["filter=active eq false", "count=100"], PEOPLE / 100, 3.0 * QUICK),
        quick(r#"groups.value eq "small""#, 10),
        quick(&format!(r#"id eq "{one}" and groups.value eq "big""#), 1),
        quick(&format!(r#"userName eq "user00700000" and emails.type eq "work""#), 1),
        quick(r#"active eq true and emails.value eq "user00500000@example.com""#, 1),
        list(&["count=0"], PEOPLE, COUNTED),
        list(&["count=100"], PEOPLE, COUNTED),
        list(&["startIndex=900001", "count=100"], PEOPLE, COUNTED),
        list(&["sortBy=userName", "count=10"], PEOPLE, COUNTED),
        list(&["sortBy=userName", "sortOrder=descending", "count=10"], PEOPLE, COUNTED),
        list(&["sortBy=meta.lastModified", "sortOrder=descending", "count=10"], PEOPLE, COUNTED),
        list(&["sortBy=name.familyName", "count=10"], PEOPLE, SLOW),
        list(&["filter=active eq true", "count=10"], PEOPLE / 100 * 99, COUNTED),
        list(&[r#"filter=emails.type eq "home""#, "count=10"], PEOPLE / 2, SLOW),
        list(&[r#"filter=emails pr"#, "count=10"], PEOPLE, SLOW),
        list(&[r#"filter=userName co "70000""#, "count=10"], 20, SLOW),
        patch("PATCH active of a user to false", &user, r#"{"op":"replace","path":"active","value":false}"#),
        patch("PATCH active of a user to true", &user, r#"{"op":"replace","path":"active","value":true}"#),
    ];
    for (group, who) in [("small", "10"), ("big", "1,000,000")] {
        let path = format!("/Groups/{group}");
        for (what, operation) in [
            ("one less", format!(r#"{{"op":"remove","path":"members[value eq \"{member}\"]"}}"#)),
            ("one more", format!(r#"{{"op":"add","path":"members","value":[{{"value":"{member}"}}]}}"#)),
            ("another name", format!(r#"{{"op":"replace","path":"displayName","value":"New {group}"}}"#)),
            ("the old name", format!(r#"{{"op":"replace","path":"displayName","value":"{group}"}}"#)),
        ] {
            requests.push(patch(&format!("PATCH a group of {who}: {what}"), &path, &operation));
        }
    }
    requests
}

/// What is too slow, or too large.
fn measure(binary: &Path, database: &str) -> Vec<String> {
    let mut server = Server::start(binary, database);
    let requests = requests();
    let mut times = vec![Vec::new(); requests.len()];
    let mut warm = (0, 0);
    for round in 0..=RUNS {
        for (request, times) in requests.iter().zip(&mut times) {
            // What takes long is not asked so often.
            if times.len() >= 3 && times[0] > LONG {
                continue;
            }
            let start = Instant::now();
            let (status, document) = server.send(request);
            let time = start.elapsed().as_secs_f64() * 1e6;
            assert!(
                status.starts_with('2'),
                "{}: {status} {}",
                request.name,
                String::from_utf8_lossy(&document)
            );
            if let Some(total) = request.total {
                let document: Value = serde_json::from_slice(&document).expect("JSON");
                assert_eq!(document["totalResults"], total, "{}", request.name);
            }
            // Of the first round nothing is cached.
            if round > 0 {
                times.push(time);
            }
        }
        if round == WARM {
            warm = server.memory();
        }
    }
    let end = server.memory();
    println!("{:<92} {:>9} {:>9} {:>9}", "", "rows", "µs", "µs worst");
    let mut slow = Vec::new();
    let mut medians = Vec::new();
    for (request, times) in requests.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
        let total = request.total.map_or_else(String::new, |total| total.to_string());
        println!("{:<92} {total:>9} {median:>9.0} {worst:>9.0}", request.name);
        if median > request.limit {
            slow.push(request.name.clone());
        }
        medians.push(median);
    }
    // The last of them are of the small group, and then the same of the big one.
    let of_groups = &medians[medians.len() - 2 * OF_GROUPS..];
    let (small, big) = of_groups.split_at(OF_GROUPS);
    let ratios: Vec<f64> = big.iter().zip(small).map(|(big, small)| big / small).collect();
    println!(
        "a member less, a member more, another name, the old name: of 1,000,000 beside of 10: {ratios:.2?}"
    );
    if ratios.iter().any(|ratio| *ratio > 1.5) {
        slow.push("the group of 1,000,000".to_owned());
    }
    println!(
        "memory after {WARM} rounds {} MB (at most {}), after {RUNS} {} MB (at most {})",
        warm.0, warm.1, end.0, end.1
    );
    if end.1 > warm.1 + GROWTH {
        slow.push("memory grows".to_owned());
    }
    slow
}

/// The server as cargo builds it.
fn build() -> PathBuf {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--package", "directory", "--manifest-path", manifest, "--target-dir"])
        .arg(&target)
        .status();
    assert!(built.is_ok_and(|status| status.success()), "the server is not built");
    target.join("release/directory")
}

fn main() {
    let binary = std::env::args_os().nth(1).map_or_else(build, PathBuf::from);
    let file = std::env::temp_dir().join("scim-million.db");
    let mut databases = vec![format!("sqlite:{}", file.display())];
    match std::env::var("SCIM_TEST_POSTGRES") {
        Ok(url) => databases.push(url),
        Err(_) => println!("PostgreSQL is left out: SCIM_TEST_POSTGRES names no database"),
    }
    let mut slow = Vec::new();
    for database in databases {
        // It makes the tables.
        drop(Server::start(&binary, &database));
        Runtime::new().expect("a runtime").block_on(fill(&database));
        slow.extend(measure(&binary, &database));
    }
    assert!(slow.is_empty(), "too slow: {slow:#?}");
}
