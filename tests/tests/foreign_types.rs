//! The types of other crates as attributes, behind scim-types' features.

use chrono::{FixedOffset, TimeZone, Utc};
use scim_types::{AttributeType, Compat, Projection, ScimResource, ScimType, read, write};
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Foreign")]
struct Foreign {
    #[scim(id)]
    id: Uuid,
    home: Option<Url>,
    #[scim(reference("User"))]
    owner: Option<Url>,
    jiff: Option<jiff::Timestamp>,
    time: Option<OffsetDateTime>,
    utc: Option<chrono::DateTime<Utc>>,
    offset: Option<chrono::DateTime<FixedOffset>>,
    related: Vec<Uuid>,
}

fn foreign() -> Foreign {
    Foreign {
        id: Uuid::from_u128(0x2819_c223_7f76_453a_919d_4138_6190_4646),
        home: Some(Url::parse("https://example.com/~bjensen").unwrap()),
        owner: Some(Url::parse("https://example.com/Users/1").unwrap()),
        jiff: Some("2011-05-13T04:42:34.5Z".parse().unwrap()),
        time: Some(OffsetDateTime::from_unix_timestamp(1_305_261_754).unwrap()),
        utc: Some(Utc.with_ymd_and_hms(2011, 5, 13, 4, 42, 34).unwrap()),
        offset: Some(FixedOffset::east_opt(7200).unwrap().with_ymd_and_hms(2011, 5, 13, 6, 42, 34).unwrap()),
        related: vec![Uuid::from_u128(1)],
    }
}

#[test]
fn they_are_written_and_read_back() {
    let mut out = Vec::new();
    write(&foreign(), &Projection::default(), &mut out);
    let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(json["id"], "2819c223-7f76-453a-919d-413861904646");
    assert_eq!(json["home"], "https://example.com/~bjensen");
    assert_eq!(json["jiff"], "2011-05-13T04:42:34.5Z");
    assert_eq!(json["time"], "2011-05-13T04:42:34Z");
    assert_eq!(json["utc"], "2011-05-13T04:42:34Z");
    assert_eq!(json["offset"], "2011-05-13T06:42:34+02:00");
    assert_eq!(read::<Foreign>(&out, &Compat::strict()).unwrap().value, foreign());
}

#[test]
fn their_types_are_in_the_schema() {
    let attribute = |name: &str| *Foreign::schema().attributes.iter().find(|a| a.name == name).unwrap();
    assert_eq!(attribute("home").attribute_type, AttributeType::Reference);
    assert_eq!(attribute("home").reference_types, ["external"]);
    assert_eq!(attribute("owner").reference_types, ["User"]);
    for name in ["jiff", "time", "utc", "offset"] {
        assert_eq!(attribute(name).attribute_type, AttributeType::DateTime, "{name}");
    }
    assert!(attribute("related").multi_valued);
}

#[test]
fn what_they_refuse_is_refused() {
    for (name, value, expected) in [
        ("home", "\"not a url\"", "`home`: expected an absolute URL"),
        ("related", "[\"x\"]", "`related[0]`: expected a UUID"),
        ("jiff", "\"tomorrow\"", "`jiff`: expected a dateTime such as"),
        ("time", "\"-009999-01-02T00:00:00Z\"", "`time`: expected a dateTime"),
        ("utc", "5", "`utc`: expected a dateTime, got the number 5"),
    ] {
        let json =
            format!(r#"{{"schemas":["urn:example:params:scim:schemas:core:2.0:Foreign"],"{name}":{value}}}"#);
        let error = read::<Foreign>(json.as_bytes(), &Compat::default()).unwrap_err();
        assert_eq!(error.scim_type, Some(ScimType::InvalidValue));
        assert!(error.detail.starts_with(expected), "{}", error.detail);
    }
}
