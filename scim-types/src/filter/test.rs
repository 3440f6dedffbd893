//! What is asked of one attribute: a tag per type and operator, with the constant converted to the type.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};

use super::set::TextSet;
use super::text::Operand;
use crate::value::{DateTime, List, Part, Source, ValueRef, View};

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

/// The operators that numbers and dates have, and strings beside their own: a bit each for less, equal and greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Order {
    Eq = 0b010,
    Ne = 0b101,
    Gt = 0b100,
    Ge = 0b110,
    Lt = 0b001,
    Le = 0b011,
}

impl Order {
    #[inline]
    pub(crate) fn allows(self, ordering: Ordering) -> bool {
        self as u8 >> (ordering as i8 + 1) & 1 == 1
    }
}

impl Test {
    /// Whether the attribute passes that is `steps` below `source`. Of several values one has to (RFC 7644 §3.4.2.2).
    #[inline]
    pub(crate) fn at<'a>(&self, source: impl Source<'a>, steps: &[u16]) -> bool {
        let [first, rest @ ..] = steps else { return self.of_other(ValueRef::Complex(source.view())) };
        let (mut value, mut rest) = (source.value(usize::from(*first)), rest);
        while let [next, more @ ..] = rest {
            let ValueRef::Complex(view) = value else { return self.below(value, rest) };
            (value, rest) = (view.get(usize::from(*next)), more);
        }
        self.of(value)
    }

    /// Whether some value passes that is `steps` below `value`, which is not complex.
    #[inline(never)]
    fn below(&self, value: ValueRef<'_>, steps: &[u16]) -> bool {
        match value {
            ValueRef::List(list) => self.of_values(list, |value| match value {
                ValueRef::Complex(view) => match view.whole() {
                    Some(object) => self.at(object, steps),
                    None => self.at(Part(view), steps),
                },
                _ => self.of_absent(),
            }),
            _ => self.of_absent(),
        }
    }

    /// Whether an attribute with this value passes.
    #[inline]
    pub(crate) fn of(&self, value: ValueRef<'_>) -> bool {
        match (value, self) {
            (ValueRef::Str(text), Self::Eq(operand)) => operand.equals(text),
            (ValueRef::Str(text), Self::In(set)) => set.has(text),
            (ValueRef::Str(text), _) => self.of_text(text),
            (ValueRef::Date(value), Self::Date(order, date)) => order.allows(value.cmp(date)),
            (value, _) => self.of_other(value),
        }
    }

    /// What is not equal to anything is not equal to the constant; every other test wants a value.
    fn of_absent(&self) -> bool {
        match self {
            Self::Ne(_) | Self::NotBool(_) => true,
            Self::Int(order, _) | Self::Decimal(order, _) | Self::Date(order, _) => *order == Order::Ne,
            Self::NoInt(ne) => *ne,
            _ => false,
        }
    }

    fn of_list(&self, list: List<'_>) -> bool {
        self.of_values(list, |value| self.of(value))
    }

    /// Of several values one has to pass; where there is none it is as for any attribute without a value.
    #[inline]
    fn of_values<'a>(&self, list: List<'a>, mut passes: impl FnMut(ValueRef<'a>) -> bool) -> bool {
        let mut values = list.iter();
        match values.next() {
            None => self.of_absent(),
            Some(first) => passes(first) || values.any(passes),
        }
    }

    #[inline(never)]
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
            Self::Date(order, date) => of_date_text(*order, text, date),
            _ => self.of_absent(),
        }
    }

    #[inline(never)]
    fn of_other(&self, value: ValueRef<'_>) -> bool {
        match (self, value) {
            (_, ValueRef::Absent) => self.of_absent(),
            (_, ValueRef::List(list)) => self.of_list(list),
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

#[inline(never)]
fn of_date_text(order: Order, text: &str, constant: &DateTime) -> bool {
    text.parse::<DateTime>().map_or(order == Order::Ne, |value| order.allows(value.cmp(constant)))
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
