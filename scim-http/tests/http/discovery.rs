//! What the service tells about itself.

use scim_http::ScimService;
use scim_http::memory::MemoryStore;
use scim_types::{Group, User};
use serde_json::{Value, json};

use crate::client::*;

#[tokio::test]
async fn service_provider_config() {
    let scim = builder().max_results(50).documentation("https://docs.example").build().unwrap();
    let config = get(&scim, "/ServiceProviderConfig").await;
    assert_eq!(config.status, 200);
    for (feature, supported) in [
        ("patch", true),
        ("bulk", false),
        ("filter", true),
        ("changePassword", false),
        ("sort", true),
        ("etag", true),
    ] {
        assert_eq!(config.body[feature]["supported"], supported, "{feature}");
    }
    assert_eq!(config.body["filter"]["maxResults"], 50);
    assert_eq!(config.text("/documentationUri"), "https://docs.example");
    assert_eq!(config.text("/authenticationSchemes/0/type"), "oauthbearertoken");
    assert_eq!(config.text("/meta/location"), "https://scim.example/v2/ServiceProviderConfig");
}

#[tokio::test]
async fn resource_types_and_schemas() {
    let scim = service();
    let types = get(&scim, "/ResourceTypes").await;
    let endpoints: Vec<_> =
        types.body["Resources"].as_array().unwrap().iter().map(|r| &r["endpoint"]).collect();
    assert_eq!(endpoints, ["/Users", "/Groups", "/Devices"]);
    let device = get(&scim, "/ResourceTypes/Device").await;
    assert_eq!(device.body, types.body["Resources"][2]);
    assert_eq!(device.body["schemaExtensions"], json!([{"schema": WARRANTY, "required": false}]));
    assert_eq!(device.text("/meta/location"), "https://scim.example/v2/ResourceTypes/Device");

    let schemas = get(&scim, "/Schemas?startIndex=3&count=1&sortBy=id").await;
    let resources = schemas.body["Resources"].as_array().unwrap();
    assert_eq!(schemas.body["totalResults"], resources.len());
    assert_eq!(resources.len(), 5, "User, EnterpriseUser, Group, Device, Warranty");
    for schema in resources {
        let urn = schema["id"].as_str().unwrap();
        for urn in [urn.to_owned(), urn.to_uppercase(), urn.replace(':', "%3a")] {
            assert_eq!(&get(&scim, &format!("/Schemas/{urn}")).await.body, schema);
        }
    }
    get(&scim, "/Schemas/urn:nothing").await.is_error(404, "");
    get(&scim, "/ResourceTypes/Nothing").await.is_error(404, "");
}

#[tokio::test]
async fn refused() {
    let scim = service();
    for uri in
        ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas", "/Schemas/urn:x", "/ResourceTypes/User"]
    {
        get(&scim, &format!("{uri}?FILTER=id%20pr")).await.is_error(403, "");
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let refused = send(&scim, request(method, uri, "{}")).await;
            assert_eq!(refused.is_error(405, "").header("allow"), Some("GET, HEAD"));
        }
    }
}

#[tokio::test]
async fn open_discovery() {
    let mut anonymous = request("GET", "/Schemas", "");
    anonymous.headers_mut().remove("authorization");
    send(&service(), anonymous.clone()).await.is_error(401, "");
    let open = builder().open_discovery(true).build().unwrap();
    assert_eq!(send(&open, anonymous.clone()).await.status, 200);
    *anonymous.uri_mut() = "/Users".parse().unwrap();
    send(&open, anonymous).await.is_error(401, "");
}

/// Everything a description says is in an answer, and the other way round.
#[tokio::test]
async fn the_schema_describes_what_is_written() {
    let scim = service();
    let device = json!({"schemas": [DEVICE, WARRANTY], "serialNumber": "1", "maker": "a", "notes": "n",
        WARRANTY: {"ends": "2030-01-01T00:00:00Z"}});
    let created = post(&scim, "/Devices", &device).await;
    let all =
        get(&scim, &format!("/Devices/{}?attributes=serialNumber,maker,notes,{WARRANTY}", created.id()))
            .await;
    let schema = get(&scim, &format!("/Schemas/{DEVICE}")).await;
    let described: Vec<&str> =
        schema.body["attributes"].as_array().unwrap().iter().map(|a| a["name"].as_str().unwrap()).collect();
    assert_eq!(described, ["serialNumber", "maker", "notes"]);
    assert!(described.iter().all(|name| all.body[name] != Value::Null), "{}", all.body);
}

#[test]
fn builders_that_do_not_fit() {
    let refused = |builder: scim_http::Builder| builder.build().unwrap_err().to_string();
    let users = || ScimService::builder().resource::<User>(MemoryStore::new());
    assert!(refused(users()).contains("authenticator"));
    assert!(refused(users().unauthenticated().base_url("scim.example")).contains("https://"));
    assert!(refused(users().unauthenticated().base_path("scim")).contains("/scim/v2"));
    assert!(refused(users().resource::<User>(MemoryStore::new()).unauthenticated()).contains("overlaps"));
    assert!(users().resource::<Group>(MemoryStore::new()).unauthenticated().base_path("").build().is_ok());
}
