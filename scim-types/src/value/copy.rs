//! Moving values between two structs through their slots.

use super::{Literal, Value, ValueError, ValueMut, ValueRef};

/// Whether a value is one of the ways to have none: absent, an empty list, or a complex value with
/// nothing assigned in it (RFC 7643 §2.5).
#[doc(hidden)]
pub fn is_unassigned(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Absent => true,
        ValueRef::List(list) => list.slot_count() == 0,
        ValueRef::Complex(view) => (0..view.table.attributes.len()).all(|i| is_unassigned(view.get(i))),
        _ => false,
    }
}

/// Makes the value at `place` equal to `value`.
///
/// # Errors
///
/// [`ValueError`] when the two are not of one attribute's type.
#[doc(hidden)]
pub fn assign(place: ValueMut<'_>, value: ValueRef<'_>) -> Result<(), ValueError> {
    let literal = match value {
        ValueRef::Absent => {
            clear(place);
            return Ok(());
        }
        ValueRef::List(from) => {
            let ValueMut::List(to) = place else { return Err(ValueError::Type) };
            to.slot_truncate(0);
            return (0..from.slot_count()).try_for_each(|i| assign(to.slot_grow(), from.slot_at(i)));
        }
        ValueRef::Complex(view) => {
            return match place {
                ValueMut::Option(option) => assign(option.slot_open(), value),
                ValueMut::Complex(mut object) => {
                    (0..view.table.attributes.len()).try_for_each(|i| assign(object.place(i), view.get(i)))
                }
                _ => Err(ValueError::Type),
            };
        }
        ValueRef::Text(text) => return set(place, Literal::Str(&text.to_string())),
        ValueRef::Str(text) => Literal::Str(text),
        ValueRef::Bool(value) => Literal::Bool(value),
        ValueRef::Int(value) => Literal::Int(value),
        ValueRef::Decimal(value) => Literal::Decimal(value),
        ValueRef::Date(value) => Literal::Date(value),
    };
    set(place, literal)
}

/// Takes a literal as the value of a simple attribute.
pub(crate) fn set(place: ValueMut<'_>, literal: Literal<'_>) -> Result<(), ValueError> {
    match (place, literal) {
        (ValueMut::Str(text), Literal::Str(value)) => value.clone_into(text),
        (ValueMut::OptStr(text), Literal::Str(value)) => *text = Some(value.to_owned()),
        (ValueMut::OwnText(text), Literal::Str(value)) => *text = Value::Text(value.to_owned()),
        (ValueMut::Bool(flag), Literal::Bool(value)) => *flag = value,
        (ValueMut::Scalar(scalar), literal) => return scalar.slot_set(literal),
        (ValueMut::Converted(field, conversion), literal) => return conversion.slot_set(field, literal),
        (ValueMut::Option(option), literal) => {
            let result = set(option.slot_open(), literal);
            if result.is_err() {
                option.slot_clear();
            }
            return result;
        }
        _ => return Err(ValueError::Type),
    }
    Ok(())
}

/// Takes the value away, where the place can be without one; the others keep what they hold.
pub(crate) fn clear(place: ValueMut<'_>) {
    match place {
        ValueMut::OptStr(text) => *text = None,
        ValueMut::OwnText(text) => *text = Value::Null,
        ValueMut::Option(option) => option.slot_clear(),
        ValueMut::List(list) => list.slot_truncate(0),
        ValueMut::Converted(field, conversion) => conversion.slot_clear(field),
        ValueMut::Complex(mut object) => {
            for index in 0..object.table.attributes.len() {
                clear(object.place(index));
            }
        }
        ValueMut::Str(text) => text.clear(),
        ValueMut::None | ValueMut::Bool(_) | ValueMut::Scalar(_) | ValueMut::Elements(_) => {}
    }
}

/// Whether two values of one attribute are the same, letter by letter. All ways to have no value are one (RFC 7643 §2.5).
pub(crate) fn same(a: ValueRef<'_>, b: ValueRef<'_>) -> bool {
    match (a, b) {
        (ValueRef::Str(a), ValueRef::Str(b)) => a == b,
        (ValueRef::Text(a), ValueRef::Text(b)) => a.to_string() == b.to_string(),
        (ValueRef::Text(a), ValueRef::Str(b)) | (ValueRef::Str(b), ValueRef::Text(a)) => a.to_string() == b,
        (ValueRef::Bool(a), ValueRef::Bool(b)) => a == b,
        (ValueRef::Int(a), ValueRef::Int(b)) => a == b,
        (ValueRef::Decimal(a), ValueRef::Decimal(b)) => a.to_bits() == b.to_bits(),
        (ValueRef::Date(a), ValueRef::Date(b)) => a == b,
        (ValueRef::List(a), ValueRef::List(b)) => {
            a.slot_count() == b.slot_count() && (0..a.slot_count()).all(|i| same(a.slot_at(i), b.slot_at(i)))
        }
        (ValueRef::Complex(a), ValueRef::Complex(b)) => {
            (0..a.table.attributes.len()).all(|i| same(a.get(i), b.get(i)))
        }
        (a, b) => is_unassigned(a) && is_unassigned(b),
    }
}
