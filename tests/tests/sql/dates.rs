//! Every way to keep a dateTime finds and keeps the same.

use scim_types::sql::sea_query::{Query, Values};
use scim_types::sql::{Dates, Dialect, Sql};
use scim_types::{Compat, DateTime, Filter, Patch, ScimComplex, ScimResource, Sort, SortOrder};
use serde_json::json;

use super::database::Database;

#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Guest", endpoint = "/Guests", table = "guests")]
struct Guest {
    #[scim(id, column = "id")]
    id: String,
    #[scim(column = "came")]
    came: Option<DateTime>,
    #[scim(table = "stays", column = "guest", order = "nr")]
    stays: Vec<Stay>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Stay {
    #[scim(rename = "from", column = "start")]
    start: Option<DateTime>,
    #[scim(rename = "to", column = "finish")]
    finish: Option<DateTime>,
}

/// What a query finds with columns that hold dates so.
fn ids(database: &mut Database, sql: Sql, filter: Option<&str>, sort: Option<&str>) -> Vec<String> {
    let mut query = Query::select();
    query.column(("guests", "id")).from("guests");
    if let Some(filter) = filter {
        let filter = Filter::<Guest>::parse(filter).expect("a filter");
        query.cond_where(sql.condition(&filter).expect("columns"));
    }
    let sort = sort.map(|by| Sort::<Guest>::parse(by, SortOrder::Ascending).expect("a sort"));
    sql.order(sort.as_ref(), &mut query).expect("columns");
    database.find(&query)
}

fn check(database: &mut Database, dates: Dates, column: &str) {
    let make = [
        "DROP TABLE IF EXISTS guests".to_owned(),
        "DROP TABLE IF EXISTS stays".to_owned(),
        format!("CREATE TABLE guests (id TEXT PRIMARY KEY, came {column})"),
        format!(
            "CREATE TABLE stays (nr {}, guest TEXT, start {column}, finish {column})",
            if database.dialect() == Dialect::Sqlite { "INTEGER PRIMARY KEY" } else { "SERIAL" }
        ),
    ];
    for statement in make {
        database.run(&statement, &Values(Vec::new()));
    }
    let sql = Sql::new(database.dialect()).dates(dates);
    let date = |text: &str| Some(text.parse::<DateTime>().expect("a date"));
    let guest = |id: &str, came: Option<DateTime>, stays: &[(Option<DateTime>, Option<DateTime>)]| Guest {
        id: id.to_owned(),
        came,
        stays: stays.iter().map(|(start, finish)| Stay { start: *start, finish: *finish }).collect(),
    };
    let (old, moon, now) =
        (date("1931-02-03T04:05:06Z"), date("1969-07-20T20:17:40Z"), date("2026-11-26T08:00:00+02:00"));
    let mut guests = [
        guest("a", moon, &[(old, None), (None, now)]),
        guest("b", None, &[(None, None)]),
        guest("c", now, &[]),
        guest("d", old, &[(old, moon)]),
    ];
    for guest in &guests {
        database.carry_out(&sql.insert(guest).expect("columns"));
    }
    let filters = [
        r#"came eq "1969-07-20T20:17:40Z""#,
        r#"came eq "1969-07-20T22:17:40+02:00""#,
        // Between what seconds can hold.
        r#"came eq "1969-07-20T20:17:40.0000001Z""#,
        r#"came ne "1969-07-20T20:17:40.0000001Z""#,
        r#"came gt "1969-07-20T20:17:39.9999999Z""#,
        r#"came ge "1969-07-20T20:17:40.0000001Z""#,
        r#"came lt "1969-07-20T20:17:40.0000001Z""#,
        r#"came le "1969-07-20T20:17:39.9999999Z""#,
        "came pr",
        "not (came pr)",
        r#"stays[from eq "1931-02-03T04:05:06Z" and not (to pr)]"#,
        r#"stays.to gt "2000-01-01T00:00:00Z""#,
    ];
    for filter in filters {
        let bound = Filter::<Guest>::parse(filter).expect("a filter");
        let expected: Vec<&str> =
            guests.iter().filter(|guest| bound.matches(*guest)).map(|guest| &*guest.id).collect();
        assert_eq!(ids(database, sql, Some(filter), None), expected, "{dates:?} {filter}");
    }
    assert_eq!(ids(database, sql, None, Some("came")), ["d", "a", "c", "b"], "{dates:?}");

    // Rows with nothing in them are found again when they change.
    let operations = json!([
        {"op": "replace", "path": "stays[to pr].to", "value": "2026-11-26T06:00:00Z"},
        {"op": "remove", "path": "stays[not (to pr)]"},
        {"op": "add", "path": "stays", "value": [{"from": "1969-07-20T20:17:40Z"}]},
        {"op": "remove", "path": "came"},
    ]);
    let message =
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
    let patch = Patch::<Guest>::read(message.to_string().as_bytes(), &Compat::default()).expect("a request");
    let patched = guests.get_mut(0).expect("a guest");
    let changes = patch.apply(patched).expect("it can be done");
    database.carry_out(&sql.changes(patched, &changes).expect("columns"));
    assert_eq!(patched.stays, [Stay { start: None, finish: now }, Stay { start: moon, finish: None }]);
    assert_eq!(ids(database, sql, Some("came pr"), Some("came")), ["d", "c"], "{dates:?}");
    for filter in [
        r#"stays[not (from pr) and to eq "2026-11-26T06:00:00Z"]"#,
        r#"stays[from eq "1969-07-20T20:17:40Z" and not (to pr)]"#,
    ] {
        assert_eq!(ids(database, sql, Some(filter), None), ["a"], "{dates:?} {filter}");
    }
    let of_a = r#"stays[from eq "1931-02-03T04:05:06Z"]"#;
    assert_eq!(ids(database, sql, Some(of_a), None), ["d"], "{dates:?}");
}

#[test]
fn of_each_unit() {
    for mut database in Database::all() {
        for dates in [Dates::Micros, Dates::Millis, Dates::Seconds] {
            check(&mut database, dates, "BIGINT");
        }
        if database.dialect() == Dialect::Postgres {
            check(&mut database, Dates::Timestamps, "TIMESTAMPTZ");
        }
    }
}
