//! The search message (RFC 7644 §3.4.3).

use scim_types::{Compat, ScimType, SearchRequest, SortOrder};
use serde_json::{Value, json};

const URN: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

fn read(body: &Value) -> SearchRequest {
    let read = SearchRequest::read(body.to_string().as_bytes(), &Compat::default());
    read.unwrap_or_else(|e| panic!("{body}: {e}")).value
}

/// Figure 6.
#[test]
fn as_the_rfc_shows_it() {
    let body = json!({"schemas": [URN], "attributes": ["displayName", "userName"],
        "filter": "displayName sw \"smith\"", "startIndex": 1, "count": 10});
    let request = read(&body);
    assert_eq!(request.attributes, ["displayName", "userName"]);
    assert_eq!(request.filter.as_deref(), Some("displayName sw \"smith\""));
    assert_eq!((request.start_index, request.count), (Some(1), Some(10)));
    assert_eq!(serde_json::to_value(&request).unwrap(), body);
    assert_eq!(serde_json::from_value::<SearchRequest>(body).unwrap(), request);
}

#[test]
fn every_member_in_any_case() {
    let body = json!({"SCHEMAS": [URN.to_uppercase(), "urn:another"], "Attributes": null, "excludedattributes": ["a"], "FILTER": "a pr",
        "sortby": "b", "SortOrder": "Descending", "startindex": -3, "Count": 1e20, "cursor": "c"});
    let request = read(&body);
    assert_eq!(request.excluded_attributes, ["a"]);
    assert_eq!((request.sort_by.as_deref(), request.sort_order), (Some("b"), Some(SortOrder::Descending)));
    assert_eq!((request.start_index, request.count), (Some(-3), Some(i64::MAX)));
    assert_eq!(request.cursor.as_deref(), Some("c"));
    assert_eq!(read(&serde_json::to_value(&request).unwrap()), request);
    assert_eq!(read(&json!({"schemas": [URN], "count": 2.0})).count, Some(2));
    let bare = read(&json!({"schemas": [URN]}));
    assert_eq!(
        (&bare, serde_json::to_value(&bare).unwrap()),
        (&SearchRequest::default(), json!({"schemas": [URN]}))
    );
}

#[test]
fn refused() {
    let with = |name: &str, value: Value| json!({"schemas": [URN], name: value}).to_string();
    for (body, scim_type, says) in [
        (r#"{"filter": "a pr"}"#.to_owned(), ScimType::InvalidSyntax, URN),
        (r#"{"schemas": []}"#.to_owned(), ScimType::InvalidSyntax, "add it"),
        (r#"{"schemas": "urn"}"#.to_owned(), ScimType::InvalidSyntax, "`schemas`"),
        (format!(r#"{{"schemas": ["{URN}"], "count": 1, "COUNT": 2}}"#), ScimType::InvalidSyntax, "`count`"),
        ("{".to_owned(), ScimType::InvalidSyntax, "JSON"),
        ("[]".to_owned(), ScimType::InvalidSyntax, "search request"),
        (with("filter", json!(1)), ScimType::InvalidValue, "`filter`"),
        (with("FILTER", json!(["a pr"])), ScimType::InvalidValue, "`filter`"),
        (with("attributes", json!("a")), ScimType::InvalidValue, "`attributes`"),
        (with("attributes", json!(["a", 1])), ScimType::InvalidValue, "`attributes`"),
        (with("excludedAttributes", json!({})), ScimType::InvalidValue, "`excludedAttributes`"),
        (with("sortBy", json!(true)), ScimType::InvalidValue, "`sortBy`"),
        (with("sortOrder", json!("sideways")), ScimType::InvalidValue, "`sortOrder`"),
        (with("startIndex", json!("1")), ScimType::InvalidValue, "`startIndex`"),
        (with("count", json!(1.5)), ScimType::InvalidValue, "`count`"),
    ] {
        let error = SearchRequest::read(body.as_bytes(), &Compat::default()).unwrap_err();
        assert_eq!((error.status, error.scim_type), (400, Some(scim_type)), "{body}: {error}");
        assert!(error.detail.contains(says), "{body}: {error}");
        assert!(serde_json::from_str::<SearchRequest>(&body).is_err(), "{body}");
    }
    assert!(SearchRequest::read(b"{\"schemas\": [\"\xff\"]}", &Compat::default()).is_err());
}

#[test]
fn unknown_members() {
    let body = json!({"schemas": [URN], "colour": {"a": [1, {}]}}).to_string();
    let read = SearchRequest::read(body.as_bytes(), &Compat::default()).unwrap();
    assert_eq!(read.unknown, ["colour"]);
    let refused = SearchRequest::read(body.as_bytes(), &Compat::strict()).unwrap_err();
    assert!(refused.detail.contains("`colour`"), "{refused}");
}
