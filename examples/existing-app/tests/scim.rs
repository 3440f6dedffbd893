//! The application and SCIM over one table: each sees what the other does, and neither what is not its business.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

async fn app() -> Router {
    let users = existing_app::open("sqlite::memory:").await.expect("a database");
    existing_app::app(users, "key", "token").expect("an application")
}

async fn send(app: &Router, method: &str, path: &str, body: Option<Value>) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(path).header("host", "example.com");
    let request = if path.starts_with("/scim") {
        request.header("authorization", "Bearer token").header("content-type", "application/scim+json")
    } else {
        request.header("x-api-key", "key").header("content-type", "application/json")
    };
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let response = app.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
    let status = response.status();
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

async fn hire(app: &Router, login: &str) -> Value {
    let user = json!({"login": login, "email": format!("{login}@example.com"), "salaryCents": 500});
    let (status, user) = send(app, "POST", "/api/users", Some(user)).await;
    assert_eq!(status, StatusCode::CREATED);
    user
}

#[tokio::test]
async fn each_sees_what_the_other_does() {
    let app = app().await;
    let hired = hire(&app, "ann").await;
    assert_eq!((&hired["login"], &hired["status"]), (&json!("ann"), &json!("active")));
    let created = json!({"schemas": [USER], "userName": "Bob", "name": {"givenName": "Bob"}, "active": true,
        "emails": [{"type": "work", "value": "bob@example.com"}], "phoneNumbers": [{"type": "mobile", "value": "1"}]});
    let (status, created) = send(&app, "POST", "/scim/v2/Users", Some(created)).await;
    assert_eq!(status, StatusCode::CREATED, "{created}");
    assert_eq!(created["emails"], json!([{"value": "bob@example.com", "type": "work", "primary": true}]));
    assert_eq!(created["meta"]["version"], "W/\"1\"");
    let (_, all) = send(&app, "GET", "/api/users", None).await;
    assert_eq!(
        (&all[1]["login"], &all[1]["firstName"], &all[1]["mobile"]),
        (&json!("Bob"), &json!("Bob"), &json!("1"))
    );
    let (_, ann) = send(&app, "GET", "/scim/v2/Users/1", None).await;
    assert_eq!((&ann["userName"], &ann["active"], &ann["id"]), (&json!("ann"), &json!(true), &json!("1")));
    // The application's JSON has nothing of SCIM, and SCIM nothing of what is the application's.
    assert!(hired.get("schemas").is_none() && hired.get("meta").is_none());
    assert!(!ann.to_string().contains("500") && !ann.to_string().contains("alary"), "{ann}");
}

#[tokio::test]
async fn a_leaver_is_suspended_and_keeps_what_scim_does_not_see() {
    let app = app().await;
    hire(&app, "ann").await;
    let leave =
        json!({"schemas": [PATCH], "Operations": [{"op": "Replace", "path": "active", "value": "False"}]});
    let (status, left) = send(&app, "PATCH", "/scim/v2/Users/1", Some(leave.clone())).await;
    assert_eq!(
        (status, &left["active"], &left["meta"]["version"]),
        (StatusCode::OK, &json!(false), &json!("W/\"2\""))
    );
    let (_, again) = send(&app, "PATCH", "/scim/v2/Users/1", Some(leave)).await;
    assert_eq!(again["meta"]["version"], "W/\"2\"");
    let (_, ann) = send(&app, "GET", "/api/users/1", None).await;
    assert_eq!(ann["status"], "suspended");
    let put = json!({"schemas": [USER], "userName": "ann", "active": true});
    let (status, put) = send(&app, "PUT", "/scim/v2/Users/1", Some(put)).await;
    assert_eq!((status, put.get("emails")), (StatusCode::OK, None));
}

#[tokio::test]
async fn the_private_column_survives() {
    let users = existing_app::open("sqlite::memory:").await.expect("a database");
    let app = existing_app::app(users.clone(), "key", "token").expect("an application");
    hire(&app, "ann").await;
    let put = json!({"schemas": [USER], "userName": "ann2"});
    assert_eq!(send(&app, "PUT", "/scim/v2/Users/1", Some(put)).await.0, StatusCode::OK);
    let salary: i64 =
        sqlx::query_scalar("SELECT salary_cents FROM users").fetch_one(&users).await.expect("a salary");
    assert_eq!(salary, 500);
}

#[tokio::test]
async fn filters_find() {
    let app = app().await;
    for login in ["ann", "Bob", "cleo"] {
        hire(&app, login).await;
    }
    for (filter, found) in [
        ("userName eq \"BOB\"", vec!["Bob"]),
        ("userName sw \"c\" or active eq false", vec!["cleo"]),
        // There is no column for these that compares as SCIM does: they are looked for in memory.
        ("emails[type eq \"work\" and value co \"EXAMPLE\"]", vec!["ann", "Bob", "cleo"]),
        ("name.givenName pr", vec![]),
    ] {
        let encoded = filter.replace(' ', "%20").replace('"', "%22");
        let path = format!("/scim/v2/Users?sortBy=userName&filter={encoded}");
        let (status, list) = send(&app, "GET", &path, None).await;
        assert_eq!(status, StatusCode::OK, "{list}");
        let names: Vec<&str> = list["Resources"]
            .as_array()
            .map_or(Vec::new(), |all| all.iter().filter_map(|user| user["userName"].as_str()).collect());
        assert_eq!(names, found, "{filter}");
        assert_eq!(list["totalResults"], found.len());
    }
    let (_, page) =
        send(&app, "GET", "/scim/v2/Users?sortBy=userName&sortOrder=descending&count=1&startIndex=2", None)
            .await;
    assert_eq!((&page["totalResults"], &page["Resources"][0]["userName"]), (&json!(3), &json!("Bob")));
}

/// The key is a number for the table and text for SCIM.
#[tokio::test]
async fn keys_compare_as_text() {
    let app = app().await;
    for number in 1..=12 {
        hire(&app, &format!("u{number}")).await;
    }
    for (filter, found) in [
        ("id sw \"1\"", &["1", "10", "11", "12"][..]),
        ("id gt \"2\"", &["3", "4", "5", "6", "7", "8", "9"]),
        ("id eq \"1\"", &["1"]),
        ("id eq \"01\"", &[]),
        ("id eq \"1.0\"", &[]),
        ("id ew \"2\" or id eq \"x\"", &["12", "2"]),
    ] {
        let encoded = filter.replace(' ', "%20").replace('"', "%22");
        let (_, list) = send(&app, "GET", &format!("/scim/v2/Users?sortBy=id&filter={encoded}"), None).await;
        let ids: Vec<&str> = list["Resources"]
            .as_array()
            .map_or(Vec::new(), |all| all.iter().filter_map(|user| user["id"].as_str()).collect());
        assert_eq!(ids, found, "{filter}");
    }
    assert_eq!(send(&app, "GET", "/scim/v2/Users/01", None).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let app = app().await;
    hire(&app, "ann").await;
    let twin = json!({"schemas": [USER], "userName": "ANN"});
    let (status, error) = send(&app, "POST", "/scim/v2/Users", Some(twin)).await;
    assert_eq!((status, &error["scimType"]), (StatusCode::CONFLICT, &json!("uniqueness")));
    assert_eq!(send(&app, "GET", "/scim/v2/Users/99", None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(send(&app, "GET", "/scim/v2/Users/ann", None).await.0, StatusCode::NOT_FOUND);
    let (status, _) = send(&app, "DELETE", "/scim/v2/Users/1", None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(send(&app, "GET", "/api/users/1", None).await.0, StatusCode::NOT_FOUND);
    let stranger =
        Request::get("/scim/v2/Users").header("host", "example.com").body(Body::empty()).expect("a request");
    assert_eq!(app.clone().oneshot(stranger).await.expect("an answer").status(), StatusCode::UNAUTHORIZED);
    let stranger = Request::get("/api/users")
        .header("authorization", "Bearer token")
        .body(Body::empty())
        .expect("a request");
    assert_eq!(app.oneshot(stranger).await.expect("an answer").status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_schema_is_what_the_row_has() {
    let app = app().await;
    let (_, schema) = send(&app, "GET", &format!("/scim/v2/Schemas/{USER}"), None).await;
    let names: Vec<&str> = schema["attributes"]
        .as_array()
        .expect("attributes")
        .iter()
        .filter_map(|attribute| attribute["name"].as_str())
        .collect();
    assert_eq!(names, ["userName", "name", "emails", "phoneNumbers", "active"]);
}
