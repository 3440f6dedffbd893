//! What is asked of one attribute: a tag per type and operator, with the constant converted to the type.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};

use super::set::TextSet;
use super::text::Operand;
use crate::value::{DateTime, ValueRef, View};

/// A test of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    /// It has a value (RFC 7644 Table 3: non-empty and non-null).
    Present,
    /// Strings, references and binary values (as base64): equal, letter case counting as `caseExact` says.
    Eq(Operand),
    Ne(Operand),
    Co(Operand),
    Sw(Operand),
    Ew(Operand),
    /// Ordered by code points.
    Order(Order, Operand),
    /// Equal to one of them.
    In(Box<TextSet>),
    Bool(bool),
    NotBool(bool),
    Int(Order, i64),
    Decimal(Order, f64),
    /// By instant.
    Date(Order, DateTime),
    /// An integer that no `i64` equals; `true` for `ne`.
    NoInt(bool),
}

/// The operators that numbers and dates have, and strings beside their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

impl Order {
    #[inline]
    pub(crate) fn allows(self, ordering: Ordering) -> bool {
        match self {
            Self::Eq => ordering.is_eq(),
            Self::Ne => ordering.is_ne(),
            Self::Gt => ordering.is_gt(),
            Self::Ge => ordering.is_ge(),
            Self::Lt => ordering.is_lt(),
            Self::Le => ordering.is_le(),
        }
    }
}

impl Test {
    /// Whether the attribute passes that is `steps` below `view`. Of several values one has to (RFC 7644 §3.4.2.2).
    #[inline]
    pub(crate) fn at(&self, view: View<'_>, steps: &[u16]) -> bool {
        match steps {
            [only] => self.of(view.get(usize::from(*only))),
            [first, rest @ ..] => self.below(view.get(usize::from(*first)), rest),
            [] => self.of(ValueRef::Complex(view)),
        }
    }

    fn below(&self, value: ValueRef<'_>, steps: &[u16]) -> bool {
        match value {
            ValueRef::Complex(view) => self.at(view, steps),
            ValueRef::List(list) if list.slot_count() > 0 => {
                (0..list.slot_count()).any(|i| self.below(list.slot_at(i), steps))
            }
            _ => self.of_absent(),
        }
    }

    /// Whether an attribute with this value passes.
    #[inline]
    pub(crate) fn of(&self, value: ValueRef<'_>) -> bool {
        match value {
            ValueRef::Str(text) => self.of_text(text),
            ValueRef::Absent => self.of_absent(),
            ValueRef::List(list) => self.of_list(list),
            value => self.of_other(value),
        }
    }

    /// What is not equal to anything is not equal to the constant; every other test wants a value.
    #[inline]
    fn of_absent(&self) -> bool {
        match self {
            Self::Ne(_) | Self::NotBool(_) => true,
            Self::Int(order, _) | Self::Decimal(order, _) | Self::Date(order, _) => *order == Order::Ne,
            Self::NoInt(ne) => *ne,
            _ => false,
        }
    }

    fn of_list(&self, list: &dyn crate::value::ListRef) -> bool {
        match list.slot_count() {
            0 => self.of_absent(),
            count => (0..count).any(|i| self.of(list.slot_at(i))),
        }
    }

    #[inline]
    fn of_text(&self, text: &str) -> bool {
        match self {
            Self::Eq(operand) => operand.equals(text),
            Self::Ne(operand) => !operand.equals(text),
            Self::Co(operand) => operand.contains(text),
            Self::Sw(operand) => operand.starts(text),
            Self::Ew(operand) => operand.ends(text),
            Self::Order(order, operand) => order.allows(operand.order(text)),
            Self::In(set) => set.has(text),
            Self::Present => !text.is_empty(),
            // A conversion may keep a date as text.
            Self::Date(order, date) => match text.parse::<DateTime>() {
                Ok(value) => order.allows(value.cmp(date)),
                Err(_) => self.of_absent(),
            },
            _ => self.of_absent(),
        }
    }

    fn of_other(&self, value: ValueRef<'_>) -> bool {
        match (self, value) {
            (Self::Present, ValueRef::Complex(view)) => is_assigned(view),
            (Self::Present, ValueRef::Text(text)) => with_text(text, |text| !text.is_empty()),
            (Self::Present, ValueRef::Decimal(value)) => value.is_finite(),
            (Self::Present, _) => true,
            (Self::Date(order, date), ValueRef::Date(value)) => order.allows(value.cmp(date)),
            (Self::Bool(constant), ValueRef::Bool(value)) => value == *constant,
            (Self::NotBool(constant), ValueRef::Bool(value)) => value != *constant,
            (Self::Int(order, constant), ValueRef::Int(value)) => order.allows(value.cmp(constant)),
            (Self::Decimal(order, constant), ValueRef::Decimal(value)) => {
                of_decimal(*order, value, *constant)
            }
            #[expect(clippy::cast_precision_loss, reason = "a decimal attribute is compared as decimals are")]
            (Self::Decimal(order, constant), ValueRef::Int(value)) => {
                of_decimal(*order, value as f64, *constant)
            }
            (_, ValueRef::Text(text)) => with_text(text, |text| self.of_text(text)),
            _ => self.of_absent(),
        }
    }
}

/// What is no number compares with none.
fn of_decimal(order: Order, value: f64, constant: f64) -> bool {
    value.partial_cmp(&constant).map_or(order == Order::Ne, |ordering| order.allows(ordering))
}

/// Whether a complex value has something in it that a client could see.
pub(crate) fn is_assigned(view: View<'_>) -> bool {
    view.table.attributes.iter().enumerate().any(|(index, attribute)| {
        attribute.returned != crate::schema::Returned::Never && Test::Present.of(view.get(index))
    })
}

/// Calls `work` with the text of a value that is kept in another form, on the stack if it is short.
fn with_text<R>(value: &dyn fmt::Display, work: impl FnOnce(&str) -> R) -> R {
    let mut short = Short { bytes: [0; 128], len: 0 };
    match write!(short, "{value}") {
        Ok(()) => work(std::str::from_utf8(&short.bytes[..short.len]).unwrap_or_default()),
        Err(fmt::Error) => work(&value.to_string()),
    }
}

struct Short {
    bytes: [u8; 128],
    len: usize,
}

impl fmt::Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}
