//! Metadata.

use scim_derive::ScimComplex;

use crate::value::DateTime;

/// What the service provider knows about a resource (RFC 7643 §3.1).
#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
pub struct Meta {
    /// The name of the resource type, such as `User`.
    #[scim(mutability = "readOnly", case_exact)]
    pub resource_type: Option<String>,
    /// When the service provider got the resource.
    #[scim(mutability = "readOnly")]
    pub created: Option<DateTime>,
    /// When the service provider last changed the resource; the time of creation if it never did.
    #[scim(mutability = "readOnly")]
    pub last_modified: Option<DateTime>,
    /// The URI of the resource, as in the `Location` header.
    #[scim(mutability = "readOnly", reference("uri"))]
    pub location: Option<String>,
    /// The version of the resource, as in the `ETag` header.
    #[scim(mutability = "readOnly", case_exact)]
    pub version: Option<String>,
}
