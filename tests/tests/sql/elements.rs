//! Values of a list that are columns of the row: sorts by them, and lists whose URLs are in no column.

use scim_types::sql::sea_query::{Query, Values};
use scim_types::sql::{Dialect, Sql};
use scim_types::{Compat, Group, Member, Patch, ScimResource, Sort, SortOrder, User};
use serde_json::json;

use super::database::Database;

#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(maps = User, table = "staff")]
struct Staff {
    #[scim(id, column = "id", integer)]
    id: String,
    #[scim(path = "userName", column = "login", fold_column = "login_folded")]
    login: String,
    #[scim(path = r#"phoneNumbers[type eq "work"].value"#, column = "work", integer)]
    work: Option<String>,
    #[scim(path = r#"phoneNumbers[type eq "home"].value"#, column = "home", fold_column = "home_folded")]
    home: Option<String>,
    #[scim(path = r#"phoneNumbers[type eq "Mobile"].value"#, column = "mobile", integer)]
    mobile: Option<String>,
}

#[test]
fn sorts_page_through_all_rows() {
    for mut database in Database::all() {
        let sql = Sql::new(database.dialect());
        database.run(
            "CREATE TABLE staff (id BIGINT PRIMARY KEY, login TEXT, login_folded TEXT, work BIGINT, home TEXT, home_folded TEXT, mobile BIGINT)",
            &Values(Vec::new()),
        );
        let mut staff: Vec<Staff> = Vec::new();
        for (id, (work, home, mobile)) in (1..).zip([
            (Some("5"), Some("B"), None),
            (None, Some("É"), Some("7")),
            (None, Some("b"), None),
            (None, None, Some("10")),
            (None, None, None),
            (Some("41"), None, Some("1")),
            (None, Some("a"), Some("2")),
        ]) {
            let text = |text: Option<&str>| text.map(str::to_owned);
            let (work, home, mobile) = (text(work), text(home), text(mobile));
            staff.push(Staff { id: format!("{id}"), login: format!("l{id}"), work, home, mobile });
        }
        for row in &staff {
            database.carry_out(&sql.insert(row).expect("columns"));
        }
        for by in ["phoneNumbers.value", "phoneNumbers.type"] {
            for order in [SortOrder::Ascending, SortOrder::Descending] {
                let sort = Sort::<Staff>::parse(by, order).expect("a sort");
                let mut expected: Vec<&Staff> = staff.iter().collect();
                expected.sort_by(|a, b| sort.compare(*a, *b));
                if order == SortOrder::Descending {
                    // Rows that are equal are in the order of their ids.
                    expected.reverse();
                    expected.sort_by(|a, b| sort.compare(*a, *b));
                }
                let expected: Vec<&str> = expected.iter().map(|row| row.id.as_str()).collect();
                let mut page = |after: Option<&Staff>| {
                    let mut query = Query::select();
                    query.expr(scim_types::sql::sea_query::Expr::cust("CAST(id AS TEXT)")).from("staff");
                    if let Some(last) = after {
                        query.cond_where(sql.after(Some(&sort), last).expect("columns"));
                    }
                    sql.order(Some(&sort), &mut query).expect("columns");
                    database.find(&query)
                };
                assert_eq!(page(None), expected, "{by} {order:?}");
                for (position, id) in (1..).zip(&expected) {
                    let last = staff.iter().find(|row| row.id == **id);
                    assert_eq!(page(last), expected[position..], "{by} {order:?} after {id}");
                }
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(maps = Group, table = "teams")]
struct Team {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "displayName", column = "name", fold_column = "name_folded")]
    name: String,
    #[scim(
        path = "members",
        table = "team_members",
        column = "team",
        order = "nr",
        columns(value = "who"),
        fold_columns(value = "who_folded")
    )]
    members: Vec<Member>,
}

/// A URL follows from the `value`: a client that sends what it was shown is not told to leave it out.
#[test]
fn urls_are_not_kept() {
    for mut database in Database::all() {
        let sql = Sql::new(database.dialect());
        for table in [
            "CREATE TABLE teams (id TEXT, name TEXT, name_folded TEXT)".to_owned(),
            format!(
                "CREATE TABLE team_members (nr {}, team TEXT, who TEXT, who_folded TEXT)",
                if database.dialect() == Dialect::Sqlite { "INTEGER PRIMARY KEY" } else { "SERIAL" }
            ),
        ] {
            database.run(&table, &Values(Vec::new()));
        }
        let member = |id: &str| Member {
            value: Some(id.to_owned()),
            reference: Some(format!("https://example.com/Users/{id}")),
            ..Member::default()
        };
        let members = ["a", "A", "b"].map(member).into();
        let mut team = Team { id: "1".to_owned(), name: "Team".to_owned(), members };
        database.carry_out(&sql.insert(&team).expect("columns"));
        let mut carry_out = |team: &mut Team, operation: serde_json::Value, expected: &[&str]| {
            let message = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]});
            let patch =
                Patch::<Team>::read(message.to_string().as_bytes(), &Compat::default()).expect("a request");
            let changes = patch.apply(team).expect("it can be done");
            database.carry_out(&sql.changes(team, &changes).expect("columns"));
            let all = "SELECT who FROM team_members ORDER BY nr";
            assert_eq!(database.texts(all, &Values(Vec::new()), 0), expected, "{operation}");
        };
        let c = json!({"value": "c", "$ref": "https://example.com/Users/c"});
        carry_out(&mut team, json!({"op": "add", "path": "members", "value": [c]}), &["a", "A", "b", "c"]);
        let b = "members[$ref eq \"https://example.com/Users/b\"]";
        carry_out(&mut team, json!({"op": "remove", "path": b}), &["a", "A", "c"]);
        database.carry_out(&sql.replace(&team).expect("columns"));
    }
}

#[derive(Debug, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Slot", endpoint = "/Slots", table = "slots")]
struct Slot {
    #[scim(id, column = "id", integer)]
    id: String,
}

#[test]
fn a_row_of_nothing_but_its_id() {
    let slot = Slot { id: "1".to_owned() };
    for mut database in Database::all() {
        let sql = Sql::new(database.dialect());
        let column = if database.dialect() == Dialect::Sqlite { "INTEGER PRIMARY KEY" } else { "BIGSERIAL" };
        database.run(&format!("CREATE TABLE slots (id {column})"), &Values(Vec::new()));
        database.carry_out(&[sql.insert_row(&slot).expect("columns")]);
        database.carry_out(&sql.replace(&slot).expect("columns"));
        assert_eq!(database.texts("SELECT CAST(id AS TEXT) FROM slots", &Values(Vec::new()), 0), ["1"]);
    }
}
