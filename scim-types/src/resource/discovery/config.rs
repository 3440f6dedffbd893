//! `ServiceProviderConfig` (RFC 7643 §5; RFC 9865 §4 adds pagination).

use scim_derive::{ScimComplex, ScimResource};

use crate::resource::Meta;

/// What a service provider supports.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(
    schema = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
    name = "Service Provider Configuration",
    endpoint = "/ServiceProviderConfig",
    description = "What the service provider supports of the SCIM protocol",
    no_id
)]
pub struct ServiceProviderConfig {
    /// The address of documentation for people.
    #[scim(reference("external"), case_exact = false, mutability = "readOnly")]
    pub documentation_uri: Option<String>,
    /// Whether PATCH is supported.
    #[scim(mutability = "readOnly")]
    pub patch: Supported,
    /// Whether bulk requests are supported, and how large they may be.
    #[scim(mutability = "readOnly")]
    pub bulk: BulkSupport,
    /// Whether filters are supported, and how many resources a response may have.
    #[scim(mutability = "readOnly")]
    pub filter: FilterSupport,
    /// Whether a password can be changed.
    #[scim(mutability = "readOnly")]
    pub change_password: Supported,
    /// Whether results can be sorted.
    #[scim(mutability = "readOnly")]
    pub sort: Supported,
    /// Whether resources have entity tags.
    #[scim(mutability = "readOnly")]
    pub etag: Supported,
    /// How results are paged.
    #[scim(mutability = "readOnly")]
    pub pagination: Option<PaginationSupport>,
    /// How a client can authenticate itself.
    #[scim(required, mutability = "readOnly")]
    pub authentication_schemes: Vec<AuthenticationScheme>,
    /// What the service provider knows about the resource.
    #[scim(meta)]
    pub meta: Meta,
}

/// Whether a feature is supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ScimComplex)]
pub struct Supported {
    /// Whether it is.
    #[scim(mutability = "readOnly")]
    pub supported: bool,
}

/// The limits of bulk requests (RFC 7644 §3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ScimComplex)]
pub struct BulkSupport {
    /// Whether bulk requests are supported.
    #[scim(mutability = "readOnly")]
    pub supported: bool,
    /// How many operations a request may have.
    #[scim(mutability = "readOnly")]
    pub max_operations: i64,
    /// How many bytes a request may have.
    #[scim(mutability = "readOnly")]
    pub max_payload_size: i64,
}

/// The limits of queries (RFC 7644 §3.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ScimComplex)]
pub struct FilterSupport {
    /// Whether filters are supported.
    #[scim(mutability = "readOnly")]
    pub supported: bool,
    /// How many resources a response may have.
    #[scim(mutability = "readOnly")]
    pub max_results: i64,
}

/// How results are paged (RFC 9865 §4).
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub struct PaginationSupport {
    /// Whether by cursor.
    #[scim(mutability = "readOnly")]
    pub cursor: bool,
    /// Whether by index.
    #[scim(mutability = "readOnly")]
    pub index: bool,
    /// What is used when a request does not say: `cursor` or `index`.
    #[scim(canonical("cursor", "index"), mutability = "readOnly")]
    pub default_pagination_method: Option<String>,
    /// How many resources a page has when a request does not say.
    #[scim(mutability = "readOnly")]
    pub default_page_size: Option<i64>,
    /// How many resources a page may have.
    #[scim(mutability = "readOnly")]
    pub max_page_size: Option<i64>,
    /// For how many seconds a cursor is valid.
    #[scim(mutability = "readOnly")]
    pub cursor_timeout: Option<i64>,
}

/// A way to authenticate (RFC 7643 §5).
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub struct AuthenticationScheme {
    /// The scheme.
    #[scim(
        rename = "type",
        canonical("oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"),
        mutability = "readOnly"
    )]
    pub kind: String,
    /// The scheme's common name, such as "HTTP Basic".
    #[scim(mutability = "readOnly")]
    pub name: String,
    /// A description of the scheme.
    #[scim(mutability = "readOnly")]
    pub description: String,
    /// The address of the scheme's specification.
    #[scim(reference("external"), case_exact = false, mutability = "readOnly")]
    pub spec_uri: Option<String>,
    /// The address of documentation for people.
    #[scim(reference("external"), case_exact = false, mutability = "readOnly")]
    pub documentation_uri: Option<String>,
    /// Whether this is the preferred scheme.
    #[scim(mutability = "readOnly")]
    pub primary: Option<bool>,
}
