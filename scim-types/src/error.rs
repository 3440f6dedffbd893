//! Errors as SCIM reports them (RFC 7644 §3.12).

use std::borrow::Cow;
use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// The URN of the error message.
pub const ERROR_URN: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// The detail error keyword (RFC 7644 §3.12, Table 9; RFC 9865 §2.1 adds the last three).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ScimType {
    /// The filter is not valid, or not supported for this attribute.
    InvalidFilter,
    /// The result would be larger than the server is willing to return.
    TooMany,
    /// A value that has to be unique is in use.
    Uniqueness,
    /// The modification is not compatible with the attribute's mutability.
    Mutability,
    /// The body is not JSON, or not a message of the kind that is expected.
    InvalidSyntax,
    /// The path of a PATCH operation is malformed or names no attribute.
    InvalidPath,
    /// The path selects nothing to operate on.
    NoTarget,
    /// A required value is missing, or a value does not fit its attribute.
    InvalidValue,
    /// The protocol version is not supported.
    InvalidVers,
    /// The request would put sensitive data into a URI.
    Sensitive,
    /// The cursor is not valid.
    InvalidCursor,
    /// The cursor is no longer valid.
    ExpiredCursor,
    /// The count is not valid with this cursor.
    InvalidCount,
}

impl ScimType {
    const ALL: [Self; 13] = [
        Self::InvalidFilter,
        Self::TooMany,
        Self::Uniqueness,
        Self::Mutability,
        Self::InvalidSyntax,
        Self::InvalidPath,
        Self::NoTarget,
        Self::InvalidValue,
        Self::InvalidVers,
        Self::Sensitive,
        Self::InvalidCursor,
        Self::ExpiredCursor,
        Self::InvalidCount,
    ];

    /// The keyword, as it is written in `scimType`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::InvalidVers => "invalidVers",
            Self::Sensitive => "sensitive",
            Self::InvalidCursor => "invalidCursor",
            Self::ExpiredCursor => "expiredCursor",
            Self::InvalidCount => "invalidCount",
        }
    }
}

impl fmt::Display for ScimType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A refused request: what the client is told (RFC 7644 §3.12). Serializes as the error message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScimError {
    /// The HTTP status code.
    pub status: u16,
    /// The detail error keyword, for the cases that have one.
    pub scim_type: Option<ScimType>,
    /// What is wrong, where, and what to send instead. Never holds the value of an attribute that is never returned.
    pub detail: Cow<'static, str>,
}

impl ScimError {
    /// An error with this HTTP status and text.
    pub fn new(status: u16, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, scim_type: None, detail: detail.into() }
    }

    /// The same error with a detail error keyword.
    #[must_use]
    pub fn with_type(mut self, scim_type: ScimType) -> Self {
        self.scim_type = Some(scim_type);
        self
    }

    /// 400 invalidSyntax: the body is not JSON or not the expected message.
    pub fn invalid_syntax(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, detail).with_type(ScimType::InvalidSyntax)
    }

    /// 400 invalidValue: a required value is missing, or a value does not fit its attribute.
    pub fn invalid_value(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, detail).with_type(ScimType::InvalidValue)
    }

    /// 400 mutability: the change is not compatible with the attribute's mutability.
    pub fn mutability(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, detail).with_type(ScimType::Mutability)
    }

    /// 400 invalidPath: a path is malformed or names no attribute.
    pub fn invalid_path(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, detail).with_type(ScimType::InvalidPath)
    }

    /// 400 invalidFilter: a filter is malformed, or cannot be right for its attributes.
    pub fn invalid_filter(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, detail).with_type(ScimType::InvalidFilter)
    }

    /// 409 uniqueness: a value that has to be unique is in use.
    pub fn uniqueness(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(409, detail).with_type(ScimType::Uniqueness)
    }

    /// 404: there is no such resource or endpoint.
    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(404, detail)
    }
}

impl fmt::Display for ScimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if let Some(scim_type) = self.scim_type {
            write!(f, " {scim_type}")?;
        }
        write!(f, ": {}", self.detail)
    }
}

impl std::error::Error for ScimError {}

impl Serialize for ScimError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut message = serializer.serialize_struct("Error", 3 + usize::from(self.scim_type.is_some()))?;
        message.serialize_field("schemas", &[ERROR_URN])?;
        // RFC 7644 §3.12: the status is a JSON string.
        message.serialize_field("status", &self.status.to_string())?;
        if let Some(scim_type) = self.scim_type {
            message.serialize_field("scimType", scim_type.as_str())?;
        }
        message.serialize_field("detail", &self.detail)?;
        message.end()
    }
}

/// What a client reads. Some servers write `status` as a number, which is accepted; an unknown keyword is left out.
impl<'de> Deserialize<'de> for ScimError {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::{Error, IgnoredAny, MapAccess, Visitor};

        struct Status(u16);
        impl<'de> Deserialize<'de> for Status {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct V;
                impl Visitor<'_> for V {
                    type Value = Status;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an HTTP status code as a string")
                    }
                    fn visit_str<E: Error>(self, text: &str) -> Result<Status, E> {
                        text.parse()
                            .map(Status)
                            .map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
                    }
                    fn visit_u64<E: Error>(self, number: u64) -> Result<Status, E> {
                        u16::try_from(number)
                            .map(Status)
                            .map_err(|_| E::invalid_value(serde::de::Unexpected::Unsigned(number), &self))
                    }
                }
                deserializer.deserialize_any(V)
            }
        }

        struct V;
        impl<'de> Visitor<'de> for V {
            type Value = ScimError;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a SCIM error message")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ScimError, A::Error> {
                let (mut status, mut scim_type, mut detail) = (None, None, None);
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    if key.eq_ignore_ascii_case("status") {
                        status = Some(map.next_value::<Status>()?.0);
                    } else if key.eq_ignore_ascii_case("scimType") {
                        let word: Option<String> = map.next_value()?;
                        scim_type = word.and_then(|w| {
                            ScimType::ALL.into_iter().find(|t| t.as_str().eq_ignore_ascii_case(&w))
                        });
                    } else if key.eq_ignore_ascii_case("detail") {
                        detail = map.next_value::<Option<String>>()?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                let status = status.ok_or_else(|| A::Error::missing_field("status"))?;
                Ok(ScimError { status, scim_type, detail: Cow::Owned(detail.unwrap_or_default()) })
            }
        }
        deserializer.deserialize_map(V)
    }
}
