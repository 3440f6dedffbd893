//! The core User (RFC 7643 §4.1, §8.7.1).

use std::fmt;

use scim_derive::{ScimComplex, ScimResource};

use super::{EnterpriseUser, Meta};
use crate::value::{Binary, View};

/// A person's account.
///
/// The core schema of RFC 7643 §4.1 with the enterprise extension of §4.3. For further extensions, put a `User` into a
/// struct of your own: `#[scim(base)] user: User` beside `#[scim(extension)]` fields.
///
/// `Debug` shows what is assigned, without the password.
#[derive(Clone, PartialEq, Default, ScimResource)]
#[scim(
    schema = "urn:ietf:params:scim:schemas:core:2.0:User",
    alias("urn:scim:schemas:core:1.0"),
    endpoint = "/Users",
    description = "User Account"
)]
pub struct User {
    /// The identifier that the service provider gave the user.
    #[scim(id)]
    pub id: String,
    /// The identifier that the provisioning client gave the user.
    #[scim(external_id)]
    pub external_id: Option<String>,
    /// What the user signs in with. Unique among the users, ignoring case.
    #[scim(required, uniqueness = "server")]
    pub user_name: String,
    /// The parts of the user's real name.
    pub name: Option<Name>,
    /// The name to show to people.
    pub display_name: Option<String>,
    /// What the user is called in daily life, such as "Bob".
    pub nick_name: Option<String>,
    /// The address of the user's online profile.
    #[scim(reference("external"), case_exact = false)]
    pub profile_url: Option<String>,
    /// The user's title, such as "Vice President".
    pub title: Option<String>,
    /// How the user relates to the organization, such as "Employee" or "Contractor".
    pub user_type: Option<String>,
    /// The languages the user prefers, as in the HTTP header Accept-Language.
    pub preferred_language: Option<String>,
    /// Where the user is, for currency, dates and numbers: a language tag such as "en-US".
    pub locale: Option<String>,
    /// The user's time zone by its IANA name, such as "`America/Los_Angeles`".
    pub timezone: Option<String>,
    /// Whether the account may be used. Identity providers deactivate users by setting it to false.
    pub active: Option<bool>,
    /// The clear text password that a client sets. It is never returned.
    #[scim(mutability = "writeOnly")]
    pub password: Option<String>,
    /// E-mail addresses.
    pub emails: Vec<Email>,
    /// Telephone numbers, preferably as RFC 3966 URIs.
    pub phone_numbers: Vec<PhoneNumber>,
    /// Instant messaging addresses.
    pub ims: Vec<Im>,
    /// Pictures of the user.
    pub photos: Vec<Photo>,
    /// Postal addresses.
    pub addresses: Vec<Address>,
    /// The groups the user belongs to, directly or through other groups. Changed through the groups.
    #[scim(mutability = "readOnly")]
    pub groups: Vec<GroupMembership>,
    /// Things the user is entitled to.
    pub entitlements: Vec<Entitlement>,
    /// The user's roles, such as "Student".
    pub roles: Vec<Role>,
    /// X.509 certificates.
    #[scim(rename = "x509Certificates")]
    pub x509_certificates: Vec<X509Certificate>,
    /// What an organization knows about the user.
    #[scim(extension)]
    pub enterprise: Option<EnterpriseUser>,
    /// What the service provider knows about the resource.
    #[scim(meta)]
    pub meta: Meta,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        View::new(self).fmt(f)
    }
}

/// The parts of a name (RFC 7643 §4.1.1).
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub struct Name {
    /// The full name, formatted to be shown.
    pub formatted: Option<String>,
    /// The family name, or last name.
    pub family_name: Option<String>,
    /// The given name, or first name.
    pub given_name: Option<String>,
    /// The middle names.
    pub middle_name: Option<String>,
    /// What stands before the name, such as "Ms.".
    pub honorific_prefix: Option<String>,
    /// What stands behind the name, such as "III".
    pub honorific_suffix: Option<String>,
}

/// Declares a multi-valued attribute's values with the sub-attributes of RFC 7643 §2.4.
macro_rules! values {
    ($($(#[$meta:meta])* $name:ident: $(#[$value_meta:meta])* $value:ty, $(#[$type_meta:meta])* type;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
        pub struct $name {
            $(#[$value_meta])*
            pub value: Option<$value>,
            /// A text to show, which clients do not compare.
            pub display: Option<String>,
            /// What kind of value this is.
            $(#[$type_meta])*
            #[scim(rename = "type")]
            pub kind: Option<String>,
            /// Whether this is the preferred value. At most one is.
            pub primary: Option<bool>,
        }
    )*};
}

values! {
    /// An e-mail address (RFC 7643 §4.1.2).
    Email:
        /// The address, such as "bjensen@example.com".
        String,
        #[scim(canonical("work", "home", "other"))] type;
    /// A telephone number (RFC 7643 §4.1.2).
    PhoneNumber:
        /// The number, preferably as an RFC 3966 URI such as "tel:+1-201-555-0123".
        String,
        #[scim(canonical("work", "home", "mobile", "fax", "pager", "other"))] type;
    /// An instant messaging address (RFC 7643 §4.1.2).
    Im:
        /// The address.
        String,
        #[scim(canonical("aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"))] type;
    /// A picture (RFC 7643 §4.1.2).
    Photo:
        /// The URI of the picture.
        #[scim(reference("external"), case_exact = false)]
        String,
        #[scim(canonical("photo", "thumbnail"))] type;
    /// Something a user is entitled to (RFC 7643 §4.1.2).
    Entitlement:
        /// The entitlement.
        String,
        type;
    /// A role (RFC 7643 §4.1.2).
    Role:
        /// The role.
        String,
        type;
    /// A certificate (RFC 7643 §4.1.2).
    X509Certificate:
        /// The certificate in DER form.
        #[scim(case_exact = false)]
        Binary,
        type;
}

/// A postal address (RFC 7643 §4.1.2).
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub struct Address {
    /// The full address, formatted to be shown. May have line breaks.
    pub formatted: Option<String>,
    /// Street, house number and the like. May have line breaks.
    pub street_address: Option<String>,
    /// The city.
    pub locality: Option<String>,
    /// The state or region.
    pub region: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The country, as an ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// What kind of address this is.
    #[scim(rename = "type", canonical("work", "home", "other"))]
    pub kind: Option<String>,
    /// Whether this is the preferred address. At most one is.
    pub primary: Option<bool>,
}

/// A group that a user belongs to (RFC 7643 §4.1.2).
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub struct GroupMembership {
    /// The group's `id`.
    #[scim(mutability = "readOnly")]
    pub value: Option<String>,
    /// The group's URI.
    #[scim(rename = "$ref", reference("Group"), case_exact = false, mutability = "readOnly")]
    pub reference: Option<String>,
    /// The group's name.
    #[scim(mutability = "readOnly")]
    pub display: Option<String>,
    /// Whether the user is a member itself, or through another group.
    #[scim(rename = "type", canonical("direct", "indirect"), mutability = "readOnly")]
    pub kind: Option<String>,
}
