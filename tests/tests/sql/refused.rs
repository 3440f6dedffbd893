//! What SQL cannot be asked, and what it must not be told.

use scim_types::sql::sea_query::{PostgresQueryBuilder, Query, SqliteQueryBuilder};
use scim_types::sql::{Dialect, Sql};
use scim_types::{Filter, ScimError, ScimResource, ScimType, Sort, SortOrder, User};

use super::database::Database;
use super::person::Person;

fn refused<T: ScimResource>(filter: &str) -> String {
    let bound = Filter::<T>::parse(filter).expect("a filter");
    let unplaced = Sql::new(Dialect::Sqlite).condition(&bound).expect_err(filter);
    let error = ScimError::from(unplaced.clone());
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidFilter)), "{error}");
    unplaced.to_string()
}

#[derive(Debug, ScimResource)]
#[scim(maps = User, table = "people")]
struct Sparse {
    #[scim(id, column = "id")]
    _id: String,
    #[scim(path = "userName", column = "login")]
    _login: String,
    #[scim(path = "nickName")]
    _nick: Option<String>,
    #[scim(path = r#"emails[type eq "work"].value"#)]
    _email: Option<String>,
    #[scim(path = "roles")]
    _roles: Vec<scim_types::Role>,
}

#[test]
fn what_has_no_column() {
    assert_eq!(refused::<User>(r#"userName eq "x""#), "`User` is in no table of the database");
    assert_eq!(refused::<Sparse>("nickName pr"), "`nickName` is in no column of the database");
    assert_eq!(
        refused::<Sparse>(r#"userName eq "x""#),
        "`userName` compares without regard to case, and there is no folded column for that"
    );
    assert_eq!(refused::<Sparse>(r#"emails.value co "x""#), "`emails.value` is in no column of the database");
    assert_eq!(refused::<Sparse>(r#"roles[value eq "x"]"#), "`roles` is in no table of the database");
    let doors = "urn:example:params:scim:schemas:extension:2.0:Badge:doors";
    let sort = Sort::<Person>::parse(doors, SortOrder::Ascending).expect("a sort");
    let mut query = Query::select();
    let error = Sql::new(Dialect::Sqlite).order(Some(&sort), &mut query).expect_err("no first value");
    assert_eq!(error.path(), doors);
}

#[test]
fn a_nul_for_postgres() {
    let person = Person {
        places: vec![super::person::Place { city: Some("a\0b".to_owned()), ..Default::default() }],
        ..Person::default()
    };
    assert!(Sql::new(Dialect::Sqlite).insert(&person).is_ok());
    let error = ScimError::from(Sql::new(Dialect::Postgres).insert(&person).expect_err("a NUL"));
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidValue)));
    assert_eq!(
        error.detail,
        "`addresses.locality` has a NUL character in it, which PostgreSQL does not keep; remove it"
    );
}

#[test]
fn literals_are_parameters() {
    let evil = r"'; DROP TABLE people; --%_\u0022";
    for text in [
        format!(r#"userName eq "{evil}""#),
        format!(r#"emails[type eq "work" and value co "{evil}"]"#),
        format!(r#"userName eq "{evil}" or userName eq "b""#),
        format!(r#"profileUrl sw "{evil}" or displayName ew "{evil}" or addresses[type gt "{evil}"]"#),
    ] {
        let filter = Filter::<Person>::parse(&text).expect("a filter");
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let condition = Sql::new(dialect).condition(&filter).expect("columns");
            let query =
                Query::select().column(("people", "id")).from("people").cond_where(condition).to_owned();
            let (sql, values) = match dialect {
                Dialect::Sqlite => query.build(SqliteQueryBuilder),
                _ => query.build(PostgresQueryBuilder),
            };
            assert!(!sql.contains("DROP") && !sql.contains("drop"), "{sql}");
            assert!(!values.0.is_empty());
        }
    }
}

#[test]
fn a_long_or_is_not_too_deep() {
    for mut database in Database::all() {
        let text: Vec<String> = (0..1000).map(|i| format!(r#"displayName sw "{i}""#)).collect();
        let filter = Filter::<Person>::parse(&text.join(" or ")).expect("a filter");
        let condition = Sql::new(database.dialect()).condition(&filter).expect("columns");
        let query = Query::select().column(("people", "id")).from("people").cond_where(condition).to_owned();
        assert!(database.find(&query).is_empty());
    }
}
