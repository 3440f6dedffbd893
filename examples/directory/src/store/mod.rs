//! The directory in `SQLite`. Each resource type has a module; this one opens the database.

mod devices;
mod document;
mod error;
mod groups;
mod members;
mod rows;
mod seed;
mod shown;
mod users;

use std::time::Duration;

use scim_http::{IfMatch, StoreError, TokenHash};
use scim_types::Meta;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{SqlSafeStr, Sqlite, SqlitePool, Transaction};

use crate::cli::Database;
use error::failed;

/// The directory. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Directory {
    readers: SqlitePool,
    /// One connection: `SQLite` has one writer at a time, and a queue here is fairer than busy waiting there.
    writer: SqlitePool,
}

impl Directory {
    /// Opens the database, makes it if it is not there, and brings its tables up to date.
    pub(crate) async fn open(database: &Database) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new().foreign_keys(true).busy_timeout(Duration::from_secs(5));
        // A connection to a database in memory is that database: it must be one, and stay open.
        let single = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None);
        let directory = match database {
            Database::Memory => {
                let pool = single.connect_with(options.in_memory(true)).await?;
                Self { readers: pool.clone(), writer: pool }
            }
            Database::File(path) => {
                let options = options.filename(path).journal_mode(SqliteJournalMode::Wal);
                let writer = single.connect_with(options.clone().create_if_missing(true)).await?;
                let readers =
                    SqlitePoolOptions::new().max_connections(8).connect_lazy_with(options.read_only(true));
                Self { readers, writer }
            }
        };
        let migration = |version, name: &'static str, sql: &'static str| {
            Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
        };
        let migrations = vec![
            migration(1, "directory", include_str!("../../migrations/0001_directory.sql")),
            migration(2, "versions", include_str!("../../migrations/0002_versions.sql")),
            migration(3, "foreign members", include_str!("../../migrations/0003_foreign_members.sql")),
        ];
        Migrator::with_migrations(migrations).run(&directory.writer).await?;
        Ok(directory)
    }

    /// Waits for what is running, and closes the database.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// A consistent view of the whole directory.
    async fn reading(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.readers.begin().await.map_err(failed)
    }

    /// A change of the directory: all or, unless it is committed, nothing.
    async fn writing(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)
    }

    /// The hashes of the tokens that clients may use.
    pub(crate) async fn tokens(&self) -> Result<Vec<TokenHash>, sqlx::Error> {
        let hashes: Vec<String> =
            sqlx::query_scalar("SELECT hash FROM tokens ORDER BY created").fetch_all(&self.readers).await?;
        hashes.iter().map(|hash| hash.parse().map_err(|e| sqlx::Error::Decode(Box::new(e)))).collect()
    }

    /// Makes this the only token.
    pub(crate) async fn set_token(&self, hash: &TokenHash) -> Result<(), sqlx::Error> {
        let mut change = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM tokens").execute(&mut *change).await?;
        sqlx::query("INSERT INTO tokens (hash, created) VALUES (?, ?)")
            .bind(hash.to_string())
            .bind(document::now())
            .execute(&mut *change)
            .await?;
        change.commit().await
    }
}

/// Refuses a change of a resource that is not in the version the client means.
fn check(if_match: Option<&IfMatch>, meta: &Meta) -> Result<(), StoreError> {
    match if_match {
        Some(if_match) if !if_match.allows(meta.version.as_deref()) => Err(StoreError::VersionMismatch),
        _ => Ok(()),
    }
}
