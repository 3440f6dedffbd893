//! What a broken or hostile client sends. The service's own tests have the long list; here it meets the database.

use serde_json::json;

use crate::process::{GROUP, Server, USER};

#[test]
fn nothing_is_stored() {
    let server = Server::empty();
    let user = |rest: &str| format!(r#"{{"schemas":["{USER}"],"userName":"a"{rest}}}"#).into_bytes();
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let bodies = [
        (Vec::new(), 400),
        (b"{".to_vec(), 400),
        (user(r#","active":"perhaps""#), 400),
        (user(r#","USERNAME":"b""#), 400),
        (user(r#","title":"\ud800""#), 400),
        (user(&format!(r#","x":{deep}"#)), 400),
        (user(&format!(r#","emails":{deep}"#)), 400),
        (user(&format!(r#","title":"{}""#, "x".repeat(1 << 20))), 413),
        (user(&format!(r#","title":"{}""#, "x".repeat(20_000_000))), 413),
        ([b"{\"schemas\":[\"", USER.as_bytes(), b"\"],\"userName\":\"\xff\"}"].concat(), 400),
    ];
    for (body, status) in &bodies {
        for (method, path) in [("POST", "/Users"), ("POST", "/Groups"), ("POST", "/Devices")] {
            let answer = server.send(method, path, "", body);
            assert_eq!(answer.status, *status, "{path} {:?}: {}", &body[..body.len().min(80)], answer.body);
            assert_eq!(answer.text("/schemas/0"), "urn:ietf:params:scim:api:messages:2.0:Error");
        }
    }
    for path in ["/Users", "/Groups", "/Devices"] {
        assert_eq!(server.get(path).body["totalResults"], 0);
    }
}

#[test]
fn ids_are_only_ids() {
    let server = Server::empty();
    server.new_user("a");
    for id in ["'%20OR%201=1--", "%27%3B%20DROP%20TABLE%20users%3B", "%00", "*", "%25"] {
        server.get(&format!("/Users/{id}")).is(404, "");
        server.delete(&format!("/Users/{id}")).is(404, "");
    }
    let odd = json!({"schemas": [GROUP], "displayName": "x", "members": [{"value": "' OR 1=1 --"}]});
    assert_eq!(server.post("/Groups", &odd).body["members"][0]["value"], "' OR 1=1 --");
    assert_eq!(server.get("/Users").body["totalResults"], 1);
}

#[test]
fn tokens() {
    let mut server = Server::empty();
    for token in ["wrong", "", "secre", "secretsecret", "SECRET", &"x".repeat(5000)] {
        token.clone_into(&mut server.token);
        let refused = server.post("/Users", &json!({"schemas": [USER], "userName": "a"}));
        refused.is(401, "");
        assert!(refused.head.contains("\r\nwww-authenticate: bearer"));
    }
    "secret".clone_into(&mut server.token);
    assert_eq!(server.get("/Users").body["totalResults"], 0);
}
