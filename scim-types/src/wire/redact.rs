//! `Debug` without secrets.

use std::fmt;

use crate::schema::{AttributeDef, Returned};
use crate::value::{ValueRef, View, is_unassigned};

/// Formats what is assigned, with `[redacted]` for what is never returned.
pub(crate) fn debug(view: View<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(view.table.schema.map_or("", |schema| schema.name));
    for (index, attribute) in view.table.attributes.iter().enumerate() {
        let value = view.get(index);
        let is_absent = match value {
            ValueRef::Absent => true,
            // There may be a place with nothing in it.
            ValueRef::Complex(_) => is_unassigned(value),
            ValueRef::List(list) => list.slot_count() == 0,
            _ => false,
        };
        if !is_absent {
            out.field(attribute.name, &Redacted { value, attribute });
        }
    }
    out.finish()
}

struct Redacted<'a> {
    value: ValueRef<'a>,
    attribute: &'static AttributeDef,
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.attribute.returned == Returned::Never {
            return f.write_str("[redacted]");
        }
        match self.value {
            ValueRef::Absent => f.write_str("absent"),
            ValueRef::Str(text) => text.fmt(f),
            ValueRef::Text(text) => text.to_string().fmt(f),
            ValueRef::Bool(value) => value.fmt(f),
            ValueRef::Int(value) => value.fmt(f),
            ValueRef::Decimal(value) => value.fmt(f),
            ValueRef::Date(value) => fmt::Display::fmt(&value, f),
            ValueRef::Complex(view) => debug(view, f),
            ValueRef::List(list) => {
                let value = |value| Redacted { value, attribute: self.attribute };
                f.debug_list().entries(list.iter().map(value)).finish()
            }
        }
    }
}
