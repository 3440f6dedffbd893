//! The values that filters compare with (RFC 7644 Figure 1, `compValue`).

use std::borrow::Cow;

use crate::text::Text;

/// A value in a comparison: a JSON string, number, `true`, `false` or `null` (RFC 8259).
///
/// Dates and references are strings here; only the type of the attribute tells what the string has to be.
///
/// Two are equal when their values are, however they are written; but numbers that are no [`Number::Integer`] are equal
/// by their text, since different ones can have one nearest `f64`.
#[derive(Debug, Clone)]
pub struct Literal<'a> {
    /// What it says.
    pub value: LiteralValue<'a>,
    /// How it is written, quotes included. For a number beyond the 53 bits of an `f64` only this is exact.
    pub text: Text<'a>,
}

impl PartialEq for Literal<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (LiteralValue::Number(Number::Float(_)), LiteralValue::Number(Number::Float(_))) => {
                self.text == other.text
            }
            (a, b) => a == b,
        }
    }
}

/// What a literal says.
#[derive(Debug, Clone, PartialEq)]
pub enum LiteralValue<'a> {
    /// A string, its escapes resolved; borrowed from the input where it has none.
    String(Cow<'a, str>),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
}

/// A number as RFC 8259 §6 has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// Written without a fraction and an exponent, and within the range of an `i64`.
    Integer(i64),
    /// Any other; the nearest `f64`, which is always finite.
    Float(f64),
}
