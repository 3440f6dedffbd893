//! Writing: `schemas`, what is left out, and projection under every `returned` rule.

use scim_types::{
    Compat, Meta, Projection, Scim, ScimComplex, ScimExtension, ScimResource, ScimType, User, read, write,
};
use serde_json::{Value, json};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn user() -> User {
    let document = include_bytes!("../corpus/rfc7643/8.3-enterprise-user.json");
    read(document, &Compat::strict()).unwrap().value
}

fn written<T: ScimResource>(resource: &T, attributes: &[&str], excluded: &[&str]) -> Value {
    let projection = Projection::new(attributes, excluded).unwrap();
    let mut out = Vec::new();
    write(resource, &projection, &mut out);
    serde_json::from_slice(&out).unwrap()
}

/// The members' names, sorted.
fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn schemas_come_first_and_say_what_is_there() {
    let mut out = Vec::new();
    write(&user(), &Projection::default(), &mut out);
    let text = String::from_utf8(out).unwrap();
    assert!(text.starts_with(&format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{ENTERPRISE}"],"id":"#
    )));
    let only_core = json!(["urn:ietf:params:scim:schemas:core:2.0:User"]);
    assert_eq!(written(&user(), &["userName"], &[])["schemas"], only_core);
    assert_eq!(written(&user(), &[], &[ENTERPRISE])["schemas"], only_core);
    let mut empty = user();
    empty.enterprise = Some(scim_types::EnterpriseUser::default());
    assert_eq!(written(&empty, &[], &[])["schemas"], only_core);
    assert!(written(&empty, &[], &[]).get(ENTERPRISE).is_none());
}

#[test]
fn what_is_asked_for_and_what_always_comes() {
    assert_eq!(keys(&written(&user(), &["userName"], &[])), ["id", "schemas", "userName"]);
    assert_eq!(
        keys(&written(&user(), &["USERNAME, name.givenName"], &[])),
        ["id", "name", "schemas", "userName"]
    );
    assert_eq!(
        written(&user(), &["name.givenName", "NAME.familyname"], &[])["name"],
        json!({ "familyName": "Jensen", "givenName": "Barbara" })
    );
    assert_eq!(
        written(&user(), &["emails.value"], &[])["emails"],
        json!([{ "value": "bjensen@example.com" }, { "value": "babs@jensen.org" }])
    );
    assert_eq!(keys(&written(&user(), &["name", "name.givenName"], &[])["name"]).len(), 6);
    let department = written(&user(), &[&format!("{ENTERPRISE}:department")], &[]);
    assert_eq!(department[ENTERPRISE], json!({ "department": "Tour Operations" }));
    assert_eq!(department["schemas"].as_array().unwrap().len(), 2);
    let manager = written(&user(), &[&format!("{ENTERPRISE}:manager.displayName")], &[]);
    assert_eq!(manager[ENTERPRISE], json!({ "manager": { "displayName": "John Smith" } }));
    assert_eq!(keys(&written(&user(), &[ENTERPRISE], &[])[ENTERPRISE]).len(), 6);
    // Unknown names select nothing; the core URN may stand before a name.
    assert_eq!(keys(&written(&user(), &["nope", "name.nope", "userName.x"], &[])), ["id", "schemas"]);
    assert_eq!(
        keys(&written(&user(), &["urn:ietf:params:scim:schemas:core:2.0:User:title"], &[])),
        ["id", "schemas", "title"]
    );
    assert_eq!(keys(&written(&user(), &["password"], &[])), ["id", "schemas"]);
}

#[test]
fn what_is_excluded_and_what_cannot_be() {
    let all = written(&user(), &[], &[]);
    let less = written(&user(), &[], &["id,emails", "name.formatted", &format!("{ENTERPRISE}:manager")]);
    assert_eq!(less["id"], all["id"], "id is always returned");
    assert!(less.get("emails").is_none());
    assert!(less["name"].get("formatted").is_none());
    assert_eq!(less["name"]["givenName"], "Barbara");
    assert!(less[ENTERPRISE].get("manager").is_none());
    assert_eq!(less[ENTERPRISE]["department"], "Tour Operations");
    assert!(all.get("password").is_none() && less.get("password").is_none());
    assert_eq!(written(&user(), &[], &["nope"]), all);
}

#[test]
fn both_at_once_or_no_path_is_refused() {
    let error = Projection::<User>::new(&["id"], &["name"]).unwrap_err();
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidValue)));
    let error = Projection::<User>::new(&["name..givenName"], &[]).unwrap_err();
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidValue)));
    assert!(error.detail.contains('^'), "{}", error.detail);
    assert!(Projection::<User>::new(&["", " , "], &[""]).is_ok());
}

/// Every rule at every level.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Vault")]
struct Vault {
    #[scim(id)]
    id: String,
    #[scim(returned = "always")]
    label: String,
    #[scim(returned = "request")]
    inventory: Option<String>,
    #[scim(returned = "never")]
    code: Option<String>,
    lock: Option<Lock>,
    #[scim(returned = "always")]
    door: Option<Lock>,
    #[scim(extension)]
    insurance: Option<Insurance>,
    #[scim(meta)]
    meta: Meta,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Lock {
    #[scim(returned = "always")]
    kind: Option<String>,
    maker: Option<String>,
    #[scim(returned = "request")]
    serial: Option<String>,
    #[scim(returned = "never")]
    combination: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Insurance")]
struct Insurance {
    #[scim(returned = "always")]
    policy: Option<String>,
    insurer: Option<String>,
}

const INSURANCE: &str = "urn:example:params:scim:schemas:extension:2.0:Insurance";

fn vault() -> Vault {
    let text = |text: &str| Some(text.to_owned());
    let lock = Lock { kind: text("k"), maker: text("m"), serial: text("s"), combination: text("c") };
    Vault {
        id: "1".into(),
        label: "l".into(),
        inventory: text("i"),
        code: text("1234"),
        lock: Some(lock.clone()),
        door: Some(lock),
        insurance: Some(Insurance { policy: text("p"), insurer: text("n") }),
        meta: Meta::default(),
    }
}

#[test]
fn every_returned_rule() {
    let rest = json!({
        "schemas": ["urn:example:params:scim:schemas:core:2.0:Vault", INSURANCE],
        "id": "1", "label": "l",
        "lock": { "kind": "k", "maker": "m" }, "door": { "kind": "k", "maker": "m" },
        INSURANCE: { "policy": "p", "insurer": "n" },
    });
    assert_eq!(written(&vault(), &[], &[]), rest);
    let asked = written(&vault(), &["inventory", "code", "lock.serial", "lock.combination"], &[]);
    assert_eq!(asked["inventory"], "i");
    assert!(asked.get("code").is_none());
    assert_eq!(
        asked["lock"],
        json!({ "kind": "k", "serial": "s" }),
        "what is always returned of a complex attribute comes with it"
    );
    assert_eq!(asked["label"], "l");
    assert_eq!(asked["door"], json!({ "kind": "k", "maker": "m" }));
    assert_eq!(asked[INSURANCE], json!({ "policy": "p" }));
    let less = written(&vault(), &[], &["label", "lock", "lock.kind", "door", "door.maker", INSURANCE]);
    assert_eq!(less["label"], "l");
    assert_eq!(less["lock"], json!({ "kind": "k" }));
    assert_eq!(less["door"], json!({ "kind": "k" }));
    assert_eq!(less[INSURANCE], json!({ "policy": "p" }));
    let mut out = Vec::new();
    write(&vault(), &Projection::all(), &mut out);
    let all: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!((&all["inventory"], &all["lock"]["serial"]), (&json!("i"), &json!("s")));
    assert!(!String::from_utf8(out).unwrap().contains("1234"));
    assert!(!format!("{:?}", Scim(vault())).contains("1234"));
    assert!(!serde_json::to_string(&Scim(vault())).unwrap().contains("1234"));
}

/// What the review of the first version found.
#[test]
fn rules_that_meet() {
    #[derive(Debug, Default, ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Meeting")]
    struct Meeting {
        #[scim(id)]
        id: String,
        #[scim(returned = "never")]
        hidden: Option<Lock>,
        #[scim(returned = "request")]
        asked: Option<Lock>,
        lock: Option<Lock>,
        #[scim(extension)]
        insurance: Option<Insurance>,
    }
    let lock = || vault().lock;
    let meeting =
        Meeting { id: "1".into(), hidden: lock(), asked: lock(), lock: lock(), insurance: vault().insurance };
    // Excluding what is not there anyway does not bring it.
    let less = written(&meeting, &[], &["hidden", "asked"]);
    assert!(less.get("hidden").is_none() && less.get("asked").is_none());
    // An extension's attributes are the resource's: what is always returned is.
    assert_eq!(written(&meeting, &["lock"], &[])[INSURANCE], json!({ "policy": "p" }));
    // The order of paths does not matter.
    let both = json!({ "kind": "k", "maker": "m", "serial": "s" });
    assert_eq!(written(&meeting, &["lock", "lock.serial"], &[])["lock"], both);
    assert_eq!(written(&meeting, &["lock.serial", "lock"], &[])["lock"], both);
}

#[test]
fn a_projection_knows_what_it_holds() {
    let without = Projection::<User>::new(&[], &["groups", "name.formatted"]).unwrap();
    assert!(!without.holds("groups") && !without.holds("groups.value") && !without.holds("name.formatted"));
    assert!(
        without.holds("emails")
            && without.holds("name.givenName")
            && without.holds(&format!("{ENTERPRISE}:department"))
    );
    let only = Projection::<User>::new(&["userName"], &[]).unwrap();
    assert!(only.holds("id") && only.holds("username") && !only.holds("groups"));
    let default = Projection::<User>::default();
    assert!(default.holds("groups") && !default.holds("password") && !default.holds("nope"));
}

#[test]
fn numbers_and_text_that_json_cannot_hold_as_they_are() {
    #[derive(Debug, PartialEq, Default, ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Sensor")]
    struct Sensor {
        #[scim(id)]
        id: String,
        reading: Option<f64>,
        count: Option<i64>,
        names: Vec<String>,
    }
    let sensor = Sensor {
        id: "\"\\\u{0}".into(),
        reading: Some(f64::NAN),
        count: Some(i64::MIN),
        names: vec![String::new(), "\u{2028}🦀\t".into()],
    };
    let value = written(&sensor, &[], &[]);
    assert_eq!(value["id"], "\"\\\u{0}");
    assert!(value.get("reading").is_none(), "NaN is no JSON number");
    assert_eq!(value["count"], i64::MIN);
    assert_eq!(value["names"], json!(["", "\u{2028}🦀\t"]));
    assert_eq!(serde_json::to_value(Scim(sensor)).unwrap(), value);
}
