//! Filters, pages and changes as SQL on a million rows, beside the same by hand, in time: medians of runs that alternate, so that what
//! else the machine does falls on both. `cargo run --release --bin sql` asks SQLite, and PostgreSQL too where `SCIM_TEST_POSTGRES` names a
//! database. What an index has to serve, the plan is looked at for.

use std::hint::black_box;
use std::time::{Duration, Instant};

use scim_types::sql::sea_query::{
    PostgresQueryBuilder, Query, SelectStatement, SqliteQueryBuilder, Value, Values,
};
use scim_types::sql::{Dialect, Sql};
use scim_types::{
    Changes, Filter, Group, Member, Meta, PhoneNumber, ScimComplex, ScimResource, Sort, SortOrder, User,
    scim_path,
};
use sqlx::{Connection, PgConnection, Row as _, SqliteConnection};
use tokio::runtime::Runtime;

const PEOPLE: i64 = 1_000_000;
const RUNS: usize = 201;

#[derive(Clone, ScimResource)]
#[scim(maps = User, table = "employees")]
struct Employee {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName", column = "login", fold_column = "login_folded")]
    login: String,
    #[scim(path = "name.familyName", column = "last_name", fold_column = "last_name_folded")]
    last_name: Option<String>,
    #[scim(path = r#"emails[type eq "work"].value"#, column = "email", fold_column = "email_folded")]
    email: Option<String>,
    #[scim(path = "active", column = "enabled")]
    enabled: Option<bool>,
    #[scim(
        path = "phoneNumbers",
        table = "phones",
        column = "employee",
        columns(value = "number"),
        fold_columns(value = "number_folded")
    )]
    phones: Vec<PhoneNumber>,
    #[scim(meta, columns(lastModified = "changed"))]
    meta: Meta,
}

#[derive(Clone, ScimResource)]
#[scim(maps = Group, table = "teams")]
struct Team {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "displayName", column = "name", fold_column = "name_folded")]
    name: String,
    #[scim(path = "members", table = "memberships", column = "team")]
    members: Vec<Membership>,
}

#[derive(Clone, ScimComplex)]
#[scim(maps = Member)]
struct Membership {
    #[scim(path = "value", column = "employee", fold_column = "employee_folded")]
    employee: String,
}

enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

fn bound<'q, D: sqlx::Database>(sql: &'q str, values: &Values) -> sqlx::query::Query<'q, D, D::Arguments>
where
    D::Arguments: Default + sqlx::IntoArguments<D>,
    for<'a> String: sqlx::Encode<'a, D> + sqlx::Type<D>,
    for<'a> i64: sqlx::Encode<'a, D> + sqlx::Type<D>,
    for<'a> bool: sqlx::Encode<'a, D> + sqlx::Type<D>,
{
    values.0.iter().fold(sqlx::query(sqlx::AssertSqlSafe(sql)), |query, value| match value {
        Value::String(Some(text)) => query.bind(text.clone()),
        Value::BigInt(Some(value)) => query.bind(*value),
        Value::BigUnsigned(Some(value)) => query.bind(i64::try_from(*value).expect("a limit")),
        Value::Bool(Some(value)) => query.bind(*value),
        Value::Int(Some(value)) => query.bind(i64::from(*value)),
        other => panic!("no binding for {other:?}"),
    })
}

impl Database {
    fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    fn build(&self, query: &SelectStatement) -> (String, Values) {
        match self {
            Self::Sqlite(_) => query.build(SqliteQueryBuilder),
            Self::Postgres(_) => query.build(PostgresQueryBuilder),
        }
    }

    /// The last column of what is found, as text.
    async fn find(&mut self, sql: &str, values: &Values) -> Vec<String> {
        let last = |count: usize| count - 1;
        match self {
            Self::Sqlite(connection) => {
                let rows = bound::<sqlx::Sqlite>(sql, values).fetch_all(connection).await;
                rows.unwrap_or_else(|e| panic!("{sql}: {e}"))
                    .iter()
                    .map(|row| row.get(last(row.len())))
                    .collect()
            }
            Self::Postgres(connection) => {
                let rows = bound::<sqlx::Postgres>(sql, values).fetch_all(connection).await;
                rows.unwrap_or_else(|e| panic!("{sql}: {e}"))
                    .iter()
                    .map(|row| row.get(last(row.len())))
                    .collect()
            }
        }
    }

    async fn run(&mut self, sql: &str, values: &Values) {
        let done = match self {
            Self::Sqlite(connection) => {
                bound::<sqlx::Sqlite>(sql, values).execute(connection).await.map(|_| ())
            }
            Self::Postgres(connection) => {
                bound::<sqlx::Postgres>(sql, values).execute(connection).await.map(|_| ())
            }
        };
        done.unwrap_or_else(|e| panic!("{sql}: {e}"));
    }

    async fn fill(&mut self) {
        let (text, series) = match self {
            Self::Sqlite(_) => (
                "TEXT",
                format!(
                    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {} - 1)",
                    PEOPLE
                ),
            ),
            Self::Postgres(_) => (
                "TEXT COLLATE \"C\"",
                format!("WITH n(i) AS (SELECT generate_series(0::bigint, {} - 1))", PEOPLE),
            ),
        };
        let pad = match self {
            Self::Sqlite(_) => "printf('%08d', i)",
            Self::Postgres(_) => "lpad(i::text, 8, '0')",
        };
        let temporary = "CREATE TEMPORARY TABLE";
        for statement in [
            format!(
                "{temporary} employees (id {text} PRIMARY KEY, login {text} NOT NULL, login_folded {text} NOT NULL, last_name {text}, \
                 last_name_folded {text}, email {text}, email_folded {text}, enabled BOOLEAN, changed BIGINT)"
            ),
            format!("{temporary} phones (employee {text} NOT NULL, number {text}, number_folded {text})"),
            format!(
                "{temporary} teams (id {text} PRIMARY KEY, name {text} NOT NULL, name_folded {text} NOT NULL)"
            ),
            format!(
                "{temporary} memberships (team {text} NOT NULL, employee {text} NOT NULL, employee_folded {text} NOT NULL)"
            ),
            format!(
                "{series} INSERT INTO employees SELECT 'e' || {pad}, 'User' || {pad}, 'user' || {pad}, 'Name' || (i % 5000), \
                 'name' || (i % 5000), 'User' || {pad} || '@example.com', 'user' || {pad} || '@example.com', {}, i FROM n",
                if matches!(self, Self::Sqlite(_)) {
                    "i % 3 > 0".to_owned()
                } else {
                    "(i % 3) > 0".to_owned()
                }
            ),
            format!("{series} INSERT INTO phones SELECT 'e' || {pad}, '+49' || {pad}, '+49' || {pad} FROM n"),
            format!("{series} INSERT INTO memberships SELECT 'big', 'e' || {pad}, 'e' || {pad} FROM n"),
            format!(
                "{series} INSERT INTO memberships SELECT 'small', 'e' || {pad}, 'e' || {pad} FROM n WHERE i < 10"
            ),
            "INSERT INTO teams VALUES ('big', 'Big', 'big'), ('small', 'Small', 'small')".to_owned(),
            "CREATE UNIQUE INDEX employees_login ON employees (login_folded, id)".to_owned(),
            "CREATE INDEX employees_last_name ON employees (last_name_folded)".to_owned(),
            "CREATE INDEX employees_email ON employees (email_folded)".to_owned(),
            "CREATE INDEX employees_changed ON employees (changed)".to_owned(),
            "CREATE INDEX phones_employee ON phones (employee)".to_owned(),
            "CREATE INDEX phones_number ON phones (number_folded)".to_owned(),
            "CREATE UNIQUE INDEX memberships_key ON memberships (team, employee)".to_owned(),
            "ANALYZE".to_owned(),
        ] {
            self.run(&statement, &Values(Vec::new())).await;
        }
    }
}

/// Two statements, by hand and ours.
struct Pair<'s> {
    name: &'s str,
    hand: (String, Values),
    ours: (String, Values),
    index: &'s str,
}

async fn time(database: &mut Database, (sql, values): &(String, Values)) -> (Duration, Vec<String>) {
    let start = Instant::now();
    let found = database.find(sql, values).await;
    (start.elapsed(), black_box(found))
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e6
}

async fn compare(database: &mut Database, pair: &Pair<'_>) {
    let (mut hand, mut ours, mut count) = (Vec::new(), Vec::new(), 0);
    for _ in 0..RUNS {
        let (time_hand, by_hand) = time(database, &pair.hand).await;
        let (time_ours, by_us) = time(database, &pair.ours).await;
        assert_eq!(by_hand, by_us, "{}", pair.name);
        count = by_us.len();
        hand.push(time_hand);
        ours.push(time_ours);
    }
    let explain = match database {
        Database::Sqlite(_) => "EXPLAIN QUERY PLAN ",
        Database::Postgres(_) => "EXPLAIN ",
    };
    let plan = database.find(&format!("{explain}{}", pair.ours.0), &pair.ours.1).await.join("\n");
    assert!(plan.contains(pair.index), "{}: {} is not used:\n{plan}", pair.name, pair.index);
    let (hand, ours) = (median(hand), median(ours));
    println!("{:<44} {count:>8} {hand:>12.0} {ours:>12.0} {:>8.2}", pair.name, ours / hand);
}

fn filtered(database: &Database, text: &str) -> (String, Values) {
    let filter = Filter::<Employee>::parse(text).expect("a filter");
    let condition = Sql::new(database.dialect()).condition(&filter).expect("columns");
    let query =
        Query::select().column(("employees", "id")).from("employees").cond_where(condition).to_owned();
    database.build(&query)
}

fn by_hand(database: &Database, condition: &str, values: Vec<Value>) -> (String, Values) {
    let mut sql = format!("SELECT id FROM employees WHERE {condition}");
    if matches!(database, Database::Postgres(_)) {
        for n in 1..=values.len() {
            sql = sql.replacen('?', &format!("${n}"), 1);
        }
    }
    (sql, Values(values))
}

async fn filters(database: &mut Database) {
    let text = |text: &str| Value::from(text);
    let cases: [(&str, &str, Vec<Value>, &str); 9] = [
        (r#"userName eq "USER00700000""#, "login_folded = ?", vec![text("user00700000")], "employees_login"),
        (
            r#"userName sw "user0070000""#,
            "login_folded >= ? AND login_folded < ?",
            vec![text("user0070000"), text("user0070001")],
            "employees_login",
        ),
        (
            r#"name.familyName eq "name77" and active eq true"#,
            "last_name_folded = ? AND enabled = ?",
            vec![text("name77"), Value::from(true)],
            "employees_last_name",
        ),
        (
            r#"emails[type eq "work" and value eq "user00500000@example.com"]"#,
            "email_folded = ?",
            vec![text("user00500000@example.com")],
            "employees_email",
        ),
        (
            r#"userName eq "user00000001" or userName eq "user00900000""#,
            "login_folded IN (?, ?)",
            vec![text("user00000001"), text("user00900000")],
            "employees_login",
        ),
        (
            r#"meta.lastModified gt "1970-01-01T00:00:00.999Z""#,
            "changed > ?",
            vec![Value::from(999_000i64)],
            "employees_changed",
        ),
        (
            r#"phoneNumbers.value eq "+4900700000""#,
            "id IN (SELECT employee FROM phones WHERE number_folded = ?)",
            vec![text("+4900700000")],
            "phones_number",
        ),
        (
            r#"phoneNumbers.value eq "+4900700000" and userName eq "user00700000""#,
            "login_folded = ? AND EXISTS (SELECT 1 FROM phones WHERE employee = employees.id AND number_folded = ?)",
            vec![text("user00700000"), text("+4900700000")],
            "employees_login",
        ),
        (
            r#"phoneNumbers.value eq "+4900700000" or userName eq "user00000001""#,
            "id IN (SELECT id FROM employees WHERE login_folded = ? \
             UNION ALL SELECT employee FROM phones WHERE number_folded = ?)",
            vec![text("user00000001"), text("+4900700000")],
            "phones_number",
        ),
    ];
    for (name, condition, values, index) in cases {
        let pair =
            Pair { name, hand: by_hand(database, condition, values), ours: filtered(database, name), index };
        compare(database, &pair).await;
    }
}

/// The page that starts behind person `number`, by cursor.
fn page(database: &Database, number: i64) -> (String, Values) {
    let sql = Sql::new(database.dialect());
    let sort = Sort::<Employee>::parse("userName", SortOrder::Ascending).expect("a sort");
    let last = Employee {
        id: format!("e{number:08}"),
        login: format!("User{number:08}"),
        last_name: None,
        email: None,
        enabled: None,
        phones: Vec::new(),
        meta: Meta::default(),
    };
    let mut query = Query::select().column(("employees", "id")).from("employees").limit(100).to_owned();
    query.cond_where(sql.after(Some(&sort), &last).expect("columns"));
    sql.order(Some(&sort), &mut query).expect("columns");
    database.build(&query)
}

async fn pages(database: &mut Database) {
    let (first, late) = (page(database, 0), page(database, PEOPLE * 9 / 10));
    let (mut early, mut far) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (time_first, found) = time(database, &first).await;
        let (time_late, later) = time(database, &late).await;
        assert_eq!((found.len(), later.len(), &*later[0]), (100, 100, "e00900001"));
        early.push(time_first);
        far.push(time_late);
    }
    let (early, far) = (median(early), median(far));
    println!(
        "{:<44} {:>8} {early:>12.0} {far:>12.0} {:>8.2}",
        "the first page; the one at 900,000",
        100,
        far / early
    );
}

/// One member more and one less, of a team of ten and of a million, which is not loaded.
async fn members(database: &mut Database) {
    let mut medians = Vec::new();
    for id in ["small", "big"] {
        let team = Team { id: id.to_owned(), name: id.to_owned(), members: Vec::new() };
        let mut times = Vec::new();
        for _ in 0..RUNS {
            let member =
                || scim_types::value::Value::complex(&Membership { employee: "e99999999".to_owned() });
            let (mut added, mut removed) = (Changes::new(), Changes::new());
            added.added(&scim_path!(Team, "members"), member());
            removed.removed(&scim_path!(Team, "members"), member());
            let start = Instant::now();
            for changes in [added, removed] {
                let statements = Sql::new(database.dialect()).changes(&team, &changes).expect("columns");
                assert_eq!(statements.len(), 1);
                for statement in statements {
                    let (sql, values) = statement.build(database.dialect());
                    database.run(&sql, &values).await;
                }
            }
            times.push(start.elapsed());
        }
        medians.push(median(times));
    }
    let (small, big) = (medians[0], medians[1]);
    println!(
        "{:<44} {:>8} {small:>12.0} {big:>12.0} {:>8.2}",
        "a member more and less: of 10; of 1,000,000",
        2,
        big / small
    );
}

async fn table(mut database: Database) {
    database.fill().await;
    println!("\n{:?}, {PEOPLE} people", database.dialect());
    println!("{:<44} {:>8} {:>12} {:>12} {:>8}", "", "rows", "µs by hand", "µs ours", "ratio");
    filters(&mut database).await;
    println!("{:<44} {:>8} {:>12} {:>12} {:>8}", "", "", "µs first", "µs second", "ratio");
    pages(&mut database).await;
    members(&mut database).await;
}

fn main() {
    Runtime::new().expect("a runtime").block_on(async {
        table(Database::Sqlite(SqliteConnection::connect("sqlite::memory:").await.expect("SQLite opens")))
            .await;
        match std::env::var("SCIM_TEST_POSTGRES") {
            Ok(url) => {
                table(Database::Postgres(PgConnection::connect(&url).await.expect("PostgreSQL answers")))
                    .await
            }
            Err(_) => println!("\nPostgreSQL is left out: SCIM_TEST_POSTGRES names no database"),
        }
    });
}
