//! The schema documents of this crate's resources, attribute by attribute, against those printed in RFC 7643 §8.7.
//!
//! Every difference is in the list below with what asks for it. One that is not listed fails the test, and so does one that is listed
//! and no longer there.

use std::collections::{BTreeMap, BTreeSet};

use scim_types::{
    EnterpriseUser, Group, ResourceType, Schema, SchemaDef, ScimExtension, ScimResource,
    ServiceProviderConfig, User,
};
use serde_json::{Value, json};

/// Path, what the RFC prints, what we serve, and why.
const DIFFERENCES: &[(&str, &str, &str, &str)] = &[
    ("Group.displayName.required", "false", "true", "erratum 5368"),
    (
        "Group.members.display",
        "absent",
        "present",
        "RFC 7643 §2.4 gives it to every multi-valued attribute, and §8.4 uses it",
    ),
    (
        "User.addresses.primary",
        "absent",
        "present",
        "RFC 7643 §2.4 gives it to every multi-valued attribute, and §8.2 uses it",
    ),
    ("User.groups.$ref.referenceTypes", r#"["User","Group"]"#, r#"["Group"]"#, "erratum 8471"),
    ("EnterpriseUser.manager.value.caseExact", "false", "true", "erratum 8472"),
    (
        "Service Provider Configuration.etag",
        "absent",
        "present",
        "RFC 7643 §5 and §8.5; left out of §8.7.2 by mistake",
    ),
    (
        "Service Provider Configuration.authenticationSchemes.type",
        "absent",
        "present",
        "RFC 7643 §5 requires it, and §8.5 uses it",
    ),
    (
        "Service Provider Configuration.authenticationSchemes.primary",
        "absent",
        "present",
        "RFC 7643 §2.4, and §8.5 uses it",
    ),
    ("Service Provider Configuration.pagination", "absent", "present", "RFC 9865 §4"),
    ("ResourceType.schemaExtensions.multiValued", "false", "true", "erratum 7522"),
    (
        "Schema.attributes.type.canonicalValues",
        r#"["string","complex","boolean","decimal","integer","dateTime","reference"]"#,
        r#"["string","boolean","decimal","integer","dateTime","binary","reference","complex"]"#,
        "errata 5606 and 8435 add binary",
    ),
    (
        "Schema.attributes.subAttributes.type.canonicalValues",
        r#"["string","complex","boolean","decimal","integer","dateTime","reference"]"#,
        r#"["string","boolean","decimal","integer","dateTime","binary","reference","complex"]"#,
        "errata 5606 and 8435 add binary",
    ),
    ("Schema.attributes.subAttributes.referenceTypes.multiValued", "false", "true", "erratum 5607"),
];

#[test]
fn documents_agree_with_the_rfc() {
    let printed = [
        include_str!("../corpus/rfc7643/8.7.1-schemas.json"),
        include_str!("../corpus/rfc7643/8.7.2-schemas.json"),
    ];
    let printed: Vec<Value> =
        printed.iter().flat_map(|text| serde_json::from_str::<Vec<Value>>(text).unwrap()).collect();
    let ours: [&SchemaDef; 6] = [
        User::schema(),
        Group::schema(),
        EnterpriseUser::schema(),
        ServiceProviderConfig::schema(),
        ResourceType::schema(),
        Schema::schema(),
    ];
    let mut found = BTreeMap::new();
    for def in ours {
        let rfc = printed.iter().find(|schema| schema["id"] == def.id).expect(def.id);
        let own = serde_json::to_value(def).unwrap();
        if def.id.contains(":User") && def.name == "EnterpriseUser" || rfc["name"] != def.name {
            assert_eq!(rfc["name"].as_str().unwrap(), own["name"].as_str().unwrap());
        }
        compare(def.name, &rfc["attributes"], &own["attributes"], &mut found);
    }
    let listed: BTreeMap<_, _> = DIFFERENCES
        .iter()
        .map(|(path, rfc, own, _)| ((*path).to_owned(), ((*rfc).to_owned(), (*own).to_owned())))
        .collect();
    assert_eq!(found, listed);
}

type Differences = BTreeMap<String, (String, String)>;

fn compare(path: &str, rfc: &Value, own: &Value, found: &mut Differences) {
    let by_name = |list: &Value| -> BTreeMap<String, Value> {
        list.as_array()
            .into_iter()
            .flatten()
            .map(|a| (a["name"].as_str().unwrap().to_owned(), a.clone()))
            .collect()
    };
    let (rfc, own) = (by_name(rfc), by_name(own));
    for name in rfc.keys().chain(own.keys()).collect::<BTreeSet<_>>() {
        let path = format!("{path}.{name}");
        let presence = |there: bool| if there { "present" } else { "absent" }.to_owned();
        let (Some(rfc), Some(own)) = (rfc.get(name), own.get(name)) else {
            found.insert(path, (presence(rfc.contains_key(name)), presence(own.contains_key(name))));
            continue;
        };
        for (key, default) in [
            ("type", json!("string")),
            ("multiValued", json!(false)),
            ("required", json!(false)),
            ("caseExact", json!(false)),
            ("canonicalValues", json!([])),
            ("mutability", json!("readWrite")),
            ("returned", json!("default")),
            ("uniqueness", json!("none")),
            ("referenceTypes", json!([])),
        ] {
            // What a document leaves out has the value of RFC 7643 §2.2.
            let value = |attribute: &Value| attribute.get(key).unwrap_or(&default).to_string();
            if value(rfc) != value(own) {
                found.insert(format!("{path}.{key}"), (value(rfc), value(own)));
            }
        }
        compare(&path, &rfc["subAttributes"], &own["subAttributes"], found);
    }
}

#[test]
fn the_document_leaves_out_what_means_nothing() {
    let user = serde_json::to_value(User::schema()).unwrap();
    let attribute = |name: &str| {
        user["attributes"].as_array().unwrap().iter().find(|a| a["name"] == name).unwrap().clone()
    };
    let name = attribute("name");
    assert!(name.get("uniqueness").is_none(), "complex attributes have no uniqueness (erratum 6004)");
    assert!(name.get("caseExact").is_none());
    assert!(attribute("active").get("caseExact").is_none());
    assert_eq!(attribute("userName")["uniqueness"], "server");
    for common in ["id", "externalId", "meta", "schemas"] {
        assert!(!user["attributes"].as_array().unwrap().iter().any(|a| a["name"] == common));
    }
}
