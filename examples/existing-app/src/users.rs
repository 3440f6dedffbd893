//! The users, as the application has them. For SCIM the struct got a derive and a line per field that says where in the core User it is.

use std::time::{SystemTime, UNIX_EPOCH};

use scim_types::{EnterpriseUser, Meta, ScimResource, case_fold};
use serde::Serialize;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Error, FromRow, SqliteConnection, SqlitePool};

use crate::scim::{Active, Key};

/// A row of the table `users`, and what the application's own API answers with.
#[derive(Debug, Clone, PartialEq, FromRow, Serialize, ScimResource)]
#[serde(rename_all = "camelCase")]
#[scim(maps = scim_types::User, extensions(EnterpriseUser), table = "users")]
pub(crate) struct User {
    #[scim(id, with = Key, column = "id", integer)]
    pub(crate) id: i64,
    #[scim(path = "userName", column = "login", fold_column = "login_key")]
    pub(crate) login: String,
    #[scim(path = "name.givenName")]
    pub(crate) first_name: Option<String>,
    #[scim(path = "name.familyName")]
    pub(crate) last_name: Option<String>,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    pub(crate) email: Option<String>,
    #[scim(path = r#"phoneNumbers[type eq "mobile"].value"#)]
    pub(crate) mobile: Option<String>,
    #[scim(path = "active", with = Active, default = Status::Active, column = "(status = 'active')")]
    pub(crate) status: Status,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    pub(crate) department: Option<String>,
    /// Nobody but payroll sees it.
    #[serde(skip)]
    #[scim(skip)]
    pub(crate) salary_cents: i64,
    /// Microseconds since 1970.
    #[scim(skip)]
    pub(crate) created_at: i64,
    #[scim(skip)]
    pub(crate) updated_at: i64,
    /// Counts the changes.
    #[serde(skip)]
    #[scim(skip)]
    pub(crate) version: i64,
    /// What SCIM tells of the three above.
    #[serde(skip)]
    #[sqlx(skip)]
    #[scim(meta)]
    pub(crate) meta: Meta,
}

/// Whether a user may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(rename_all = "lowercase")]
pub(crate) enum Status {
    Active,
    Suspended,
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL,
    login_key TEXT NOT NULL UNIQUE,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    mobile TEXT,
    status TEXT NOT NULL,
    department TEXT,
    salary_cents INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT";

/// Opens the database, `sqlite::memory:` or `sqlite:FILE`.
///
/// # Errors
///
/// When it cannot be opened.
pub async fn open(url: &str) -> Result<SqlitePool, Error> {
    let options = url.parse::<SqliteConnectOptions>()?.create_if_missing(true);
    // A database in memory is its connection's own.
    let size = if url.contains(":memory:") { 1 } else { 8 };
    let pool = SqlitePoolOptions::new().max_connections(size).connect_with(options).await?;
    sqlx::query(TABLE).execute(&pool).await?;
    Ok(pool)
}

/// All users, in the order in which they came.
pub(crate) async fn all(db: &SqlitePool) -> Result<Vec<User>, Error> {
    sqlx::query_as("SELECT * FROM users ORDER BY id").fetch_all(db).await
}

/// The user with this key.
pub(crate) async fn find(db: &mut SqliteConnection, id: i64) -> Result<User, Error> {
    sqlx::query_as("SELECT * FROM users WHERE id = ?").bind(id).fetch_one(db).await
}

/// Keeps a new user and gives it as it is kept. Logins are unique without regard to case.
pub(crate) async fn insert(db: &mut SqliteConnection, user: &User) -> Result<User, Error> {
    let now = now();
    let done = sqlx::query(
        "INSERT INTO users (login, login_key, first_name, last_name, email, mobile, status, department, salary_cents, created_at, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&user.login)
    .bind(case_fold(&user.login))
    .bind(&user.first_name)
    .bind(&user.last_name)
    .bind(&user.email)
    .bind(&user.mobile)
    .bind(user.status)
    .bind(&user.department)
    .bind(user.salary_cents)
    .bind(now)
    .bind(now)
    .execute(&mut *db)
    .await?;
    find(db, done.last_insert_rowid()).await
}

/// Keeps a changed user and gives it as it is kept.
pub(crate) async fn update(db: &mut SqliteConnection, user: &User) -> Result<User, Error> {
    sqlx::query(
        "UPDATE users SET login = ?, login_key = ?, first_name = ?, last_name = ?, email = ?, mobile = ?, status = ?, department = ?, \
         updated_at = ?, version = version + 1 WHERE id = ?",
    )
    .bind(&user.login)
    .bind(case_fold(&user.login))
    .bind(&user.first_name)
    .bind(&user.last_name)
    .bind(&user.email)
    .bind(&user.mobile)
    .bind(user.status)
    .bind(&user.department)
    .bind(now())
    .bind(user.id)
    .execute(&mut *db)
    .await?;
    find(db, user.id).await
}

/// Removes a user.
pub(crate) async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
    sqlx::query("DELETE FROM users WHERE id = ?").bind(id).execute(db).await?;
    Ok(())
}

/// Microseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
