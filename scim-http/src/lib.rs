//! The SCIM 2.0 protocol (RFC 7644) over HTTP, as a tower `Service` over your own store.
//!
//! What a resource is comes from its type, which derives [`ScimResource`](scim_types::ScimResource); where resources are
//! kept, from a [`Store`]; who may use them, from an [`Authenticator`]. The service does the rest: endpoints, messages,
//! status codes, paging, projection and discovery.
//!
//! ```
//! use scim_http::memory::MemoryStore;
//! use scim_http::{BearerTokens, ScimService};
//! use scim_types::{Group, User};
//!
//! # fn main() -> Result<(), scim_http::BuildError> {
//! let scim = ScimService::builder()
//!     .resource::<User>(MemoryStore::new())
//!     .resource::<Group>(MemoryStore::new())
//!     .authenticator(BearerTokens::new().with_token("entra", "a token made at random"))
//!     .base_url("https://example.com/scim/v2")
//!     .build()?;
//!
//! // In axum it is nested; on its own it goes to hyper, or to anything else that takes a tower `Service`.
//! let app: axum::Router = axum::Router::new().nest_service("/scim/v2", scim);
//! # Ok(()) }
//! ```
//!
//! # What it logs
//!
//! Through `tracing`: a span per request with method, route, resource type and status; an event with the time it took;
//! attribute names that were ignored, and deviations that were tolerated, at the debug level. No ids, values, queries
//! or tokens.
//!
//! # What is not supported yet
//!
//! PATCH, search, bulk and `/Me` are answered 501, a filter 400 invalidFilter; `sortBy` is ignored; there are no entity
//! tags, so `If-Match` is met by `*` alone. `/ServiceProviderConfig` says so.

mod auth;
mod base_url;
mod body;
mod builder;
mod discovery;
mod endpoint;
mod guard;
mod if_match;
mod media;
pub mod memory;
mod params;
mod reply;
mod route;
mod service;
mod store;

pub use auth::{AuthError, Authenticator, BearerTokens, Principal, TokenHash, TokenHashError};
pub use base_url::BaseUrl;
pub use builder::{BuildError, Builder};
pub use if_match::IfMatch;
pub use reply::ResponseBody;
pub use service::ScimService;
pub use store::{Page, Query, Store, StoreError};
