//! PUT onto a stored resource (RFC 7644 §3.5.1).

use crate::error::ScimError;
use crate::schema::{AttributeDef, Mutability, Returned};
use crate::traits::ScimResource;
use crate::value::{Slots, ValueMut, ValueRef, assign, is_unassigned};

/// Puts `incoming`, the resource of a PUT request, onto `stored`; true if that changed something.
///
/// What `incoming` leaves out is cleared. readOnly attributes keep what is stored, `id` and `meta` among them, and so
/// does a `returned = "never"` attribute that is left out: a client cannot read a password, so it cannot send it back.
/// Fields that are no attributes (`#[scim(skip)]`) are not touched.
///
/// # Errors
///
/// 400 mutability when an immutable attribute that has a value is given another; `stored` is then unchanged.
pub fn replace<T: ScimResource>(stored: &mut T, incoming: &T) -> Result<bool, ScimError> {
    check(stored, incoming, "")?;
    put(stored, incoming)
}

/// What becomes of one attribute.
enum Fate<'a> {
    Keep,
    Within(&'a dyn Slots),
    Assign,
}

fn fate<'a>(attribute: &AttributeDef, old: ValueRef<'_>, new: ValueRef<'a>) -> Fate<'a> {
    let hidden = attribute.returned == Returned::Never && is_unassigned(new);
    match (old, new) {
        _ if attribute.mutability == Mutability::ReadOnly || hidden => Fate::Keep,
        (ValueRef::Complex(_), ValueRef::Complex(new)) if !attribute.multi_valued => Fate::Within(new.object),
        _ => Fate::Assign,
    }
}

fn check(stored: &dyn Slots, incoming: &dyn Slots, path: &str) -> Result<(), ScimError> {
    for (index, attribute) in stored.slot_table().attributes.iter().enumerate() {
        let (old, new) = (stored.slot(index), incoming.slot(index));
        let path = || match path {
            "" => attribute.name.to_owned(),
            _ if path.starts_with("urn:") => format!("{path}:{}", attribute.name),
            _ => format!("{path}.{}", attribute.name),
        };
        let set_already = attribute.mutability == Mutability::Immutable && !is_unassigned(old);
        if set_already && !equal(old, new) {
            return Err(ScimError::mutability(format!(
                "`{}` is immutable and has a value already; send the same value",
                path()
            )));
        }
        if let (Fate::Within(new), ValueRef::Complex(old)) = (fate(attribute, old, new), old) {
            check(old.object, new, &path())?;
        }
    }
    Ok(())
}

fn put(stored: &mut dyn Slots, incoming: &dyn Slots) -> Result<bool, ScimError> {
    let mut changed = false;
    for (index, attribute) in stored.slot_table().attributes.iter().enumerate() {
        let (old, new) = (stored.slot(index), incoming.slot(index));
        match fate(attribute, old, new) {
            Fate::Keep => {}
            Fate::Within(new) => {
                let mut place = stored.slot_mut(index);
                if let ValueMut::Option(option) = place {
                    place = option.slot_open();
                }
                if let ValueMut::Complex(object) = place {
                    changed |= put(object, new)?;
                }
            }
            Fate::Assign if equal(old, new) => {}
            Fate::Assign => {
                changed = true;
                assign(stored.slot_mut(index), new)
                    .map_err(|e| ScimError::new(500, format!("`{}`: {e}", attribute.name)))?;
            }
        }
    }
    Ok(changed)
}

/// Whether two values are the same; all ways to have none are.
fn equal(a: ValueRef<'_>, b: ValueRef<'_>) -> bool {
    match (a, b) {
        (ValueRef::Str(a), ValueRef::Str(b)) => a == b,
        (ValueRef::Text(a), ValueRef::Text(b)) => a.to_string() == b.to_string(),
        (ValueRef::Bool(a), ValueRef::Bool(b)) => a == b,
        (ValueRef::Int(a), ValueRef::Int(b)) => a == b,
        (ValueRef::Decimal(a), ValueRef::Decimal(b)) => a.to_bits() == b.to_bits(),
        (ValueRef::Date(a), ValueRef::Date(b)) => a == b,
        (ValueRef::Complex(a), ValueRef::Complex(b)) => {
            (0..a.table.attributes.len()).all(|i| equal(a.get(i), b.get(i)))
        }
        (ValueRef::List(a), ValueRef::List(b)) => {
            a.slot_count() == b.slot_count() && (0..a.slot_count()).all(|i| equal(a.slot_at(i), b.slot_at(i)))
        }
        (a, b) => is_unassigned(a) && is_unassigned(b),
    }
}
