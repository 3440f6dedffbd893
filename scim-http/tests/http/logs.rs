//! What is logged, and what is not.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::client::*;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_personal_data() {
    let scim = service();
    // What is logged for the first time while another test's thread does the same may be lost.
    get(&scim, "/Users").await;

    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let body = json!({"schemas": [USER], "userName": "bjensen", "password": "t1meMa$heen", "active": "True",
        "favouriteColour": "octarine"});
    let created = post(&scim, "/Users?Attributes=userName", &body).await;
    post(&scim, "/Users", &body).await.is_error(409, "uniqueness");
    post(&scim, "/Users", &json!({"schemas": [USER], "userName": "bjensen", "active": "octarine"}))
        .await
        .is_error(400, "invalidValue");
    get(&scim, &format!("/Users/x{}?filter=userName%20eq%20%22bjensen%22", created.id())).await;
    get(&scim, "/Users?filter=USERNAME%20eq%20%22bjensen%22%20and%20emails%20co%20%22bjensen%22").await;
    post(
        &scim,
        "/.search",
        &json!({"schemas": [SEARCH], "filter": "name.familyName eq \"octarine\"", "favourite": 1}),
    )
    .await;
    let mut refused = request("GET", "/Users", "");
    refused.headers_mut().insert("authorization", "Bearer wrong-secret".parse().unwrap());
    send(&scim, refused).await;

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for logged in [
        "method=POST",
        "route=\"/Users\"",
        "route=\"/Users/{id}\"",
        "resource_type=\"User\"",
        "status=201",
        "latency_us=",
        "scim_type=\"uniqueness\"",
        "favouriteColour",
        "bool-as-string",
        "query-param-case",
        "complex-means-value",
        "route=\"/.search\"",
        "favourite",
    ] {
        assert!(text.contains(logged), "{logged} is not in\n{text}");
    }
    let by_id = format!("/Users/x{}", created.id());
    for secret in
        ["bjensen", "octarine", "t1meMa", TOKEN, "wrong-secret", "familyName", "filter=", by_id.as_str()]
    {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}
