//! The syntax trees of attribute paths and PATCH paths (RFC 7644 §3.10 and §3.5.2).

use std::ops::Range;

use crate::error::ParseError;
use crate::filter::Filter;
use crate::lenient::Parsed;
use crate::limits::Limits;
use crate::parse;
use crate::text::Text;

/// An attribute name with an optional sub-attribute: `userName`, `name.familyName`, `members.$ref`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attr<'a> {
    /// The attribute.
    pub name: Text<'a>,
    /// The sub-attribute.
    pub sub: Option<Text<'a>>,
}

impl Attr<'_> {
    /// The bytes of the input it takes.
    pub fn span(&self) -> Range<usize> {
        self.name.offset..self.sub.unwrap_or(self.name).span().end
    }
}

/// `attrPath`: an attribute, which may be qualified by the URN of its schema (RFC 7644 Figure 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttrPath<'a> {
    /// Without a URN.
    Plain(Attr<'a>),
    /// With one. Where the URN ends is for [`AttrPath::resolve`] to say.
    Urn(UrnPath<'a>),
}

impl<'a> AttrPath<'a> {
    /// Parses an attribute path such as the parameters `attributes`, `excludedAttributes` and `sortBy` hold.
    ///
    /// # Errors
    /// Where the text is no attribute path, with what was expected there.
    pub fn parse(input: &'a str) -> Result<Parsed<Self>, ParseError> {
        parse::attr_path(input)
    }

    /// The bytes of the input it takes.
    pub fn span(&self) -> Range<usize> {
        match self {
            AttrPath::Plain(attr) => attr.span(),
            AttrPath::Urn(urn) => urn.text.span(),
        }
    }
}

/// An attribute path that starts with a URN, kept whole:
/// `urn:ietf:params:scim:schemas:core:2.0:User:name.familyName`, or the URN of a schema alone.
///
/// URNs hold dots and colons, as paths do, so the text does not tell where the one ends and the other starts.
/// [`AttrPath::resolve`] does, given the URNs of the schemas in question. What is known here is that the text has the
/// shape of a [`Urn`](crate::Urn) as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UrnPath<'a> {
    /// The URN and what follows it.
    pub text: Text<'a>,
}

/// `valuePath`: the values of a multi-valued attribute that pass a filter, `emails[type eq "work"]`.
#[derive(Debug, Clone, PartialEq)]
pub struct ValuePath<'a> {
    /// The attribute.
    pub attr: AttrPath<'a>,
    /// The filter on its values; its attributes are sub-attributes of that one. It holds no further value path.
    pub filter: Box<Filter<'a>>,
}

/// The path of a PATCH operation: RFC 7644 Figure 7, `PATH = attrPath / valuePath [subAttr]`, with erratum 7122.
///
/// Two are equal when they say the same in the same order: spans don't count, nor does the case of names.
///
/// `Display` prints canonical text, which parses without any leniency to an equal tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Path<'a> {
    /// `name.familyName`
    Attr(AttrPath<'a>),
    /// `emails[type eq "work"].value`
    Value {
        /// The attribute and the filter on its values.
        value_path: ValuePath<'a>,
        /// The sub-attribute after the filter.
        sub: Option<Text<'a>>,
    },
}

impl<'a> Path<'a> {
    /// Parses a PATCH path with the default [`Limits`].
    ///
    /// # Errors
    /// Where the text leaves the grammar, with what was expected there; or which limit it exceeds.
    pub fn parse(input: &'a str) -> Result<Parsed<Self>, ParseError> {
        Path::parse_with(input, Limits::DEFAULT)
    }

    /// Parses a PATCH path with limits of the caller's.
    ///
    /// # Errors
    /// As [`Path::parse`].
    pub fn parse_with(input: &'a str, limits: Limits) -> Result<Parsed<Self>, ParseError> {
        parse::path(input, limits)
    }

    /// The attribute that the path starts with.
    pub fn attr(&self) -> &AttrPath<'a> {
        match self {
            Path::Attr(attr) => attr,
            Path::Value { value_path, .. } => &value_path.attr,
        }
    }
}
