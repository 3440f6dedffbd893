//! Properties of every derived type: what is written is read back as it was, in both forms and under both policies, and whatever JSON comes
//! is answered.

use proptest::prelude::*;
use scim_types::{
    Compat, Group, Projection, ResourceType, Schema, Scim, ScimResource, ServiceProviderConfig, User, read,
    read_request, write,
};
use serde_json::{Map, Value};
use tests::any_resource;
use tests::models::{Device, Everything, Extended, Row};

fn json<T: ScimResource>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    write(value, &Projection::all(), &mut out);
    out
}

/// Puts back what is never written, so that the rest can be compared.
fn round_trip<T: ScimResource + Clone + PartialEq + std::fmt::Debug>(
    value: &T,
    forget: fn(&mut T),
) -> Result<(), TestCaseError> {
    let mut expected = value.clone();
    forget(&mut expected);
    let out = json(value);
    let strict = read::<T>(&out, &Compat::strict());
    prop_assert!(strict.is_ok(), "{strict:?} of {}", String::from_utf8_lossy(&out));
    let strict = strict.unwrap();
    prop_assert_eq!(&strict.value, &expected, "{}", String::from_utf8_lossy(&out));
    prop_assert!(strict.unknown.is_empty());
    let lenient = read::<T>(&out, &Compat::default()).unwrap();
    prop_assert_eq!(&lenient.value, &expected);
    prop_assert!(lenient.tolerances.is_empty(), "{:?}", lenient.tolerances);
    // The same through serde, whose default leaves out what is returned on request only.
    let text = serde_json::to_string(&Scim(value.clone())).unwrap();
    let mut default = Vec::new();
    write(value, &Projection::default(), &mut default);
    prop_assert_eq!(
        serde_json::from_str::<Value>(&text).unwrap(),
        serde_json::from_slice::<Value>(&default).unwrap()
    );
    let again: Scim<T> = serde_json::from_slice(&out).unwrap();
    prop_assert_eq!(again.0, expected);
    // Debug works on whatever there is.
    let _ = format!("{:?}", Scim(value.clone()));
    Ok(())
}

macro_rules! round_trips {
    ($($name:ident: $ty:ty, $forget:expr;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $name(value in any_resource::<$ty>()) {
                    round_trip(&value, $forget)?;
                }
            )*
        }
    };
}

round_trips! {
    user: User, |user| user.password = None;
    group: Group, |_| ();
    schema: Schema, |_| ();
    resource_type: ResourceType, |_| ();
    service_provider_config: ServiceProviderConfig, |_| ();
    device: Device, |_| ();
    everything: Everything, |everything| everything.secret = None;
    extended: Extended, |extended| extended.user.password = None;
    row: Row, |row| row.secret = None;
}

/// JSON made of the names that mean something.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof![Just("true"), Just(""), Just("work"), Just("2011-05-13T04:42:34Z"), Just("AQID")]
            .prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any_name(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_name() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "userName",
        "USERNAME",
        "name",
        "givenName",
        "emails",
        "value",
        "type",
        "primary",
        "active",
        "x509Certificates",
        "meta",
        "created",
        "id",
        "schemas",
        "password",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
        "urn:ietf:params:scim:schemas:core:2.0:User:title",
        "displayName",
        "$ref",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => ".{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever JSON there is, it is read or refused as a client's mistake; what is read is written and read back the same.
    #[test]
    fn arbitrary_json(members in prop::collection::vec((any_name(), any_json()), 0..8)) {
        let mut object: Map<String, Value> = members.into_iter().collect();
        object.insert("schemas".into(), serde_json::json!(["urn:ietf:params:scim:schemas:core:2.0:User"]));
        object.entry("userName").or_insert("u".into());
        let text = Value::Object(object).to_string();
        for result in [read::<User>(text.as_bytes(), &Compat::default()), read_request::<User>(text.as_bytes(), &Compat::default())] {
            match result {
                Ok(read) => round_trip(&read.value, |user| user.password = None)?,
                Err(error) => prop_assert_eq!(error.status, 400),
            }
        }
    }

    /// Bytes that are no JSON.
    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Err(error) = read::<User>(&bytes, &Compat::default()) {
            prop_assert_eq!(error.status, 400);
        }
    }
}
