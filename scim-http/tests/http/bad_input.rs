//! Whatever is sent: a clear 4xx, nothing stored, never a panic, a 5xx or a hang.

use scim_types::{Compat, ScimType};
use serde_json::json;

use crate::client::*;

fn with(name: &str, json: &str) -> Vec<u8> {
    format!(r#"{{"schemas":["{USER}"],"userName":"a","{name}":{json}}}"#).into_bytes()
}

fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
    let whole = String::from_utf8(with("title", "\"t\"")).unwrap();
    let mut bodies = vec![
        ("empty", Vec::new()),
        ("white space", b" \n\t".to_vec()),
        ("null", b"null".to_vec()),
        ("a list", b"[]".to_vec()),
        ("a string", b"\"userName\"".to_vec()),
        ("a number", b"1".to_vec()),
        ("not JSON", b"userName=a".to_vec()),
        ("XML", b"<user/>".to_vec()),
        ("two objects", format!("{whole}{whole}").into_bytes()),
        ("a comma too many", whole.replace('}', ",}").into_bytes()),
        ("single quotes", whole.replace('"', "'").into_bytes()),
        ("a byte order mark alone", b"\xEF\xBB\xBF".to_vec()),
        ("no schemas", br#"{"userName":"a"}"#.to_vec()),
        ("empty schemas", br#"{"schemas":[],"userName":"a"}"#.to_vec()),
        ("another schema", format!(r#"{{"schemas":["{DEVICE}"],"userName":"a"}}"#).into_bytes()),
        ("schemas not a list", format!(r#"{{"schemas":"{USER}","userName":{{}}}}"#).into_bytes()),
        ("no userName", format!(r#"{{"schemas":["{USER}"]}}"#).into_bytes()),
        ("null userName", format!(r#"{{"schemas":["{USER}"],"userName":null}}"#).into_bytes()),
        ("twice", with("userName", "\"b\"")),
        ("twice in another case", with("USERNAME", "\"b\"")),
        ("a sub-attribute twice", with("name", r#"{"givenName":"a","GIVENNAME":"b"}"#)),
        ("a number for a string", with("title", "5")),
        ("an object for a string", with("title", "{}")),
        ("a list for a string", with("title", "[\"a\",\"b\"]")),
        ("a word for a boolean", with("active", "\"yes\"")),
        ("a number for a boolean", with("active", "1")),
        ("a string for an object", with("name", "\"a\"")),
        ("a string for a list", with("emails", "\"a@example.com\"")),
        ("strings for objects", with("emails", "[\"a@example.com\"]")),
        ("two primaries", with("emails", r#"[{"value":"a","primary":true},{"value":"b","primary":true}]"#)),
        ("not base64", with("x509Certificates", r#"[{"value":"***"}]"#)),
        ("deep lists, unknown", with("unknown", &deep("[", "]"))),
        ("deep objects, unknown", with("unknown", &deep("{\"a\":", "}").replace(":}", ":1}"))),
        ("deep lists, known", with("emails", &deep("[", "]"))),
        ("deep and never closed", with("unknown", &"[".repeat(10_000))),
        ("deep at the top", deep("[", "]").into_bytes()),
        ("a lone high surrogate", with("title", r#""\ud800""#)),
        ("a lone low surrogate", with("title", r#""\udc00 b""#)),
        ("half an escape", with("title", r#""\u12"#)),
        ("an unknown escape", with("title", r#""\x41""#)),
        ("a control character", with("title", "\"a\u{1}b\"")),
        ("a number too large for JSON", with("active", "1e999")),
    ];
    for byte in [b"\"\xff\"".as_slice(), b"\"\xc3\"", b"\"\xed\xa0\x80\"", b"\"\xc0\xaf\""] {
        let mut body = format!(r#"{{"schemas":["{USER}"],"userName":"a","title":"#).into_bytes();
        body.extend_from_slice(byte);
        body.push(b'}');
        bodies.push(("invalid UTF-8", body));
    }
    // Cut anywhere.
    bodies.extend((0..whole.len()).step_by(7).map(|end| ("cut", whole.as_bytes()[..end].to_vec())));
    bodies
}

#[tokio::test]
async fn bodies_that_are_no_user() {
    for compat in [Compat::default(), Compat::strict()] {
        let scim = builder().compat(compat).build().unwrap();
        for (what, body) in bodies() {
            let refused = send(&scim, request("POST", "/Users", body)).await;
            assert_eq!(refused.status, 400, "{what}: {}", refused.body);
            let scim_type = refused.text("/scimType");
            let expected = [ScimType::InvalidSyntax.as_str(), ScimType::InvalidValue.as_str()];
            assert!(expected.contains(&scim_type), "{what}: {}", refused.body);
            refused.is_error(400, scim_type);
            assert!(refused.text("/detail").len() < 400, "{what}: {}", refused.body);
        }
        assert_eq!(get(&scim, "/Users").await.body["totalResults"], 0);
    }
}

#[tokio::test]
async fn a_bad_put_changes_nothing() {
    let scim = service();
    let created = post(&scim, "/Users", &user("kept")).await;
    let uri = format!("/Users/{}", created.id());
    for (what, body) in bodies() {
        let refused = send(&scim, request("PUT", &uri, body)).await;
        assert_eq!(refused.status, 400, "{what}: {}", refused.body);
    }
    assert_eq!(get(&scim, &uri).await.body, created.body);
}

#[tokio::test]
async fn too_large() {
    let scim = service();
    for name in ["title", "unknown"] {
        let body = with(name, &format!("\"{}\"", "x".repeat(1_000_000)));
        send(&scim, request("POST", "/Users", body)).await.is_error(413, "");
    }
    assert_eq!(get(&scim, "/Users").await.body["totalResults"], 0);
    let small = builder().body_limit(200).build().unwrap();
    let body = user("a").to_string();
    let exact = format!("{body}{}", " ".repeat(200 - body.len()));
    assert_eq!(send(&small, request("POST", "/Users", exact.clone())).await.status, 201);
    send(&small, request("POST", "/Users", exact + " ")).await.is_error(413, "");
}

#[tokio::test]
async fn media_types() {
    let scim = service();
    let with = |name: &'static str, value: &'static str, user_name: &str| {
        let mut request = request("POST", "/Users", user(user_name).to_string());
        request.headers_mut().insert(name, value.parse().unwrap());
        request
    };
    for bad in ["text/plain", "application/xml", "multipart/form-data", "application/json; charset=utf-16"] {
        send(&scim, with("content-type", bad, "a")).await.is_error(415, "");
    }
    send(&scim, with("accept", "text/html", "a")).await.is_error(406, "");
    send(&scim, with("content-encoding", "gzip", "a")).await.is_error(415, "");
    assert_eq!(get(&scim, "/Users").await.body["totalResults"], 0);
    assert_eq!(send(&scim, with("content-type", "application/json;charset=UTF-8", "a")).await.status, 201);
    let json = send(&scim, with("accept", "application/json", "b")).await;
    assert_eq!((json.status, json.header("content-type")), (201, Some("application/json")));
    let mut none = request("POST", "/Users", user("c").to_string());
    none.headers_mut().remove("content-type");
    assert_eq!(send(&scim, none).await.status, 201);
}

#[tokio::test]
async fn queries_and_paths() {
    let scim = service();
    for query in [
        "attributes=%",
        "attributes=%f",
        "attributes=%ff",
        "attributes=%00%zz",
        "count=1&count=1",
        "count=1&COUNT=1",
        "startIndex=1e3",
        "count=",
        "count=%F0%9F%98%80",
    ] {
        let refused = get(&scim, &format!("/Users?{query}")).await;
        assert_eq!(refused.status, 400, "{query}");
    }
    for query in [
        "attributes=,,.,a.b.c.d,%20&x=%ff",
        "excludedAttributes=[[[",
        "&&&=&=",
        "attributes=urn:",
        "attributes=a[b eq 1]".replace(' ', "%20").as_str(),
    ] {
        let listed = get(&scim, &format!("/Users?{query}")).await;
        assert!(listed.status < 500, "{query}");
    }
    for path in ["/Users/%", "/Users/%ff", "/Users/%2e%2e%2fGroups", "/Users/%00", "/Schemas/%"] {
        get(&scim, path).await.is_error(404, "");
    }
    assert_eq!(get(&scim, &format!("/Users?attributes={}", "a,".repeat(20_000))).await.status, 200);
}

#[tokio::test]
async fn values_that_are_odd_but_fine() {
    let scim = service();
    for (i, name) in ["\u{0}", "\u{1F600}", "a\"b\\c", "\u{202e}x", " "].into_iter().enumerate() {
        let body = json!({"schemas": [USER], "userName": format!("{name}{i}"), "title": name});
        let created = post(&scim, "/Users", &body).await;
        assert_eq!(created.status, 201);
        assert_eq!(get(&scim, &format!("/Users/{}", created.id())).await.body["title"], name);
    }
}
