//! SCIM 2.0 over the application's users: all of it but the derive on [`User`].

use std::time::Duration;

use scim_http::{BearerTokens, BuildError, IfMatch, Page, Query, ScimService, Store, StoreError};
use scim_types::sql::sea_query::{Asterisk, Expr, Query as Select, SelectStatement, SqliteQueryBuilder};
use scim_types::sql::{Dialect, Sql};
use scim_types::{AttributeType, Changes, Convert, DateTime, Literal, Patch, ValueError, ValueRef, replace};
use sea_query_sqlx::SqlxBinder as _;
use sqlx::{AssertSqlSafe, Error, Sqlite, SqlitePool, Transaction};

use crate::users::{self, Status, User};

/// Where identity providers find it.
pub(crate) const PATH: &str = "/scim/v2";

/// The service, for who has the token.
pub(crate) fn service(users: SqlitePool, token: &str) -> Result<ScimService, BuildError> {
    ScimService::builder()
        .resource::<User>(Users(users))
        .authenticator(BearerTokens::new().with_token("provisioning", token))
        .base_path(PATH)
        .build()
}

/// The key of the table as an `id`, which is text.
pub(crate) struct Key;

impl Convert<i64> for Key {
    const TYPE: AttributeType = AttributeType::String;
    fn blank() -> i64 {
        0
    }
    fn get(key: &i64) -> ValueRef<'_> {
        ValueRef::Text(key)
    }
    fn set(key: &mut i64, value: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Str(text) = value else { return Err(ValueError::Type) };
        *key = text.parse().map_err(|_| ValueError::Expected("a number".into()))?;
        Ok(())
    }
}

/// The status as `active`.
pub(crate) struct Active;

impl Convert<Status> for Active {
    const TYPE: AttributeType = AttributeType::Boolean;
    fn blank() -> Status {
        Status::Active
    }
    fn get(status: &Status) -> ValueRef<'_> {
        ValueRef::Bool(*status == Status::Active)
    }
    fn set(status: &mut Status, value: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Bool(active) = value else { return Err(ValueError::Type) };
        *status = if active { Status::Active } else { Status::Suspended };
        Ok(())
    }
}

struct Users(SqlitePool);

const SQL: Sql = Sql::new(Dialect::Sqlite);

impl Store<User> for Users {
    async fn create(&self, user: User) -> Result<User, StoreError> {
        let mut change = self.change().await?;
        let user = users::insert(&mut change, &user).await.map_err(failed)?;
        change.commit().await.map_err(failed)?;
        Ok(told(user))
    }

    async fn get(&self, id: &str) -> Result<User, StoreError> {
        let mut db = self.0.acquire().await.map_err(failed)?;
        users::find(&mut db, key(id)?).await.map(told).map_err(failed)
    }

    async fn list(&self, query: &Query<User>) -> Result<Page<User>, StoreError> {
        let filter = query.filter.as_ref().map(|filter| SQL.condition(filter)).transpose();
        let mut rows = Select::select().column(Asterisk).from("users").to_owned();
        let ordered = SQL.order(query.sort.as_ref(), &mut rows);
        let (Ok(filter), Ok(())) = (filter, ordered) else {
            // What has no column that compares as SCIM does is looked for in memory. The table is small; where it is not, it gets one.
            let users = users::all(&self.0).await.map_err(failed)?;
            return Ok(query.select(&users.into_iter().map(told).collect::<Vec<_>>()));
        };
        let mut count = Select::select().expr(Expr::cust("count(*)")).from("users").to_owned();
        if let Some(filter) = filter {
            rows.cond_where(filter.clone());
            count.cond_where(filter);
        }
        rows.limit(query.count).offset(query.offset());
        let mut view = self.0.begin().await.map_err(failed)?;
        let (text, values) = count.build_sqlx(SqliteQueryBuilder);
        let total: i64 = sqlx::query_scalar_with(AssertSqlSafe(text), values)
            .fetch_one(&mut *view)
            .await
            .map_err(failed)?;
        let users = fetch(&mut view, &rows).await?;
        Ok(Page::new(users.into_iter().map(told).collect(), u64::try_from(total).unwrap_or(0)))
    }

    async fn replace(&self, id: &str, if_match: Option<&IfMatch>, user: User) -> Result<User, StoreError> {
        let (mut change, mut stored) = self.stored(id, if_match).await?;
        if replace(&mut stored, &user)? {
            stored = users::update(&mut change, &stored).await.map(told).map_err(failed)?;
        }
        change.commit().await.map_err(failed)?;
        Ok(stored)
    }

    async fn patch(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        patch: &Patch<User>,
    ) -> Result<(User, Changes), StoreError> {
        let (mut change, mut stored) = self.stored(id, if_match).await?;
        let changes = patch.apply(&mut stored)?;
        if !changes.is_empty() {
            stored = users::update(&mut change, &stored).await.map(told).map_err(failed)?;
        }
        change.commit().await.map_err(failed)?;
        Ok((stored, changes))
    }

    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        let (mut change, stored) = self.stored(id, if_match).await?;
        users::delete(&mut change, stored.id).await.map_err(failed)?;
        change.commit().await.map_err(failed)
    }

    fn has_versions(&self) -> bool {
        true
    }
}

impl Users {
    /// A transaction that nobody else writes beside.
    async fn change(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.0.begin_with("BEGIN IMMEDIATE").await.map_err(failed)
    }

    /// The user in the version that the client asks for, to be changed.
    async fn stored(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
    ) -> Result<(Transaction<'static, Sqlite>, User), StoreError> {
        let mut change = self.change().await?;
        let stored = told(users::find(&mut change, key(id)?).await.map_err(failed)?);
        match if_match {
            Some(condition) if !condition.allows(stored.meta.version.as_deref()) => {
                Err(StoreError::VersionMismatch)
            }
            _ => Ok((change, stored)),
        }
    }
}

/// The same with what SCIM tells of when it was made and changed.
fn told(mut user: User) -> User {
    let date = |micros: i64| DateTime::from_unix_nanoseconds(i128::from(micros) * 1000).ok();
    user.meta.created = date(user.created_at);
    user.meta.last_modified = date(user.updated_at);
    user.meta.version = Some(format!("W/\"{}\"", user.version));
    user
}

/// An `id` that is no key as it is shown, such as `01`, is that of nobody.
fn key(id: &str) -> Result<i64, StoreError> {
    id.parse().ok().filter(|key: &i64| key.to_string() == id).ok_or(StoreError::NotFound)
}

async fn fetch(
    db: &mut Transaction<'static, Sqlite>,
    rows: &SelectStatement,
) -> Result<Vec<User>, StoreError> {
    let (text, values) = rows.build_sqlx(SqliteQueryBuilder);
    sqlx::query_as_with(AssertSqlSafe(text), values).fetch_all(&mut **db).await.map_err(failed)
}

/// What the database says, in the words of the protocol.
fn failed(error: Error) -> StoreError {
    match &error {
        Error::RowNotFound => StoreError::NotFound,
        Error::Database(database) if database.is_unique_violation() => StoreError::uniqueness("userName"),
        Error::PoolTimedOut => StoreError::Unavailable { retry_after: Some(Duration::from_secs(1)) },
        _ => StoreError::internal(error),
    }
}
