//! What has no column is refused where it is named, and nowhere else.

use scim_types::sql::sea_query::{Query, Values};
use scim_types::sql::{Dialect, Sql, Unplaced};
use scim_types::{
    Compat, Filter, Meta, Patch, ScimComplex, ScimError, ScimResource, ScimType, Sort, SortOrder, User,
};
use serde_json::json;

use super::database::Database;

#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(
    schema = "urn:example:params:scim:schemas:core:2.0:Switch",
    endpoint = "/Switches",
    table = "switches"
)]
struct Switch {
    #[scim(id, column = "id")]
    id: String,
    #[scim(case_exact, column = "(upper(id))", mutability = "readOnly")]
    label: Option<String>,
    owner: Option<Owner>,
    size: Option<Size>,
    #[scim(table = "ports", column = "switch", order = "nr")]
    ports: Vec<Port>,
    #[scim(meta, columns(version = "version"))]
    meta: Meta,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Owner {
    #[scim(case_exact, column = "owner")]
    value: Option<String>,
    #[scim(rename = "$ref", reference("User"))]
    reference: Option<String>,
}

/// Neither of the two tells whether there is the other.
#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Size {
    #[scim(column = "height")]
    height: Option<i64>,
    width: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
struct Port {
    #[scim(case_exact, column = "name")]
    name: Option<String>,
    #[scim(case_exact)]
    note: Option<String>,
    /// Shown from what the column holds.
    #[scim(case_exact, column = "(name || '!')")]
    loud: Option<String>,
}

fn port(name: &str, note: Option<&str>) -> Port {
    Port { name: Some(name.to_owned()), note: note.map(str::to_owned), loud: None }
}

fn switch(id: &str, owner: Option<&str>, ports: &[&str]) -> Switch {
    Switch {
        id: id.to_owned(),
        owner: owner.map(|value| Owner { value: Some(value.to_owned()), reference: None }),
        ports: ports.iter().map(|name| port(name, None)).collect(),
        ..Switch::default()
    }
}

fn kept(database: &mut Database, switches: &[Switch]) -> Sql {
    let serial =
        if database.dialect() == Dialect::Sqlite { "INTEGER PRIMARY KEY" } else { "SERIAL PRIMARY KEY" };
    for table in [
        "CREATE TABLE switches (id TEXT PRIMARY KEY, owner TEXT, height BIGINT, version TEXT)".to_owned(),
        format!("CREATE TABLE ports (nr {serial}, switch TEXT NOT NULL, name TEXT)"),
    ] {
        database.run(&table, &Values(Vec::new()));
    }
    let sql = Sql::new(database.dialect());
    for switch in switches {
        database.carry_out(&sql.insert(switch).expect("columns"));
    }
    sql
}

fn asked(sql: Sql, filter: &str) -> Result<scim_types::sql::sea_query::Condition, Unplaced> {
    sql.condition(&Filter::<Switch>::parse(filter).expect(filter))
}

#[test]
fn only_what_is_named_is_refused() {
    for mut database in Database::all() {
        let switches =
            [switch("a", Some("x"), &["p", "q"]), switch("b", None, &[]), switch("c", Some("y"), &["q"])];
        let sql = kept(&mut database, &switches);
        for filter in [
            "ports pr",
            "not (ports pr)",
            r#"ports[name eq "q"]"#,
            "ports[name pr]",
            "owner pr",
            "not (owner pr)",
            r#"owner.value eq "x""#,
        ] {
            let bound = Filter::<Switch>::parse(filter).expect("a filter");
            let mut query = Query::select().column(("switches", "id")).from("switches").to_owned();
            query.cond_where(asked(sql, filter).expect(filter));
            sql.order::<Switch>(None, &mut query).expect("an order");
            let expected: Vec<&str> =
                switches.iter().filter(|switch| bound.matches(*switch)).map(|switch| &*switch.id).collect();
            assert_eq!(database.find(&query), expected, "{filter}");
        }
        // The type of a resource needs no column to be there.
        assert!(asked(sql, "meta pr").expect("known").is_empty());
        for (filter, path) in [
            ("owner.$ref pr", "owner.$ref"),
            ("ports.note pr", "ports.note"),
            (r#"ports[note eq "x"]"#, "ports.note"),
            (r#"ports[name eq "q" and not (note pr)]"#, "ports.note"),
            ("meta.location pr", "meta.location"),
            // A width might be all that there is.
            ("size pr", "size.width"),
        ] {
            assert_eq!(asked(sql, filter).expect_err(filter).path(), path);
        }
        let sort = Sort::<Switch>::parse("owner.$ref", SortOrder::Ascending).expect("a sort");
        let error = sql.order(Some(&sort), &mut Query::select()).expect_err("no column");
        assert_eq!(error.path(), "owner.$ref");
    }
}

/// So it is in a row.
#[test]
fn what_might_be_all_that_there_is() {
    #[derive(ScimResource)]
    #[scim(maps = User, table = "people")]
    struct Person {
        #[scim(id, column = "id")]
        _id: String,
        #[scim(path = "userName", column = "login")]
        _login: String,
        #[scim(path = "name.givenName", column = "first")]
        _first: Option<String>,
        #[scim(path = "name.familyName")]
        _last: Option<String>,
    }
    let filter = Filter::<Person>::parse("name pr").expect("a filter");
    let error = Sql::new(Dialect::Sqlite).condition(&filter).expect_err("no column");
    assert_eq!(error.path(), "name.familyName");
}

#[test]
fn rows_are_found_by_the_columns_that_there_are() {
    for mut database in Database::all() {
        let mut before = switch("a", Some("x"), &["p", "q", "r", "r"]);
        let sql = kept(&mut database, &[before.clone()]);
        // What others than the database know of them.
        before.ports[0].note = Some("first".to_owned());
        before.ports[3].note = Some("last".to_owned());
        for port in &mut before.ports {
            port.loud = port.name.as_ref().map(|name| format!("{name}!"));
        }
        for (operations, expected) in [
            (json!([{"op": "remove", "path": "ports[note eq \"first\"]"}]), &["q", "r", "r"][..]),
            (json!([{"op": "replace", "path": "ports[name eq \"q\"].name", "value": "s"}]), &["r", "r", "s"]),
            (json!([{"op": "add", "path": "ports", "value": [{"name": "t"}]}]), &["r", "r", "s", "t"]),
        ] {
            let message = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
            let patch =
                Patch::<Switch>::read(message.to_string().as_bytes(), &Compat::default()).expect("a request");
            let changes = patch.apply(&mut before).expect("it can be done");
            database.carry_out(&sql.changes(&before, &changes).expect("columns"));
            for port in &mut before.ports {
                port.loud = None;
            }
            let names = database.texts("SELECT name FROM ports ORDER BY name", &Values(Vec::new()), 0);
            assert_eq!(names, expected, "{operations}");
        }
        // Two that differ in what has no column are one to the database: the list is stored anew.
        before.ports = vec![port("r", None), port("r", Some("last"))];
        database.carry_out(&sql.replace(&switch("a", None, &["r", "r"])).expect("columns"));
        let message = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "remove", "path": "ports[note eq \"last\"]"}]
        });
        let patch =
            Patch::<Switch>::read(message.to_string().as_bytes(), &Compat::default()).expect("a request");
        let changes = patch.apply(&mut before).expect("it can be done");
        database.carry_out(&sql.changes(&before, &changes).expect("columns"));
        assert_eq!(database.texts("SELECT name FROM ports", &Values(Vec::new()), 0), ["r"]);
    }
}

#[test]
fn what_cannot_be_written() {
    let sql = Sql::new(Dialect::Sqlite);
    let refused = |switch: &Switch| ScimError::from(sql.insert(switch).expect_err("nowhere"));
    let mut noted = switch("a", None, &["p"]);
    noted.ports[0].note = Some("x".to_owned());
    let error = refused(&noted);
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidValue)));
    assert_eq!(
        error.detail,
        "`ports.note` is in no column of the database, so it cannot be kept; leave it out"
    );
    let mut loud = switch("a", None, &["p"]);
    loud.ports[0].loud = Some("P!".to_owned());
    let error = refused(&loud);
    assert_eq!((error.status, error.scim_type), (500, None));
    assert!(error.detail.starts_with("the column of `ports.loud` is an expression, which cannot be written"));
    // What only the server sets is not written.
    let labelled = Switch { label: Some("A".to_owned()), ..switch("a", None, &[]) };
    assert!(sql.insert(&labelled).is_ok());
}
