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
        "CREATE INDEX places_city ON places (city_folded)",
        "CREATE INDEX contacts_value ON contacts (value_folded)",
    ] {
        database.run(index, &Values(Vec::new()));
    }
    for (filter, plan) in [
        (r#"userName eq "x""#, "people_login"),
        (r#"userName sw "x""#, "people_login"),
        (r#"userName eq "x" or userName eq "y""#, "people_login"),
        (r#"emails[type eq "work" and value eq "x"]"#, "people_email"),
        (r#"emails.value eq "x""#, "people_private_email"),
        (r#"addresses.locality eq "x""#, "places_city"),
        (r#"phoneNumbers[type eq "work" and value sw "x"]"#, "contacts_value"),
        // Who is to be found is known: only his rows are looked at.
        (r#"addresses.locality eq "x" and userName eq "y""#, "SEARCH people USING INDEX people_login"),
        (r#"addresses.locality eq "x" and active eq true"#, "places_city"),
        // Each part by an index of its own.
        (r#"addresses.locality eq "x" or userName eq "y""#, "people_login"),
        (r#"addresses.locality eq "x" or userName eq "y""#, "places_city"),
    ] {
        let bound = Filter::<Person>::parse(filter).expect("a filter");
        let condition = Sql::new(Dialect::Sqlite).condition(&bound).expect("columns");
        let query = Query::select().column(("people", "id")).from("people").cond_where(condition).to_owned();
        let (sql, values) = query.build(SqliteQueryBuilder);
        let steps = database.texts(&format!("EXPLAIN QUERY PLAN {sql}"), &values, 3).join("\n");
        assert!(steps.contains(plan), "{filter}\n{sql}\n{steps}");
    }
}
