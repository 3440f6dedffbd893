//! Versions and conditions (RFC 7644 §3.14, RFC 9110 §13).

use http::Request;
use scim_http::memory::MemoryStore;
use scim_http::{IfMatch, Page, Query, ScimService, Store, StoreError};
use scim_types::{Meta, User};
use serde_json::{Value, json};

use crate::client::*;

fn conditional(
    method: &str,
    uri: &str,
    header: &'static str,
    tags: &[&str],
) -> Request<http_body_util::Full<bytes::Bytes>> {
    let body = json!({"schemas": [USER], "userName": "ann", "title": "T"});
    let mut request = request(method, uri, if method == "PUT" { body.to_string() } else { String::new() });
    for tag in tags {
        request.headers_mut().append(header, tag.parse().unwrap());
    }
    request
}

#[tokio::test]
async fn versions_count() {
    let scim = service();
    let created = post(&scim, "/Users", &user("ann")).await;
    assert_eq!((created.header("etag"), created.text("/meta/version")), (Some("W/\"1\""), "W/\"1\""));
    let uri = format!("/Users/{}", created.id());
    let same = put(&scim, &uri, &created.body).await;
    assert_eq!((same.header("etag"), &same.body), (Some("W/\"1\""), &created.body));
    let changed = put(&scim, &uri, &json!({"schemas": [USER], "userName": "ann", "title": "T"})).await;
    assert_eq!((changed.header("etag"), changed.text("/meta/version")), (Some("W/\"2\""), "W/\"2\""));
    // Also where the body does not show it, and without a body.
    assert_eq!(get(&scim, &format!("{uri}?attributes=title")).await.header("etag"), Some("W/\"2\""));
    assert_eq!(send(&scim, request("HEAD", &uri, "")).await.header("etag"), Some("W/\"2\""));
    let list = get(&scim, "/Users").await;
    assert_eq!((list.header("etag"), list.text("/Resources/0/meta/version")), (None, "W/\"2\""));
    assert_eq!(get(&scim, "/Schemas").await.header("etag"), None);
}

#[tokio::test]
async fn if_none_match_saves_the_answer() {
    let scim = service();
    let uri = format!("/Users/{}", post(&scim, "/Users", &user("ann")).await.id());
    for tags in [
        &["W/\"1\""][..],
        &["\"1\""],
        &["*"],
        &["W/\"0\", W/\"1\""],
        &["W/\"0\"", "\"a,b\",W/\"1\""],
        &["broken, W/\"1\""],
    ] {
        for method in ["GET", "HEAD"] {
            let answer = send(&scim, conditional(method, &uri, "if-none-match", tags)).await;
            assert_eq!((answer.status, &answer.body), (304, &Value::Null), "{tags:?}");
            assert_eq!((answer.header("etag"), answer.header("content-type")), (Some("W/\"1\""), None));
        }
    }
    for tags in [&["W/\"2\""][..], &["1"], &[""], &["\"11\", W/\"0\""]] {
        let answer = send(&scim, conditional("GET", &uri, "if-none-match", tags)).await;
        assert_eq!((answer.status, answer.text("/userName")), (200, "ann"), "{tags:?}");
    }
    send(&scim, conditional("GET", "/Users/nobody", "if-none-match", &["*"])).await.is_error(404, "");
    assert_eq!(send(&scim, conditional("GET", "/Users", "if-none-match", &["*"])).await.status, 200);
    // The version that the client has in mind is gone.
    send(&scim, conditional("GET", &uri, "if-match", &["W/\"9\""])).await.is_error(412, "");
    assert_eq!(send(&scim, conditional("GET", &uri, "if-match", &["W/\"1\""])).await.status, 200);
}

#[tokio::test]
async fn changes_under_conditions() {
    let scim = service();
    let uri = format!("/Users/{}", post(&scim, "/Users", &user("ann")).await.id());
    let before = get(&scim, &uri).await.body;
    for method in ["PUT", "DELETE"] {
        for (header, tags) in [
            ("if-match", &["W/\"2\""][..]),
            ("if-match", &["\"0\"", "W/\"2\", \"11\""]),
            ("if-match", &["1"]),
            ("if-match", &[""]),
            ("if-none-match", &["*"]),
            ("if-none-match", &["\"1\""]),
            ("if-none-match", &["\"0\"", "W/\"1\""]),
        ] {
            let refused = send(&scim, conditional(method, &uri, header, tags)).await;
            assert!(
                refused.is_error(412, "").text("/detail").contains("If-Match"),
                "{method} {header} {tags:?}"
            );
            send(&scim, conditional(method, "/Users/nobody", header, tags)).await.is_error(404, "");
        }
    }
    assert_eq!(get(&scim, &uri).await.body, before);
    let mut both = conditional("PUT", &uri, "if-match", &["W/\"1\""]);
    both.headers_mut().insert("if-none-match", "W/\"1\"".parse().unwrap());
    send(&scim, both).await.is_error(412, "");
    let changed = send(&scim, conditional("PUT", &uri, "if-match", &["W/\"0\"", "\"1\""])).await;
    assert_eq!((changed.status, changed.header("etag")), (200, Some("W/\"2\"")));
    assert_eq!(send(&scim, conditional("PUT", &uri, "if-none-match", &["W/\"1\""])).await.status, 200);
    assert_eq!(send(&scim, conditional("PUT", &uri, "if-match", &["*"])).await.status, 200);
    assert_eq!(send(&scim, conditional("DELETE", &uri, "if-match", &["W/\"2\""])).await.status, 204);
    // What does not exist yet is in no version.
    let mut create = conditional("POST", "/Users", "if-none-match", &["*"]);
    *create.body_mut() = user("new").to_string().into();
    assert_eq!(send(&scim, create).await.status, 201);
}

/// Of those who change the same version one wins, whoever it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_changes_a_version() {
    let scim = service();
    let uri = format!("/Users/{}", post(&scim, "/Users", &user("ann")).await.id());
    for version in 1..=20 {
        let tasks: Vec<_> = (0..8)
            .map(|i| {
                let (scim, uri) = (scim.clone(), uri.clone());
                tokio::spawn(async move {
                    let body =
                        json!({"schemas": [USER], "userName": "ann", "title": format!("{version} {i}")});
                    let mut put = request("PUT", &uri, body.to_string());
                    put.headers_mut().insert("if-match", format!("W/\"{version}\"").parse().unwrap());
                    send(&scim, put).await.status
                })
            })
            .collect();
        let mut statuses = Vec::new();
        for task in tasks {
            statuses.push(task.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    }
}

/// A store with versions that are no entity tags, or with none.
struct Plain(Option<&'static str>);

impl Plain {
    fn user(&self) -> User {
        let meta = Meta { version: self.0.map(str::to_owned), ..Meta::default() };
        User { id: "1".to_owned(), user_name: "ann".to_owned(), meta, ..User::default() }
    }
}

impl Store<User> for Plain {
    async fn create(&self, _: User) -> Result<User, StoreError> {
        Ok(self.user())
    }
    async fn get(&self, _: &str) -> Result<User, StoreError> {
        Ok(self.user())
    }
    async fn list(&self, query: &Query<User>) -> Result<Page<User>, StoreError> {
        Ok(query.select(&[self.user()]))
    }
    async fn replace(&self, _: &str, if_match: Option<&IfMatch>, _: User) -> Result<User, StoreError> {
        match if_match {
            Some(if_match) if !if_match.allows(self.0) => Err(StoreError::VersionMismatch),
            _ => Ok(self.user()),
        }
    }
    async fn delete(&self, _: &str, _: Option<&IfMatch>) -> Result<(), StoreError> {
        Ok(())
    }
}

#[tokio::test]
async fn versions_of_other_stores() {
    let serve =
        |version| ScimService::builder().resource::<User>(Plain(version)).unauthenticated().build().unwrap();
    for (version, tag) in
        [("7", "W/\"7\""), ("\"s\"", "\"s\""), ("a b\"", "W/\"a%20b%22\""), ("W/\"x\"", "W/\"x\"")]
    {
        let scim = serve(Some(version));
        let answer = get(&scim, "/Users/1").await;
        assert_eq!((answer.header("etag"), answer.text("/meta/version")), (Some(tag), tag));
        assert_eq!(get(&scim, "/Users").await.text("/Resources/0/meta/version"), tag);
        assert_eq!(send(&scim, conditional("GET", "/Users/1", "if-none-match", &[tag])).await.status, 304);
        assert_eq!(send(&scim, conditional("PUT", "/Users/1", "if-match", &[tag])).await.status, 200);
        send(&scim, conditional("PUT", "/Users/1", "if-match", &["\"other\""])).await.is_error(412, "");
    }
    let scim = serve(None);
    assert_eq!(get(&scim, "/Users/1").await.header("etag"), None);
    assert_eq!(send(&scim, conditional("PUT", "/Users/1", "if-match", &["*"])).await.status, 200);
    send(&scim, conditional("PUT", "/Users/1", "if-match", &["W/\"1\""])).await.is_error(412, "");
    assert_eq!(get(&scim, "/ServiceProviderConfig").await.body["etag"]["supported"], false);
    let mixed = ScimService::builder()
        .resource::<User>(Plain(None))
        .resource::<Device>(MemoryStore::new())
        .unauthenticated()
        .build()
        .unwrap();
    assert_eq!(get(&mixed, "/ServiceProviderConfig").await.body["etag"]["supported"], false);
}
