//! For random people, filters and sorts, SQL gives exactly what memory gives.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use scim_types::sql::sea_query::Query;
use scim_types::sql::{Dialect, Sql};
use scim_types::value::Object;
use scim_types::{Filter, Projection, Sort, SortOrder, write};
use tests::naive::Make;

use super::database::Database;
use super::person::{Person, any_person};

/// People with ids of their own, and no text that the database cannot hold.
fn people(dialect: Dialect) -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec(any_person(), 1..6).prop_map(move |mut people| {
        for (index, person) in people.iter_mut().enumerate() {
            person.id = format!("p{index}");
            if dialect == Dialect::Postgres {
                without_nul(person);
            }
        }
        people
    })
}

pub(crate) fn without_nul(person: &mut Person) {
    let clean = |text: &mut String| text.retain(|c| c != '\0');
    let options = [
        &mut person.external_id,
        &mut person.first_name,
        &mut person.last_name,
        &mut person.url,
        &mut person.email,
        &mut person.email_label,
        &mut person.private_email,
        &mut person.department,
        &mut person.manager,
        &mut person.badge,
        &mut person.meta.version,
    ];
    options.into_iter().flatten().for_each(clean);
    [&mut person.login, &mut person.shown_as].into_iter().for_each(clean);
    // A required text is never empty.
    if person.login.is_empty() {
        person.login.push('x');
    }
    person.doors.iter_mut().for_each(clean);
    for place in &mut person.places {
        [&mut place.city, &mut place.kind].into_iter().flatten().for_each(clean);
    }
    for phone in &mut person.phones {
        [&mut phone.value, &mut phone.display, &mut phone.kind].into_iter().flatten().for_each(clean);
    }
    for im in &mut person.ims {
        [&mut im.value, &mut im.display, &mut im.kind].into_iter().flatten().for_each(clean);
    }
}

fn check(database: Database) {
    let dialect = database.dialect();
    let sql = Sql::new(dialect);
    let database = RefCell::new(database);
    let (asked, refused) = (RefCell::new(0), RefCell::new(0));
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() });
    let inputs = (people(dialect), any::<[u8; 32]>(), any::<prop::sample::Index>());
    let result = runner.run(&inputs, |(people, seed, of)| {
        let mut database = database.borrow_mut();
        database.clear();
        for person in &people {
            database.store(person);
        }
        let mut out = Vec::new();
        write(of.get(&people), &Projection::all(), &mut out);
        let json = serde_json::from_slice(&out).expect("JSON");
        let mut make = Make::new(&seed, &json);
        for _ in 0..8 {
            let text = make.any(<Person as Object>::ATTRIBUTES).text();
            let filter = Filter::<Person>::parse(&text).expect("a filter");
            let Ok(condition) = sql.condition(&filter) else {
                *refused.borrow_mut() += 1;
                continue;
            };
            *asked.borrow_mut() += 1;
            let query =
                Query::select().column(("people", "id")).from("people").cond_where(condition).to_owned();
            let mut found = database.find(&query);
            found.sort();
            let expected: Vec<&str> =
                people.iter().filter(|person| filter.matches(person)).map(|person| &*person.id).collect();
            prop_assert_eq!(
                &found,
                &expected,
                "{}\n{}\n{:#?}",
                text,
                query.to_string(scim_types::sql::sea_query::SqliteQueryBuilder),
                people
            );
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{dialect:?}: {error}"));
    let (asked, refused) = (asked.into_inner(), refused.into_inner());
    assert!(asked > 3 * refused, "{asked} asked, {refused} refused");
}

#[test]
fn filters_find_the_same() {
    Database::all().into_iter().for_each(check);
}

const SORTS: [&str; 16] = [
    "addresses.locality",
    "addresses.primary",
    "phoneNumbers.value",
    "ims.type",
    "userName",
    "displayName",
    "name.familyName",
    "name.givenName",
    "emails.value",
    "emails.display",
    "active",
    "externalId",
    "meta.created",
    "id",
    "profileUrl",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
];

fn check_order(database: Database) {
    let dialect = database.dialect();
    let sql = Sql::new(dialect);
    let database = RefCell::new(database);
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() });
    let result = runner.run(&people(dialect), |people| {
        let mut database = database.borrow_mut();
        database.clear();
        for person in &people {
            database.store(person);
        }
        for (by, order) in
            SORTS.iter().flat_map(|by| [(by, SortOrder::Ascending), (by, SortOrder::Descending)])
        {
            let sort = Sort::<Person>::parse(by, order).expect("a sort");
            let mut expected = people.clone();
            expected.sort_by(|a, b| {
                let by_id = match order {
                    SortOrder::Ascending => a.id.cmp(&b.id),
                    SortOrder::Descending => b.id.cmp(&a.id),
                };
                sort.compare(a, b).then(by_id)
            });
            let all = || Query::select().column(("people", "id")).from("people").to_owned();
            let mut query = all();
            sql.order(Some(&sort), &mut query).expect("an order");
            let ids: Vec<&str> = expected.iter().map(|person| &*person.id).collect();
            prop_assert_eq!(&database.find(&query), &ids, "{} {:?}\n{:#?}", by, order, people);
            // From any of them on.
            for (position, last) in expected.iter().enumerate() {
                let mut query = all();
                query.cond_where(sql.after(Some(&sort), last).expect("a condition"));
                sql.order(Some(&sort), &mut query).expect("an order");
                prop_assert_eq!(
                    &database.find(&query),
                    &ids[position + 1..],
                    "{} {:?} after {:#?}",
                    by,
                    order,
                    last
                );
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{dialect:?}: {error}"));
}

#[test]
fn sorts_order_the_same() {
    Database::all().into_iter().for_each(check_order);
}
