//! Statements store what the struct has, and do to rows what a PATCH request did to it.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use scim_types::sql::{Dialect, Sql};
use scim_types::{Compat, Patch};
use serde_json::{Value, json};

use super::database::Database;
use super::differential::without_nul;
use super::person::{Person, any_person};

const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const BADGE: &str = "urn:example:params:scim:schemas:extension:2.0:Badge";

/// Requests that mean something to a person.
fn any_changes() -> impl Strategy<Value = Value> {
    let word = prop_oneof![Just("a"), Just("B"), Just("work"), Just("home"), Just("日")];
    let words = (word.clone(), word.clone(), any::<bool>());
    let one = (0..24, words).prop_map(|(kind, (a, b, flag))| match kind {
        18 => json!({"op": "add", "path": "phoneNumbers", "value": [{"value": a, "type": b, "primary": flag}]}),
        19 => json!({"op": "add", "path": "ims", "value": [{"value": a, "type": b}, {"value": b}]}),
        20 => json!({"op": "replace", "path": format!("phoneNumbers[value eq {a:?}].value"), "value": b}),
        21 => json!({"op": "replace", "path": "phoneNumbers", "value": [{"value": a, "type": b}, {"value": a, "type": b}]}),
        22 => json!({"op": "remove", "path": format!("phoneNumbers[type eq {a:?}]")}),
        23 => json!({"op": "replace", "path": "phoneNumbers", "value": [{"value": b, "type": a}, {"value": a, "type": b}]}),
        0 => json!({"op": "replace", "path": "name.givenName", "value": a}),
        1 => json!({"op": "replace", "value": {"displayName": a, "name": {"familyName": b}, "active": flag}}),
        2 => json!({"op": "add", "path": "emails[type eq \"work\"].value", "value": a}),
        3 => json!({"op": "remove", "path": "emails[type eq \"home\"]"}),
        4 => json!({"op": "replace", "path": "emails", "value": [{"type": "home", "value": a}]}),
        5 => json!({"op": "add", "path": "addresses", "value": [{"locality": a, "type": b}, {"locality": b, "primary": flag}]}),
        6 => json!({"op": "remove", "path": format!("addresses[locality eq {a:?}]")}),
        7 => json!({"op": "replace", "path": "addresses[type pr].type", "value": a}),
        8 => json!({"op": "replace", "path": "addresses", "value": [{"locality": a, "type": b}]}),
        9 => json!({"op": "remove", "path": "addresses"}),
        10 => json!({"op": "add", "path": format!("{BADGE}:doors"), "value": [a, b]}),
        11 => json!({"op": "remove", "path": format!("{BADGE}:doors[value eq {a:?}]")}),
        12 => json!({"op": "replace", "path": format!("{BADGE}:number"), "value": a}),
        13 => json!({"op": "remove", "path": ENTERPRISE}),
        14 => json!({"op": "add", "path": format!("{ENTERPRISE}:manager"), "value": {"value": a}}),
        15 => json!({"op": "remove", "path": "name"}),
        16 => json!({"op": "remove", "path": BADGE}),
        _ => json!({"op": "replace", "path": "userName", "value": a}),
    });
    proptest::collection::vec(one, 1..6).prop_map(Value::from)
}

fn check(mut database: Database) {
    let sql = Sql::new(database.dialect());
    let runner = RefCell::new(0);
    let database = RefCell::new(&mut database);
    let config = ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() };
    let result = TestRunner::new(config).run(&(any_person(), any_changes()), |(mut before, operations)| {
        let mut database = database.borrow_mut();
        "p1".clone_into(&mut before.id);
        without_nul(&mut before);
        let Some((after, changes)) = patched(&before, &operations) else { return Ok(()) };
        database.clear();
        database.store(&after);
        let expected = database.dump();
        // What is stored by hand is what the statements store.
        database.clear();
        database.carry_out(&sql.insert(&after).expect("columns"));
        prop_assert_eq!(&database.dump(), &expected);
        database.clear();
        database.store(&before);
        let statements = sql.changes(&after, &changes).expect("columns");
        database.carry_out(&statements);
        prop_assert_eq!(
            &database.dump(),
            &expected,
            "{}\n{:#?}\n{:#?}\n{:#?}",
            operations,
            before,
            changes,
            statements
        );
        // A PUT comes to the same.
        database.clear();
        database.store(&before);
        database.carry_out(&sql.replace(&after).expect("columns"));
        prop_assert_eq!(&database.dump(), &expected);
        database.carry_out(&sql.delete::<Person>("p1").expect("columns"));
        prop_assert!(database.dump().is_empty());
        *runner.borrow_mut() += u32::from(!changes.is_empty());
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    let changed = runner.into_inner();
    assert!(changed > 100, "{changed} requests changed something");
}

fn patched(before: &Person, operations: &Value) -> Option<(Person, scim_types::Changes)> {
    let message = json!({"schemas": [PATCH], "Operations": operations}).to_string();
    let patch = Patch::<Person>::read(message.as_bytes(), &Compat::default()).ok()?;
    let mut after = before.clone();
    let changes = patch.apply(&mut after).ok()?;
    Some((after, changes))
}

#[test]
fn rows_become_what_the_struct_became() {
    Database::all().into_iter().for_each(check);
}

/// Rows are told by what is in them.
#[test]
fn values_that_change_places_are_not_taken_for_each_other() {
    let phone = |value: &str| scim_types::PhoneNumber { value: Some(value.to_owned()), ..Default::default() };
    let person = |phones: &[&str]| Person {
        id: "p1".to_owned(),
        login: "p".to_owned(),
        phones: phones.iter().map(|value| phone(value)).collect(),
        ..Person::default()
    };
    let rename = |from: &str, to: &str| json!({"op": "replace", "path": format!("phoneNumbers[value eq {from:?}].value"), "value": to});
    for mut database in Database::all() {
        for (phones, operations, expected) in [
            (&["a", "b"][..], json!([rename("a", "c"), rename("b", "a"), rename("c", "b")]), &["b", "a"][..]),
            (&["a", "b"], json!([rename("b", "c"), rename("a", "b")]), &["b", "c"]),
            (
                &["a", "a"],
                json!([{"op": "replace", "path": "phoneNumbers", "value": [{"value": "b"}]}]),
                &["b"],
            ),
            (
                &["a", "a"],
                json!([{"op": "replace", "path": "phoneNumbers", "value": [{"value": "b"}, {"value": "c"}]}]),
                &["b", "c"],
            ),
            (
                &["a", "a"],
                json!([{"op": "replace", "path": "phoneNumbers", "value": [{"value": "a"}]}]),
                &["a"],
            ),
            (
                &["a", "b"],
                json!([{"op": "replace", "path": "phoneNumbers", "value": [{"value": "b"}, {"value": "a"}]}]),
                &["a", "b"],
            ),
        ] {
            let before = person(phones);
            let (after, changes) = patched(&before, &operations).expect("a patch");
            database.clear();
            database.store(&before);
            let sql = Sql::new(database.dialect());
            database.carry_out(&sql.changes(&after, &changes).expect("columns"));
            let left = database.dump();
            database.clear();
            database.store(&person(expected));
            assert_eq!(left, database.dump(), "{operations}\n{changes}");
        }
    }
}

/// Databases take only so many parameters.
#[test]
fn a_long_list_is_several_statements() {
    let phone = |i: usize| scim_types::PhoneNumber { value: Some(i.to_string()), ..Default::default() };
    let person = Person {
        id: "p1".to_owned(),
        login: "p".to_owned(),
        phones: (0..10_000).map(phone).collect(),
        ..Person::default()
    };
    for mut database in Database::all() {
        let statements = Sql::new(database.dialect()).insert(&person).expect("columns");
        assert!(statements.len() < 10);
        database.carry_out(&statements);
        // The person, and the numbers.
        assert_eq!(database.dump().len(), 1 + 10_000);
    }
}

/// What others changed meanwhile in the columns beside stays.
#[test]
fn one_value_is_changed_without_its_siblings() {
    let before = Person {
        id: "p1".to_owned(),
        login: "p".to_owned(),
        email: Some("a".to_owned()),
        email_label: Some("label".to_owned()),
        private_email: Some("b".to_owned()),
        ..Person::default()
    };
    for (operations, columns) in [
        (
            json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "c"}]),
            &["email", "email_folded"][..],
        ),
        (
            json!([{"op": "remove", "path": "emails[type eq \"home\"]"}]),
            &["private_email", "private_email_folded"],
        ),
        (
            json!([{"op": "remove", "path": "emails[type eq \"work\"].display"}, {"op": "replace", "path": "active", "value": true}]),
            &["email_label", "email_label_folded", "enabled"],
        ),
        (
            json!([{"op": "replace", "path": "emails", "value": [{"type": "WORK", "value": "d", "display": "label"}]}]),
            &[
                "email",
                "email_folded",
                "email_label",
                "email_label_folded",
                "private_email",
                "private_email_folded",
            ],
        ),
    ] {
        let (after, changes) = patched(&before, &operations).expect("a patch");
        let statements = Sql::new(Dialect::Sqlite).changes(&after, &changes).expect("columns");
        let [statement] = statements.as_slice() else { panic!("{statements:?}") };
        let (sql, _) = statement.build(Dialect::Sqlite);
        let (_, set) = sql.split_once(" SET ").expect("an UPDATE");
        let (set, _) = set.split_once(" WHERE ").expect("a row");
        let mut found: Vec<&str> = set.split(", ").filter_map(|part| part.split('"').nth(1)).collect();
        found.sort_unstable();
        assert_eq!(found, columns, "{sql}");
    }
}
