//! The closed vocabularies of RFC 7643 §2.2, §2.3 and §7.

use std::fmt;

use crate::value::{Literal, ScimValue, ValueError, ValueRef, word};

/// Declares an enum whose variants are the words of an RFC, so that the word is written once.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)* }

        impl $name {
            /// Every value, in the RFC's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word the RFC uses, as it appears in a schema document.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        /// A string in a schema document.
        impl ScimValue for $name {
            const TYPE: AttributeType = AttributeType::String;
            const CANONICAL_VALUES: &'static [&'static str] = &[$($word),*];
            fn scim_blank_scalar() -> Self {
                Self::ALL[0]
            }
            fn scim_get(&self) -> ValueRef<'_> {
                ValueRef::Str(self.as_str())
            }
            fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
                *self = Self::ALL[word(Self::CANONICAL_VALUES, literal)?];
                Ok(())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// The data type of an attribute (RFC 7643 §2.3).
    AttributeType {
        /// A sequence of Unicode characters (§2.3.1).
        String = "string",
        /// `true` or `false` (§2.3.2).
        Boolean = "boolean",
        /// A real number (§2.3.3).
        Decimal = "decimal",
        /// A whole number (§2.3.4).
        Integer = "integer",
        /// An xsd:dateTime (§2.3.5).
        DateTime = "dateTime",
        /// Base64-encoded bytes (§2.3.6).
        Binary = "binary",
        /// A URI of another resource, an external one, or an identifier (§2.3.7).
        Reference = "reference",
        /// A composite of sub-attributes (§2.3.8).
        Complex = "complex",
    }
}

impl AttributeType {
    /// One value of the type, in messages.
    pub(crate) const fn with_article(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Boolean => "a boolean",
            Self::Decimal => "a decimal",
            Self::Integer => "an integer",
            Self::DateTime => "a dateTime",
            Self::Binary => "binary",
            Self::Reference => "a reference",
            Self::Complex => "complex",
        }
    }
}

vocabulary! {
    /// When an attribute's value may be set (RFC 7643 §7).
    Mutability {
        /// The service provider sets it; clients cannot.
        ReadOnly = "readOnly",
        /// Clients may set it at any time.
        ReadWrite = "readWrite",
        /// May be set once, while it has no value.
        Immutable = "immutable",
        /// Clients may set it; it never leaves the server.
        WriteOnly = "writeOnly",
    }
}

vocabulary! {
    /// When an attribute is part of a response (RFC 7643 §7).
    Returned {
        /// In every response, whatever was asked for.
        Always = "always",
        /// In no response.
        Never = "never",
        /// Unless it is excluded, or other attributes were asked for.
        Default = "default",
        /// Only when it was asked for.
        Request = "request",
    }
}

vocabulary! {
    /// How far a value has to be unique (RFC 7643 §7).
    Uniqueness {
        /// Not at all.
        None = "none",
        /// Within this service provider's resources of one type.
        Server = "server",
        /// Everywhere.
        Global = "global",
    }
}
