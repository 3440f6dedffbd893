//! What identity providers send: the cases of `tests/corpus/idp-cases.jsonl` that need no bulk requests.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::process::{Answer, Server, USER, with};

const CASES: &str = include_str!("../../../../tests/corpus/idp-cases.jsonl");

/// Whether `got` has everything of `want`: names in any case, lists in any order.
fn holds(got: &Value, want: &Value) -> bool {
    match (got, want) {
        (Value::Object(got), Value::Object(want)) => want.iter().all(|(name, want)| {
            got.iter().any(|(key, got)| key.eq_ignore_ascii_case(name) && holds(got, want))
        }),
        (Value::Array(got), Value::Array(want)) => {
            let mut left: Vec<&Value> = got.iter().collect();
            got.len() == want.len()
                && want.iter().all(|want| {
                    let found = left.iter().position(|got| holds(got, want));
                    found.map(|index| left.remove(index)).is_some()
                })
        }
        (got, want) => got == want,
    }
}

/// The ids of members that the case takes for granted.
fn members(value: &Value, ids: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                if name.eq_ignore_ascii_case("members") {
                    let list = value.as_array().map_or(&[][..], Vec::as_slice);
                    ids.extend(list.iter().filter_map(|m| m["value"].as_str()).map(str::to_owned));
                }
                members(value, ids);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| members(value, ids)),
        _ => {}
    }
}

fn endpoint(resource: &Value) -> &'static str {
    let is = |name| {
        resource["schemas"].as_array().unwrap().iter().any(|urn| urn.as_str().unwrap().ends_with(name))
    };
    if is("core:2.0:User") {
        "/Users"
    } else if is("core:2.0:Group") {
        "/Groups"
    } else {
        panic!("{resource}")
    }
}

/// Without what only the server knows.
fn wanted(resource: &Value) -> Value {
    let own = |name: &str| ["id", "meta", "schemas"].contains(&name);
    resource
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, _)| !own(name))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

fn resources(before: &Value) -> Vec<Value> {
    match &before["Resources"] {
        Value::Array(list) => list.clone(),
        _ if before.is_null() => Vec::new(),
        _ => vec![before.clone()],
    }
}

/// Plays one case on an empty server.
fn play(server: &Server, case: &Value) {
    let name = case["id"].as_str().unwrap();
    let mut text = case.to_string();
    let rename = |text: &mut String, old: &str, new: &str| {
        *text = text
            .replace(&format!("\"{old}\""), &format!("\"{new}\""))
            // Within a filter.
            .replace(&format!("\\\"{old}\\\""), &format!("\\\"{new}\\\""))
            .replace(&format!("/{old}\""), &format!("/{new}\""));
    };
    let mut ids = BTreeSet::new();
    members(case, &mut ids);
    for member in ids {
        let id = server.new_user(&format!("member-{member}"));
        rename(&mut text, &member, &id);
    }
    let count = resources(&case["before"]).len();
    let mut made = Vec::new();
    for index in 0..count {
        let current: Value = serde_json::from_str(&text).unwrap();
        let mut resource = resources(&current["before"])[index].clone();
        let object: &mut Map<String, Value> = resource.as_object_mut().unwrap();
        object.remove("meta");
        let old = object.remove("id").unwrap();
        let created = server.post(endpoint(&resource), &resource);
        assert_eq!(created.status, 201, "{name}: {}", created.body);
        rename(&mut text, old.as_str().unwrap(), created.text("/id"));
        made.push(format!("{}/{}", endpoint(&resource), created.text("/id")));
    }

    let case: Value = serde_json::from_str(&text).unwrap();
    let (request, expect) = (&case["request"], &case["expect"]);
    let mut path = request["path"].as_str().unwrap().to_owned();
    if let Some(query) = request["query"].as_object() {
        let pairs: Vec<_> = query.iter().map(|(k, v)| (k.as_str(), v.as_str().unwrap())).collect();
        path = with(&path, &pairs);
    }
    let before = made.first().map(|path| server.get(path).body);
    let if_match =
        request["headers"]["If-Match"].as_str().map_or(String::new(), |tag| format!("If-Match: {tag}\r\n"));
    let body = if request["body"].is_null() { String::new() } else { request["body"].to_string() };
    let answer = server.send(request["method"].as_str().unwrap(), &path, &if_match, body.as_bytes());
    let live = match made.first() {
        Some(path) if case["kind"] != "list" && case["kind"] != "filter" => server.get(path),
        _ => Answer { status: answer.status, head: String::new(), body: answer.body.clone() },
    };

    let fits = expect["status"] == answer.status
        || expect["status"].as_array().is_some_and(|l| l.contains(&json!(answer.status)));
    assert!(fits, "{name}: {} {}", answer.status, answer.body);
    for key in ["scimType", "totalResults", "startIndex", "itemsPerPage"] {
        if !expect[key].is_null() {
            assert_eq!(answer.body[key], expect[key], "{name}: {key} of {}", answer.body);
        }
    }
    if expect["unchanged"] == true {
        assert_eq!(Some(&live.body), before.as_ref(), "{name}");
    }
    if !expect["resource"].is_null() {
        let want = wanted(&expect["resource"]);
        assert!(holds(&live.body, &want), "{name}:\n got {}\nwant {want}", live.body);
        let before = if made.len() == 1 { wanted(&case["before"]) } else { json!({}) };
        for gone in before.as_object().unwrap().keys().filter(|key| want[key.as_str()].is_null()) {
            assert_eq!(live.body[gone], Value::Null, "{name}: {gone} should be gone");
        }
    }
    // What is in a list, and in each of its resources.
    let list = answer.body["Resources"].as_array();
    let one = std::slice::from_ref(&answer.body);
    for resource in list.map_or(one, Vec::as_slice) {
        for absent in expect["absent"].as_array().unwrap_or(&Vec::new()) {
            assert_eq!(resource[absent.as_str().unwrap()], Value::Null, "{name}");
        }
        for present in expect["present"].as_array().unwrap_or(&Vec::new()) {
            assert_ne!(resource[present.as_str().unwrap()], Value::Null, "{name}");
        }
    }
    if let Some(ids) = expect["ids"].as_array() {
        let found: Vec<_> = list.unwrap().iter().map(|resource| resource["id"].clone()).collect();
        assert_eq!(&found, ids, "{name}");
    }
    if let Some(resources) = expect["resources"].as_array() {
        let wanted: Vec<_> = resources.iter().map(wanted).collect();
        assert!(holds(&answer.body["Resources"], &wanted.into()), "{name}: {}", answer.body);
    }
}

#[test]
fn cases() {
    let mut played = 0;
    for line in CASES.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let kind = case["kind"].as_str().unwrap();
        // What one vendor alone does is not expected of others, and times are the server's to give.
        let later =
            case["request"]["query"]["filter"].as_str().is_some_and(|text| text.contains("meta.last"));
        if ["create", "filter", "list", "patch", "put"].contains(&kind)
            && !later
            && case["profile"] != "provider"
        {
            play(&Server::empty(), &case);
            played += 1;
        }
    }
    assert!(played >= 60, "only {played} cases were played");
}

#[test]
fn the_player_can_fail() {
    assert!(holds(&json!({"A": [1, {"b": 2}]}), &json!({"a": [{"B": 2}, 1]})));
    assert!(!holds(&json!({"a": [1, 2]}), &json!({"a": [1]})));
    assert!(!holds(&json!({"a": [1]}), &json!({"a": [1], "b": 1})));
    assert_eq!(endpoint(&json!({"schemas": [USER]})), "/Users");
}
