//! POST, GET, PUT, DELETE and lists.

use serde_json::{Value, json};

use crate::client::*;

#[tokio::test]
async fn create() {
    let scim = service();
    let mut body = user("bjensen");
    body["id"] = json!("mine");
    body["groups"] = json!([{"value": "g"}]);
    body["meta"] = json!({"location": "https://elsewhere.example", "version": "1"});
    body["password"] = json!("t1meMa$heen");
    let created = post(&scim, "/Users", &body).await;
    assert_eq!(created.status, 201);
    assert_eq!(created.header("content-type"), Some("application/scim+json"));
    let id = created.id();
    assert!(!id.is_empty() && id != "mine");
    let url = format!("https://scim.example/v2/Users/{id}");
    assert_eq!(created.header("location"), Some(url.as_str()));
    assert_eq!(created.text("/meta/location"), url);
    assert_eq!(created.text("/meta/resourceType"), "User");
    assert_eq!(created.text("/meta/created"), created.text("/meta/lastModified"));
    for absent in ["password", "groups"] {
        assert_eq!(created.body[absent], Value::Null);
    }
    assert_eq!(created.text("/meta/version"), "W/\"1\"");
    let read = get(&scim, &format!("/scim/v2/Users/{id}")).await;
    assert_eq!((read.status, &read.body), (200, &created.body));
    assert_eq!(read.header("location"), None);
}

#[tokio::test]
async fn unique_whatever_the_case() {
    let scim = service();
    let first = post(&scim, "/Users", &user("bjensen")).await;
    let again = post(&scim, "/Users", &user("BJensen")).await;
    assert!(again.is_error(409, "uniqueness").text("/detail").contains("userName"));
    let other = post(&scim, "/Users", &user("jsmith")).await;
    let uri = format!("/Users/{}", other.id());
    put(&scim, &uri, &user("bJENSEN")).await.is_error(409, "uniqueness");
    assert_eq!(get(&scim, &uri).await.body, other.body);
    // Its own name in another case is no conflict, and a deleted name is free.
    assert_eq!(put(&scim, &uri, &user("JSMITH")).await.status, 200);
    send(&scim, request("DELETE", &format!("/Users/{}", first.id()), "")).await;
    assert_eq!(post(&scim, "/Users", &user("bjensen")).await.status, 201);
    // caseExact: another case is another value.
    let device = |serial: &str| json!({"schemas": [DEVICE], "serialNumber": serial});
    assert_eq!(post(&scim, "/Devices", &device("a")).await.status, 201);
    assert_eq!(post(&scim, "/Devices", &device("A")).await.status, 201);
    post(&scim, "/Devices", &device("A")).await.is_error(409, "uniqueness");
}

#[tokio::test]
async fn replace() {
    let scim = service();
    let mut body = user("bjensen");
    body["title"] = json!("Boss");
    let created = post(&scim, "/Users", &body).await;
    let uri = format!("/Users/{}", created.id());

    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let same = put(&scim, &uri, &created.body).await;
    assert_eq!(
        (same.status, &same.body),
        (200, &created.body),
        "a PUT that changes nothing leaves lastModified alone"
    );

    body["title"] = Value::Null;
    body["id"] = json!("another");
    let changed = put(&scim, &uri, &body).await;
    assert_eq!(changed.status, 200);
    assert_eq!(changed.body["title"], Value::Null);
    assert_eq!(changed.id(), created.id());
    assert_eq!(changed.text("/meta/created"), created.text("/meta/created"));
    assert_ne!(changed.text("/meta/lastModified"), created.text("/meta/lastModified"));

    put(&scim, "/Users/nobody", &body).await.is_error(404, "");
}

#[tokio::test]
async fn immutable_and_extension() {
    let scim = service();
    let mut device = json!({"schemas": [DEVICE, WARRANTY], "serialNumber": "1", "maker": "a", "notes": "n",
        WARRANTY: {"ends": "2030-01-01T00:00:00Z"}});
    let created = post(&scim, "/Devices", &device).await;
    assert_eq!(created.body["schemas"], json!([DEVICE, WARRANTY]));
    assert_eq!(created.body[WARRANTY]["ends"], "2030-01-01T00:00:00Z");
    assert_eq!(created.body["notes"], Value::Null, "returned on request only");
    let uri = format!("/Devices/{}", created.id());
    assert_eq!(get(&scim, &format!("{uri}?attributes=notes")).await.text("/notes"), "n");
    device["maker"] = json!("b");
    put(&scim, &uri, &device).await.is_error(400, "mutability");
    device["maker"] = json!("a");
    device.as_object_mut().unwrap().remove(WARRANTY);
    assert_eq!(put(&scim, &uri, &device).await.body["schemas"], json!([DEVICE]));
}

#[tokio::test]
async fn delete() {
    let scim = service();
    let uri = format!("/Users/{}", post(&scim, "/Users", &user("bjensen")).await.id());
    let deleted = send(&scim, request("DELETE", &uri, "")).await;
    assert_eq!((deleted.status, deleted.body), (204, Value::Null));
    for method in ["GET", "DELETE"] {
        send(&scim, request(method, &uri, "")).await.is_error(404, "");
    }
    put(&scim, &uri, &user("bjensen")).await.is_error(404, "");
    assert_eq!(get(&scim, "/Users").await.body["totalResults"], 0);
}

#[tokio::test]
async fn lists() {
    let scim = builder().max_results(4).build().unwrap();
    for i in 1..=6 {
        post(&scim, "/Users", &user(&format!("u{i}"))).await;
    }
    for (query, start, names) in [
        ("", 1, &["u1", "u2", "u3", "u4"][..]),
        ("?startIndex=5", 5, &["u5", "u6"]),
        ("?count=2&startIndex=2", 2, &["u2", "u3"]),
        ("?startindex=-3&COUNT=1", 1, &["u1"]),
        ("?count=100", 1, &["u1", "u2", "u3", "u4"]),
        ("?startIndex=99&count=2", 99, &[]),
        ("?count=0", 1, &[]),
        ("?count=-1", 1, &[]),
        ("?sortBy=userName&sortOrder=descending&count=1", 1, &["u6"]),
        ("?sortOrder=sideways&count=1", 1, &["u1"]),
    ] {
        let list = get(&scim, &format!("/Users{query}")).await;
        let resources = list.body["Resources"].as_array().unwrap();
        let found: Vec<_> = resources.iter().map(|r| r["userName"].as_str().unwrap()).collect();
        assert_eq!(found, names, "{query}");
        assert_eq!(list.body["totalResults"], 6);
        assert_eq!(list.body["startIndex"], start);
        assert_eq!(list.body["itemsPerPage"], names.len());
    }
    get(&scim, "/Users?startIndex=one").await.is_error(400, "invalidValue");
    get(&scim, "/Users?cursor=abc").await.is_error(400, "invalidCursor");
}

#[tokio::test]
async fn projection() {
    let scim = service();
    let body = json!({"schemas": [USER], "userName": "a", "name": {"givenName": "A", "familyName": "B"}, "title": "T"});
    let created = post(&scim, "/Users?attributes=title", &body).await;
    assert_eq!(created.body["userName"], Value::Null);
    assert_eq!(created.text("/title"), "T");
    let uri = format!("/Users/{}", created.id());
    let keys =
        |answer: Answer| answer.body.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        keys(get(&scim, &format!("{uri}?attributes=name.givenName,TITLE")).await),
        "id name schemas title"
    );
    assert_eq!(
        keys(get(&scim, &format!("{uri}?excludedAttributes=id,meta,name")).await),
        "id schemas title userName"
    );
    assert_eq!(keys(get(&scim, &format!("{uri}?attributes=password")).await), "id schemas");
    get(&scim, &format!("{uri}?attributes=title&excludedAttributes=name"))
        .await
        .is_error(400, "invalidValue");
    // It is refused before anything is stored.
    post(&scim, "/Users?attributes=a&excludedAttributes=b", &user("never"))
        .await
        .is_error(400, "invalidValue");
    assert_eq!(get(&scim, "/Users").await.body["totalResults"], 1);
}

#[tokio::test]
async fn head_and_methods() {
    let scim = service();
    let uri = format!("/Users/{}", post(&scim, "/Users", &user("bjensen")).await.id());
    let full = get(&scim, &uri).await;
    let head = send(&scim, request("HEAD", &uri, "")).await;
    assert_eq!((head.status, &head.body), (200, &Value::Null));
    assert_eq!(head.header("content-length"), full.header("content-length"));
    for (method, uri, allow) in [
        ("PUT", "/Users", "GET, HEAD, POST"),
        ("DELETE", "/Users", "GET, HEAD, POST"),
        ("POST", uri.as_str(), "GET, HEAD, PUT, PATCH, DELETE"),
        ("OPTIONS", uri.as_str(), "GET, HEAD, PUT, PATCH, DELETE"),
        ("GET", "/.search", "POST"),
        ("DELETE", "/Users/.search", "POST"),
        ("POST", "/", "GET, HEAD"),
    ] {
        let refused = send(&scim, request(method, uri, user("x").to_string())).await;
        assert_eq!(refused.is_error(405, "").header("allow"), Some(allow));
    }
    for (method, uri) in [("GET", "/Me"), ("POST", "/Bulk")] {
        send(&scim, request(method, uri, "{}")).await.is_error(501, "");
    }
    for uri in ["/Nothing", "/users", "/Users/a/b", "/scim/v1/Users"] {
        get(&scim, uri).await.is_error(404, "");
    }
}

#[tokio::test]
async fn locations_without_a_base_url() {
    let scim = builder().base_url("https://x").base_path("/idm").build().unwrap();
    let created = post(&scim, "/idm/Users", &user("a")).await;
    assert_eq!(created.header("location").unwrap(), format!("https://x/Users/{}", created.id()));
    let plain = scim_http::ScimService::builder()
        .resource::<scim_types::User>(scim_http::memory::MemoryStore::new())
        .unauthenticated()
        .base_path("/idm/")
        .build()
        .unwrap();
    let mut create = request("POST", "/Users", user("b").to_string());
    create.headers_mut().insert("host", "scim.example:8443".parse().unwrap());
    create.headers_mut().insert("x-forwarded-host", "evil.example".parse().unwrap());
    let created = send(&plain, create).await;
    let url = format!("http://scim.example:8443/idm/Users/{}", created.id());
    assert_eq!(created.header("location"), Some(url.as_str()));
    let mut create = request("POST", "/Users", user("c").to_string());
    create.headers_mut().insert("host", "a b".parse().unwrap());
    send(&plain, create).await.is_error(400, "");
}
