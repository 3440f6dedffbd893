//! Whether a value that is given is the one that is there.

use super::{Outcome, immutable};
use crate::filter::same_text;
use crate::schema::{AttributeDef, AttributeType, Mutability};
use crate::value::{Field, Value, ValueRef, is_unassigned, same};

/// Whether an immutable attribute that has a value keeps it, since `new` is the same to the attribute.
pub(super) fn keeps(attribute: &AttributeDef, current: ValueRef<'_>, new: ValueRef<'_>) -> Outcome<bool> {
    if attribute.mutability != Mutability::Immutable || is_unassigned(current) {
        return Ok(false);
    }
    if equals(attribute, current, new) { Ok(true) } else { Err(immutable(attribute)) }
}

/// Whether two values of an attribute are the same to it: letter case counts only where it is `caseExact`.
pub(super) fn equals(attribute: &AttributeDef, a: ValueRef<'_>, b: ValueRef<'_>) -> bool {
    match (a, b) {
        (ValueRef::Str(a), ValueRef::Str(b))
            if !attribute.case_exact && attribute.attribute_type != AttributeType::Binary =>
        {
            a == b || same_text(a, b)
        }
        (a, b) => same(a, b),
    }
}

/// Whether what is given is what is there, as far as it goes. Of `meta`, the store need not know `resourceType` and
/// `location`, which are the service's to write.
pub(super) fn repeats(current: ValueRef<'_>, given: &Field, is_meta: bool) -> bool {
    match (&given.value, current) {
        _ if given.is_null() => is_unassigned(current),
        (Value::Complex(record), ValueRef::Complex(view)) => record.fields().iter().all(|(index, field)| {
            let current = view.get(usize::from(*index));
            let is_service = is_meta && matches!(field.attribute.name, "resourceType" | "location");
            repeats(current, field, false) || (is_service && is_unassigned(current))
        }),
        (Value::List(values), ValueRef::List(list)) => {
            let count = list.slot_count();
            let has = |item: &Field| (0..count).any(|i| repeats(list.slot_at(i), item, false));
            let items = values.items();
            // In order, as most send it; if not, each is there, and each that is there is given.
            items.len() == count
                && (items.iter().enumerate().all(|(i, item)| repeats(list.slot_at(i), item, false))
                    || items.iter().all(has)
                        && (0..count).all(|i| items.iter().any(|item| repeats(list.slot_at(i), item, false))))
        }
        (value, current) => equals(given.attribute, current, value.as_ref()),
    }
}
