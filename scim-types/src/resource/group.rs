//! The core Group (RFC 7643 §4.2, §8.7.1).

use scim_derive::{ScimComplex, ScimResource};

use super::Meta;

/// A group of users and of other groups.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(
    schema = "urn:ietf:params:scim:schemas:core:2.0:Group",
    alias("urn:scim:schemas:core:1.0"),
    endpoint = "/Groups",
    description = "Group"
)]
pub struct Group {
    /// The identifier that the service provider gave the group.
    #[scim(id)]
    pub id: String,
    /// The identifier that the provisioning client gave the group.
    #[scim(external_id)]
    pub external_id: Option<String>,
    /// The group's name.
    #[scim(required)]
    pub display_name: String,
    /// The group's members.
    pub members: Vec<Member>,
    /// What the service provider knows about the resource.
    #[scim(meta)]
    pub meta: Meta,
}

/// A member of a group (RFC 7643 §4.2).
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub struct Member {
    /// The member's `id`.
    #[scim(mutability = "immutable")]
    pub value: Option<String>,
    /// The member's URI.
    #[scim(rename = "$ref", reference("User", "Group"), case_exact = false, mutability = "immutable")]
    pub reference: Option<String>,
    /// The member's name.
    pub display: Option<String>,
    /// What the member is.
    #[scim(rename = "type", canonical("User", "Group"), mutability = "immutable")]
    pub kind: Option<String>,
}
