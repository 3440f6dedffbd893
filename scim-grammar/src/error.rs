//! What is wrong with a text, and where.

use std::fmt;
use std::ops::Range;

use crate::name::NameFault;
use crate::render::{printable, underline};
use crate::urn::UrnFault;

/// Why a text does not parse: the bytes at fault, what was expected there and what was found.
///
/// `Display` gives one line, with nothing unprintable and only a short piece of the input. [`ParseError::render`] draws
/// the input too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(Box<Inner>);

/// Boxed so that the results on the way of a text that does parse stay small.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    span: Range<usize>,
    kind: ErrorKind,
    found: Option<Box<str>>,
    help: Option<Box<str>>,
}

/// How much of the input a message repeats, in characters.
const FOUND_MAX: usize = 32;

impl ParseError {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, span: Range<usize>) -> Self {
        ParseError(Box::new(Inner { span, kind, found: None, help: None }))
    }

    /// Says what stands at the span; a long text is cut.
    pub(crate) fn found(mut self, text: &str) -> Self {
        let found = match text.char_indices().nth(FOUND_MAX) {
            _ if text.is_empty() => "the end".to_owned(),
            None => format!("`{}`", printable(text)),
            Some((end, _)) => format!("`{}…`", printable(&text[..end])),
        };
        self.0.found = Some(found.into());
        self
    }

    pub(crate) fn with_help(mut self, help: impl Into<Box<str>>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The bytes of the input that are wrong. Empty where something is missing; both ends are character boundaries.
    pub fn span(&self) -> Range<usize> {
        self.0.span.clone()
    }

    /// What is wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What to write instead, if that is clear enough to say: ``did you mean `eq`?``
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The message without place and help: ``unknown operator `equals`; the operators are …``
    pub fn message(&self) -> String {
        Message(self).to_string()
    }

    /// The message, then the line of input, then a caret under what is wrong with the help beside it:
    ///
    /// ```text
    /// unknown operator `equals`; the operators are eq, ne, co, sw, ew, gt, ge, lt, le and pr
    ///   | userName equals "bjensen"
    ///   |          ^^^^^^ help: did you mean `eq`?
    /// ```
    ///
    /// `input` is the text that was parsed. A long one is cut around the fault.
    pub fn render(&self, input: &str) -> String {
        let drawn = underline(input, self.span());
        let mut text = format!("{}\n  | {}\n  | {}", Message(self), drawn.line, drawn.marks);
        if let Some(help) = self.help() {
            text.push_str(" help: ");
            text.push_str(help);
        }
        text
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (byte {})", Message(self), self.0.span.start)?;
        match self.help() {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ParseError {}

/// What is wrong with a text. `Display` says what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An expression of a filter should start here.
    ExpectedExpression,
    /// An attribute path should start here.
    ExpectedPath,
    /// An operator should follow the attribute.
    ExpectedOperator,
    /// This is no operator.
    UnknownOperator,
    /// A value should follow the operator.
    ExpectedValue,
    /// A string lacks its double quotes, or a word is no value.
    UnquotedValue,
    /// After an expression comes `and`, `or` or the end: of the filter, or the bracket that closes the group.
    ExpectedConnective {
        /// The bracket that is open.
        close: Option<char>,
    },
    /// A bracket closes that was not opened.
    Unopened(char),
    /// The path is over, the text is not.
    ExpectedEnd,
    /// `not` is followed by a group in brackets.
    NotWithoutGroup,
    /// A value filter within another.
    NestedValueFilter,
    /// This is no attribute name.
    Name(NameFault),
    /// A sub-attribute has no sub-attributes.
    SubAttributeOfSub,
    /// A schema URN is malformed.
    Urn(UrnFault),
    /// A string is not closed.
    UnclosedString,
    /// A control character in a string that is not escaped.
    ControlCharacter,
    /// A backslash in a string that starts no escape of JSON.
    Escape,
    /// One half of a surrogate pair without the other.
    LoneSurrogate,
    /// A number that is not one of JSON.
    Number,
    /// A number too large for an `f64`.
    NumberRange,
    /// More brackets are open at once than [`Limits::depth`](crate::Limits::depth), which is given.
    TooDeep(usize),
    /// More expressions than [`Limits::terms`](crate::Limits::terms), which is given.
    TooManyTerms(usize),
    /// White space that the grammar does not have; only for callers that do not tolerate it.
    Whitespace {
        /// A space is missing, rather than one too many or another character.
        missing: bool,
    },
    /// `true`, `false` or `null` in another case; only for callers that do not tolerate it.
    LiteralCase,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErrorKind::ExpectedExpression => f.write_str("expected an attribute path, `not` or `(`"),
            ErrorKind::ExpectedPath => f.write_str("expected an attribute path"),
            ErrorKind::ExpectedOperator => {
                f.write_str("expected an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr)")
            }
            ErrorKind::UnknownOperator => {
                f.write_str("unknown operator; the operators are eq, ne, co, sw, ew, gt, ge, lt, le and pr")
            }
            ErrorKind::ExpectedValue => {
                f.write_str("expected a value: a string in double quotes, a number, true, false or null")
            }
            ErrorKind::UnquotedValue => f.write_str("not a value; strings are written in double quotes"),
            ErrorKind::ExpectedConnective { close: None } => f.write_str("expected `and`, `or` or the end"),
            ErrorKind::ExpectedConnective { close: Some(close) } => {
                write!(f, "expected `and`, `or` or `{close}`")
            }
            ErrorKind::Unopened(close) => write!(f, "`{close}` closes nothing"),
            ErrorKind::ExpectedEnd => f.write_str("expected the end of the path"),
            ErrorKind::NotWithoutGroup => f.write_str("expected `(` after `not`"),
            ErrorKind::NestedValueFilter => f.write_str("a value filter can't stand within another"),
            ErrorKind::Name(fault) => fault.fmt(f),
            ErrorKind::SubAttributeOfSub => f.write_str("a sub-attribute has no sub-attributes"),
            ErrorKind::Urn(fault) => fault.fmt(f),
            ErrorKind::UnclosedString => f.write_str("the string that starts here has no closing `\"`"),
            ErrorKind::ControlCharacter => {
                f.write_str("control characters in strings are written as `\\u` escapes")
            }
            ErrorKind::Escape => f.write_str(
                "the escapes in strings are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits",
            ),
            ErrorKind::LoneSurrogate => f.write_str("one half of a surrogate pair without the other"),
            ErrorKind::Number => f.write_str("not a number as JSON writes it"),
            ErrorKind::NumberRange => f.write_str("the number is too large"),
            ErrorKind::TooDeep(limit) => write!(f, "more than {limit} nested brackets"),
            ErrorKind::TooManyTerms(limit) => write!(f, "more than {limit} expressions"),
            ErrorKind::Whitespace { missing: true } => f.write_str("a space is missing here"),
            ErrorKind::Whitespace { missing: false } => {
                f.write_str("white space that the grammar does not allow")
            }
            ErrorKind::LiteralCase => f.write_str("true, false and null are written in small letters"),
        }
    }
}

impl From<NameFault> for ErrorKind {
    fn from(fault: NameFault) -> Self {
        ErrorKind::Name(fault)
    }
}

/// The message, without place and help.
struct Message<'a>(&'a ParseError);

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, found, .. } = &*self.0.0;
        match (kind, found) {
            (ErrorKind::UnknownOperator, Some(found)) => {
                write!(
                    f,
                    "unknown operator {found}; the operators are eq, ne, co, sw, ew, gt, ge, lt, le and pr"
                )
            }
            (ErrorKind::UnquotedValue, Some(found)) => {
                write!(f, "{found} is not a value; strings are written in double quotes")
            }
            (kind, Some(found)) => write!(f, "{kind}, found {found}"),
            (kind, None) => kind.fmt(f),
        }
    }
}
