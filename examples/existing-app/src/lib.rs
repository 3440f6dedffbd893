//! An application that has users: a table, an API of its own with its own JSON, and, in `scim.rs` alone, SCIM 2.0 for identity providers.

mod api;
mod scim;
mod users;

use axum::Router;
pub use scim_http::BuildError;
use sqlx::SqlitePool;
pub use users::open;

/// The application's routes, with SCIM at `/scim/v2` for who has the token.
///
/// # Errors
///
/// When the SCIM service cannot be put together.
pub fn app(users: SqlitePool, api_key: &str, scim_token: &str) -> Result<Router, BuildError> {
    let scim = scim::service(users.clone(), scim_token)?;
    Ok(api::routes(users, api_key).nest_service(scim::PATH, scim))
}
