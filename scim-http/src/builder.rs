//! Putting a service together.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use scim_types::{Compat, PatchLimits, ScimResource};

use crate::auth::{AnyAuthenticator, Everyone};
use crate::endpoint::{Endpoint, Mounted};
use crate::route::RESERVED;
use crate::service::Inner;
use crate::{Authenticator, BaseUrl, ScimService, Store};

/// Makes a [`ScimService`]. [`resource`](Self::resource) and [`authenticator`](Self::authenticator) (or
/// [`unauthenticated`](Self::unauthenticated)) are needed; the rest has defaults.
#[must_use = "nothing is served before `build`"]
pub struct Builder {
    endpoints: Vec<Box<dyn Endpoint>>,
    authenticator: Option<Box<dyn AnyAuthenticator>>,
    open_discovery: bool,
    base_url: Option<String>,
    base_path: String,
    documentation: Option<String>,
    max_results: u64,
    body_limit: usize,
    timeout: Option<Duration>,
    compat: Compat,
    patch_limits: PatchLimits,
    change_password: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            endpoints: Vec::new(),
            authenticator: None,
            open_discovery: false,
            base_url: None,
            base_path: "/scim/v2".to_owned(),
            documentation: None,
            max_results: 200,
            body_limit: 1_000_000,
            timeout: Some(Duration::from_secs(30)),
            compat: Compat::default(),
            patch_limits: PatchLimits::DEFAULT,
            change_password: false,
        }
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoints: Vec<_> = self.endpoints.iter().map(|e| e.resource_type().endpoint).collect();
        f.debug_struct("Builder").field("endpoints", &endpoints).finish_non_exhaustive()
    }
}

impl Builder {
    /// Serves resources of type `T` from `store`, at the endpoint of their resource type.
    pub fn resource<T: ScimResource + Send + 'static>(mut self, store: impl Store<T>) -> Self {
        self.endpoints.push(Box::new(Mounted::<T, _>::new(store)));
        self
    }

    /// Lets in those whom `authenticator` knows, such as [`BearerTokens`](crate::BearerTokens).
    pub fn authenticator(mut self, authenticator: impl Authenticator) -> Self {
        self.authenticator = Some(Box::new(authenticator));
        self
    }

    /// Lets everyone in: where a layer in front authenticates requests, and in tests.
    pub fn unauthenticated(self) -> Self {
        self.authenticator(Everyone)
    }

    /// Whether `/ServiceProviderConfig`, `/ResourceTypes` and `/Schemas` are answered without authentication, which RFC
    /// 7644 §2 leaves to the server. Default: false.
    pub fn open_discovery(mut self, open: bool) -> Self {
        self.open_discovery = open;
        self
    }

    /// The URL that clients reach the service at, such as `https://example.com/scim/v2`: what `meta.location` and
    /// `Location` start with. Default: `http://`, the request's Host and [`base_path`](Self::base_path). Set it
    /// behind anything that ends TLS or rewrites paths; forwarding headers are never believed.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The path that the service is mounted at. Default: `/scim/v2`; `""` for the root.
    ///
    /// Requests are answered with this prefix, as they come straight from a server such as hyper, and without it, as
    /// they come from a router that strips what it matched, such as axum's `nest_service`.
    pub fn base_path(mut self, path: impl Into<String>) -> Self {
        self.base_path = path.into();
        self
    }

    /// The URL of help for people, told in `/ServiceProviderConfig`.
    pub fn documentation(mut self, url: impl Into<String>) -> Self {
        self.documentation = Some(url.into());
        self
    }

    /// The largest page of a list, and its size where the client names none. Default: 200; at least 1.
    pub fn max_results(mut self, count: u64) -> Self {
        self.max_results = count.max(1);
        self
    }

    /// The largest body in bytes; more is 413. Default: 1,000,000.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How long the client may take to send the body (then 408), and the store to answer (then 503). Default: 30
    /// seconds.
    ///
    /// It is measured by tokio, so the service has to run in a tokio runtime that has its timer enabled; with `None`
    /// there is no limit and no need of tokio. When the time is up the store's future is dropped.
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeout = limit.into();
        self
    }

    /// Which deviations from the RFCs are accepted. Default: all that are known and unambiguous.
    pub fn compat(mut self, compat: Compat) -> Self {
        self.compat = compat;
        self
    }

    /// How many operations a PATCH request may have, and how many values one of them. Default: [`PatchLimits::DEFAULT`].
    pub fn patch_limits(mut self, limits: PatchLimits) -> Self {
        self.patch_limits = limits;
        self
    }

    /// Whether the stores take a new `password` of a user, which `/ServiceProviderConfig` tells as `changePassword` (RFC 7643 §5).
    /// Default: no.
    pub fn change_password(mut self, can: bool) -> Self {
        self.change_password = can;
        self
    }

    /// The service.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when the parts do not fit together.
    pub fn build(self) -> Result<ScimService, BuildError> {
        let authenticator = self.authenticator.ok_or(BuildError(Fault::NoAuthenticator))?;
        let base_url = match self.base_url {
            Some(url) => Some(
                BaseUrl::parse(&url)
                    .map_err(|reason| BuildError(Fault::BaseUrl { url: url.clone(), reason }))?,
            ),
            None => None,
        };
        let base_path = self.base_path.trim_end_matches('/').to_owned();
        if !(base_path.is_empty() || is_path(&base_path)) {
            return Err(BuildError(Fault::BasePath(self.base_path)));
        }
        check_endpoints(&self.endpoints)?;
        Ok(ScimService::new(Inner {
            endpoints: self.endpoints,
            authenticator,
            open_discovery: self.open_discovery,
            base_url,
            base_path,
            documentation: self.documentation,
            max_results: self.max_results,
            body_limit: self.body_limit,
            timeout: self.timeout,
            compat: self.compat,
            patch_limits: self.patch_limits,
            change_password: self.change_password,
        }))
    }
}

impl ScimService {
    /// The beginning of a service.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

fn is_path(text: &str) -> bool {
    text.starts_with('/') && text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'%'))
}

/// No endpoint may hide another one, and no two types may share what clients tell them apart by.
fn check_endpoints(endpoints: &[Box<dyn Endpoint>]) -> Result<(), BuildError> {
    let within =
        |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let overlap = |a: &str, b: &str| within(a, b) || within(b, a);
    for (i, one) in endpoints.iter().enumerate() {
        let (name, endpoint) = (one.resource_type().name, one.resource_type().endpoint);
        if !is_path(endpoint) || endpoint.ends_with('/') {
            return Err(BuildError(Fault::Endpoint { name, endpoint }));
        }
        if RESERVED.iter().any(|reserved| overlap(endpoint, reserved)) {
            return Err(BuildError(Fault::Reserved { name, endpoint }));
        }
        for other in endpoints[..i].iter().map(|other| other.resource_type()) {
            if overlap(endpoint, other.endpoint) {
                return Err(BuildError(Fault::Overlap { name, endpoint, other: other.name }));
            }
            if name.eq_ignore_ascii_case(other.name) {
                return Err(BuildError(Fault::Name(name)));
            }
        }
    }
    Ok(())
}

/// Why [`Builder::build`] gives no service.
#[derive(Debug)]
pub struct BuildError(Fault);

#[derive(Debug)]
enum Fault {
    NoAuthenticator,
    BaseUrl { url: String, reason: &'static str },
    BasePath(String),
    Endpoint { name: &'static str, endpoint: &'static str },
    Reserved { name: &'static str, endpoint: &'static str },
    Overlap { name: &'static str, endpoint: &'static str, other: &'static str },
    Name(&'static str),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Fault::NoAuthenticator => f.write_str(
                "nobody is authenticated: call `.authenticator(BearerTokens::new().with_token(..))`, or \
                 `.unauthenticated()` where a layer in front does it",
            ),
            Fault::BaseUrl { url, reason } => {
                write!(
                    f,
                    "the base URL {url:?} does not do: {reason}; write it like https://example.com/scim/v2"
                )
            }
            Fault::BasePath(path) => {
                write!(
                    f,
                    "the base path {path:?} does not do: write it like /scim/v2, or leave it empty for the root"
                )
            }
            Fault::Endpoint { name, endpoint } => {
                write!(f, "the endpoint {endpoint:?} of {name} does not do: write it like /{name}s")
            }
            Fault::Reserved { name, endpoint } => {
                write!(
                    f,
                    "the endpoint {endpoint:?} of {name} belongs to the protocol (RFC 7644 §3.2): choose another"
                )
            }
            Fault::Overlap { name, endpoint, other } => {
                write!(f, "the endpoint {endpoint:?} of {name} overlaps with that of {other}: choose another")
            }
            Fault::Name(name) => {
                write!(
                    f,
                    "two resource types are named {name:?}: give one of them another `name` in #[scim(...)]"
                )
            }
        }
    }
}

impl Error for BuildError {}
