//! The enterprise extension of User (RFC 7643 §4.3, §8.7.1).

use scim_derive::{ScimComplex, ScimExtension};

/// What an organization knows about a user.
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimExtension)]
#[scim(
    schema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    alias("urn:scim:schemas:extension:enterprise:1.0"),
    description = "Enterprise User"
)]
pub struct EnterpriseUser {
    /// The organization's number or code for the person.
    pub employee_number: Option<String>,
    /// The cost center.
    pub cost_center: Option<String>,
    /// The organization.
    pub organization: Option<String>,
    /// The division.
    pub division: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The user's manager.
    pub manager: Option<Manager>,
}

/// A user's manager (RFC 7643 §4.3).
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub struct Manager {
    /// The manager's `id`.
    #[scim(case_exact)]
    pub value: Option<String>,
    /// The manager's URI.
    #[scim(rename = "$ref", reference("User"), case_exact = false)]
    pub reference: Option<String>,
    /// The manager's name, from the manager's own resource.
    #[scim(mutability = "readOnly")]
    pub display_name: Option<String>,
}
