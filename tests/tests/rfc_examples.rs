//! The documents of RFC 7643 §8.1 to §8.4, read and written again.

use scim_types::{Compat, Group, Projection, Scim, ScimResource, User, read, write};
use serde_json::Value;

const USERS: [&str; 3] = [
    include_str!("../corpus/rfc7643/8.1-minimal-user.json"),
    include_str!("../corpus/rfc7643/8.2-full-user.json"),
    include_str!("../corpus/rfc7643/8.3-enterprise-user.json"),
];
const GROUP: &str = include_str!("../corpus/rfc7643/8.4-group.json");

/// Reads strictly, writes, and compares as JSON; passwords, which are never written, are put back first.
fn round_trip<T: ScimResource + PartialEq + std::fmt::Debug>(document: &str) {
    let read_back = read::<T>(document.as_bytes(), &Compat::strict()).unwrap();
    assert!(read_back.unknown.is_empty(), "{:?}", read_back.unknown);
    assert!(read_back.tolerances.is_empty());
    let mut out = Vec::new();
    write(&read_back.value, &Projection::default(), &mut out);
    let mut written: Value = serde_json::from_slice(&out).unwrap();
    let original: Value = serde_json::from_str(document).unwrap();
    if let Some(password) = original.get("password") {
        assert!(written.get("password").is_none());
        written["password"] = password.clone();
    }
    assert_eq!(written, original);
    // Through serde it is the same document.
    let via_serde = serde_json::to_value(Scim(read_back.value)).unwrap();
    assert_eq!(via_serde, serde_json::from_slice::<Value>(&out).unwrap());
}

#[test]
fn users() {
    for document in USERS {
        round_trip::<User>(document);
    }
}

#[test]
fn group() {
    round_trip::<Group>(GROUP);
}

#[test]
fn nothing_is_lost_in_the_struct() {
    let user: User = serde_json::from_str(USERS[2]).unwrap();
    assert_eq!(user.password.as_deref(), Some("t1meMa$heen"));
    assert_eq!(
        user.enterprise.as_ref().unwrap().manager.as_ref().unwrap().display_name.as_deref(),
        Some("John Smith")
    );
    assert_eq!(user.meta.created.unwrap().to_string(), "2010-01-23T04:56:22Z");
    assert!(!format!("{user:?}").contains("t1meMa$heen"));
    assert!(format!("{user:?}").contains("[redacted]"));
}
