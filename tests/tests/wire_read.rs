//! Reading: names in any case, the states of no value, extensions, tolerances, and every way to be wrong.

use scim_types::{
    Compat, Group, Read, ScimError, ScimResource, ScimType, Tolerance, User, read, read_request,
};
use serde_json::{Value, json};

const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A user with `members` beside `schemas` and `userName`.
#[expect(clippy::needless_pass_by_value, reason = "calls read better")]
fn with(members: Value) -> Vec<u8> {
    let mut user = json!({ "schemas": [CORE], "userName": "bjensen" });
    for (name, value) in members.as_object().unwrap() {
        user[name] = value.clone();
    }
    user.to_string().into_bytes()
}

fn lenient(json: &[u8]) -> Result<Read<User>, ScimError> {
    read(json, &Compat::default())
}

fn strict(json: &[u8]) -> Result<Read<User>, ScimError> {
    read(json, &Compat::strict())
}

fn refused(json: &[u8]) -> ScimError {
    let error = lenient(json).unwrap_err();
    assert_eq!(error.status, 400);
    error
}

#[test]
fn names_and_urns_in_any_case() {
    let json = json!({
        "SCHEMAS": [CORE.to_uppercase(), ENTERPRISE.to_lowercase()],
        "USERNAME": "bjensen",
        "eMails": [{ "VALUE": "b@example.com", "Type": "work", "PRIMARY": true }],
        "X509CERTIFICATES": [{ "value": "AQID" }],
        ENTERPRISE.to_uppercase(): { "Department": "R&D", "MANAGER": { "$REF": "../Users/1", "Value": "1" } },
    });
    let user = strict(json.to_string().as_bytes()).unwrap().value;
    assert_eq!(user.user_name, "bjensen");
    assert_eq!(user.emails[0].value.as_deref(), Some("b@example.com"));
    assert_eq!(user.emails[0].primary, Some(true));
    assert_eq!(user.x509_certificates[0].value.as_ref().unwrap().to_bytes(), [1, 2, 3]);
    let enterprise = user.enterprise.unwrap();
    assert_eq!(enterprise.department.as_deref(), Some("R&D"));
    assert_eq!(enterprise.manager.unwrap().reference.as_deref(), Some("../Users/1"));
}

#[test]
fn null_empty_and_absent_are_one_state() {
    let absent = lenient(&with(json!({}))).unwrap().value;
    for nothing in [
        json!({ "displayName": null, "name": null, "emails": null, "active": null, ENTERPRISE: null }),
        json!({ "emails": [], "name": {}, ENTERPRISE: {} }),
        json!({ "name": { "givenName": null }, "emails": [{}, null, { "value": null }], ENTERPRISE: { "manager": {} } }),
        json!({ "id": null, "meta": null }),
    ] {
        let read = lenient(&with(nothing.clone())).unwrap();
        assert_eq!(read.value, absent, "{nothing}");
        assert!(read.unknown.is_empty());
    }
}

#[test]
fn extensions_by_object_and_by_prefixed_names() {
    let department = format!("{ENTERPRISE}:department");
    let manager = format!("{}:MANAGER", ENTERPRISE.to_uppercase());
    let read = lenient(&with(json!({ department.clone(): "R&D", manager: { "value": "1" } }))).unwrap();
    let enterprise = read.value.enterprise.unwrap();
    assert_eq!(enterprise.department.as_deref(), Some("R&D"));
    assert_eq!(enterprise.manager.unwrap().value.as_deref(), Some("1"));
    assert!(read.tolerances.contains(Tolerance::UndeclaredExtensionAccepted));

    // Both forms at once complement each other, and may not repeat each other.
    let both =
        lenient(&with(json!({ department.clone(): "R&D", ENTERPRISE: { "division": "D" } }))).unwrap().value;
    let enterprise = both.enterprise.unwrap();
    assert_eq!((enterprise.department.as_deref(), enterprise.division.as_deref()), (Some("R&D"), Some("D")));
    for first in [
        format!("\"{department}\":\"a\",\"{ENTERPRISE}\":{{\"Department\":\"b\"}}"),
        format!("\"{ENTERPRISE}\":{{\"Department\":\"b\"}},\"{department}\":\"a\""),
    ] {
        let error =
            refused(format!(r#"{{"schemas":["{CORE}","{ENTERPRISE}"],"userName":"b",{first}}}"#).as_bytes());
        assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax));
        assert!(error.detail.contains(&format!("`{department}`")), "{}", error.detail);
    }
    // The core schema's URN may stand before a name as well.
    let prefixed = lenient(&with(json!({ format!("{CORE}:nickName"): "Babs" }))).unwrap().value;
    assert_eq!(prefixed.nick_name.as_deref(), Some("Babs"));
    // A null after the data does not take it back.
    let json = format!(
        r#"{{"schemas":["{CORE}","{ENTERPRISE}"],"userName":"b","{department}":"a","{ENTERPRISE}":null}}"#
    );
    assert_eq!(lenient(json.as_bytes()).unwrap().value.enterprise.unwrap().department.as_deref(), Some("a"));
}

#[test]
fn what_no_schema_has_is_reported_with_its_path() {
    let read = lenient(&with(json!({
        "department": "R&D",
        "name": { "nick": "x" },
        "emails": [{ "value": "a" }, { "value": "b", "label": { "deep": [1, 2] } }],
        ENTERPRISE: { "manager": { "managerId": "77" }, "desk": 1 },
        format!("{ENTERPRISE}:floor"): 3,
        "urn:example:other": { "a": 1 },
    })))
    .unwrap();
    let mut unknown = read.unknown;
    unknown.sort();
    let mut expected = vec![
        "department".to_owned(),
        "name.nick".to_owned(),
        "emails[1].label".to_owned(),
        format!("{ENTERPRISE}:manager.managerId"),
        format!("{ENTERPRISE}:desk"),
        format!("{ENTERPRISE}:floor"),
        "urn:example:other".to_owned(),
    ];
    expected.sort();
    assert_eq!(unknown, expected);
    assert!(read.tolerances.contains(Tolerance::UnknownAttrsIgnored));
    assert_eq!(read.value.enterprise, None, "an extension with nothing known in it is unassigned");
}

#[test]
fn requests_pass_over_what_only_the_server_sets() {
    let json = with(json!({
        "id": "mine", "meta": { "created": "2020-01-01T00:00:00Z" }, "groups": [{ "value": "g" }],
        ENTERPRISE: { "manager": { "displayName": "Boss", "value": "1" } },
    }));
    let request = read_request::<User>(&json, &Compat::default()).unwrap().value;
    assert!(request.id.is_empty() && request.meta.created.is_none() && request.groups.is_empty());
    assert_eq!(request.enterprise.unwrap().manager.unwrap().display_name, None);
    let representation = lenient(&json).unwrap().value;
    assert_eq!(representation.id, "mine");
    assert_eq!(representation.groups.len(), 1);
    // Values of other types do not matter where no value counts.
    assert!(read_request::<User>(&with(json!({ "id": 5, "groups": "x" })), &Compat::default()).is_ok());
}

/// What is tolerated by default is refused when strict, with this scimType.
#[test]
fn tolerances() {
    let with_schemas =
        |extra: &str| format!(r#"{{"schemas":["{CORE}","{extra}"],"userName":"b"}}"#).into_bytes();
    let declared = |members: Value| {
        let mut user: Value = serde_json::from_slice(&with(members)).unwrap();
        user["schemas"] = json!([CORE, ENTERPRISE]);
        user.to_string().into_bytes()
    };
    for (json, tolerance, scim_type) in [
        (with(json!({ "active": "True" })), Tolerance::BoolAsString, ScimType::InvalidValue),
        (
            with(json!({ "emails": [{ "primary": "FALSE" }] })),
            Tolerance::BoolAsString,
            ScimType::InvalidValue,
        ),
        (
            declared(json!({ ENTERPRISE: { "manager": "26" } })),
            Tolerance::ScalarForComplex,
            ScimType::InvalidValue,
        ),
        (
            declared(json!({ ENTERPRISE: { "manager": "" } })),
            Tolerance::EmptyStringUnassigns,
            ScimType::InvalidValue,
        ),
        (with(json!({ "name": [{ "givenName": "B" }] })), Tolerance::ArrayForSingle, ScimType::InvalidValue),
        (with(json!({ "title": [{ "value": "Dr" }] })), Tolerance::ArrayForSingle, ScimType::InvalidValue),
        (with(json!({ "meta": { "created": "" } })), Tolerance::EmptyStringUnassigns, ScimType::InvalidValue),
        (with(json!({ "active": "" })), Tolerance::EmptyStringUnassigns, ScimType::InvalidValue),
        (with_schemas("urn:scim:schemas:core:1.0"), Tolerance::LegacyUrnAlias, ScimType::InvalidSyntax),
        (with_schemas("urn:example:unknown"), Tolerance::UnknownSchemaUrnIgnored, ScimType::InvalidSyntax),
        (with(json!({ "nope": 1 })), Tolerance::UnknownAttrsIgnored, ScimType::InvalidSyntax),
        (
            with(json!({ ENTERPRISE: { "department": "x" } })),
            Tolerance::UndeclaredExtensionAccepted,
            ScimType::InvalidSyntax,
        ),
    ] {
        let text = String::from_utf8_lossy(&json).into_owned();
        let tolerant = lenient(&json).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(tolerant.tolerances.iter().collect::<Vec<_>>(), [tolerance], "{text}");
        let error = strict(&json).expect_err(&text);
        assert_eq!((error.status, error.scim_type), (400, Some(scim_type)), "{text}: {error}");
        assert!(read::<User>(&json, &Compat::strict().with(tolerance)).is_ok(), "{text}");
    }
    let manager = lenient(&declared(json!({ ENTERPRISE: { "manager": "26" } })))
        .unwrap()
        .value
        .enterprise
        .unwrap()
        .manager;
    assert_eq!(manager.unwrap().value.as_deref(), Some("26"));
    assert_eq!(lenient(&declared(json!({ ENTERPRISE: { "manager": "" } }))).unwrap().value.enterprise, None);
    assert_eq!(
        lenient(&with(json!({ "title": [{ "value": "Dr" }] }))).unwrap().value.title.as_deref(),
        Some("Dr")
    );
    let legacy = r#"{"schemas":["urn:scim:schemas:core:1.0"],"userName":"b","urn:scim:schemas:extension:enterprise:1.0":{"department":"x"}}"#;
    assert_eq!(
        lenient(legacy.as_bytes()).unwrap().value.enterprise.unwrap().department.as_deref(),
        Some("x")
    );
}

/// Each is refused with the attribute's full path, what is expected, and what came.
#[test]
fn wrong_values() {
    let cases = [
        (json!({ "userName": 5 }), "`userName`: expected a string, got the number 5"),
        (json!({ "userName": null }), "`userName`: a value is required"),
        (json!({ "userName": "" }), "`userName`: a value is required"),
        (json!({ "userName": {} }), "`userName`: expected a string, got an object"),
        (json!({ "active": 1 }), "`active`: expected a boolean, got the number 1"),
        (json!({ "active": "yes" }), "`active`: expected a boolean, got the string \"yes\""),
        (json!({ "name": "Barbara" }), "`name`: expected an object, got the string \"Barbara\""),
        (
            json!({ "name": [{ "givenName": "a" }, {}] }),
            "`name`: expected one value, got an array of several",
        ),
        (json!({ "title": ["a"] }), "`title`: expected a string, got an array with the string \"a\" in it"),
        (
            json!({ "name": { "givenName": [1] } }),
            "`name.givenName`: expected a string, got an array with the number 1 in it",
        ),
        (json!({ "emails": "a@example.com" }), "`emails`: expected an array of objects, got the string"),
        (json!({ "emails": { "value": "a" } }), "`emails`: expected an array of objects, got an object"),
        (json!({ "emails": ["a@example.com"] }), "`emails[0]`: expected an object, got the string"),
        (json!({ "emails": [[{ "value": "a" }]] }), "`emails[0]`: expected an object, got an array"),
        (
            json!({ "emails": [{}, { "value": true }] }),
            "`emails[1].value`: expected a string, got the boolean true",
        ),
        (
            json!({ "emails": [{ "value": "a", "primary": true }, { "value": "b", "primary": true }] }),
            "`emails`: 2 values are marked `primary`",
        ),
        (json!({ "meta": { "created": "yesterday" } }), "`meta.created`: expected a dateTime such as"),
        (json!({ "meta": { "created": 5 } }), "`meta.created`: expected a dateTime, got the number 5"),
        (
            json!({ "x509Certificates": [{ "value": "no base64!" }] }),
            "`x509Certificates[0].value`: expected base64 text",
        ),
        (json!({ ENTERPRISE: "x" }), &format!("`{ENTERPRISE}`: expected an object, got the string \"x\"")),
        (
            json!({ ENTERPRISE: { "manager": { "value": 1 } } }),
            &format!("`{ENTERPRISE}:manager.value`: expected a string"),
        ),
        (
            json!({ format!("{ENTERPRISE}:department"): 1 }),
            &format!("`{ENTERPRISE}:department`: expected a string"),
        ),
    ];
    for (members, expected) in cases {
        let error = refused(&with(members.clone()));
        assert_eq!(error.scim_type, Some(ScimType::InvalidValue), "{members}: {error}");
        assert!(
            error.detail.starts_with(expected),
            "{members}\n  got:  {}\n  want: {expected}",
            error.detail
        );
    }
}

#[test]
fn long_values_are_cut_and_secrets_not_shown() {
    let error = refused(&with(json!({ "active": "x".repeat(1_000_000) })));
    assert!(error.detail.len() < 200, "{}", error.detail.len());
    let error = refused(&with(json!({ "password": 12345 })));
    assert!(!error.detail.contains("12345"), "{}", error.detail);
    let error = refused(&with(json!({ "password": [{ "value": 777 }] })));
    assert!(!error.detail.contains("777"), "{}", error.detail);
}

/// Fields of other types than the core resources have.
#[test]
fn odd_fields() {
    use scim_types::{ScimExtension, ScimResource};

    #[derive(Debug, PartialEq, Default, ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Odd")]
    struct Odd {
        #[scim(id)]
        id: String,
        boxed: Box<str>,
        uuid: Option<uuid::Uuid>,
        count: Option<i64>,
        nick: Option<String>,
        ratio: Option<f32>,
        #[scim(extension)]
        tag: Option<Tag>,
    }
    #[derive(Debug, PartialEq, Default, ScimExtension)]
    #[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Tag")]
    struct Tag {
        value: Option<String>,
    }
    const TAG: &str = "urn:example:params:scim:schemas:extension:2.0:Tag";
    let body = |rest: &str| {
        format!(r#"{{"schemas":["urn:example:params:scim:schemas:core:2.0:Odd","{TAG}"],{rest}}}"#)
            .into_bytes()
    };
    let odd = |rest: &str| read::<Odd>(&body(rest), &Compat::default());
    for (rest, expected) in [
        (r#""boxed":"""#.to_owned(), "`boxed`: a value is required"),
        (
            format!(r#""boxed":"b","{TAG}":"bare""#),
            "`urn:example:params:scim:schemas:extension:2.0:Tag`: expected an object",
        ),
        (
            format!(r#""boxed":"b","{TAG}:value":"x","{TAG}":{{"VALUE":"y"}}"#),
            "`urn:example:params:scim:schemas:extension:2.0:Tag:value`: the name",
        ),
        (
            r#""boxed":"b","count":1.0"#.to_owned(),
            "`count`: expected an integer from -9223372036854775808 to 9223372036854775807, got the number 1.0",
        ),
        (
            r#""boxed":"b","nick":[{"value":"x","value":"y"}]"#.to_owned(),
            "`nick[0].value`: the name appears twice",
        ),
        (
            r#""boxed":"b","nick":[{"value":5}]"#.to_owned(),
            "`nick[0].value`: expected a string, got the number 5",
        ),
    ] {
        let error = odd(&rest).expect_err(&rest);
        assert!(error.detail.starts_with(expected), "{rest}\n  {}\n  {expected}", error.detail);
    }
    // "" is no UUID, so it can only mean none.
    let read = odd(r#""boxed":"b","uuid":"""#).unwrap();
    assert_eq!((read.value.uuid, read.tolerances.to_string()), (None, "empty-string-unassigns".to_owned()));
    assert_eq!(odd(r#""boxed":"b","nick":[{"value":"x","label":1}]"#).unwrap().unknown, ["nick[0].label"]);
    let mut out = Vec::new();
    scim_types::write(
        &odd(r#""boxed":"b","ratio":0.1"#).unwrap().value,
        &scim_types::Projection::default(),
        &mut out,
    );
    assert!(String::from_utf8(out).unwrap().contains(r#""ratio":0.1}"#));
}

#[test]
fn schemas_are_required() {
    for (json, expected) in [
        (
            r#"{"userName":"b"}"#.to_owned(),
            "`schemas` is missing; send \"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"]",
        ),
        (r#"{"schemas":null,"userName":"b"}"#.to_owned(), "`schemas` is missing"),
        (r#"{"schemas":[],"userName":"b"}"#.to_owned(), "`schemas` is missing"),
        (
            format!(r#"{{"schemas":["{ENTERPRISE}"],"userName":"b"}}"#),
            "`schemas` lacks this resource's URN; add \"urn:ietf:params:scim:schemas:core:2.0:User\"",
        ),
    ] {
        let error = refused(json.as_bytes());
        assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax), "{json}");
        assert!(error.detail.starts_with(expected), "{}", error.detail);
    }
    for schemas in [json!("x"), json!(5), json!([5]), json!({}), json!([null])] {
        let error = refused(json!({ "schemas": schemas, "userName": "b" }).to_string().as_bytes());
        assert!(!error.detail.contains("valid JSON"), "{}", error.detail);
        assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax), "{schemas}: {error}");
    }
}

#[test]
fn a_name_twice_is_refused() {
    for members in [
        r#""nickName":"a","nickname":"b""#,
        r#""NICKNAME":null,"nickName":null"#,
        r#""name":{"givenName":"a","GIVENNAME":"b"}"#,
        r#""schemas":["x"],"userName":"c""#,
        r#""emails":[{"value":"a","Value":"b"}]"#,
    ] {
        let error = refused(format!(r#"{{"schemas":["{CORE}"],"userName":"b",{members}}}"#).as_bytes());
        assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax), "{members}");
        assert!(error.detail.contains("twice"), "{}", error.detail);
    }
}

#[test]
fn what_is_not_json() {
    let deep = format!(r#"{{"schemas":["{CORE}"],"x":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    let deep_known =
        format!(r#"{{"schemas":["{CORE}"],"emails":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    let deep_objects = format!(
        r#"{{"schemas":["{CORE}"],"name":{}1{}}}"#,
        r#"{"givenName":"#.repeat(10_000),
        "}".repeat(10_000)
    );
    let surrogate = format!(r#"{{"schemas":["{CORE}"],"userName":"\ud800"}}"#);
    let nul = format!("{{\"schemas\":[\"{CORE}\"],\"userName\":\"a\nb\"}}");
    let cases: [&[u8]; 14] = [
        b"",
        b" ",
        b"{",
        b"null",
        b"[]",
        b"\"x\"",
        b"{\"a\":1}{",
        b"{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"b\"} x",
        b"\xff\xfe",
        deep.as_bytes(),
        deep_known.as_bytes(),
        deep_objects.as_bytes(),
        surrogate.as_bytes(),
        nul.as_bytes(),
    ];
    for json in cases {
        let error = refused(json);
        let shown = String::from_utf8_lossy(&json[..json.len().min(80)]);
        assert!(
            matches!(error.scim_type, Some(ScimType::InvalidSyntax | ScimType::InvalidValue)),
            "{shown}: {error}"
        );
    }
}

#[test]
fn cut_at_every_byte_it_is_refused() {
    let whole = include_bytes!("../corpus/rfc7643/8.3-enterprise-user.json");
    let end = whole.iter().rposition(|&b| b == b'}').unwrap();
    for length in 0..=end {
        assert!(lenient(&whole[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_megabyte_is_no_problem() {
    let long = "é".repeat(500_000);
    let user = lenient(&with(json!({ "displayName": long.clone() }))).unwrap().value;
    assert_eq!(user.display_name, Some(long));
    let members: Vec<Value> = (0..20_000).map(|i| json!({ "value": i.to_string() })).collect();
    let json = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "g", "members": members });
    let group = read::<Group>(json.to_string().as_bytes(), &Compat::default()).unwrap().value;
    assert_eq!(group.members.len(), 20_000);
}

/// `null` and `[]` are no value (RFC 7643 §2.5), as leaving the attribute out is: the default stands in for it.
#[test]
fn null_leaves_a_default() {
    #[derive(Debug, PartialEq, ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Lamp")]
    struct Lamp {
        #[scim(id)]
        id: String,
        #[scim(default = "white")]
        color: String,
        #[scim(default = Some("hall".to_owned()))]
        room: Option<String>,
        #[scim(default = vec!["a".to_owned()])]
        labels: Vec<String>,
        #[scim(default = true)]
        on: bool,
    }
    let lamp = |body: &str| {
        let body = format!(r#"{{"schemas":["urn:example:params:scim:schemas:core:2.0:Lamp"]{body}}}"#);
        read::<Lamp>(body.as_bytes(), &Compat::default()).expect("valid").value
    };
    let blank = lamp("");
    assert_eq!(blank.color, "white");
    assert_eq!(lamp(r#","color":null,"room":null,"on":null,"labels":[]"#), blank);
    assert_eq!(lamp(r#","labels":null"#), blank);
}
