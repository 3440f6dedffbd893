//! The running server, and a client for it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

pub(crate) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub(crate) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
pub(crate) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) const SEARCH: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// `path` with these query parameters.
pub(crate) fn with(path: &str, parameters: &[(&str, &str)]) -> String {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let pairs: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    format!("{path}?{}", pairs.join("&"))
}

/// The message of a PATCH.
pub(crate) fn patch_of(operations: &Value) -> Value {
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations})
}

/// Counts the states of a resource, from 1.
pub(crate) fn version(resource: &Value) -> usize {
    let version = resource["meta"]["version"].as_str().unwrap();
    let (count, _) = version.trim_start_matches("W/\"").split_once('-').unwrap();
    count.parse().unwrap()
}

/// A new database in the `PostgreSQL` that the environment names, as a URL; `None` without one.
pub(crate) fn new_postgres() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("SCIM_TEST_POSTGRES").ok()?;
    let name = format!("directory_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = PgConnection::connect(&url).await.unwrap();
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::query(create).execute(&mut connection).await.unwrap();
    });
    let (server, _) = url.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}"))
}

/// The same, where a test has nothing to do without one.
pub(crate) fn postgres_or_skip() -> Option<String> {
    let url = new_postgres();
    if url.is_none() {
        eprintln!("skipped on PostgreSQL: SCIM_TEST_POSTGRES names no database");
    }
    url
}

/// The number that a `PostgreSQL` database answers this query with.
pub(crate) fn ask(url: &str, query: &'static str) -> i64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(query).fetch_one(&mut connection).await.unwrap()
    })
}

/// Waits until this holds.
#[track_caller]
pub(crate) fn until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < end, "never so: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// What this does `count` times at once, in threads; each is told which it is.
pub(crate) fn all_at_once<T: Send>(count: usize, act: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let act = &act;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|i| scope.spawn(move || act(i))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// A directory of its own, which goes with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("directory-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Everything in its files, as bytes that can be searched.
    pub(crate) fn contains(&self, text: &str) -> bool {
        std::fs::read_dir(&self.0).unwrap().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) struct Server {
    child: Mutex<Child>,
    /// Such as `127.0.0.1:34567`.
    pub(crate) address: String,
    pub(crate) token: String,
    /// What it prints after the line that says it is ready.
    lines: Mutex<Receiver<String>>,
}

impl Server {
    /// Starts it in `folder`, on a free port, and waits until it is ready.
    pub(crate) fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_directory"))
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .current_dir(folder.path())
            .env_remove("RUST_LOG")
            .env_remove("DIRECTORY_TOKEN")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let ready = lines.recv_timeout(PATIENCE).unwrap();
        let address =
            ready.strip_prefix("listening on http://").and_then(|rest| rest.strip_suffix("/scim/v2"));
        let address = address.unwrap_or_else(|| panic!("not ready: {ready}")).to_owned();
        let token = arguments.iter().skip_while(|a| **a != "--token").nth(1);
        Self {
            child: Mutex::new(child),
            address,
            token: token.map_or(String::new(), |token| (*token).to_owned()),
            lines: Mutex::new(lines),
        }
    }

    /// An empty one: in memory, or in `PostgreSQL` where the tests have one.
    pub(crate) fn empty() -> Self {
        let database = new_postgres().unwrap_or_else(|| "sqlite::memory:".to_owned());
        // It writes no files, so the folder need not outlive the start.
        Self::start(&Folder::new(), &["--database", &database, "--token", "secret"])
    }

    /// One over each of the two databases, as far as there are two.
    pub(crate) fn over_each() -> Vec<Self> {
        let start = |url: &str| Self::start(&Folder::new(), &["--database", url, "--token", "secret"]);
        ["sqlite::memory:".to_owned()].into_iter().chain(postgres_or_skip()).map(|url| start(&url)).collect()
    }

    /// What it prints within a second.
    pub(crate) fn printed(&self) -> Vec<String> {
        let until = Instant::now() + Duration::from_secs(1);
        let left = || until.saturating_duration_since(Instant::now());
        let lines = self.lines.lock().unwrap();
        std::iter::from_fn(|| lines.recv_timeout(left()).ok()).collect()
    }

    #[cfg(unix)]
    pub(crate) fn terminate(&self) {
        let id = self.child.lock().unwrap().id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
    }

    /// Ends it at once, whatever it is doing: `kill -9`.
    pub(crate) fn kill(&self) {
        self.child.lock().unwrap().kill().unwrap();
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        let child = self.child.get_mut().unwrap();
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "it does not stop");
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[cfg(unix)]
    pub(crate) fn stop(mut self) {
        self.terminate();
        assert!(self.wait().success());
    }

    pub(crate) fn head(&self, method: &str, path: &str, length: usize) -> String {
        format!(
            "{method} /scim/v2{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/scim+json\r\nContent-Length: {length}\r\n",
            self.address, self.token
        )
    }

    pub(crate) fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        Answer::read(self.begin(method, path, headers, body).unwrap())
    }

    /// The same while the server may die: nothing, unless all of the answer arrived.
    pub(crate) fn try_send(&self, method: &str, path: &str, body: &[u8]) -> Option<Answer> {
        Answer::try_read(self.begin(method, path, "", body).ok()?).ok()
    }

    fn begin(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let head = self.head(method, path, body.len());
        // The server may answer before it has read all of it.
        let _ = stream.write_all(&[head.as_bytes(), headers.as_bytes(), b"\r\n", body].concat());
        Ok(stream)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", b"")
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, "", body.to_string().as_bytes())
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, "", body.to_string().as_bytes())
    }

    /// A PATCH request with these operations.
    pub(crate) fn patch(&self, path: &str, operations: &Value) -> Answer {
        self.send("PATCH", path, "", patch_of(operations).to_string().as_bytes())
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, "", b"")
    }

    pub(crate) fn new_user(&self, name: &str) -> String {
        let created = self.post(
            "/Users",
            &json!({"schemas": [USER], "userName": name, "displayName": format!("The {name}")}),
        );
        assert_eq!(created.status, 201, "{}", created.body);
        created.text("/id").to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn read(stream: TcpStream) -> Self {
        Self::try_read(stream).unwrap_or_else(|text| panic!("no answer: {text:?}"))
    }

    /// What came instead, unless all of the answer arrived.
    fn try_read(mut stream: TcpStream) -> Result<Self, String> {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let _ = stream.shutdown(Shutdown::Both);
        let text = String::from_utf8(bytes).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return Err(text) };
        let head = head.to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let is_whole = length.is_none_or(|length| length == body.len().to_string());
        let status = head[9..12].parse().unwrap();
        if !is_whole && status != 304 {
            return Err(text);
        }
        let body = if body.is_empty() { Value::Null } else { serde_json::from_str(body).unwrap() };
        Ok(Self { status, head, body })
    }

    #[track_caller]
    pub(crate) fn text(&self, pointer: &str) -> &str {
        self.body
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no {pointer} in {}", self.body))
    }

    /// The resources of a list.
    #[track_caller]
    pub(crate) fn resources(&self) -> &[Value] {
        self.body["Resources"].as_array().unwrap_or_else(|| panic!("no list: {}", self.body))
    }

    /// The ids of the resources of a list.
    #[track_caller]
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.resources().iter().map(|resource| resource["id"].as_str().unwrap()).collect()
    }

    #[track_caller]
    pub(crate) fn is(&self, status: u16, scim_type: &str) -> &Self {
        assert_eq!(
            (self.status, self.body["scimType"].as_str().unwrap_or("")),
            (status, scim_type),
            "{}",
            self.body
        );
        self
    }
}
