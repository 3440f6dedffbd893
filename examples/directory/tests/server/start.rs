//! Starting and stopping.

use std::io::Write;
use std::net::TcpStream;
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};

use crate::process::{Answer, Folder, Server, USER};

#[cfg(unix)]
#[test]
fn first_start() {
    let folder = Folder::new();
    let mut server = Server::start(&folder, &[]);
    let printed = server.printed();
    let after =
        |label: &str| printed.iter().find_map(|line| line.strip_prefix(label)).unwrap().trim().to_owned();
    assert_eq!(after("Base URL"), format!("http://{}/scim/v2", server.address));
    assert!(!printed.iter().any(|line| line.starts_with("listening on")), "said once, and first");
    server.token = after("Token");

    // Every command, as it is pasted. A machine without curl cannot paste any.
    let text = printed.join("\n");
    let commands: Vec<_> = text.split("  curl ").skip(1).collect();
    assert_eq!(commands.len(), 3);
    if Command::new("curl").arg("--version").output().is_ok() {
        for command in commands {
            let output =
                Command::new("sh").arg("-c").arg(format!("curl -sS --fail {command}")).output().unwrap();
            assert!(output.status.success(), "{command}\n{output:?}");
            assert!(output.stdout.starts_with(b"{\"schemas\""));
        }
    }

    let users = server.get("/Users?count=20");
    assert!(users.body["totalResults"].as_u64().unwrap() >= 20, "the sample company");
    assert_eq!(users.body["Resources"].as_array().unwrap().len(), 20);
    let manager =
        users.body.pointer("/Resources/1/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager");
    assert_eq!(manager.unwrap()["value"], users.body["Resources"][0]["id"]);
    for (path, least) in [("/Groups", 5), ("/Devices", 3)] {
        assert!(server.get(path).body["totalResults"].as_u64().unwrap() >= least);
    }
    assert!(!folder.contains(&server.token), "only its hash is kept");
    let token = server.token.clone();
    server.stop();

    let mut again = Server::start(&folder, &[]);
    let printed = again.printed().join("\n");
    assert!(printed.contains("--new-token") && !printed.contains(&token));
    again.token.clone_from(&token);
    assert_eq!(again.get("/Users?count=0").status, 200);
    again.stop();

    let mut renewed = Server::start(&folder, &["--new-token"]);
    renewed.token = token;
    assert_eq!(renewed.get("/Users").status, 401);
    renewed.stop();

    let other = Server::start(&folder, &["--token", "mine"]);
    assert_eq!(other.printed(), Vec::<String>::new());
    assert_eq!(other.get("/Users").status, 200);
}

#[cfg(unix)]
#[test]
fn restart_keeps_everything() {
    let folder = Folder::new();
    let arguments = ["--database", "sqlite:other.db", "--token", "secret"];
    let server = Server::start(&folder, &arguments);
    assert_eq!(server.get("/Users").body["totalResults"], 0, "empty without --demo");
    let id = server.new_user("bjensen");
    let user = server.get(&format!("/Users/{id}")).body;
    let address = server.address.clone();
    server.stop();
    assert!(folder.path().join("other.db").exists());
    let server = Server::start(&folder, &arguments);
    let mut again = server.get(&format!("/Users/{id}")).body.to_string();
    again = again.replace(&server.address, &address);
    assert_eq!(again, user.to_string());
}

#[test]
fn demo() {
    let server = Server::start(&Folder::new(), &["--database", "sqlite::memory:", "--token", "t", "--demo"]);
    assert_eq!(server.get("/Users?count=0").body["totalResults"], 20);
    let groups = server.get("/Groups").body;
    let all =
        groups["Resources"].as_array().unwrap().iter().find(|g| g["displayName"] == "All Staff").unwrap();
    assert_eq!(all["members"][0]["type"], "Group");
}

#[test]
fn base_url() {
    let arguments =
        ["--database", "sqlite::memory:", "--token", "t", "--base-url", "https://id.example/scim/v2/"];
    let server = Server::start(&Folder::new(), &arguments);
    let id = server.new_user("a");
    let expected = format!("https://id.example/scim/v2/Users/{id}");
    assert_eq!(server.get(&format!("/Users/{id}")).text("/meta/location"), expected);
}

/// Told to stop, it takes no more connections, and finishes what it began.
#[cfg(unix)]
#[test]
fn graceful_stop() {
    let mut server = Server::empty();
    let body = json!({"schemas": [USER], "userName": "late"}).to_string();
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let head = server.head("POST", "/Users", body.len()) + "\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..10]).unwrap();
    let _idle = TcpStream::connect(&server.address).unwrap();
    thread::sleep(Duration::from_millis(300));
    server.terminate();
    thread::sleep(Duration::from_millis(300));
    stream.write_all(&body.as_bytes()[10..]).unwrap();
    let answer = Answer::read(stream);
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert!(server.wait().success());
    assert!(TcpStream::connect(&server.address).is_err());
}

#[test]
fn refused_arguments() {
    let run = |arguments: &[&str]| {
        let folder = Folder::new();
        let output = Command::new(env!("CARGO_BIN_EXE_directory"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let memory = ["--database", "sqlite::memory:"];
    let nobody = run(&["--database", "postgres://u:secret@127.0.0.1:1/scim"]);
    assert!(
        nobody.contains("cannot open postgres://127.0.0.1:1/scim: ") && !nobody.contains("secret"),
        "{nobody}"
    );
    assert!(
        run(&["--database", "sqlite:no/such/folder/a.db"]).contains("cannot open sqlite:no/such/folder/a.db")
    );
    assert!(run(&[&memory[..], &["--listen", "nowhere"]].concat()).contains("cannot listen on nowhere"));
    assert!(run(&[&memory[..], &["--base-url", "id.example"]].concat()).contains("https://"));
    assert!(run(&[&memory[..], &["--log", "a=b=c"]].concat()).contains("--log"));
    assert!(run(&["--token", "a b"]).contains("a token is"));
    assert!(run(&["--token", "a", "--new-token"]).contains("cannot be used with"));
}

/// Tables of another version are left alone.
#[cfg(unix)]
#[test]
fn another_version() {
    let folder = Folder::new();
    let arguments = ["--database", "sqlite:a.db", "--token", "t"];
    Server::start(&folder, &arguments).stop();
    let url = format!("sqlite:{}", folder.path().join("a.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        sqlx::query("UPDATE _sqlx_migrations SET version = 99").execute(&mut connection).await.unwrap();
    });
    let output = Command::new(env!("CARGO_BIN_EXE_directory"))
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("Another version of this server"), "{said}");
}
