//! Answers, and how failures become them.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, ETAG, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use http_body_util::Full;
use scim_types::{ScimError, ScimType};

use crate::{AuthError, StoreError};

/// The body of a response: all of it, in memory.
pub type ResponseBody = Full<Bytes>;

/// What goes right.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    /// The version of the one resource that this is about.
    pub(crate) etag: Option<String>,
    /// JSON, or nothing.
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn ok(body: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, location: None, etag: None, body }
    }

    pub(crate) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, ..Self::ok(Vec::new()) }
    }

    /// The client has what it asks for (RFC 9110 §15.4.5).
    pub(crate) fn not_modified(etag: Option<String>) -> Self {
        Self { status: StatusCode::NOT_MODIFIED, etag, ..Self::ok(Vec::new()) }
    }
}

/// What goes wrong: an error message, and at most one header that belongs to it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: ScimError,
    header: Option<(HeaderName, Cow<'static, str>)>,
}

impl From<ScimError> for Failure {
    fn from(error: ScimError) -> Self {
        Self { error, header: None }
    }
}

impl Failure {
    pub(crate) fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        ScimError::new(status.as_u16(), detail).into()
    }

    fn with(mut self, name: HeaderName, value: impl Into<Cow<'static, str>>) -> Self {
        self.header = Some((name, value.into()));
        self
    }

    pub(crate) fn not_allowed(allow: &'static str) -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("this method is not for this endpoint; it takes {allow}"),
        )
        .with(ALLOW, allow)
    }

    pub(crate) fn not_implemented(what: &str) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, format!("{what} is not supported by this server"))
    }

    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the server failed to carry out the request; its log says why",
        )
    }

    /// 503 and not 504: no upstream is involved as far as the client can tell, and trying again is right.
    pub(crate) fn unavailable(retry_after: Option<Duration>) -> Self {
        let failure =
            Self::new(StatusCode::SERVICE_UNAVAILABLE, "the server cannot answer now; try again later");
        match retry_after {
            // Rounded up: a client that came back earlier would be refused again.
            Some(time) => {
                failure.with(RETRY_AFTER, (time.as_secs() + u64::from(time.subsec_nanos() > 0)).to_string())
            }
            None => failure,
        }
    }

    pub(crate) fn from_auth(error: AuthError) -> Self {
        match error {
            AuthError::Unauthenticated { challenge, detail } => {
                Self::new(StatusCode::UNAUTHORIZED, detail).with(WWW_AUTHENTICATE, challenge)
            }
            AuthError::Forbidden { detail } => Self::new(StatusCode::FORBIDDEN, detail),
            AuthError::Internal(source) => {
                tracing::error!(error = &*source as &dyn std::error::Error, "the authenticator failed");
                Self::internal()
            }
        }
    }

    /// `kind` is the resource type's name, `id` the resource that the request names, if it names one.
    pub(crate) fn from_store(error: StoreError, kind: &str, id: Option<&str>) -> Self {
        match error {
            StoreError::NotFound => ScimError::not_found(match id {
                Some(id) => format!("{kind} {id} not found"),
                None => format!("{kind} not found"),
            })
            .into(),
            StoreError::Uniqueness { attribute } => ScimError::uniqueness(format!(
                "another {kind} has this value of `{attribute}`, which has to be unique"
            ))
            .into(),
            StoreError::VersionMismatch => Self::new(
                StatusCode::PRECONDITION_FAILED,
                format!(
                    "the {kind} is not in a version that If-Match and If-None-Match allow; get it again and repeat the change"
                ),
            ),
            StoreError::Invalid(error) => {
                if error.status == 500 {
                    tracing::error!(%error, "the store failed");
                }
                error.into()
            }
            StoreError::Unavailable { retry_after } => Self::unavailable(retry_after),
            StoreError::Internal(source) => {
                tracing::error!(error = &*source as &dyn std::error::Error, "the store failed");
                Self::internal()
            }
        }
    }

    pub(crate) fn scim_type(&self) -> Option<ScimType> {
        self.error.scim_type
    }
}

/// A store may refuse with an error of its own making; one whose status says that all is well would mislead the client.
fn sound(failure: Failure) -> Failure {
    if matches!(failure.error.status, 400..=599) {
        return failure;
    }
    tracing::error!(status = failure.error.status, "an error with a status that is none");
    Failure::internal()
}

/// The HTTP form of an outcome.
pub(crate) fn respond(
    outcome: Result<Reply, Failure>,
    media: &HeaderValue,
    method: &Method,
) -> Response<ResponseBody> {
    let (reply, header) = match outcome {
        Ok(reply) => (reply, None),
        Err(failure) => {
            let failure = sound(failure);
            let status =
                StatusCode::from_u16(failure.error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let body = serde_json::to_vec(&failure.error).unwrap_or_default();
            (Reply { status, ..Reply::ok(body) }, failure.header)
        }
    };
    let mut response = Response::new(Full::default());
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    if let Some((name, value)) = header
        && let Ok(value) = HeaderValue::from_str(&value)
    {
        headers.insert(name, value);
    }
    if let Some(location) = reply.location
        && let Ok(location) = HeaderValue::try_from(location)
    {
        headers.insert(LOCATION, location);
    }
    if let Some(etag) = reply.etag
        && let Ok(etag) = HeaderValue::try_from(etag)
    {
        headers.insert(ETAG, etag);
    }
    if reply.body.is_empty() {
        return response;
    }
    headers.insert(CONTENT_TYPE, media.clone());
    headers.insert(CONTENT_LENGTH, HeaderValue::from(reply.body.len()));
    if method != Method::HEAD {
        *response.body_mut() = Full::new(reply.body.into());
    }
    response
}
