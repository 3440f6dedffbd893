//! The seam between the protocol and where resources are kept.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::time::Duration;

use scim_types::{Projection, ScimError, ScimResource};

use crate::{BaseUrl, IfMatch};

/// Where resources of type `T` are kept.
///
/// Each method is one atomic step: when it fails, or its future is dropped because the request timed out before the
/// step was committed, nothing has changed. Methods run concurrently.
///
/// **The store owns** `id`, `meta.created`, `meta.lastModified` and `meta.version`, which must stay absent while the
/// store has no versions. The service writes `meta.resourceType` and `meta.location`, so a store need not keep them.
///
/// What arrives is checked against the schema. What only the store can know, it refuses itself with [`StoreError`]:
/// that a value is in use, that a reference points nowhere.
///
/// [`MemoryStore`](crate::memory::MemoryStore) is the shortest complete implementation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not store `{T}` resources",
    label = "the trait `Store<{T}>` is not implemented for `{Self}`",
    note = "implement `scim_http::Store<{T}>`, or use `scim_http::memory::MemoryStore<{T}>`"
)]
pub trait Store<T: ScimResource>: Send + Sync + 'static {
    /// Keeps a new resource and returns it as it is kept, with its `id` and `meta` (RFC 7644 §3.3).
    ///
    /// # Errors
    ///
    /// [`StoreError::Uniqueness`] when a value that has to be unique is in use.
    fn create(&self, resource: T) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// The resource with this `id` (RFC 7644 §3.4.1).
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] when there is none.
    fn get(&self, id: &str) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// [`get`](Self::get) for a client that wants only what `projection` returns: a store that saves work by it, such
    /// as not loading the members of a group, overrides this.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    fn get_projected(
        &self,
        id: &str,
        projection: &Projection<T>,
    ) -> impl Future<Output = Result<T, StoreError>> + Send {
        let _ = projection;
        self.get(id)
    }

    /// One page of the resources, in an order that stays the same between pages (RFC 7644 §3.4.2).
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] or [`StoreError::Internal`].
    fn list(&self, query: &Query<T>) -> impl Future<Output = Result<Page<T>, StoreError>> + Send;

    /// Replaces the resource with what a client sent, and returns it as it is kept (RFC 7644 §3.5.1).
    ///
    /// The store loads what it has, checks `if_match` against its version, and calls
    /// [`scim_types::replace`], which keeps readOnly attributes and skipped fields and refuses changes of immutable
    /// ones. Where that reports no change, `meta.lastModified` and `meta.version` stay as they are.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`], then [`StoreError::VersionMismatch`], then whatever the new value is refused for.
    fn replace(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        resource: T,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Removes the resource (RFC 7644 §3.6). Its unique values are free again, even where the store keeps the row.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`], then [`StoreError::VersionMismatch`].
    fn delete(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Fills in the URLs that a store cannot know, such as `$ref` of a group's members, right before the resource is
    /// written. Does nothing unless overridden.
    fn link(&self, resource: &mut T, base: &BaseUrl) {
        let _ = (resource, base);
    }
}

/// Why a [`Store`] did not do what it was asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no resource with this `id`: 404.
    NotFound,
    /// A value that has to be unique is in use: 409 uniqueness.
    Uniqueness {
        /// The attribute's path, such as `userName`.
        attribute: String,
    },
    /// The resource is not in the version that the client asked for: 412.
    VersionMismatch,
    /// The request cannot be carried out as it is; the client is told this error.
    Invalid(ScimError),
    /// The store cannot answer now: 503, with `Retry-After` when the time is known.
    Unavailable {
        /// When it is worth trying again.
        retry_after: Option<Duration>,
    },
    /// Anything else: 500. The client is told nothing of the source, which is logged.
    Internal(Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// [`StoreError::Uniqueness`] of the attribute with this path.
    pub fn uniqueness(attribute: impl Into<String>) -> Self {
        Self::Uniqueness { attribute: attribute.into() }
    }

    /// [`StoreError::Internal`] with this source.
    pub fn internal(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such resource"),
            Self::Uniqueness { attribute } => write!(f, "the value of `{attribute}` is in use"),
            Self::VersionMismatch => f.write_str("the resource is in another version"),
            Self::Invalid(error) => error.fmt(f),
            Self::Unavailable { .. } => f.write_str("the store is not available"),
            Self::Internal(_) => f.write_str("the store failed"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Internal(source) => Some(&**source),
            Self::Invalid(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ScimError> for StoreError {
    fn from(error: ScimError) -> Self {
        Self::Invalid(error)
    }
}

/// What a client asks of a list: already normalised, so a store can use the numbers as they are.
#[non_exhaustive]
pub struct Query<T> {
    /// The 1-based position of the first resource of the page: at least 1.
    pub start_index: u64,
    /// The size of the page: at most [`max_results`](crate::Builder::max_results), and 0 when the client wants only
    /// the total.
    pub count: u64,
    /// What will be written of each resource.
    pub projection: Projection<T>,
}

// By hand: a derive would ask the same of `T`.
impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        Self { start_index: self.start_index, count: self.count, projection: self.projection.clone() }
    }
}

impl<T> fmt::Debug for Query<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("start_index", &self.start_index)
            .field("count", &self.count)
            .field("projection", &self.projection)
            .finish()
    }
}

impl<T> Query<T> {
    /// A page of `count` resources from the 1-based `start_index` on, with what is returned by default.
    pub fn new(start_index: u64, count: u64) -> Self {
        Self { start_index: start_index.max(1), count, projection: Projection::default() }
    }

    /// How many resources come before the page.
    pub fn offset(&self) -> u64 {
        self.start_index - 1
    }
}

/// A page of resources.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Page<T> {
    /// The resources of this page.
    pub resources: Vec<T>,
    /// How many there are on all pages.
    pub total_results: u64,
}

impl<T> Page<T> {
    /// `resources` out of `total_results`.
    pub fn new(resources: Vec<T>, total_results: u64) -> Self {
        Self { resources, total_results }
    }
}
