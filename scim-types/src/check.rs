//! Checks that only the compiler's types can answer, called from named constants in generated code.
//!
//! Each is spanned at the key it is about, and `#[track_caller]` puts the panic there, so that the message stands under
//! the user's own code.

use crate::schema::AttributeType;
use crate::value::Attribute;

/// `required` is for values that have to be there: an `Option` says the opposite.
#[track_caller]
pub const fn required<F: Attribute>() {
    assert!(
        !F::OPTIONAL || F::MULTI_VALUED,
        "`required` contradicts `Option`: write the type without it, or drop `required`"
    );
}

/// `canonical(...)` is for strings and references (RFC 7643 §7).
#[track_caller]
pub const fn canonical<F: Attribute>() {
    assert!(
        matches!(F::TYPE, AttributeType::String | AttributeType::Reference),
        "`canonical(...)` lists suggested strings, but this attribute's type is not a string (RFC 7643 §7)"
    );
}

/// `case_exact` is for values that are text.
#[track_caller]
pub const fn case_exact<F: Attribute>() {
    assert!(
        matches!(F::TYPE, AttributeType::String | AttributeType::Reference | AttributeType::Binary),
        "`case_exact` says how strings compare, but this attribute's type is not a string (RFC 7643 §2.2)"
    );
}

/// `uniqueness` is for values that can be told apart: not complex ones (erratum 6004), nor booleans.
#[track_caller]
pub const fn uniqueness<F: Attribute>() {
    assert!(
        !matches!(F::TYPE, AttributeType::Complex),
        "a complex attribute has no uniqueness (RFC 7643 §7, erratum 6004); put it on the sub-attribute that is unique"
    );
    assert!(!matches!(F::TYPE, AttributeType::Boolean), "a boolean attribute cannot be unique: it has two values");
}

/// `reference(...)` makes a string a reference (RFC 7643 §2.3.7).
#[track_caller]
pub const fn reference<F: Attribute>() {
    assert!(
        matches!(F::TYPE, AttributeType::String | AttributeType::Reference),
        "`reference(...)` makes a string a reference, but this attribute's type is not a string (RFC 7643 §2.3.7)"
    );
}

/// `id` and `externalId` are strings (RFC 7643 §3.1).
#[track_caller]
pub const fn identifier<F: Attribute>() {
    assert!(
        matches!(F::TYPE, AttributeType::String) && !F::MULTI_VALUED,
        "`id` and `externalId` are single strings (RFC 7643 §3.1); derive `ScimValue` for a newtype, or use `#[scim(with = ...)]`"
    );
}

/// An extension's URN differs from the resource's and from those of the extensions before it (RFC 7643 §3.3).
#[track_caller]
pub const fn distinct(urn: &str, earlier: &[&str]) {
    let mut i = 0;
    while i < earlier.len() {
        assert!(
            !urn.as_bytes().eq_ignore_ascii_case(earlier[i].as_bytes()),
            "two schemas of this resource have the same URN; each extension needs one of its own (RFC 7643 §3.3)"
        );
        i += 1;
    }
}
