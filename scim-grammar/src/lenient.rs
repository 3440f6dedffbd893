//! What the parser took although the grammar does not allow it.

use std::ops::Range;

use crate::error::{ErrorKind, ParseError};

/// A syntax tree, and what had to be overlooked to get it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// The syntax tree.
    pub tree: T,
    /// What was accepted beyond the grammar.
    pub lenient: Lenient,
}

impl<T> Parsed<T> {
    /// The tree, unless the input strayed from the grammar.
    ///
    /// # Errors
    /// The first thing that was overlooked, as [`Lenient::first`] gives it.
    pub fn strict(self) -> Result<T, ParseError> {
        match self.lenient.first() {
            Some(error) => Err(error),
            None => Ok(self.tree),
        }
    }
}

/// What was accepted beyond the grammar: for each kind, where it occurred first. The meaning was clear in every case,
/// so whether to accept it is the caller's choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lenient {
    /// White space where RFC 7644 Figure 1 has none, or none or another where it has a single space. An empty span is
    /// a missing space, as in `value eq"u2"`, which RFC 7644 §3.5.2.2 prints itself.
    pub whitespace: Option<Range<usize>>,
    /// `true`, `false` or `null` in other than small letters; RFC 8259 §3 knows them only so.
    pub literal_case: Option<Range<usize>>,
}

impl Lenient {
    /// True where the input kept to the grammar.
    pub fn is_empty(&self) -> bool {
        self.whitespace.is_none() && self.literal_case.is_none()
    }

    /// The error for a caller that tolerates none of this: the one which stands first in the input.
    pub fn first(&self) -> Option<ParseError> {
        let whitespace = self.whitespace_error();
        let literal_case = self.literal_case_error();
        match (&whitespace, &literal_case) {
            (Some(w), Some(l)) if l.span().start < w.span().start => literal_case,
            (Some(_), _) => whitespace,
            (None, _) => literal_case,
        }
    }

    /// The error for a caller that does not tolerate [`Lenient::whitespace`].
    pub fn whitespace_error(&self) -> Option<ParseError> {
        let span = self.whitespace.clone()?;
        Some(ParseError::new(ErrorKind::Whitespace { missing: span.is_empty() }, span))
    }

    /// The error for a caller that does not tolerate [`Lenient::literal_case`].
    pub fn literal_case_error(&self) -> Option<ParseError> {
        let span = self.literal_case.clone()?;
        Some(ParseError::new(ErrorKind::LiteralCase, span))
    }
}
