//! What identity providers send: the `patch` cases of the corpus.

use scim_types::{Changes, Compat, Group, Patch, ScimError, ScimResource, ScimType, Tolerance, User};
use serde_json::Value;
use tests::models::Extended;

use super::{resource, shown, tells_nothing};

/// Whether every member and value that is wanted is there, and nothing else, wherever it is.
fn same(want: &Value, got: &Value) -> bool {
    match (want, got) {
        (Value::Object(want), Value::Object(got)) => {
            want.len() == got.len()
                && want.iter().all(|(name, value)| got.get(name).is_some_and(|g| same(value, g)))
        }
        (Value::Array(want), Value::Array(got)) => {
            let mut left: Vec<&Value> = got.iter().collect();
            want.len() == got.len()
                && want
                    .iter()
                    .all(|w| left.iter().position(|g| same(w, g)).map(|at| left.swap_remove(at)).is_some())
        }
        (want, got) => want == got,
    }
}

fn play<T: ScimResource>(case: &Value, compat: &Compat) -> Result<(Value, Value, Changes), ScimError> {
    let mut resource = resource::<T>(&case["before"]);
    let before = shown(&resource);
    let patch = Patch::<T>::read(case["request"]["body"].to_string().as_bytes(), compat)?;
    let outcome = patch.apply(&mut resource);
    if outcome.is_err() {
        assert_eq!(shown(&resource), before, "{}", case["id"]);
    }
    outcome.map(|changes| {
        let after = shown(&resource);
        // A retry changes nothing.
        let again = patch.apply(&mut resource).unwrap_or_else(|e| panic!("{}: again: {e}", case["id"]));
        assert!(again.is_empty(), "{}: again: {again:?}", case["id"]);
        assert_eq!(shown(&resource), after, "{}", case["id"]);
        (before, after, changes)
    })
}

fn check<T: ScimResource>(case: &Value, expect: &Value, compat: &Compat) {
    let id = &case["id"];
    let wants = |status: u64| match &expect["status"] {
        Value::Array(all) => all.iter().any(|s| *s == status),
        one => *one == status,
    };
    match play::<T>(case, compat) {
        Err(error) => {
            assert!(wants(error.status.into()), "{id}: {error}");
            if let Some(scim_type) = expect["scimType"].as_str() {
                assert_eq!(error.scim_type.map(ScimType::as_str), Some(scim_type), "{id}: {error}");
            }
        }
        Ok((before, after, changes)) => {
            assert!(wants(200), "{id}: {after}");
            assert_eq!(tells_nothing(&changes), before == after, "{id}: {changes:?}");
            if let Some(resource) = expect.get("resource") {
                assert!(same(resource, &after), "{id}:\n{after}\nwanted\n{resource}");
            }
            if let Some(count) = expect.get("primaryCount") {
                let emails = after["emails"].as_array().map_or(&[][..], Vec::as_slice);
                assert_eq!(emails.iter().filter(|e| e["primary"] == true).count(), *count, "{id}");
            }
            for name in expect["absent"].as_array().into_iter().flatten() {
                assert!(after.get(name.as_str().unwrap_or("")).is_none(), "{id}");
            }
            if expect["modified"] == false {
                assert!(changes.is_empty(), "{id}: {changes:?}");
            }
        }
    }
}

fn cases() -> impl Iterator<Item = Value> {
    let corpus = include_str!("../../corpus/idp-cases.jsonl");
    corpus
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter(|case| case["kind"] == "patch")
}

fn check_as(case: &Value, expect: &Value, compat: &Compat) {
    if case["request"]["path"].as_str().is_some_and(|path| path.starts_with("/Groups")) {
        check::<Group>(case, expect, compat);
    } else {
        check::<User>(case, expect, compat);
        // The same on a user with an extension of a team's own.
        check::<Extended>(case, expect, compat);
    }
}

#[test]
fn main_expectations_by_default() {
    let mut count = 0;
    for case in cases() {
        // One vendor's own rule, which others break on purpose.
        if case["profile"] != "provider" {
            check_as(&case, &case["expect"], &Compat::default());
            count += 1;
        }
    }
    assert_eq!(count, 35);
}

#[test]
fn the_rfcs_reading_when_strict() {
    let mut count = 0;
    for case in cases().filter(|case| case["alt"]["profile"] == "rfc") {
        // DESIGN: replacing a filtered element merges into it, whatever the policy.
        if case["id"] != "replace-element-by-filter" {
            check_as(&case, &case["alt"]["expect"], &Compat::strict());
            count += 1;
        }
    }
    assert!(count >= 14, "{count}");
}

/// Each tolerance of PATCH is what makes its case work, alone.
#[test]
fn each_tolerance_is_reported() {
    for case in cases() {
        let Some(names) = case["tolerance"].as_str() else { continue };
        if case["profile"] != "interop" || case["id"] == "patch-missing-schemas" {
            continue;
        }
        let body = case["request"]["body"].to_string();
        let is_group = case["request"]["path"].as_str().is_some_and(|path| path.starts_with("/Groups"));
        let used = if is_group { used::<Group>(&case, &body) } else { used::<User>(&case, &body) };
        for name in names.split('+') {
            assert!(used.contains(name), "{}: {name} is not in {used:?}", case["id"]);
        }
    }
}

fn used<T: ScimResource>(case: &Value, body: &str) -> String {
    let patch = Patch::<T>::read(body.as_bytes(), &Compat::default()).expect("a request");
    let changes = patch.apply(&mut resource::<T>(&case["before"])).expect("changes");
    format!("{} {}", patch.tolerances(), changes.tolerances())
}

/// The table of providers names every tolerance, and no case or tolerance that there is not.
#[test]
fn the_table_of_providers_is_whole() {
    let table = include_str!("../../../scim-types/PROVIDERS.md");
    let corpus = include_str!("../../corpus/idp-cases.jsonl");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .skip_while(|line| !line.starts_with("|---"))
        .skip(1)
        .map(|row| row.split(" | ").collect())
        .collect();
    assert!(rows.len() > 25);
    for row in &rows {
        let [.., tolerance, cases] = row[..] else { panic!("{row:?}") };
        let tolerance = tolerance.trim_matches('`');
        assert!(tolerance == "–" || Tolerance::ALL.iter().any(|t| t.as_str() == tolerance), "{tolerance}");
        for case in cases.trim_end_matches(" |").split(", ").filter(|case| *case != "–") {
            assert!(corpus.contains(&format!("\"id\": \"{case}\"")), "{case}");
        }
    }
    for tolerance in Tolerance::ALL {
        assert!(table.contains(&format!("`{tolerance}`")), "{tolerance} is not in the table");
    }
}
