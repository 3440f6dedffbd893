//! What identity providers send: the `filter` cases of the corpus.

use scim_types::{Compat, Filter, Group, ScimResource, User, read};
use serde_json::Value;

fn ids<T: ScimResource>(
    filter: &str,
    compat: &Compat,
    resources: &[Value],
) -> Result<Vec<String>, scim_types::ScimError> {
    let filter = Filter::<T>::parse_in_uri(filter, compat)?;
    let all = resources
        .iter()
        .map(|r| read::<T>(r.to_string().as_bytes(), &Compat::default()).expect("a resource").value);
    Ok(all.filter(|r| filter.matches(r)).map(|r| r.scim_id().into_owned()).collect())
}

fn check(case: &Value, expect: &Value, compat: &Compat) {
    let (id, request) = (&case["id"], &case["request"]);
    let filter = request["query"]["filter"].as_str().expect("a filter");
    let resources =
        case["before"]["Resources"].as_array().cloned().unwrap_or_else(|| vec![case["before"].clone()]);
    let found = match request["path"].as_str() {
        Some("/Groups") => ids::<Group>(filter, compat, &resources),
        _ => ids::<User>(filter, compat, &resources),
    };
    match found {
        Err(error) => {
            assert_eq!(error.status, expect["status"], "{id}: {error}");
            assert_eq!(
                error.scim_type.map(scim_types::ScimType::as_str),
                expect["scimType"].as_str(),
                "{id}: {error}"
            );
        }
        Ok(found) => {
            assert_eq!(expect["status"], 200, "{id}: {found:?}");
            assert_eq!(found.len(), expect["totalResults"], "{id}");
            if let Some(ids) = expect.get("ids") {
                assert_eq!(serde_json::to_value(&found).unwrap(), *ids, "{id}");
            }
        }
    }
}

#[test]
fn filter_cases() {
    let corpus = include_str!("../../corpus/idp-cases.jsonl");
    let cases = corpus.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let mut count = 0;
    for case in cases.filter(|case| case["kind"] == "filter") {
        count += 1;
        check(&case, &case["expect"], &Compat::default());
        if case["alt"]["profile"] == "rfc" {
            check(&case, &case["alt"]["expect"], &Compat::strict());
        }
    }
    assert_eq!(count, 13);
}
