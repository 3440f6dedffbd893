//! Paths that need no grammar, and what a filter in a path describes.

use scim_grammar::{AttrPath, Filter, LiteralValue, Number, Operator, Parsed, Path as Syntax, Test};

use crate::path::{BoundPath, Steps};
use crate::schema::{AttributeType, Needle, Role, Table};
use crate::value::{Literal, Record, Value};

/// The position of an attribute by its plain name.
pub(super) fn attribute(table: &Table, name: &str) -> Option<u16> {
    let bytes = name.as_bytes();
    let index = Needle::new(bytes).find(bytes, table.keys, table.attributes, 0)?;
    // The name of an extension is a URN, which a tolerance allows as a path.
    u16::try_from(index).ok().filter(|_| table.attributes[index].role != Role::Extension)
}

/// What a path means that is nothing but names in the canonical form: an attribute, perhaps behind the URN of its schema, and a
/// sub-attribute. Also tells whether there is a URN. Everything else is for the grammar to take apart.
pub(super) fn named(table: &'static Table, text: &str) -> Option<(Steps, bool)> {
    if let Some(index) = attribute(table, text) {
        return Some((Steps::NONE.then(index), false));
    }
    let own = |table: &'static Table, steps: Steps, text: &str| {
        let (name, sub) = text.split_once('.').map_or((text, None), |(name, sub)| (name, Some(sub)));
        let index = attribute(table, name)?;
        let steps = steps.then(index);
        match sub {
            None => Some(steps),
            Some(sub) => Some(steps.then(attribute(table.attributes[usize::from(index)].table?, sub)?)),
        }
    };
    if !text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("urn:")) {
        return own(table, Steps::NONE, text).map(|steps| (steps, false));
    }
    let behind = |urn: &str| {
        let (head, rest) = text.split_at_checked(urn.len())?;
        if head.eq_ignore_ascii_case(urn) { rest.strip_prefix(':') } else { None }
    };
    if let Some(rest) = table.schema.and_then(|schema| behind(schema.id)) {
        return own(table, Steps::NONE, rest).map(|steps| (steps, true));
    }
    let mut extensions =
        (0..).zip(table.attributes).filter(|(_, attribute)| attribute.role == Role::Extension);
    extensions.find_map(|(index, extension)| {
        let rest = behind(extension.name)?;
        Some((own(extension.table?, Steps::NONE.then(index), rest)?, true))
    })
}

/// The element that a filter describes, where it is made of nothing but `eq` and `and`.
pub(super) fn describe(
    parsed: &Parsed<Syntax<'_>>,
    bound: &BoundPath,
    table: &'static Table,
) -> Option<Record> {
    let Syntax::Value { value_path, .. } = &parsed.tree else { return None };
    let mut record = Record::new(bound.attribute(table)?.table?);
    describe_in(&value_path.filter, &mut record).then_some(record)
}

fn describe_in(filter: &Filter<'_>, record: &mut Record) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| describe_in(part, record)),
        Filter::Attr(test) => {
            let (AttrPath::Plain(attr), Test::Compare { operator: Operator::Eq, literal, .. }) =
                (&test.path, &test.test)
            else {
                return false;
            };
            let Some(index) = attribute(record.table(), attr.name.text) else { return false };
            let literal = match &literal.value {
                LiteralValue::String(text) => Literal::Str(text),
                LiteralValue::Boolean(value) => Literal::Bool(*value),
                LiteralValue::Number(Number::Integer(number)) => Literal::Int(*number),
                LiteralValue::Number(Number::Float(number)) => Literal::Decimal(*number),
                LiteralValue::Null => return false,
            };
            // Two values for one attribute describe nothing.
            let Some(field) = record.open(index).filter(|field| attr.sub.is_none() && field.is_null()) else {
                return false;
            };
            if let (Literal::Str(word), AttributeType::Boolean) = (literal, field.attribute.attribute_type) {
                field.value = Value::Bool(word.eq_ignore_ascii_case("true"));
                return true;
            }
            match field.attribute.scalar.value(literal) {
                Ok(value) if !field.attribute.multi_valued => field.value = value,
                _ => return false,
            }
            true
        }
        Filter::Or(_) | Filter::Not(_) | Filter::Value(_) => false,
    }
}
