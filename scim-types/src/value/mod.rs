//! How the engines see a struct: a table of attributes and, for each, a slot to read or write.
//!
//! A derive writes [`Slots`] for a struct: two `match`es over field numbers. Everything else (the
//! wire format, projection, replacement, and later filters and PATCH) is written once against
//! [`ValueRef`] and [`ValueMut`], and is not generic over the struct. The traits are public because
//! generated code in other crates implements them; their method names start with `slot_` or `scim_`
//! so that a glob import never takes over a call that a user meant for a type of their own.

mod attribute;
mod binary;
mod convert;
mod copy;
mod datetime;
mod foreign;
mod own;
mod row;
mod scalar;
mod secret;

pub(crate) use attribute::ListKind;
pub use attribute::{
    Attribute, List, ListMut, ListRef, Object, OptionMut, Place, Single, SubAttribute, complex, complex_mut,
};
pub use binary::{Binary, BinaryError};
pub use convert::{Conversion, Convert, ConvertField, Converted};
pub use copy::{assign, is_unassigned};
pub(crate) use copy::{clear, same, set};
pub use datetime::{DateTime, DateTimeError};
pub(crate) use own::Field;
pub use own::{Record, Value, Values};
pub use row::{Elements, ElementsMut, Layout, Misfit, Node, row_elements, row_part, row_slot_mut};
pub(crate) use row::{Filling, Leaving, Staged, Standing};
#[cfg(feature = "sql")]
pub(crate) use row::{agree, of_literal};
pub use scalar::{Literal, OtherWord, Scalar, ScalarMut, ScimValue, ValueError, word, word_or_text};
pub use secret::Secret;

use std::any::Any;
use std::fmt;

use crate::schema::Table;

/// A struct as numbered slots, in the order of its table's attributes.
#[doc(hidden)]
pub trait Slots {
    /// The attributes.
    fn slot_table(&self) -> &'static Table;
    /// The value of attribute `index`; [`ValueRef::Absent`] when there is no such attribute.
    fn slot(&self, index: usize) -> ValueRef<'_>;
    /// The place of attribute `index`; [`ValueMut::None`] when there is no such attribute.
    fn slot_mut(&mut self, index: usize) -> ValueMut<'_>;
    /// Brings what stands in front of the struct's fields back into them; all or nothing.
    fn slot_settle(&mut self) -> Result<(), Misfit> {
        Ok(())
    }
}

/// A complex value, seen through its table: a struct of its own, or a part of a row.
#[derive(Clone, Copy)]
pub struct View<'a> {
    object: &'a dyn Slots,
    pub(crate) table: &'static Table,
}

impl<'a> View<'a> {
    /// The struct as the engines see it.
    #[doc(hidden)]
    pub fn new(object: &'a dyn Slots) -> Self {
        Self { object, table: object.slot_table() }
    }

    /// The struct, unless it is a part of a row.
    #[inline]
    pub(crate) fn whole(&self) -> Option<&'a dyn Slots> {
        if self.is_part() { None } else { Some(self.object) }
    }

    /// Whether it is a part of a row, which is there even with nothing assigned in it.
    pub(crate) fn is_part(&self) -> bool {
        !self.table.nodes.is_empty()
    }

    /// Whether it is the primary one of a multi-valued attribute's values.
    pub(crate) fn is_primary(&self) -> bool {
        let primary = self.table.primary.map(usize::from);
        primary.is_some_and(|primary| matches!(self.get(primary), ValueRef::Bool(true)))
    }

    /// The value of sub-attribute `index`.
    #[doc(hidden)]
    #[inline]
    pub fn get(&self, index: usize) -> ValueRef<'a> {
        if self.table.nodes.is_empty() {
            self.object.slot(index)
        } else {
            part(self.object, self.table, index)
        }
    }
}

/// A sub-attribute of a part of a row. Out of line, so that structs of their own do not pay for rows. It does not take the view, which
/// would have to be in memory for that: every reader would copy it right after a slot has written it, and wait for the write.
#[inline(never)]
fn part<'a>(object: &'a dyn Slots, table: &'static Table, index: usize) -> ValueRef<'a> {
    table.nodes.get(index).map_or(ValueRef::Absent, |node| node.value(object))
}

/// What values are read from in a hot loop: a struct, whose slots are its attributes, or a part of a row.
pub(crate) trait Source<'a>: Copy {
    /// The value of attribute `index`.
    fn value(self, index: usize) -> ValueRef<'a>;
    /// All of it.
    fn view(self) -> View<'a>;
}

impl<'a> Source<'a> for &'a dyn Slots {
    #[inline]
    fn value(self, index: usize) -> ValueRef<'a> {
        self.slot(index)
    }
    fn view(self) -> View<'a> {
        View::new(self)
    }
}

/// A struct of a type that is known, whose slots are read without a look at its table.
pub(crate) struct Known<'a, T>(pub(crate) &'a T);

impl<T> Clone for Known<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Known<'_, T> {}

impl<'a, T: Object> Source<'a> for Known<'a, T> {
    #[inline]
    fn value(self, index: usize) -> ValueRef<'a> {
        self.0.slot(index)
    }
    fn view(self) -> View<'a> {
        View::new(self.0)
    }
}

/// A view that is known to be a part of a row.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a>(pub(crate) View<'a>);

impl<'a> Source<'a> for Part<'a> {
    #[inline]
    fn value(self, index: usize) -> ValueRef<'a> {
        let View { object, table } = self.0;
        table.nodes.get(index).map_or(ValueRef::Absent, |node| node.value(object))
    }
    fn view(self) -> View<'a> {
        self.0
    }
}

/// The place of a complex value.
#[doc(hidden)]
pub struct ViewMut<'a> {
    object: &'a mut dyn Slots,
    pub(crate) table: &'static Table,
}

#[doc(hidden)]
impl<'a> ViewMut<'a> {
    pub fn new(object: &'a mut dyn Slots) -> Self {
        let table = object.slot_table();
        Self { object, table }
    }

    pub(crate) fn view(&self) -> View<'_> {
        View { object: self.object, table: self.table }
    }

    /// The value of sub-attribute `index`.
    pub fn get(&self, index: usize) -> ValueRef<'_> {
        self.view().get(index)
    }

    /// The place of sub-attribute `index`.
    #[inline]
    pub fn place(&mut self, index: usize) -> ValueMut<'_> {
        ViewMut { object: &mut *self.object, table: self.table }.into_place(index)
    }

    /// The place of sub-attribute `index`, for as long as the value is borrowed.
    #[inline]
    pub(crate) fn into_place(self, index: usize) -> ValueMut<'a> {
        if self.table.nodes.is_empty() {
            self.object.slot_mut(index)
        } else {
            part_mut(self.object, self.table, index)
        }
    }
}

/// The place of a sub-attribute of a part of a row.
#[inline(never)]
fn part_mut<'a>(object: &'a mut dyn Slots, table: &'static Table, index: usize) -> ValueMut<'a> {
    match table.nodes.get(index) {
        None => ValueMut::None,
        Some(node) => node.place(object),
    }
}

impl fmt::Debug for ViewMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::wire::debug(*self, f)
    }
}

/// The value of an attribute, borrowed from the struct.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// No value (RFC 7643 §2.5).
    Absent,
    /// A string, binary value or reference.
    Str(&'a str),
    /// A string that is kept in another form and written when needed.
    Text(&'a dyn fmt::Display),
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A decimal.
    Decimal(f64),
    /// A dateTime.
    Date(DateTime),
    /// A complex value.
    Complex(View<'a>),
    /// A multi-valued attribute's values.
    List(List<'a>),
}

impl<'a> ValueRef<'a> {
    /// The values of a multi-valued attribute; the value itself of any other, if there is one.
    pub fn elements(self) -> impl Iterator<Item = ValueRef<'a>> {
        let count = match self {
            Self::Absent => 0,
            Self::List(list) => list.slot_count(),
            _ => 1,
        };
        (0..count).map(move |index| match self {
            Self::List(list) => list.slot_at(index),
            value => value,
        })
    }

    /// The sub-attribute `name` of a complex value, in any case; absent where there is none.
    #[must_use]
    pub fn get(self, name: &str) -> ValueRef<'a> {
        let Self::Complex(view) = self else { return Self::Absent };
        let found = view.table.attributes.iter().position(|a| a.name.eq_ignore_ascii_case(name));
        found.map_or(Self::Absent, |index| view.get(index))
    }

    /// The text, if it is kept as one: of a string, a reference or a binary value.
    pub const fn as_str(&self) -> Option<&'a str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }
}

/// Says what kind of value it is, and not which: it may be a secret.
impl fmt::Debug for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Str(_) => "Str",
            Self::Text(_) => "Text",
            Self::Bool(_) => "Bool",
            Self::Int(_) => "Int",
            Self::Decimal(_) => "Decimal",
            Self::Date(_) => "Date",
            Self::Complex(_) => "Complex",
            Self::List(_) => "List",
        })
    }
}

/// The place of an attribute's value in the struct.
#[non_exhaustive]
pub enum ValueMut<'a> {
    /// No such attribute.
    None,
    /// A string.
    Str(&'a mut String),
    /// An optional string: the most frequent place, so it has a variant of its own.
    OptStr(&'a mut Option<String>),
    /// A string, or none, that is in no struct.
    OwnText(&'a mut Value),
    /// A boolean.
    Bool(&'a mut bool),
    /// Any other simple value.
    Scalar(&'a mut dyn ScalarMut),
    /// A field that a [`Convert`] stands in front of.
    Converted(&'a mut dyn Any, &'static dyn Conversion),
    /// A value that may be absent.
    Option(&'a mut dyn OptionMut),
    /// A complex value.
    Complex(ViewMut<'a>),
    /// A multi-valued attribute's values.
    List(&'a mut dyn ListMut),
    /// Those that are fields of a row, which only a document fills as a list.
    Elements(ElementsMut<'a>),
}

/// Says what kind of place it is.
impl fmt::Debug for ValueMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Str(_) => "Str",
            Self::OptStr(_) => "OptStr",
            Self::OwnText(_) => "OwnText",
            Self::Bool(_) => "Bool",
            Self::Scalar(_) => "Scalar",
            Self::Converted(..) => "Converted",
            Self::Option(_) => "Option",
            Self::Complex(_) => "Complex",
            Self::List(_) => "List",
            Self::Elements(_) => "Elements",
        })
    }
}
