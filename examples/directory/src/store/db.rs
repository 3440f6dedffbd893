//! The two databases, as one: transactions that take sea-query's statements.

use std::time::Duration;

use scim_types::sql::sea_query::{PostgresQueryBuilder, SelectStatement, SqliteQueryBuilder};
use scim_types::sql::{Dialect, Sql, Statement};
use sea_query_sqlx::{SqlxBinder as _, SqlxValues};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgPoolOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow};
use sqlx::{
    AssertSqlSafe, Connection as _, FromRow, PgPool, Postgres, SqlSafeStr, Sqlite, SqlitePool, Transaction,
};

use super::error::Failure;
use crate::cli::Database;

/// Connections to a database. Clones share them.
#[derive(Debug, Clone)]
pub(super) enum Pools {
    Sqlite {
        readers: SqlitePool,
        /// One connection: `SQLite` has one writer at a time, and a queue here is fairer than busy waiting there.
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction: a consistent view of the database, or a change of all or, unless it is committed, nothing.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// What a row of either database is read as.
pub(crate) trait Record:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}
impl<R> Record for R where R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// How long a request waits for a connection to `PostgreSQL`, or for another process that writes to the `SQLite` file, before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long `PostgreSQL` may take for one statement: less than a request may take in all. A database that is gone without a word never
/// answers, and TCP takes a quarter of an hour to notice.
const STATEMENT: Duration = Duration::from_secs(10);

impl Pools {
    /// Opens the database, makes it if it is a file that is not there, and brings its tables up to date.
    pub(super) async fn open(database: &Database) -> Result<Self, sqlx::Error> {
        let pools = match database {
            Database::Memory => {
                // A connection to a database in memory is that database: it must be one, and stay open.
                let pool = single().connect_with(sqlite().in_memory(true)).await?;
                Self::Sqlite { readers: pool.clone(), writer: pool }
            }
            Database::File(path) => {
                let options = sqlite().filename(path).journal_mode(SqliteJournalMode::Wal);
                let writer = single().connect_with(options.clone().create_if_missing(true)).await?;
                let readers =
                    SqlitePoolOptions::new().max_connections(8).connect_lazy_with(options.read_only(true));
                Self::Sqlite { readers, writer }
            }
            Database::Postgres(url) => {
                let options = PgPoolOptions::new()
                    .max_connections(16)
                    .acquire_timeout(PATIENCE)
                    // A connection that does not answer is given up. Otherwise it would keep its place among the sixteen for as long as TCP tries.
                    .after_release(|connection, _| {
                        Box::pin(async {
                            let answers = tokio::time::timeout(PATIENCE, connection.ping()).await;
                            answers.unwrap_or_else(|_| Err(silence())).map(|()| true)
                        })
                    });
                Self::Postgres(options.connect(url).await?)
            }
        };
        let migration = |sql: &'static str| {
            Migration::new(1, "directory".into(), MigrationType::Simple, sql.into_sql_str(), false)
        };
        match &pools {
            Self::Sqlite { writer, .. } => {
                let first = migration(include_str!("../../migrations/sqlite/0001_directory.sql"));
                Migrator::with_migrations(vec![first]).run(writer).await?;
            }
            Self::Postgres(pool) => {
                let first = migration(include_str!("../../migrations/postgres/0001_directory.sql"));
                Migrator::with_migrations(vec![first]).run(pool).await?;
            }
        }
        Ok(pools)
    }

    /// Waits for what is running, and closes the database.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// A consistent view of the whole directory.
    pub(super) async fn reading(&self) -> Result<Tx, Failure> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => {
                let begin = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
                Tx::Postgres(in_time(begin).await?)
            }
        })
    }

    /// A change of the directory. `SQLite` makes one after the other. In `PostgreSQL` others may change the same: what is read of
    /// a row is only right if its version is still the one that was read, which every change asks before it changes anything; and what is read of
    /// other rows, if they are locked.
    pub(super) async fn writing(&self) -> Result<Tx, Failure> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(in_time(pool.begin()).await?),
        })
    }
}

fn sqlite() -> SqliteConnectOptions {
    SqliteConnectOptions::new().foreign_keys(true).busy_timeout(PATIENCE)
}

fn single() -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(1).min_connections(1).idle_timeout(None).max_lifetime(None)
}

impl Tx {
    /// How SQL is written for this database.
    pub(super) fn sql(&self) -> Sql {
        Sql::new(self.dialect())
    }

    fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The rows that `query` finds.
    pub(super) async fn fetch<R: Record>(&mut self, query: &SelectStatement) -> Result<Vec<R>, Failure> {
        Ok(match self {
            Self::Sqlite(tx) => {
                let (text, values) = query.build_sqlx(SqliteQueryBuilder);
                sqlx::query_as_with(AssertSqlSafe(text), values).fetch_all(&mut **tx).await?
            }
            Self::Postgres(tx) => {
                let (text, values) = query.build_sqlx(PostgresQueryBuilder);
                in_time(sqlx::query_as_with(AssertSqlSafe(text), values).fetch_all(&mut **tx)).await?
            }
        })
    }

    /// Carries out a statement; how many rows it changed.
    pub(super) async fn run(&mut self, statement: &Statement) -> Result<u64, Failure> {
        let (text, values) = statement.build(self.dialect());
        let (text, values) = (AssertSqlSafe(text), SqlxValues(values));
        Ok(match self {
            Self::Sqlite(tx) => sqlx::query_with(text, values).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => {
                in_time(sqlx::query_with(text, values).execute(&mut **tx)).await?.rows_affected()
            }
        })
    }

    /// Carries out one statement after the other.
    pub(super) async fn run_all(&mut self, statements: &[Statement]) -> Result<(), Failure> {
        for statement in statements {
            self.run(statement).await?;
        }
        Ok(())
    }

    /// Keeps what was changed.
    pub(super) async fn commit(self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => in_time(tx.commit()).await?,
        }
        Ok(())
    }
}

/// What `PostgreSQL` answers, if it does.
async fn in_time<T>(step: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    tokio::time::timeout(STATEMENT, step).await.unwrap_or_else(|_| Err(silence()))
}

fn silence() -> sqlx::Error {
    sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())
}
