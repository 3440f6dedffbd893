//! The seam between the protocol and where resources are kept.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::time::Duration;

use scim_types::{Changes, Patch, Projection, ScimError, ScimResource};

use crate::{BaseUrl, IfMatch, Page, Query};

/// How often a patch starts anew because somebody else changed the resource.
const RACES: usize = 16;

/// Where resources of type `T` are kept.
///
/// Each method is one atomic step: when it fails, or its future is dropped because the request timed out before the
/// step was committed, nothing has changed. Methods run concurrently.
///
/// **The store owns** `id`, `meta.created`, `meta.lastModified` and `meta.version`. The service writes `meta.resourceType` and
/// `meta.location`, so a store need not keep them.
///
/// **A version** is what a client has to know to change nothing that it has not seen (RFC 7644 §3.14): it changes whenever anything
/// changes that a client can see of the resource. Best it is an entity tag, such as `W/"7"`: that is what clients are shown and filter
/// by. Any other text, such as `7`, is shown as the opaque part of a weak one. A store without versions leaves `meta.version` absent.
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

    /// One page of the resources that pass the query's filter, in its order or, where it has none, in one that stays the same
    /// between pages (RFC 7644 §3.4.2).
    ///
    /// [`Query::select`] and [`Query::selection`] do that for resources in memory or streamed from elsewhere.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] or [`StoreError::Internal`]; [`StoreError::Invalid`] for a filter or an order that the store
    /// does not support.
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

    /// Changes the resource as the patch says, and returns it as it is kept, with what was changed (RFC 7644 §3.5.2). Where nothing was,
    /// `meta.lastModified` and `meta.version` stay as they are.
    ///
    /// The default gets the resource, applies the patch and replaces it, on the condition that it is still in the same version; where
    /// somebody else was faster, again. A store without versions cannot tell, so it overrides this with one step of its own, as does
    /// one that carries out [`Patch::operations`] on rows, to remove one member of a million without loading the others. It makes
    /// [`Changes`] itself then.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`], then [`StoreError::VersionMismatch`], then what [`Patch::apply`] refuses, then what
    /// [`replace`](Self::replace) does.
    fn patch(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        patch: &Patch<T>,
    ) -> impl Future<Output = Result<(T, Changes), StoreError>> + Send
    where
        T: Send,
    {
        async move {
            for _ in 0..RACES {
                let mut resource = self.get(id).await?;
                let version = resource.scim_meta().and_then(|meta| meta.version.clone());
                if if_match.is_some_and(|condition| !condition.allows(version.as_deref())) {
                    return Err(StoreError::VersionMismatch);
                }
                let changes = patch.apply(&mut resource)?;
                if changes.is_empty() {
                    return Ok((resource, changes));
                }
                let same = version.as_deref().map(IfMatch::version);
                match self.replace(id, same.as_ref(), resource).await {
                    // Somebody else changed it; the client's condition is asked again.
                    Err(StoreError::VersionMismatch) => {}
                    replaced => return Ok((replaced?, changes)),
                }
            }
            Err(StoreError::Unavailable { retry_after: Some(Duration::from_secs(1)) })
        }
    }

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

    /// Whether every resource has a version in `meta.version`, and `if_match` is checked against it. `/ServiceProviderConfig`
    /// claims entity tags where all stores say so. False unless overridden.
    fn has_versions(&self) -> bool {
        false
    }

    /// How a PATCH is answered that left `patched`, which is what [`patch`](Self::patch) returned. [`PatchAnswer::Whole`] unless overridden.
    fn patch_answer(&self, patched: &T) -> PatchAnswer {
        let _ = patched;
        PatchAnswer::Whole
    }

    /// Fills in the URLs that a store cannot know, such as `$ref` of a group's members, right before the resource is
    /// written. Does nothing unless overridden. A filter does not see them.
    fn link(&self, resource: &mut T, base: &BaseUrl) {
        let _ = (resource, base);
    }
}

/// How a PATCH is answered, which RFC 7644 §3.5.2 leaves to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum PatchAnswer {
    /// 200 with what [`Store::patch`] returns.
    #[default]
    Whole,
    /// 200 with what [`Store::get_projected`] returns then: for a store that does not load all of a resource to change it. Of what
    /// [`Store::patch`] returns only `id` and `meta` count.
    Projected,
    /// 204 without the resource; as [`PatchAnswer::Projected`] where the client asks for `attributes` or `excludedAttributes`.
    NoContent,
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
