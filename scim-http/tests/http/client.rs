//! A client, and a service to talk to.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Request};
use http_body_util::{BodyExt, Full};
use scim_http::memory::MemoryStore;
use scim_http::{BearerTokens, Builder, ScimService};
use scim_types::{DateTime, Group, Meta, ScimExtension, ScimResource, User};
use serde_json::{Value, json};
use tower::ServiceExt;

pub(crate) const TOKEN: &str = "a-token";
pub(crate) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub(crate) const DEVICE: &str = "urn:example:params:scim:schemas:core:2.0:Device";
pub(crate) const WARRANTY: &str = "urn:example:params:scim:schemas:extension:warranty:2.0:Device";
pub(crate) const SEARCH: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// A laptop or phone.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", endpoint = "/Devices")]
pub(crate) struct Device {
    #[scim(id)]
    pub(crate) id: String,
    /// The number on the case.
    #[scim(uniqueness = "server", case_exact)]
    pub(crate) serial_number: String,
    #[scim(mutability = "immutable")]
    pub(crate) maker: Option<String>,
    #[scim(returned = "request")]
    pub(crate) notes: Option<String>,
    #[scim(extension)]
    pub(crate) warranty: Option<Warranty>,
    #[scim(meta)]
    pub(crate) meta: Meta,
    #[scim(skip)]
    pub(crate) rack: u32,
}

/// The warranty.
#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:warranty:2.0:Device")]
pub(crate) struct Warranty {
    pub(crate) ends: Option<DateTime>,
}

pub(crate) fn builder() -> Builder {
    ScimService::builder()
        .resource::<User>(MemoryStore::new())
        .resource::<Group>(MemoryStore::new())
        .resource::<Device>(MemoryStore::new())
        .authenticator(BearerTokens::new().with_token("test", TOKEN))
        .base_url("https://scim.example/v2")
}

pub(crate) fn service() -> ScimService {
    builder().build().unwrap()
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// `Null` if there is no body.
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self, pointer: &str) -> &str {
        self.body
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no {pointer} in {}", self.body))
    }

    pub(crate) fn id(&self) -> &str {
        self.text("/id")
    }

    /// That it is an error message, complete and with this status and keyword.
    #[track_caller]
    pub(crate) fn is_error(&self, status: u16, scim_type: &str) -> &Self {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
        assert_eq!(self.body["status"], json!(status.to_string()));
        assert_eq!(self.body["scimType"].as_str().unwrap_or(""), scim_type, "{}", self.body);
        assert!(!self.text("/detail").is_empty());
        self
    }
}

pub(crate) async fn send(service: &ScimService, request: Request<Full<bytes::Bytes>>) -> Answer {
    let response = service.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

pub(crate) fn request(method: &str, uri: &str, body: impl Into<bytes::Bytes>) -> Request<Full<bytes::Bytes>> {
    Request::builder()
        .method(method)
        .uri(uri)
        .header(AUTHORIZATION, format!("Bearer {TOKEN}"))
        .header(CONTENT_TYPE, "application/scim+json")
        .body(Full::new(body.into()))
        .unwrap()
}

pub(crate) async fn get(service: &ScimService, uri: &str) -> Answer {
    send(service, request("GET", uri, "")).await
}

pub(crate) async fn post(service: &ScimService, uri: &str, body: &Value) -> Answer {
    send(service, request("POST", uri, body.to_string())).await
}

pub(crate) async fn put(service: &ScimService, uri: &str, body: &Value) -> Answer {
    send(service, request("PUT", uri, body.to_string())).await
}

/// A PATCH request with these operations.
pub(crate) async fn patch(service: &ScimService, uri: &str, operations: &Value) -> Answer {
    send(service, request("PATCH", uri, patch_body(operations).to_string())).await
}

pub(crate) fn patch_body(operations: &Value) -> Value {
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations})
}

pub(crate) fn user(name: &str) -> Value {
    json!({"schemas": [USER], "userName": name})
}

/// `path` with these query parameters.
pub(crate) fn with(path: &str, parameters: &[(&str, &str)]) -> String {
    let encode =
        |text| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let pairs: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    format!("{path}?{}", pairs.join("&"))
}

/// What each resource of a list is called.
pub(crate) fn names(list: &Answer) -> Vec<&str> {
    assert_eq!(list.status, 200, "{}", list.body);
    let resources = list.body["Resources"].as_array().unwrap();
    assert_eq!(list.body["itemsPerPage"], resources.len());
    let names = ["userName", "displayName", "serialNumber"];
    resources.iter().filter_map(|r| names.iter().find_map(|name| r[*name].as_str())).collect()
}
