//! The values that filters compare with (RFC 7644 Figure 1, `compValue`).

use std::borrow::Cow;

use crate::text::Text;

/// A value in a comparison: a JSON string, number, `true`, `false` or `null` (RFC 8259).
///
/// Dates and references are strings here; only the type of the attribute tells what the string has to be.
///
/// Two are equal when their values are, however they are written.
#[derive(Debug, Clone)]
pub struct Literal<'a> {
    /// What it says.
    pub value: LiteralValue<'a>,
    /// How it is written, quotes included.
    pub text: Text<'a>,
}

impl PartialEq for Literal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// What a literal says.
#[derive(Debug, Clone, PartialEq)]
pub enum LiteralValue<'a> {
    /// A string, its escapes resolved; borrowed from the input where it has none.
    String(Cow<'a, str>),
    /// A number.
    Number(Number<'a>),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
}

/// A number as RFC 8259 §6 has it.
#[derive(Debug, Clone, Copy)]
pub struct Number<'a> {
    /// How it is written. Beyond the 53 bits of an `f64` only the text tells the number exactly.
    pub text: &'a str,
    /// Its value, where it is written as an integer, without a fraction or an exponent, and fits.
    pub integer: Option<i64>,
    /// The nearest `f64`, always finite.
    pub float: f64,
}

/// Integers that fit are equal by value, all others by their text, since different ones can have one nearest `f64`.
impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.integer, other.integer) {
            (Some(a), Some(b)) => a == b,
            (None, None) => self.text == other.text,
            _ => false,
        }
    }
}
