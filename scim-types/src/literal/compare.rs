//! Whether an attribute's type has an operator, and a literal is one of its values, in constants.

use super::form::{is_base64, is_date_time};
use super::{Ask, Message, Operator, Source, What};
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

/// Why an attribute does not compare so.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mismatch {
    /// `null` has no such operator.
    Null,
    /// Only its sub-attributes compare.
    Complex(&'static AttributeDef),
    /// Its type does not have the operator.
    Operator(&'static AttributeDef),
    /// The literal is no value of its type; the text is what to write.
    Value(&'static AttributeDef, &'static str),
}

/// What is wrong with the comparison of `attribute` with a literal.
pub(super) const fn mismatch(
    attribute: &'static AttributeDef,
    operator: Operator,
    literal: Lit,
) -> Option<Mismatch> {
    let is_whole = matches!(operator, Operator::Eq | Operator::Ne);
    if matches!(literal, Lit::Null) {
        return if is_whole { None } else { Some(Mismatch::Null) };
    }
    let of = attribute.attribute_type;
    if matches!(of, AttributeType::Complex) {
        return Some(Mismatch::Complex(attribute));
    }
    if !has_operator(of, operator) {
        return Some(Mismatch::Operator(attribute));
    }
    match not_a_value(of, literal, is_whole) {
        Some(write) => Some(Mismatch::Value(attribute, write)),
        None => None,
    }
}

/// Stops with the message.
#[track_caller]
pub(super) const fn fail(source: &Source, ask: &Ask, mismatch: &Mismatch) -> ! {
    let What::Compare(operator, operator_at, _, at, len) = ask.what else { unreachable!() };
    match mismatch {
        Mismatch::Null => Message::about(source, &["null compares with eq and ne alone"]).at(operator_at, 2),
        Mismatch::Complex(attribute) => {
            let message = Message::about(
                source,
                &["`", attribute.name, "` is complex; compare one of its sub-attributes"],
            );
            let has_value = matches!(attribute.table, Some(table) if table.value.is_some());
            let message = if has_value { message.help(&["write `", ask.path, ".value`"]) } else { message };
            message.at(ask.at, ask.path.len())
        }
        Mismatch::Operator(attribute) => {
            let (name, what) = (attribute.name, attribute.attribute_type.as_str());
            Message::about(
                source,
                &[
                    "`",
                    operator.as_str(),
                    "` does not compare ",
                    what,
                    " values, and `",
                    name,
                    "` is ",
                    attribute.attribute_type.with_article(),
                ],
            )
            .help(&["it has ", operators(attribute.attribute_type), " and pr"])
            .at(operator_at, 2)
        }
        Mismatch::Value(attribute, write) => {
            let what = attribute.attribute_type.with_article();
            Message::about(source, &["not a value of `", attribute.name, "`, which is ", what])
                .help(&["write ", write])
                .at(at, len)
        }
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

/// Whether a type has an operator.
const fn has_operator(of: AttributeType, operator: Operator) -> bool {
    match operator {
        Operator::Eq | Operator::Ne => true,
        Operator::Co | Operator::Sw | Operator::Ew => matches!(
            of,
            AttributeType::String | AttributeType::Reference | AttributeType::Binary | AttributeType::Complex
        ),
        Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => {
            !matches!(of, AttributeType::Boolean | AttributeType::Binary)
        }
    }
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
