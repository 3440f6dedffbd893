//! Whole numbers that SCIM knows as text: SQL finds, orders and keeps what memory does.

use scim_types::sql::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, SqliteQueryBuilder, Values};
use scim_types::sql::{Dialect, Sql, Statement};
use scim_types::{
    AttributeType, Compat, Convert, EnterpriseUser, Entitlement, Filter, Literal, Patch, ScimError,
    ScimResource, ScimType, Sort, SortOrder, User, ValueError, ValueRef,
};
use serde_json::json;

use super::database::Database;

/// A key as text.
struct Key;

impl Convert<i64> for Key {
    const TYPE: AttributeType = AttributeType::String;
    fn blank() -> i64 {
        0
    }
    fn get(key: &i64) -> ValueRef<'_> {
        ValueRef::Text(key)
    }
    fn set(key: &mut i64, value: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Str(text) = value else { return Err(ValueError::Type) };
        *key = text.parse().map_err(|_| ValueError::Expected("a number".into()))?;
        Ok(())
    }
}

impl Convert<Option<i64>> for Key {
    const TYPE: AttributeType = AttributeType::String;
    const OPTIONAL: bool = true;
    fn blank() -> Option<i64> {
        None
    }
    fn get(key: &Option<i64>) -> ValueRef<'_> {
        key.as_ref().map_or(ValueRef::Absent, |key| ValueRef::Text(key))
    }
    fn set(key: &mut Option<i64>, value: Literal<'_>) -> Result<(), ValueError> {
        let mut number = 0;
        <Self as Convert<i64>>::set(&mut number, value)?;
        *key = Some(number);
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser), table = "workers")]
struct Worker {
    #[scim(id, with = Key, column = "id", integer)]
    id: i64,
    #[scim(path = "userName", column = "login", fold_column = "login_folded")]
    login: String,
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
        with = Key,
        column = "manager_id",
        integer
    )]
    manager: Option<i64>,
    // A text that the database keeps as a number, and that is not `caseExact`: digits have no case.
    #[scim(path = "nickName", column = "badge", integer)]
    badge: Option<String>,
    // Its `worker` is a whole number as `id` is.
    #[scim(
        path = "entitlements",
        table = "grants",
        column = "worker",
        order = "nr",
        columns(value = "what", type = "kind"),
        fold_columns(type = "kind_folded"),
        integer(value)
    )]
    grants: Vec<Entitlement>,
}

const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value";

fn worker(id: i64, manager: Option<i64>, grants: &[i64]) -> Worker {
    let grant = |value: &i64| Entitlement { value: Some(value.to_string()), ..Entitlement::default() };
    Worker {
        id,
        login: format!("w{id}"),
        manager,
        badge: manager.map(|key| (key * 7).to_string()),
        grants: grants.iter().map(grant).collect(),
    }
}

fn workers() -> Vec<Worker> {
    vec![
        worker(1, None, &[1, 10]),
        worker(2, Some(1), &[]),
        worker(10, Some(2), &[2]),
        worker(11, Some(10), &[12, -5]),
        worker(12, Some(1), &[]),
        worker(5, Some(-10), &[51]),
        worker(51, None, &[]),
        worker(7, Some(11), &[7, 7]),
        worker(-3, Some(1), &[100]),
        worker(-10, None, &[1]),
    ]
}

/// A database with these workers: one column is narrower than the parameters are.
fn kept(database: &mut Database, workers: &[Worker]) -> Sql {
    let serial = match database.dialect() {
        Dialect::Sqlite => "INTEGER PRIMARY KEY",
        _ => "SERIAL",
    };
    for table in [
        "CREATE TABLE workers (id BIGINT PRIMARY KEY, login TEXT, login_folded TEXT, manager_id INTEGER, badge BIGINT)".to_owned(),
        format!("CREATE TABLE grants (nr {serial}, worker BIGINT, what BIGINT, kind TEXT, kind_folded TEXT)"),
    ] {
        database.run(&table, &Values(Vec::new()));
    }
    let sql = Sql::new(database.dialect());
    for worker in workers {
        database.carry_out(&sql.insert(worker).expect("columns"));
    }
    sql
}

fn all() -> SelectStatement {
    Query::select().expr(Expr::col(("workers", "id")).cast_as("TEXT")).from("workers").to_owned()
}

fn ids<'w>(workers: impl IntoIterator<Item = &'w Worker>) -> Vec<String> {
    workers.into_iter().map(|worker| worker.id.to_string()).collect()
}

#[test]
fn filters_find_the_same() {
    let literals = [
        "1",
        "01",
        "1.0",
        "2",
        "",
        "-3",
        "-",
        "5",
        "99999999999999999999",
        "9223372036854775807",
        "a",
        "１",
        "-0",
        "+1",
        " 1",
        "12",
        "0",
        "77",
        "É",
        "1\u{10FFFF}",
    ];
    let mut filters = Vec::new();
    for attribute in ["id", MANAGER, "nickName", "entitlements.value"] {
        for operator in ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] {
            for literal in literals {
                filters.push(format!("{attribute} {operator} {}", json!(literal)));
                filters.push(format!("not ({attribute} {operator} {})", json!(literal)));
            }
        }
        filters.push(format!("{attribute} pr"));
        filters.push(format!("not ({attribute} pr)"));
        let one_of = ["1", "11", "011", "x", "7"].map(|literal| format!("{attribute} eq {literal:?}"));
        filters.push(one_of.join(" or "));
        filters.push(format!("not ({})", one_of.join(" or ")));
        filters.push(format!("{attribute} eq \"01\" or {attribute} eq \"x\""));
    }
    filters.extend(
        [
            r#"entitlements[value eq "1"]"#,
            r#"entitlements[value eq "01"]"#,
            r#"entitlements[value sw "1" and not (type pr)]"#,
            "entitlements[value pr]",
            "entitlements pr",
            r#"entitlements.value eq "1" or id eq "5""#,
            r#"entitlements.value eq "1" and id eq "1""#,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager pr",
            r#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#,
            "nickName eq null",
        ]
        .map(str::to_owned),
    );
    for mut database in Database::all() {
        let workers = workers();
        let sql = kept(&mut database, &workers);
        for text in &filters {
            let filter = Filter::<Worker>::parse(text).expect(text);
            let mut query = all();
            query.cond_where(sql.condition(&filter).expect("columns"));
            let mut found = database.find(&query);
            let mut expected = ids(workers.iter().filter(|worker| filter.matches(worker)));
            found.sort();
            expected.sort();
            assert_eq!(
                found,
                expected,
                "{:?} {text}\n{}",
                database.dialect(),
                query.to_string(SqliteQueryBuilder)
            );
        }
    }
}

/// From each row on, to the end: no row is lost, and none comes twice.
#[test]
fn sorts_and_pages_are_the_same() {
    for mut database in Database::all() {
        let workers = workers();
        let sql = kept(&mut database, &workers);
        for by in
            [None, Some("id"), Some(MANAGER), Some("nickName"), Some("entitlements.value"), Some("userName")]
        {
            for order in [SortOrder::Ascending, SortOrder::Descending] {
                let sort = by.map(|by| Sort::<Worker>::parse(by, order).expect("a sort"));
                let mut expected = workers.clone();
                expected.sort_by(|a, b| {
                    let compared = sort.as_ref().map_or(std::cmp::Ordering::Equal, |sort| sort.compare(a, b));
                    let is_descending = sort.is_some() && order == SortOrder::Descending;
                    compared.then(if is_descending { b.id.cmp(&a.id) } else { a.id.cmp(&b.id) })
                });
                let expected_ids = ids(&expected);
                let mut query = all();
                sql.order(sort.as_ref(), &mut query).expect("an order");
                assert_eq!(database.find(&query), expected_ids, "{by:?} {order:?}");
                for (position, last) in expected.iter().enumerate() {
                    let mut query = all();
                    query.cond_where(sql.after(sort.as_ref(), last).expect("a condition"));
                    sql.order(sort.as_ref(), &mut query).expect("an order");
                    assert_eq!(
                        database.find(&query),
                        expected_ids[position + 1..],
                        "{:?} {by:?} {order:?} after {}",
                        database.dialect(),
                        last.id
                    );
                }
            }
        }
    }
}

/// An index on the column serves.
#[test]
fn equality_asks_the_column_itself() {
    let mut database = Database::sqlite();
    let sql = kept(&mut database, &workers());
    database.run("CREATE INDEX workers_manager ON workers (manager_id)", &Values(Vec::new()));
    database.run("CREATE INDEX grants_what ON grants (what)", &Values(Vec::new()));
    for (filter, plan) in [
        (r#"id eq "1""#.to_owned(), "INDEX sqlite_autoindex_workers_1 (id=?)"),
        (format!(r#"{MANAGER} eq "1" or {MANAGER} eq "2""#), "workers_manager (manager_id=?)"),
        (r#"entitlements.value eq "1""#.to_owned(), "grants_what"),
        // The digits of ids are in no index.
        (r#"id sw "1" and entitlements.value eq "1""#.to_owned(), "grants_what"),
    ] {
        let bound = Filter::<Worker>::parse(&filter).expect("a filter");
        let mut query = all();
        query.cond_where(sql.condition(&bound).expect("columns"));
        let (text, values) = query.build(SqliteQueryBuilder);
        let steps = database.texts(&format!("EXPLAIN QUERY PLAN {text}"), &values, 3).join("\n");
        assert!(steps.contains(plan), "{filter}\n{text}\n{steps}");
    }
}

fn patched(worker: &Worker, operations: &serde_json::Value) -> (Worker, scim_types::Changes) {
    let message =
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
    let patch = Patch::<Worker>::read(message.to_string().as_bytes(), &Compat::default()).expect("a request");
    let mut after = worker.clone();
    let changes = patch.apply(&mut after).expect("it can be done");
    (after, changes)
}

#[test]
fn statements_write_numbers() {
    for mut database in Database::all() {
        let before = worker(7, Some(11), &[7, 8, 9]);
        let sql = kept(&mut database, &[before.clone(), worker(70, None, &[7])]);
        let rows = |database: &mut Database| {
            let of_workers = "SELECT CAST(id AS TEXT) || ':' || coalesce(CAST(manager_id AS TEXT), '') FROM workers ORDER BY id";
            let of_grants =
                "SELECT CAST(worker AS TEXT) || ':' || CAST(what AS TEXT) FROM grants ORDER BY worker, what";
            let mut rows = database.texts(of_workers, &Values(Vec::new()), 0);
            rows.extend(database.texts(of_grants, &Values(Vec::new()), 0));
            rows
        };
        assert_eq!(rows(&mut database), ["7:11", "70:", "7:7", "7:8", "7:9", "70:7"]);
        let (after, changes) = patched(
            &before,
            &json!([
                {"op": "replace", "path": MANAGER, "value": "-5"},
                {"op": "replace", "path": "entitlements[value eq \"8\"].value", "value": "80"},
                {"op": "remove", "path": "entitlements[value eq \"7\"]"},
                {"op": "add", "path": "entitlements", "value": [{"value": "10"}]},
            ]),
        );
        database.carry_out(&sql.changes(&after, &changes).expect("columns"));
        assert_eq!(rows(&mut database), ["7:-5", "70:", "7:9", "7:10", "7:80", "70:7"]);
        database.carry_out(&sql.replace(&worker(7, None, &[1])).expect("columns"));
        assert_eq!(rows(&mut database), ["7:", "70:", "7:1", "70:7"]);
        // An id that is no number is nobody's.
        database.carry_out(&sql.delete::<Worker>("07").expect("columns"));
        database.carry_out(&sql.delete::<Worker>("x").expect("columns"));
        database.carry_out(&sql.delete::<Worker>("7").expect("columns"));
        assert_eq!(rows(&mut database), ["70:", "70:7"]);
    }
}

#[test]
fn a_text_that_is_no_number_is_the_clients_mistake() {
    let sql = Sql::new(Dialect::Sqlite);
    for text in ["x", "01", "1.0", "", "99999999999999999999"] {
        let refused = |worker: &Worker, path: &str| {
            let error = ScimError::from(sql.insert(worker).expect_err("no number"));
            assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidValue)));
            let expected =
                format!("`{path}` is a whole number in the database, such as \"42\", and this is none");
            assert_eq!(error.detail, expected);
        };
        refused(&Worker { badge: Some(text.to_owned()), ..worker(1, None, &[]) }, "nickName");
        let mut granted = worker(1, None, &[1]);
        granted.grants[0].value = Some(text.to_owned());
        refused(&granted, "entitlements.value");
    }
}

/// A key that the database gives is returned, and the lists follow.
#[test]
fn keys_of_the_database() {
    for mut database in Database::all() {
        let sql = kept(&mut database, &[]);
        let key = match database.dialect() {
            Dialect::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            _ => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        };
        database.run("DROP TABLE workers", &Values(Vec::new()));
        let table = format!(
            "CREATE TABLE workers (id {key}, login TEXT, login_folded TEXT, manager_id INTEGER, badge BIGINT)"
        );
        database.run(&table, &Values(Vec::new()));
        for expected in 1..=2 {
            let mut new = worker(0, Some(1), &[5, 6]);
            let Statement::Insert(row) = sql.insert_row(&new).expect("columns") else { panic!("an INSERT") };
            let (text, values) = Statement::Insert(row).build(database.dialect());
            new.id = database.number(&text, &values);
            assert_eq!(new.id, expected);
            database.carry_out(&sql.insert_lists(&new).expect("columns"));
            let found =
                Filter::<Worker>::parse(&format!(r#"id eq "{expected}" and entitlements.value eq "6""#))
                    .expect("a filter");
            let mut query = all();
            query.cond_where(sql.condition(&found).expect("columns"));
            assert_eq!(database.find(&query), [expected.to_string()]);
        }
    }
}
