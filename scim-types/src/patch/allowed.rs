//! What a client may not do whatever the resource holds (RFC 7643 §7, RFC 7644 §3.5.2).

use super::bind::Refusal;
use super::operation::Bound;
use crate::error::ScimType;
use crate::schema::{AttributeDef, Mutability, Table};
use crate::value::{Field, Value};

/// Refuses to change what is readOnly, and to take away what is required.
pub(super) fn allowed(bound: &Bound, table: &'static Table) -> Result<(), Refusal> {
    if !bound.is_key
        && let Some(attribute) = bound.attributes(table).find(|a| a.mutability == Mutability::ReadOnly)
    {
        return Err(read_only(attribute));
    }
    if bound.unassigns() && bound.value.as_ref().is_none_or(Field::is_null) {
        let last = bound.attributes(table).last();
        // With a filter, the elements that it selects are removed, and others may stay.
        let is_whole = bound.path.filter.is_none() || bound.path.sub.is_some();
        if let Some(attribute) =
            last.filter(|a| a.required && is_whole && a.mutability != Mutability::ReadOnly)
        {
            return Err(required(attribute));
        }
    }
    bound.value.as_ref().map_or(Ok(()), |field| writable(field, bound.is_key))
}

#[cold]
pub(super) fn read_only(attribute: &AttributeDef) -> Refusal {
    let text = format!("`{}` is readOnly: only the server sets it", attribute.name);
    Refusal::new(ScimType::Mutability, text)
}

#[cold]
pub(super) fn required(attribute: &AttributeDef) -> Refusal {
    Refusal::new(
        ScimType::Mutability,
        format!("`{}` is required and can't be removed; replace it", attribute.name),
    )
}

/// Nothing in the value is readOnly, or nulls what is required. What repeats a readOnly value, applying tells.
fn writable(field: &Field, is_key: bool) -> Result<(), Refusal> {
    match &field.value {
        Value::Complex(record) => record.fields().iter().try_for_each(|(_, field)| {
            let attribute = field.attribute;
            match attribute.mutability {
                Mutability::ReadOnly if field.is_null() || is_key => Ok(()),
                Mutability::ReadOnly => Err(read_only(attribute)),
                _ => writable(field, is_key),
            }
        }),
        Value::List(values) => values.items().iter().try_for_each(|item| writable(item, is_key)),
        _ => Ok(()),
    }
}
