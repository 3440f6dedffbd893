//! Whether an attribute's type has an operator, and a literal is one of its values, in constants.

use super::form::{is_base64, is_date_time};
use super::{Ask, Message, Operator, Source, is_complex};
use crate::schema::{AttributeDef, AttributeType};

/// A literal of a filter.
#[derive(Debug, Clone, Copy)]
pub enum Lit {
    /// A string.
    Str(&'static str),
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// `null`.
    Null,
}

/// Stops with a message unless `attribute` compares so: an operator and where it stands, a literal with its place and length.
#[track_caller]
pub(super) const fn check(
    source: &Source,
    ask: &Ask,
    attribute: &'static AttributeDef,
    (operator, operator_at): (Operator, usize),
    (literal, at, len): (Lit, usize, usize),
) {
    let name = attribute.name;
    if matches!(literal, Lit::Null) {
        if !matches!(operator, Operator::Eq | Operator::Ne) {
            Message::about(source, &["null compares with eq and ne alone"]).at(operator_at, 2);
        }
        return;
    }
    if is_complex(attribute) {
        let message = Message::about(source, &["`", name, "` is complex; compare one of its sub-attributes"]);
        let has_value = matches!(attribute.table, Some(table) if table.value.is_some());
        let message = if has_value { message.help(&["write `", ask.path, ".value`"]) } else { message };
        message.at(ask.at, ask.path.len());
    }
    let what = attribute.attribute_type.as_str();
    let has = operators(attribute.attribute_type);
    if !contains(has, operator.as_str()) {
        Message::about(
            source,
            &["`", operator.as_str(), "` does not compare ", what, " values, and `", name, "` is a ", what],
        )
        .help(&["it has ", has, " and pr"])
        .at(operator_at, 2);
    }
    let is_whole = matches!(operator, Operator::Eq | Operator::Ne);
    if let Some(write) = not_a_value(attribute.attribute_type, literal, is_whole) {
        Message::about(source, &["not a value of `", name, "`, which is a ", what])
            .help(&["write ", write])
            .at(at, len);
    }
}

/// The operators of a type, beside `pr`, as a message lists them.
const fn operators(of: AttributeType) -> &'static str {
    match of {
        AttributeType::Boolean => "eq, ne",
        AttributeType::Integer | AttributeType::Decimal | AttributeType::DateTime => "eq, ne, gt, ge, lt, le",
        AttributeType::Binary => "eq, ne, co, sw, ew",
        AttributeType::String | AttributeType::Reference | AttributeType::Complex => {
            "eq, ne, co, sw, ew, gt, ge, lt, le"
        }
    }
}

/// Whether two letters are in a list of such, which are four bytes apart.
const fn contains(list: &str, word: &str) -> bool {
    let (list, word) = (list.as_bytes(), word.as_bytes());
    let mut i = 0;
    while i + 1 < list.len() {
        if list[i] == word[0] && list[i + 1] == word[1] {
            return true;
        }
        i += 4;
    }
    false
}

/// What to write, where the literal is no value of the type.
const fn not_a_value(of: AttributeType, literal: Lit, is_whole: bool) -> Option<&'static str> {
    match (of, literal) {
        (AttributeType::Boolean, Lit::Bool)
        | (AttributeType::Integer | AttributeType::Decimal, Lit::Number)
        | (AttributeType::String | AttributeType::Reference, Lit::Str(_)) => None,
        (AttributeType::DateTime, Lit::Str(text)) if is_date_time(text) => None,
        (AttributeType::Binary, Lit::Str(text)) if !is_whole || is_base64(text) => None,
        (AttributeType::Boolean, _) => Some("true or false"),
        (AttributeType::Integer | AttributeType::Decimal, _) => Some("a number without quotes"),
        (AttributeType::DateTime, _) => Some("a dateTime such as \"2008-01-23T04:56:22Z\""),
        (AttributeType::Binary, _) => Some("base64 text in double quotes"),
        (AttributeType::String | AttributeType::Reference | AttributeType::Complex, _) => {
            Some("a string in double quotes")
        }
    }
}
