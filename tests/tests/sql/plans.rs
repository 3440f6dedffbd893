//! That indexes serve.

use scim_types::Filter;
use scim_types::sql::sea_query::{Query, SqliteQueryBuilder, Values};
use scim_types::sql::{Dialect, Sql};

use super::database::Database;
use super::person::Person;

#[test]
fn sqlite_searches_by_index() {
    let mut database = Database::sqlite();
    for index in [
        "CREATE INDEX people_login ON people (login_folded)",
        "CREATE INDEX people_email ON people (email_folded)",
        "CREATE INDEX people_private_email ON people (private_email_folded)",
        "CREATE INDEX places_person ON places (person)",
    ] {
        database.run(index, &Values(Vec::new()));
    }
    for (filter, plan) in [
        (r#"userName eq "x""#, "people_login"),
        (r#"userName sw "x""#, "people_login"),
        (r#"userName eq "x" or userName eq "y""#, "people_login"),
        (r#"emails[type eq "work" and value eq "x"]"#, "people_email"),
        (r#"emails.value eq "x""#, "people_private_email"),
        (r#"addresses.locality eq "x""#, "places_person"),
    ] {
        let bound = Filter::<Person>::parse(filter).expect("a filter");
        let condition = Sql::new(Dialect::Sqlite).condition(&bound).expect("columns");
        let query = Query::select().column(("people", "id")).from("people").cond_where(condition).to_owned();
        let (sql, values) = query.build(SqliteQueryBuilder);
        let steps = database.texts(&format!("EXPLAIN QUERY PLAN {sql}"), &values, 3).join("\n");
        assert!(steps.contains(plan), "{filter}\n{sql}\n{steps}");
    }
}
