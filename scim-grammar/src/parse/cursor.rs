//! Where the parser stands, what it has spent and what it has overlooked.

use std::ops::Range;

use crate::byte::{is_delimiter, is_space};
use crate::error::{ErrorKind, ParseError};
use crate::lenient::Lenient;
use crate::limits::Limits;

pub(super) struct Parser<'a> {
    pub(super) input: &'a str,
    pub(super) bytes: &'a [u8],
    /// Always at a character boundary.
    pub(super) pos: usize,
    pub(super) lenient: Lenient,
    limits: Limits,
    depth: usize,
    terms: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(input: &'a str, limits: Limits) -> Self {
        let limits = Limits { depth: limits.depth.min(Limits::MAX_DEPTH), ..limits };
        Parser {
            input,
            bytes: input.as_bytes(),
            pos: 0,
            lenient: Lenient::default(),
            limits,
            depth: 0,
            terms: 0,
        }
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    /// Passes over white space and gives its place, which `note_space` may have to be told of.
    pub(super) fn skip_space(&mut self) -> Range<usize> {
        let start = self.pos;
        while self.peek().is_some_and(is_space) {
            self.pos += 1;
        }
        start..self.pos
    }

    /// Records white space, or the lack of it, that the grammar does not have.
    pub(super) fn note_space(&mut self, at: Range<usize>) {
        self.lenient.whitespace.get_or_insert(at);
    }

    /// Where the grammar has no white space.
    #[inline]
    pub(super) fn no_space(&mut self) {
        if !self.peek().is_some_and(is_space) {
            return;
        }
        let gap = self.skip_space();
        if !gap.is_empty() {
            self.note_space(gap);
        }
    }

    /// Where the grammar has one space.
    #[inline]
    pub(super) fn one_space(&mut self) {
        if let Some([b' ', next, ..]) = self.bytes.get(self.pos..)
            && !is_space(*next)
        {
            self.pos += 1;
            return;
        }
        let gap = self.skip_space();
        if !self.is_one_space(&gap) {
            self.note_space(gap);
        }
    }

    pub(super) fn is_one_space(&self, gap: &Range<usize>) -> bool {
        gap.len() == 1 && self.bytes[gap.start] == b' '
    }

    /// The end of the word that starts at `from`: of what runs up to a delimiter, or of a delimiter itself.
    pub(super) fn word_end(&self, from: usize) -> usize {
        match self.bytes.get(from) {
            None => from,
            Some(byte) if is_delimiter(*byte) => from + 1,
            Some(_) => {
                let len = self.bytes[from..].iter().position(|b| is_delimiter(*b));
                len.map_or(self.bytes.len(), |len| from + len)
            }
        }
    }

    /// An error about the word at which the parser stands.
    pub(super) fn unexpected(&self, kind: ErrorKind) -> ParseError {
        self.wrong(kind, self.pos..self.word_end(self.pos))
    }

    /// An error about the character at which the parser stands.
    pub(super) fn unexpected_char(&self, kind: ErrorKind) -> ParseError {
        let len = self.input[self.pos..].chars().next().map_or(0, char::len_utf8);
        self.wrong(kind, self.pos..self.pos + len)
    }

    /// An error about a piece of the input.
    pub(super) fn wrong(&self, kind: ErrorKind, span: Range<usize>) -> ParseError {
        let found = &self.input[span.clone()];
        ParseError::new(kind, span).found(found)
    }

    /// Takes the bracket at which the parser stands.
    pub(super) fn open(&mut self) -> Result<(), ParseError> {
        if self.depth >= self.limits.depth {
            return Err(ParseError::new(ErrorKind::TooDeep(self.limits.depth), self.pos..self.pos + 1));
        }
        self.depth += 1;
        self.pos += 1;
        Ok(())
    }

    /// Takes the bracket at which the parser stands, the other half of one that `open` took.
    pub(super) fn close(&mut self) {
        self.depth -= 1;
        self.pos += 1;
    }

    /// Charges one expression.
    pub(super) fn charge_term(&mut self, at: Range<usize>) -> Result<(), ParseError> {
        if self.terms >= self.limits.terms {
            return Err(ParseError::new(ErrorKind::TooManyTerms(self.limits.terms), at));
        }
        self.terms += 1;
        Ok(())
    }
}
