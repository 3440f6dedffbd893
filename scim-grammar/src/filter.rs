//! The syntax tree of a filter (RFC 7644 §3.4.2.2).

use crate::error::ParseError;
use crate::lenient::Parsed;
use crate::limits::Limits;
use crate::literal::Literal;
use crate::operator::Operator;
use crate::parse;
use crate::path::{AttrPath, ValuePath};
use crate::text::Text;

/// A filter: the tree of RFC 7644 Figure 1.
///
/// A tree that was parsed is canonical. Chains are flat: no child of an `And` is an `And`, no child of an `Or` is an
/// `Or`, both have at least two children, and redundant brackets have left no trace. It is at most
/// [`Limits::MAX_DEPTH`] brackets deep, so that it can be walked by plain recursion.
///
/// Two trees are equal when they say the same in the same order: spans don't count, nor does the case of names.
///
/// `Display` prints canonical text, which parses without any leniency to an equal tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter<'a> {
    /// All of them hold: `a and b and c`.
    And(Vec<Filter<'a>>),
    /// At least one holds: `a or b or c`.
    Or(Vec<Filter<'a>>),
    /// It does not hold: `not (a)`.
    Not(Box<Filter<'a>>),
    /// One attribute is tested: `userName eq "bjensen"`, `title pr`.
    Attr(AttrExp<'a>),
    /// One and the same value of an attribute is tested: `emails[type eq "work" and value co "@example.com"]`.
    Value(ValueExp<'a>),
}

impl<'a> Filter<'a> {
    /// Parses a filter with the default [`Limits`].
    ///
    /// # Errors
    /// Where the text leaves the grammar, with what was expected there; or which limit it exceeds.
    pub fn parse(input: &'a str) -> Result<Parsed<Self>, ParseError> {
        Filter::parse_with(input, Limits::DEFAULT)
    }

    /// Parses a filter with limits of the caller's.
    ///
    /// # Errors
    /// As [`Filter::parse`].
    pub fn parse_with(input: &'a str, limits: Limits) -> Result<Parsed<Self>, ParseError> {
        parse::filter(input, limits)
    }
}

/// `attrExp`: a test of one attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct AttrExp<'a> {
    /// The attribute.
    pub path: AttrPath<'a>,
    /// What is asked of it.
    pub test: Test<'a>,
}

/// What is asked of an attribute.
#[derive(Debug, Clone)]
pub enum Test<'a> {
    /// `pr`: it has a value.
    Present,
    /// It compares so with a value.
    Compare {
        /// The operator.
        operator: Operator,
        /// The offset in bytes of the operator, which takes two.
        operator_offset: usize,
        /// The value.
        literal: Literal<'a>,
    },
}

impl PartialEq for Test<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Test::Present, Test::Present) => true,
            (
                Test::Compare { operator: a, literal: x, operator_offset: _ },
                Test::Compare { operator: b, literal: y, operator_offset: _ },
            ) => a == b && x == y,
            _ => false,
        }
    }
}

/// `valuePath` as an expression of a filter: some value of the attribute passes the filter in brackets.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueExp<'a> {
    /// The attribute and the filter on its values.
    pub value_path: ValuePath<'a>,
    /// A test of a sub-attribute of those values, as in `emails[type eq "work"].value co "@example.com"`. Figure 1 does
    /// not have it but clients send it; whether to take it is the binder's choice.
    pub then: Option<Box<SubAttrTest<'a>>>,
}

/// The test that follows a value path in a filter, against Figure 1.
#[derive(Debug, Clone, PartialEq)]
pub struct SubAttrTest<'a> {
    /// The sub-attribute.
    pub name: Text<'a>,
    /// What is asked of it.
    pub test: Test<'a>,
}
