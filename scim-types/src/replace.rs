//! PUT onto a stored resource (RFC 7644 §3.5.1).

use crate::error::ScimError;
use crate::filter::same_text;
use crate::path::join;
use crate::schema::{AttributeDef, Mutability, Returned, Role, Table};
use crate::traits::ScimResource;
use crate::value::{
    Elements, List, ListMut, Value, ValueError, ValueMut, ValueRef, View, ViewMut, assign, is_unassigned,
};

/// Puts `incoming`, the resource of a PUT request, onto `stored`; true if that changed something.
///
/// What `incoming` leaves out is cleared, but for what a client cannot send: readOnly attributes, `id` and `meta` among them, and
/// `returned = "never"` attributes that are left out, such as a password, keep what is stored. That holds in extensions, in complex
/// attributes, and in values of a multi-valued attribute that are still there, which is told by their `value` (and `type`). Fields that are no
/// attributes (`#[scim(skip)]`) are not touched, but for those of values of a multi-valued attribute that changed.
///
/// # Errors
///
/// 400 mutability when an immutable attribute that has a value is given another; `stored` is then unchanged.
pub fn replace<T: ScimResource>(stored: &mut T, incoming: &T) -> Result<bool, ScimError> {
    let incoming = View::new(incoming);
    check(View::new(stored), Some(incoming), "")?;
    put(&mut ViewMut::new(stored), Some(incoming))
        .map_err(|e| ScimError::new(500, format!("two values of one type differ in type: {e}")))
}

/// Whether a client that sends nothing for this attribute means nothing by it.
fn is_out_of_reach(attribute: &AttributeDef, new: ValueRef<'_>) -> bool {
    attribute.mutability == Mutability::ReadOnly
        || attribute.returned == Returned::Never && is_unassigned(new)
}

/// The value of attribute `index` of an object that may not be there.
fn slot_of(object: Option<View<'_>>, index: usize) -> ValueRef<'_> {
    object.map_or(ValueRef::Absent, |object| object.get(index))
}

/// A complex value.
fn object_of(value: ValueRef<'_>) -> Option<View<'_>> {
    match value {
        ValueRef::Complex(view) => Some(view),
        _ => None,
    }
}

/// Immutable attributes that have a value keep it.
fn check(stored: View<'_>, incoming: Option<View<'_>>, path: &str) -> Result<(), ScimError> {
    for (index, attribute) in stored.table.attributes.iter().enumerate() {
        let (old, new) = (stored.get(index), slot_of(incoming, index));
        if is_out_of_reach(attribute, new) {
            continue;
        }
        let path = || if path.is_empty() { attribute.name.to_owned() } else { join(path, attribute.name) };
        if attribute.mutability == Mutability::Immutable && !is_unassigned(old) {
            let same = match (old, new) {
                (ValueRef::Str(old), ValueRef::Str(new)) if !attribute.case_exact => same_text(old, new),
                _ => same(attribute, old, new),
            };
            if !same {
                return Err(ScimError::mutability(format!(
                    "`{}` is immutable and has a value already; send the same value",
                    path()
                )));
            }
        }
        if let Some(old) = object_of(old).filter(|_| !attribute.multi_valued) {
            check(old, object_of(new), &path())?;
        }
    }
    Ok(())
}

fn put(stored: &mut ViewMut<'_>, incoming: Option<View<'_>>) -> Result<bool, ValueError> {
    let mut changed = false;
    for (index, attribute) in stored.table.attributes.iter().enumerate() {
        let (old, new) = (stored.get(index), slot_of(incoming, index));
        // An immutable attribute that has a value was found to keep it.
        let kept = attribute.mutability == Mutability::Immutable && !is_unassigned(old);
        if kept || is_out_of_reach(attribute, new) || same(attribute, old, new) {
            continue;
        }
        changed = true;
        match (attribute.table, new) {
            (Some(_), _) if let Some(elements) = stored.elements(index) => {
                put_elements(stored, incoming, elements)?;
            }
            (Some(table), ValueRef::List(new)) => put_list(stored.place(index), table, new)?,
            (Some(_), _) if !attribute.multi_valued && goes_within(attribute, old, new) => {
                put_within(stored.place(index), object_of(new))?;
            }
            _ => assign(stored.place(index), new)?,
        }
    }
    Ok(changed)
}

/// Whether a complex value is changed piece by piece. One that is left out goes as a whole, with what only the server sets of it; an
/// extension is no value but a group of attributes, of which the server's own stay.
fn goes_within(attribute: &AttributeDef, old: ValueRef<'_>, new: ValueRef<'_>) -> bool {
    matches!((old, new), (ValueRef::Complex(_), ValueRef::Complex(_)))
        || attribute.role == Role::Extension && matches!(old, ValueRef::Complex(_))
}

fn put_within(place: ValueMut<'_>, new: Option<View<'_>>) -> Result<(), ValueError> {
    match place {
        ValueMut::Complex(mut object) => put(&mut object, new).map(|_| ()),
        ValueMut::Option(option) => {
            let empty = match option.slot_open() {
                ValueMut::Complex(mut object) => {
                    put(&mut object, new)?;
                    is_unassigned(ValueRef::Complex(object.view()))
                }
                _ => return Err(ValueError::Type),
            };
            if empty {
                option.slot_clear();
            }
            Ok(())
        }
        _ => Err(ValueError::Type),
    }
}

/// Replaces the values of a list by `new`; those that were there before keep what a client cannot send.
fn put_list(place: ValueMut<'_>, table: &Table, new: List<'_>) -> Result<(), ValueError> {
    let ValueMut::List(list) = place else { return Err(ValueError::Type) };
    let before = list.slot_count();
    for i in 0..new.slot_count() {
        let value = new.slot_at(i);
        let kept = kept(list, before, table, value);
        let mut place = list.slot_grow();
        if let (ValueMut::Complex(object), false) = (&mut place, kept.is_empty()) {
            for (index, old) in kept {
                old.put(object.place(index))?;
            }
            let filled = object_of(value);
            for (index, attribute) in table.attributes.iter().enumerate() {
                let value = slot_of(filled, index);
                if !is_out_of_reach(attribute, value) {
                    assign(object.place(index), value)?;
                }
            }
        } else {
            assign(place, value)?;
        }
    }
    list.slot_drop_front(before);
    Ok(())
}

/// Gives the fields that are elements what those of `incoming` are.
fn put_elements(
    stored: &mut ViewMut<'_>,
    incoming: Option<View<'_>>,
    elements: &Elements,
) -> Result<(), ValueError> {
    elements.fields().try_for_each(|(slot, attribute)| {
        let new = incoming.map_or(ValueRef::Absent, |incoming| incoming.field(slot));
        if is_out_of_reach(attribute, new) { Ok(()) } else { assign(stored.field_mut(slot), new) }
    })
}

/// What stays of the value among the first `count` that is the same one as `new`.
fn kept(list: &dyn ListMut, count: usize, table: &Table, new: ValueRef<'_>) -> Vec<(usize, Value)> {
    let out_of_reach = |attribute: &AttributeDef| {
        attribute.mutability == Mutability::ReadOnly || attribute.returned == Returned::Never
    };
    if !table.attributes.iter().any(out_of_reach) {
        return Vec::new();
    }
    let Some(new) = object_of(new) else { return Vec::new() };
    let twin = |old: &View<'_>| {
        ["value", "type"].iter().all(|name| {
            let index = table.attributes.iter().position(|a| a.name == *name);
            index.is_none_or(|i| {
                is_out_of_reach(&table.attributes[i], new.get(i))
                    || same(&table.attributes[i], old.get(i), new.get(i))
            })
        })
    };
    let Some(old) = (0..count).filter_map(|i| object_of(list.slot_at(i))).find(twin) else {
        return Vec::new();
    };
    (table.attributes.iter().enumerate())
        .filter(|(_, attribute)| out_of_reach(attribute))
        .map(|(index, _)| (index, Value::simple(old.get(index))))
        .filter(|(_, value)| !matches!(value, Value::Null))
        .collect()
}

/// Whether putting `new` in the place of `old` changes nothing: all ways to have no value are one, and what a client cannot send does not
/// count.
fn same(attribute: &AttributeDef, old: ValueRef<'_>, new: ValueRef<'_>) -> bool {
    match (old, new) {
        (ValueRef::Str(a), ValueRef::Str(b)) => a == b,
        (ValueRef::Text(a), ValueRef::Text(b)) => a.to_string() == b.to_string(),
        (ValueRef::Bool(a), ValueRef::Bool(b)) => a == b,
        (ValueRef::Int(a), ValueRef::Int(b)) => a == b,
        (ValueRef::Decimal(a), ValueRef::Decimal(b)) => a.to_bits() == b.to_bits(),
        (ValueRef::Date(a), ValueRef::Date(b)) => a == b,
        (ValueRef::List(a), ValueRef::List(b)) => {
            a.slot_count() == b.slot_count()
                && (0..a.slot_count()).all(|i| same(attribute, a.slot_at(i), b.slot_at(i)))
        }
        (ValueRef::Complex(_) | ValueRef::Absent, ValueRef::Complex(_) | ValueRef::Absent) => {
            let (old, new) = (object_of(old), object_of(new));
            let attributes = attribute.table.map_or(&[][..], |table| table.attributes);
            attributes.iter().enumerate().all(|(index, attribute)| {
                let (old, new) = (slot_of(old, index), slot_of(new, index));
                is_out_of_reach(attribute, new) || same(attribute, old, new)
            })
        }
        (a, b) => is_unassigned(a) && is_unassigned(b),
    }
}
