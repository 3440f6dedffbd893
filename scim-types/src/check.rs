//! Checks that only the compiler's types can answer, called from named constants in generated code.
//!
//! Each is spanned at the key it is about, and `#[track_caller]` puts the panic there, so that the message stands under
//! the user's own code.

use crate::schema::{AttributeDef, AttributeType, SchemaDef};

/// `required` is for values that have to be there: an `Option` says the opposite.
#[track_caller]
pub const fn required(of_type: &AttributeDef) {
    assert!(
        of_type.required || of_type.multi_valued,
        "`required` contradicts `Option`: write the type without it, or drop `required`"
    );
}

/// `canonical(...)` is for strings and references (RFC 7643 §7).
#[track_caller]
pub const fn canonical(of_type: &AttributeDef) {
    assert!(
        matches!(of_type.attribute_type, AttributeType::String | AttributeType::Reference),
        "`canonical(...)` lists suggested strings, but this attribute is not a string (RFC 7643 §7)"
    );
}

/// `case_exact` is for values that are text.
#[track_caller]
pub const fn case_exact(of_type: &AttributeDef) {
    assert!(
        matches!(
            of_type.attribute_type,
            AttributeType::String | AttributeType::Reference | AttributeType::Binary
        ),
        "`case_exact` says how strings compare, but this attribute is not a string (RFC 7643 §2.2)"
    );
}

/// `uniqueness` is for values that can be told apart: not complex ones (erratum 6004), nor booleans.
#[track_caller]
pub const fn uniqueness(of_type: &AttributeDef) {
    assert!(
        !matches!(of_type.attribute_type, AttributeType::Complex),
        "a complex attribute has no uniqueness (RFC 7643 §7, erratum 6004); put it on the sub-attribute that is unique"
    );
    assert!(
        !matches!(of_type.attribute_type, AttributeType::Boolean),
        "a boolean attribute cannot be unique: it has two values"
    );
}

/// `reference(...)` makes a string a reference (RFC 7643 §2.3.7).
#[track_caller]
pub const fn reference(of_type: &AttributeDef) {
    assert!(
        matches!(of_type.attribute_type, AttributeType::String | AttributeType::Reference),
        "`reference(...)` makes a string a reference, but this attribute is not a string (RFC 7643 §2.3.7)"
    );
}

/// `id` and `externalId` are strings (RFC 7643 §3.1).
#[track_caller]
pub const fn identifier(of_type: &AttributeDef) {
    assert!(
        matches!(of_type.attribute_type, AttributeType::String) && !of_type.multi_valued,
        "`id` and `externalId` are single strings (RFC 7643 §3.1); derive `ScimValue` for a newtype of one, or convert the \
         field to one with `#[scim(with = ...)]`"
    );
}

/// The URNs of schema `index`, retired ones included, differ from those before it: each extension has one of its own (RFC 7643
/// §3.3).
#[track_caller]
pub const fn distinct(schemas: &[&SchemaDef], index: usize) {
    let mut earlier = 0;
    while earlier < index {
        assert!(
            !share_a_urn(schemas[index], schemas[earlier]),
            "two schemas of this resource have the same URN; each extension needs one of its own (RFC 7643 §3.3)"
        );
        earlier += 1;
    }
}

const fn share_a_urn(a: &SchemaDef, b: &SchemaDef) -> bool {
    let mut i = 0;
    while i <= a.aliases.len() {
        let mut j = 0;
        while j <= b.aliases.len() {
            if urn(a, i).as_bytes().eq_ignore_ascii_case(urn(b, j).as_bytes()) {
                return true;
            }
            j += 1;
        }
        i += 1;
    }
    false
}

/// The schema's URN, then its aliases.
const fn urn(schema: &SchemaDef, index: usize) -> &'static str {
    if index == 0 { schema.id } else { schema.aliases[index - 1] }
}
