//! The databases that the tests ask.

use scim_types::sql::sea_query::{PostgresQueryBuilder, SelectStatement, SqliteQueryBuilder, Values};
use scim_types::sql::{Dialect, Statement};
use sea_query_sqlx::SqlxValues;
use sqlx::{Connection, PgConnection, Row as _, SqliteConnection};
use tokio::runtime::Runtime;

use super::person::{COLUMNS, Person, TABLES, insert};

/// A database with the tables, which are dropped with it.
pub(crate) struct Database {
    runtime: Runtime,
    connection: Kind,
}

enum Kind {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Database {
    /// A new `SQLite` database.
    pub(crate) fn sqlite() -> Self {
        let runtime = runtime();
        let connection =
            runtime.block_on(SqliteConnection::connect("sqlite::memory:")).expect("SQLite opens");
        Self { runtime, connection: Kind::Sqlite(connection) }.with_tables()
    }

    /// A schema of its own in the `PostgreSQL` database that the environment names.
    pub(crate) fn postgres() -> Option<Self> {
        let Ok(url) = std::env::var("SCIM_TEST_POSTGRES") else {
            eprintln!("skipped on PostgreSQL: SCIM_TEST_POSTGRES names no database");
            return None;
        };
        let runtime = runtime();
        let connection = runtime.block_on(PgConnection::connect(&url)).expect("PostgreSQL answers");
        let mut database = Self { runtime, connection: Kind::Postgres(connection) };
        // Temporary tables are the connection's own, and come before others of the same name.
        database.run("SET search_path TO pg_temp", &Values(Vec::new()));
        Some(database.with_tables())
    }

    /// Every database there is.
    pub(crate) fn all() -> Vec<Self> {
        std::iter::once(Self::sqlite()).chain(Self::postgres()).collect()
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self.connection {
            Kind::Sqlite(_) => Dialect::Sqlite,
            Kind::Postgres(_) => Dialect::Postgres,
        }
    }

    fn with_tables(mut self) -> Self {
        for table in TABLES {
            // Texts compare bytewise, as SQLite's do.
            let table = match self.connection {
                Kind::Sqlite(_) => table.replace(" SERIAL", " INTEGER PRIMARY KEY"),
                Kind::Postgres(_) => table.replace(" TEXT", " TEXT COLLATE \"C\""),
            };
            self.run(&table, &Values(Vec::new()));
        }
        self
    }

    pub(crate) fn clear(&mut self) {
        for table in ["people", "places", "doors", "contacts"] {
            self.run(&format!("DELETE FROM {table}"), &Values(Vec::new()));
        }
    }

    pub(crate) fn store(&mut self, person: &Person) {
        for statement in insert(person) {
            let (sql, values) = match self.connection {
                Kind::Sqlite(_) => statement.build(SqliteQueryBuilder),
                Kind::Postgres(_) => statement.build(PostgresQueryBuilder),
            };
            self.run(&sql, &values);
        }
    }

    pub(crate) fn carry_out(&mut self, statements: &[Statement]) {
        for statement in statements {
            let (sql, values) = statement.build(self.dialect());
            self.run(&sql, &values);
        }
    }

    /// Every row as text, in order.
    pub(crate) fn dump(&mut self) -> Vec<String> {
        let mut rows = Vec::new();
        for (table, columns) in COLUMNS {
            let parts: Vec<String> = columns
                .split(' ')
                .map(|column| format!("coalesce('<' || CAST({column} AS TEXT) || '>', 'null')"))
                .collect();
            let sql = format!("SELECT {} FROM {table}", parts.join(" || "));
            rows.extend(self.texts(&sql, &Values(Vec::new()), 0));
        }
        rows.sort();
        rows
    }

    pub(crate) fn run(&mut self, sql: &str, values: &Values) {
        let Self { runtime, connection } = self;
        let done = runtime.block_on(async {
            match connection {
                Kind::Sqlite(connection) => {
                    bound::<sqlx::Sqlite>(sql, values).execute(connection).await.map(|_| ())
                }
                Kind::Postgres(connection) => {
                    bound::<sqlx::Postgres>(sql, values).execute(connection).await.map(|_| ())
                }
            }
        });
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The first column of what a query finds, as text.
    pub(crate) fn find(&mut self, query: &SelectStatement) -> Vec<String> {
        let (sql, values) = match self.connection {
            Kind::Sqlite(_) => query.build(SqliteQueryBuilder),
            Kind::Postgres(_) => query.build(PostgresQueryBuilder),
        };
        self.texts(&sql, &values, 0)
    }

    /// A column of what a query finds.
    pub(crate) fn texts(&mut self, sql: &str, values: &Values, column: usize) -> Vec<String> {
        self.rows(sql, values, column)
    }

    /// The number that a statement answers with.
    pub(crate) fn number(&mut self, sql: &str, values: &Values) -> i64 {
        self.rows(sql, values, 0).pop().expect("a row")
    }

    fn rows<V>(&mut self, sql: &str, values: &Values, column: usize) -> Vec<V>
    where
        V: for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
        V: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        let Self { runtime, connection } = self;
        let found = runtime.block_on(async {
            Ok::<_, sqlx::Error>(match connection {
                Kind::Sqlite(connection) => {
                    let rows = bound::<sqlx::Sqlite>(sql, values).fetch_all(connection).await?;
                    rows.iter().map(|row| row.get(column)).collect()
                }
                Kind::Postgres(connection) => {
                    let rows = bound::<sqlx::Postgres>(sql, values).fetch_all(connection).await?;
                    rows.iter().map(|row| row.get(column)).collect()
                }
            })
        });
        found.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// The statement with its parameters.
fn bound<'q, D>(sql: &'q str, values: &Values) -> sqlx::query::Query<'q, D, SqlxValues>
where
    D: sqlx::Database,
    SqlxValues: sqlx::IntoArguments<D>,
{
    sqlx::query_with(sqlx::AssertSqlSafe(sql), SqlxValues(values.clone()))
}
