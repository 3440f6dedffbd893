//! Whether what a field says of its SQL columns fits its attribute, in constants: each check is spanned at the key that it is about.
//!
//! An attribute without a name is none: its path is misspelt, and that was told.

use crate::literal::near;
use crate::maps::{fail, is};
use crate::schema::{AttributeDef, AttributeType, Mutability};

/// `table` is where the values of a list are.
#[track_caller]
pub const fn list(attribute: &AttributeDef) {
    assert!(
        attribute.multi_valued || attribute.name.is_empty(),
        "`table` is where the values of a list are, and this attribute has a single value, which is in a column of the resource's own row; \
         remove the key"
    );
}

/// `column` without a `table` is that of a simple value.
#[track_caller]
pub const fn value(attribute: &AttributeDef) {
    parts(attribute);
    assert!(
        attribute.table.is_none(),
        "a complex attribute is in no column of its own: name those of its sub-attributes in `columns(...)`, or each in its own type"
    );
}

/// `columns(...)` without a `table` are those of a single complex value.
#[track_caller]
pub const fn parts(attribute: &AttributeDef) {
    assert!(
        !attribute.multi_valued,
        "the values of a list are in a table of its own: say in `table` which, and in `column` which of its columns refers to the resource"
    );
}

/// `fold_column` is for texts that compare without regard to case.
#[track_caller]
pub const fn folded(attribute: &AttributeDef) {
    has_case("`fold_column`", attribute);
}

/// `integer` is for texts.
#[track_caller]
pub const fn whole_number(attribute: &AttributeDef) {
    is_text("`integer`", attribute);
}

/// The column of a field of the integer type `ty` holds a number, and SQL has to know where the attribute is text.
#[track_caller]
pub const fn text(attribute: &AttributeDef, ty: &str) {
    if matches!(attribute.attribute_type, AttributeType::String | AttributeType::Reference) {
        fail(&[
            "the attribute is text, and the column of a field of type `",
            ty,
            "` holds a whole number, which databases compare in another way: if the text is its digits, write `integer` beside `column`; \
             if not, show it by an expression, as in `column = \"(CASE ... END)\"`",
        ]);
    }
}

/// A key of `columns(...)` is a sub-attribute.
#[track_caller]
pub const fn part(attribute: &'static AttributeDef, key: &str) {
    if attribute.name.is_empty() || sub(attribute, key).is_some() {
        return;
    }
    let Some(table) = attribute.table else {
        assert!(
            attribute.multi_valued,
            "`columns(...)` names the columns of sub-attributes, and this attribute has none; write `column = \"...\"`"
        );
        panic!(
            "the values of this list are simple: their column is that of `value`, as in `columns(value = \"...\")`"
        )
    };
    let meant = near(table, key);
    let advice = if meant.is_empty() { ["", "", ""] } else { ["; did you mean `", plain(meant), "`?"] };
    fail(&["`", attribute.name, "` has no sub-attribute `", key, "`", advice[0], advice[1], advice[2]]);
}

/// A column that is named twice is never written: that of a list that others keep.
#[track_caller]
pub const fn shown(attribute: &AttributeDef) {
    assert!(
        attribute.name.is_empty()
            || (attribute.multi_valued && matches!(attribute.mutability, Mutability::ReadOnly)),
        "the column is named already, and holds one value; to show it twice, make it an expression here, which is only read"
    );
}

/// A key of `fold_columns(...)` is a text that compares without regard to case.
#[track_caller]
pub const fn folded_part(attribute: &'static AttributeDef, key: &str) {
    if let Some(part) = sub(attribute, key) {
        has_case("`fold_columns`", part);
    }
}

/// A key of `integer(...)` is a text.
#[track_caller]
pub const fn whole_part(attribute: &'static AttributeDef, key: &str) {
    if let Some(part) = sub(attribute, key) {
        is_text("`integer`", part);
    }
}

/// The sub-attribute that a key means; of a list of simple values each is called `value`.
const fn sub(attribute: &'static AttributeDef, key: &str) -> Option<&'static AttributeDef> {
    let Some(table) = attribute.table else {
        return if attribute.multi_valued && is(key, "value") { Some(attribute) } else { None };
    };
    let mut i = 0;
    while i < table.attributes.len() {
        if is(key, plain(table.attributes[i].name)) {
            return Some(&table.attributes[i]);
        }
        i += 1;
    }
    None
}

/// A name without the dollar sign of `$ref`, which no key of an attribute in Rust has.
const fn plain(name: &str) -> &str {
    match name.as_bytes() {
        [b'$', ..] => name.split_at(1).1,
        _ => name,
    }
}

#[track_caller]
const fn has_case(key: &str, attribute: &AttributeDef) {
    is_text(key, attribute);
    if attribute.case_exact {
        let name = attribute.name;
        fail(&[
            key,
            " is for what compares without regard to case, and `",
            name,
            "` is `caseExact`; remove it",
        ]);
    }
}

#[track_caller]
const fn is_text(key: &str, attribute: &AttributeDef) {
    if !attribute.name.is_empty()
        && !matches!(attribute.attribute_type, AttributeType::String | AttributeType::Reference)
    {
        let what = attribute.attribute_type.as_str();
        fail(&[key, " is for text, and `", attribute.name, "` is of type ", what, "; remove it"]);
    }
}
