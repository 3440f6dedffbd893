//! The application's own API, as it was before: its own JSON, behind its own key.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use scim_types::Meta;
use serde::Deserialize;
use sqlx::{Error, SqlitePool};

use crate::users::{self, Status, User};

/// `GET /api/users`, `POST /api/users` and `GET /api/users/{id}`, for who sends the key in `x-api-key`.
pub(crate) fn routes(users: SqlitePool, api_key: &str) -> Router {
    Router::new()
        .route("/api/users", get(list).post(create))
        .route("/api/users/{id}", get(one))
        .layer(from_fn_with_state(api_key.to_owned(), with_key))
        .with_state(users)
}

async fn with_key(State(key): State<String>, request: Request, next: Next) -> Response {
    match request.headers().get("x-api-key") {
        Some(sent) if sent.as_bytes() == key.as_bytes() => next.run(request).await,
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}

/// What the API takes for a new user.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewUser {
    login: String,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    #[serde(default)]
    salary_cents: i64,
}

async fn list(State(db): State<SqlitePool>) -> Result<Json<Vec<User>>, Failed> {
    Ok(Json(users::all(&db).await?))
}

async fn one(State(db): State<SqlitePool>, Path(id): Path<i64>) -> Result<Json<User>, Failed> {
    Ok(Json(users::find(&mut *db.acquire().await?, id).await?))
}

async fn create(
    State(db): State<SqlitePool>,
    Json(new): Json<NewUser>,
) -> Result<(StatusCode, Json<User>), Failed> {
    let user = User {
        id: 0,
        login: new.login,
        first_name: new.first_name,
        last_name: new.last_name,
        email: new.email,
        mobile: None,
        status: Status::Active,
        department: None,
        salary_cents: new.salary_cents,
        created_at: 0,
        updated_at: 0,
        version: 0,
        meta: Meta::default(),
    };
    let user = users::insert(&mut *db.acquire().await?, &user).await?;
    Ok((StatusCode::CREATED, Json(user)))
}

/// What the database refused.
struct Failed(Error);

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        match self.0 {
            Error::RowNotFound => StatusCode::NOT_FOUND,
            Error::Database(error) if error.is_unique_violation() => StatusCode::CONFLICT,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
        .into_response()
    }
}
