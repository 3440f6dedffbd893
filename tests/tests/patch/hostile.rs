//! Hostile requests: a clear 400 in no time and on a small stack.

use std::time::Instant;

use scim_types::{Compat, Group, Patch, PatchLimits, User};
use serde_json::{Value, json};

use super::{request, resource};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// Runs on a stack of 256 KB. The time is bounded loosely: it is there to catch what is quadratic.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let started = Instant::now();
    std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(work)
        .expect("a thread")
        .join()
        .expect("no panic");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

fn refused(body: &[u8], limits: PatchLimits) {
    let error = Patch::<User>::read_within(body, &Compat::default(), limits).expect_err("refused");
    assert_eq!(error.status, 400, "{error}");
    assert!(error.detail.len() < 4000, "{} bytes of detail", error.detail.len());
}

#[test]
fn refused_while_reading() {
    on_a_small_stack(|| {
        let path = |path: String| request(&json!([{"op": "add", "path": path, "value": "x"}]));
        let value = |value: Value| request(&json!([{"op": "add", "path": "emails", "value": value}]));
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        let wrapped = |value: &str| {
            format!(
                r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{"op":"add","path":"name","value":{value}}}]}}"#
            )
        };
        for body in [
            path(format!("emails[{}type eq \"x\"{}].value", "(".repeat(10_000), ")".repeat(10_000))),
            path(format!("emails[{}type eq \"x\"{}].value", "not (".repeat(10_000), ")".repeat(10_000))),
            path(format!("emails[type eq \"{}\"]]", "x".repeat(1_000_000))),
            path(format!("emails[{}type pr]", "type pr or ".repeat(100_000))),
            path("a".repeat(1_000_000)),
            path("a.".repeat(500_000)),
            path("urn:".repeat(250_000)),
            path(format!("urn:ietf:params:scim:schemas:core:2.0:User{}", ":a".repeat(100_000))),
            wrapped(&deep).into_bytes(),
            wrapped(&format!("{}1{}", r#"{"a":"#.repeat(10_000), "}".repeat(10_000))).into_bytes(),
            request(&Value::Array(vec![json!({"op": "add", "path": "title", "value": "x"}); 10_000])),
            value(Value::Array(vec![json!({"value": "x"}); 100_000])),
            value(Value::Array(vec![json!({}), json!("x")])),
        ] {
            refused(&body, PatchLimits::DEFAULT);
        }
        // A key is a path, and there may be many.
        let keys: serde_json::Map<String, Value> =
            (0..20_000).map(|i| (format!("emails[value eq \"{i}\"].type"), json!("x"))).collect();
        refused(&request(&json!([{"op": "add", "value": keys}])), PatchLimits::DEFAULT);
    });
}

#[test]
fn paths_cut_anywhere() {
    let user = json!({"schemas": [USER], "userName": "x", "emails": [{"value": "a", "type": "work"}]});
    for path in [
        "emails[type eq \"work\" and not (value sw \"\\u0061\")].value",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
        "urn:ietf:params:scim:schemas:core:2.0:User:emails[value pr or primary eq true]",
    ] {
        for end in 0..=path.len() {
            for op in ["add", "replace", "remove"] {
                let body = request(&json!([{"op": op, "path": path.get(..end), "value": "x"}]));
                let patch = Patch::<User>::read(&body, &Compat::default());
                if let Ok(patch) = patch {
                    let _ = patch.apply(&mut resource::<User>(&user));
                }
            }
        }
    }
}

/// What is allowed is done in reasonable time, too.
#[test]
fn large_and_well_formed() {
    on_a_small_stack(|| {
        let limits = PatchLimits::DEFAULT.operations(20_000).values(200_000);
        let members = |from: usize, to: usize, by: usize| -> Value {
            (from..to).step_by(by).map(|i| json!({"value": format!("id-{i}"), "type": if i % 3 == 0 { "Group" } else { "User" }})).collect()
        };
        let mut group = Group { display_name: "g".to_owned(), ..Group::default() };
        let mut run = |operations: Value| {
            let patch = Patch::<Group>::read_within(&request(&operations), &Compat::default(), limits)
                .expect("a patch");
            let changes = patch.apply(&mut group).expect("changes");
            (changes.len(), group.members.len())
        };
        assert_eq!(
            run(json!([{"op": "add", "path": "members", "value": members(0, 50_000, 1)}])),
            (50_000, 50_000)
        );
        assert_eq!(
            run(json!([{"op": "add", "path": "members", "value": members(0, 50_000, 1)}])),
            (0, 50_000)
        );
        assert_eq!(
            run(json!([{"op": "replace", "path": "members", "value": members(0, 50_000, 2)}])),
            (25_000, 25_000)
        );
        assert_eq!(
            run(json!([{"op": "remove", "path": "members", "value": members(0, 50_000, 4)}])),
            (12_500, 12_500)
        );
        let one_by_one: Value = (0..500)
            .map(|i| json!({"op": "remove", "path": format!("members[value eq \"id-{i}\"]")}))
            .collect();
        assert_eq!(run(one_by_one), (125, 12_375));
        // All with one value, of as many types, and all without one.
        let mut user = User { user_name: "u".to_owned(), ..User::default() };
        let mut run = |operations: Value| {
            let patch = Patch::<User>::read_within(&request(&operations), &Compat::default(), limits)
                .expect("a patch");
            patch.apply(&mut user).expect("changes").len()
        };
        let types: Value = (0..30_000).map(|i| json!({"value": "same", "type": format!("t{i}")})).collect();
        assert_eq!(run(json!([{"op": "add", "path": "emails", "value": types}])), 30_000);
        assert_eq!(run(json!([{"op": "add", "path": "emails", "value": types}])), 0);
        let towns: Value = (0..30_000).map(|i| json!({"locality": format!("t{i}")})).collect();
        assert_eq!(run(json!([{"op": "add", "path": "addresses", "value": towns}])), 30_000);
        assert_eq!(run(json!([{"op": "add", "path": "addresses", "value": towns}])), 0);
        assert_eq!(
            run(
                json!([{"op": "remove", "path": "addresses"}, {"op": "add", "path": "addresses", "value": towns}])
            ),
            0
        );
    });
}
