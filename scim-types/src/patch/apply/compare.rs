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

/// What the service writes of a resource, or of a value of it, when it answers, and the store need not know.
#[derive(Clone, Copy)]
pub(super) struct Told<'v> {
    /// The id that URLs end in.
    pub(super) id: ValueRef<'v>,
    /// What `meta.resourceType` says, for `meta`.
    pub(super) resource_type: Option<&'static str>,
}

impl Told<'_> {
    /// Whether this is what it writes for the attribute of this name.
    fn says(&self, name: &str, text: &str) -> bool {
        match (name, self.resource_type) {
            ("resourceType", Some(resource_type)) => text == resource_type,
            ("location", Some(_)) | ("$ref", None) => self.id.as_str().is_some_and(|id| is_url_of(text, id)),
            _ => false,
        }
    }
}

/// Whether a URL ends in an id; of one that URLs write otherwise, it is not known.
fn is_url_of(url: &str, id: &str) -> bool {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    !is_plain || url.rsplit('/').next() == Some(id)
}

/// Whether what is given is what is there, as far as it goes, or what the service tells if the store does not know it.
pub(super) fn repeats(current: ValueRef<'_>, given: &Field, told: Option<Told<'_>>) -> bool {
    match (&given.value, current) {
        _ if given.is_null() => is_unassigned(current),
        (Value::Text(text), ValueRef::Absent) => {
            told.is_some_and(|told| told.says(given.attribute.name, text))
        }
        (Value::Complex(record), ValueRef::Complex(view)) => {
            let value = view.table.value.map(|value| view.get(usize::from(value)));
            let told = told.map(|told| Told { id: value.unwrap_or(told.id), ..told });
            let mut fields = record.fields().iter();
            fields.all(|(index, field)| repeats(view.get(usize::from(*index)), field, told))
        }
        (Value::List(values), ValueRef::List(list)) => {
            let count = list.slot_count();
            let is_at = |i: usize, item: &Field| repeats(list.slot_at(i), item, told);
            let items = values.items();
            // In order, as most send it; if not, each is there, and each that is there is given.
            items.len() == count
                && (items.iter().enumerate().all(|(i, item)| is_at(i, item))
                    || items.iter().all(|item| (0..count).any(|i| is_at(i, item)))
                        && (0..count).all(|i| items.iter().any(|item| is_at(i, item))))
        }
        (value, current) => equals(given.attribute, current, value.as_ref()),
    }
}
