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
//! # Queries
//!
//! Lists take filters, `sortBy`, paging and projection, as parameters of a GET or in a POST to `.search`, over one type or (at the
//! base URL) over all. A filter arrives at the store bound to the resource type, which evaluates it in memory
//! ([`Query::select`]) or in its own way. What the service adds when it writes, `meta.location` and the URLs of
//! [`Store::link`], no filter sees; `meta.resourceType` is decided for the type.
//!
//! # Versions
//!
//! A resource whose store keeps `meta.version` has it in the `ETag` header as well. `If-Match` and `If-None-Match` reach the store as
//! one [`IfMatch`], so that the check and the change are one step: 412 where it fails. A GET with an `If-None-Match` that matches is
//! answered 304.
//!
//! # Limits
//!
//! The time limit and the body limit hold for a request whose head has come. How long a client may take to send that, and how many
//! connections there may be, is the HTTP server's to say; `axum::serve` sets no such limit. The example `directory` shows one that does.
//!
//! # What it logs
//!
//! Through `tracing`: a span per request with method, route, resource type and status; an event with the time it took;
//! attribute names that were ignored, and deviations that were tolerated, at the debug level. No ids, values, queries
//! or tokens.
//!
//! # What is not supported yet
//!
//! Bulk and `/Me` are answered 501, a cursor 400 invalidCursor. `/ServiceProviderConfig` says so.

mod auth;
mod base_url;
mod body;
mod builder;
mod discovery;
mod endpoint;
mod etag;
mod guard;
mod if_match;
mod media;
pub mod memory;
mod params;
mod query;
mod reply;
mod route;
mod search;
mod service;
mod store;

pub use auth::{AuthError, Authenticator, BearerTokens, Principal, TokenHash, TokenHashError};
pub use base_url::BaseUrl;
pub use builder::{BuildError, Builder};
pub use if_match::IfMatch;
pub use query::{Page, Query, Selection};
pub use reply::ResponseBody;
pub use service::ScimService;
pub use store::{PatchAnswer, Store, StoreError};
