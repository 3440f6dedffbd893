//! From steps to a value and to its place.

use crate::value::{Slots, ValueMut, ValueRef, View, ViewMut};

/// The value that many steps away, which has no list on the way.
pub(in crate::patch) fn look<'a>(view: View<'a>, steps: &[u16]) -> ValueRef<'a> {
    match steps {
        [] => ValueRef::Complex(view),
        [only] => view.get(usize::from(*only)),
        [first, rest @ ..] => match view.get(usize::from(*first)) {
            ValueRef::Complex(inner) => look(inner, rest),
            _ => ValueRef::Absent,
        },
    }
}

/// The place that many steps away. What is absent on the way is made.
pub(super) fn descend<'a>(object: &'a mut dyn Slots, steps: &[u16]) -> ValueMut<'a> {
    below(ViewMut::new(object), steps)
}

fn below<'a>(object: ViewMut<'a>, steps: &[u16]) -> ValueMut<'a> {
    match steps {
        [] => ValueMut::Complex(object),
        [only] => object.into_place(usize::from(*only)),
        [first, rest @ ..] => match object.into_place(usize::from(*first)) {
            ValueMut::Complex(inner) => below(inner, rest),
            ValueMut::Option(option) => match option.slot_open() {
                ValueMut::Complex(inner) => below(inner, rest),
                _ => ValueMut::None,
            },
            _ => ValueMut::None,
        },
    }
}
