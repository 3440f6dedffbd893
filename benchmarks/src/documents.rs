//! The workload.

use std::fmt::Write as _;

/// W1: a full user with the enterprise extension, the document of RFC 7643 §8.3 without white space.
pub fn w1() -> String {
    compact(include_str!("../../tests/corpus/rfc7643/8.3-enterprise-user.json"))
}

/// W2: a minimal user, the document of RFC 7643 §8.1.
pub fn w2() -> String {
    compact(include_str!("../../tests/corpus/rfc7643/8.1-minimal-user.json"))
}

/// W3: a group with this many members.
pub fn w3(members: usize) -> String {
    let mut out = String::from(
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"e9e30dba-f08f-4109-8486-d5c6a331660a","displayName":"Tour Guides","members":["#,
    );
    for i in 0..members {
        let comma = if i == 0 { "" } else { "," };
        let _ = write!(
            out,
            r#"{comma}{{"value":"2819c223-7f76-453a-919d-{i:012}","$ref":"https://example.com/v2/Users/2819c223-7f76-453a-919d-{i:012}","display":"Member {i}","type":"User"}}"#
        );
    }
    out.push_str(r#"],"meta":{"resourceType":"Group","created":"2010-01-23T04:56:22Z","lastModified":"2011-05-13T04:42:34Z","location":"https://example.com/v2/Groups/e9e30dba-f08f-4109-8486-d5c6a331660a","version":"W/\"3694e05e9dff592\""}}"#);
    out
}

/// W4: a list response of this many W1.
pub fn w4(resources: usize) -> String {
    let one = w1();
    let all = vec![one.as_str(); resources].join(",");
    format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{resources},"startIndex":1,"itemsPerPage":{resources},"Resources":[{all}]}}"#
    )
}

/// The same document with the case of every letter of every key changed, values untouched.
pub fn recased(json: &str) -> String {
    fn walk(value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value;
        match value {
            Value::Object(map) => Value::Object(map.into_iter().map(|(k, v)| (swap(&k), walk(v))).collect()),
            Value::Array(list) => Value::Array(list.into_iter().map(walk).collect()),
            other => other,
        }
    }
    fn swap(key: &str) -> String {
        key.chars()
            .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect()
    }
    walk(serde_json::from_str(json).expect("JSON")).to_string()
}

/// Without white space, in the document's own order.
fn compact(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
    value.to_string()
}
