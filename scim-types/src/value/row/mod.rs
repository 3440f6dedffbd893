//! Rows: flat structs whose fields are parts of complex values and elements of multi-valued attributes.
//!
//! The slots of a row are its attributes, in order, and behind them the fields that are parts of one. [`Layout`] tells of each slot
//! whether it is a field, a complex value made of others, or a list of elements made of others. A complex value is a [`View`] of the
//! row itself through a table whose [`Node`]s say where its sub-attributes are; so is an element. The engines that read see no
//! difference to a struct.
//!
//! Those that write do see one: a list of a row cannot grow. The reader takes the values of one as they come, and [`Filling`] finds the
//! fields of each. For PATCH, [`Staged`] stands in front of the row, and has such lists as lists of their own as soon as one of them is
//! touched; at the end they go back into the fields, all or nothing.

mod elements;
mod filling;
mod staged;

pub use elements::Misfit;
pub(crate) use elements::Standing;
#[cfg(feature = "sql")]
pub(crate) use elements::agree;
pub use filling::ElementsMut;
pub(crate) use filling::{Filling, Leaving};
pub(crate) use staged::Staged;

use super::attribute::List;
use super::{Literal, Part, Slots, ValueMut, ValueRef, View, ViewMut};
use crate::schema::{AttributeDef, Column, Table};

/// Where a sub-attribute is.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Node {
    /// In that slot of the row. What is `required` cannot be without a value: then its element is always there.
    Slot { slot: u16, required: bool },
    /// A constant. A `key` tells the element from the others; what is none is only written (`primary`).
    Fixed { value: Literal<'static>, key: bool },
    /// Another element has it; this one does not.
    Gap,
}

impl Node {
    #[inline]
    pub(super) fn value<'a>(&self, row: &'a dyn Slots) -> ValueRef<'a> {
        match self {
            Self::Slot { slot, .. } => row.slot(usize::from(*slot)),
            Self::Fixed { value, .. } => of_literal(*value),
            Self::Gap => ValueRef::Absent,
        }
    }

    #[inline]
    pub(super) fn place<'a>(&self, row: &'a mut dyn Slots) -> ValueMut<'a> {
        match self {
            Self::Slot { slot, .. } => row.slot_mut(usize::from(*slot)),
            Self::Fixed { .. } | Self::Gap => ValueMut::None,
        }
    }
}

pub(crate) fn of_literal(literal: Literal<'static>) -> ValueRef<'static> {
    match literal {
        Literal::Str(text) => ValueRef::Str(text),
        Literal::Bool(value) => ValueRef::Bool(value),
        Literal::Int(value) => ValueRef::Int(value),
        Literal::Decimal(value) => ValueRef::Decimal(value),
        Literal::Date(value) => ValueRef::Date(value),
    }
}

/// What a slot of a row is.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Layout {
    /// A field, and where it is in SQL.
    Field(Option<&'static Column>),
    /// A complex value, made of other slots.
    Complex(&'static Table),
    /// The values of a multi-valued attribute, made of other slots.
    Elements(&'static Elements),
}

/// The elements that a row has of a multi-valued attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Elements {
    path: &'static str,
    attribute: &'static AttributeDef,
    tables: &'static [&'static Table],
}

#[doc(hidden)]
impl Elements {
    /// `tables` are those of the elements: `attribute`'s, each with its nodes.
    pub const fn new(
        path: &'static str,
        attribute: &'static AttributeDef,
        tables: &'static [&'static Table],
    ) -> Self {
        Self { path, attribute, tables }
    }
}

/// A complex value that is a part of a row. With nothing assigned in it, it is one of the ways to have no value.
#[doc(hidden)]
#[inline]
pub fn row_part<'a>(row: &'a dyn Slots, table: &'static Table) -> ValueRef<'a> {
    ValueRef::Complex(View { object: row, table })
}

/// The elements that a row has of a multi-valued attribute.
#[doc(hidden)]
#[inline]
pub fn row_elements<'a>(row: &'a dyn Slots, elements: &'static Elements) -> ValueRef<'a> {
    ValueRef::List(List::of_row(RowList { row, elements }))
}

/// The place of a slot of a row that is no field.
#[doc(hidden)]
pub fn row_slot_mut(row: &mut dyn Slots, index: usize) -> ValueMut<'_> {
    match row.slot_table().layout.get(index) {
        Some(Layout::Complex(table)) => ValueMut::Complex(ViewMut { object: row, table }),
        Some(Layout::Elements(elements)) => ValueMut::Elements(ElementsMut { row, elements }),
        _ => ValueMut::None,
    }
}

/// An element is there when one of its fields has a value: constants alone do not make it, nor does an empty text, which a column
/// that cannot be null has for none.
fn is_there(view: View<'_>) -> bool {
    view.table.nodes.iter().any(|node| match node {
        Node::Slot { .. } => match node.value(view.object) {
            ValueRef::Absent => false,
            ValueRef::Str(text) => !text.is_empty(),
            ValueRef::List(list) => list.slot_count() > 0,
            // Sub-attributes are not complex (RFC 7643 §2.3.8).
            _ => true,
        },
        Node::Fixed { .. } | Node::Gap => false,
    })
}

/// The elements of a row that are there.
#[derive(Clone, Copy)]
pub(crate) struct RowList<'a> {
    row: &'a dyn Slots,
    elements: &'static Elements,
}

impl<'a> RowList<'a> {
    fn views(self) -> impl Iterator<Item = View<'a>> {
        let views = self.elements.tables.iter().map(move |table| View { object: self.row, table });
        views.filter(|view| is_there(*view))
    }

    /// Whether `passes` holds for one. What is not there seldom passes, so that is asked last.
    #[inline]
    pub(crate) fn any(self, mut passes: impl FnMut(Part<'a>) -> bool) -> bool {
        self.elements.tables.iter().any(|table| {
            let view = View { object: self.row, table };
            passes(Part(view)) && is_there(view)
        })
    }

    /// The first element that is there from `next` on, which moves behind it.
    #[inline(never)]
    pub(super) fn next(self, next: &mut usize) -> Option<ValueRef<'a>> {
        while let Some(table) = self.elements.tables.get(*next) {
            *next += 1;
            let view = View { object: self.row, table };
            if is_there(view) {
                return Some(ValueRef::Complex(view));
            }
        }
        None
    }

    #[inline(never)]
    pub(super) fn count(self) -> usize {
        self.views().count()
    }

    /// As [`ListRef::slot_find`](super::ListRef::slot_find).
    #[inline(never)]
    pub(super) fn find(
        self,
        sub: Option<usize>,
        from: usize,
        wanted: &mut dyn FnMut(ValueRef<'_>) -> bool,
    ) -> Option<usize> {
        let mut views = self.views().enumerate().skip(from);
        let found = views.find(|(_, view)| wanted(sub.map_or(ValueRef::Complex(*view), |sub| view.get(sub))));
        found.map(|(index, _)| index)
    }

    #[inline(never)]
    pub(super) fn at(self, index: usize) -> ValueRef<'a> {
        self.views().nth(index).map_or(ValueRef::Absent, ValueRef::Complex)
    }
}

impl<'a> View<'a> {
    /// The slot of the row that sub-attribute `sub` of a part is.
    pub(crate) fn slot_of(&self, sub: u16) -> Option<usize> {
        match self.table.nodes.get(usize::from(sub)) {
            Some(Node::Slot { slot, .. }) => Some(usize::from(*slot)),
            _ => None,
        }
    }

    /// The value of a slot of the row that this is a part of, or the whole.
    pub(crate) fn field(&self, slot: usize) -> ValueRef<'a> {
        self.object.slot(slot)
    }
}

impl ViewMut<'_> {
    /// The place of a slot of the row that this is a part of, or the whole.
    pub(crate) fn field_mut(&mut self, slot: usize) -> ValueMut<'_> {
        self.object.slot_mut(slot)
    }

    /// The elements of sub-attribute `index`, if they are fields of a row.
    pub(crate) fn elements(&self, index: usize) -> Option<&'static Elements> {
        let slot = match self.table.nodes.get(index) {
            None => index,
            Some(Node::Slot { slot, .. }) => usize::from(*slot),
            Some(_) => return None,
        };
        match self.object.slot_table().layout.get(slot) {
            Some(Layout::Elements(elements)) => Some(elements),
            _ => None,
        }
    }
}
