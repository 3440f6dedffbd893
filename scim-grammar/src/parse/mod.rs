//! The parser. It walks the bytes once, keeps what is open on a stack of its own and so never recurses.

mod attr;
mod cursor;
mod filter;
mod literal;

use crate::error::{ErrorKind, ParseError};
use crate::filter::Filter;
use crate::lenient::Parsed;
use crate::limits::Limits;
use crate::path::{AttrPath, Path, ValuePath};

use cursor::Parser;
use filter::Opener;

pub(crate) fn filter(input: &str, limits: Limits) -> Result<Parsed<Filter<'_>>, ParseError> {
    let mut parser = Parser::new(input, limits);
    parser.no_space();
    let tree = parser.filter(Opener::Input)?;
    Ok(Parsed { tree, lenient: parser.lenient })
}

pub(crate) fn attr_path(input: &str) -> Result<Parsed<AttrPath<'_>>, ParseError> {
    let mut parser = Parser::new(input, Limits::DEFAULT);
    let tree = parser.whole_attr_path()?;
    parser.end()?;
    Ok(Parsed { tree, lenient: parser.lenient })
}

pub(crate) fn path(input: &str, limits: Limits) -> Result<Parsed<Path<'_>>, ParseError> {
    let mut parser = Parser::new(input, limits);
    let attr = parser.whole_attr_path()?;
    // A bracket after white space belongs to the path; the end after it does too, but says so by itself.
    let at = parser.pos;
    let gap = parser.skip_space();
    if parser.peek() != Some(b'[') {
        parser.pos = at;
        parser.end()?;
        return Ok(Parsed { tree: Path::Attr(attr), lenient: parser.lenient });
    }
    if !gap.is_empty() {
        parser.note_space(gap);
    }
    parser.charge_term(at..at)?;
    parser.open()?;
    parser.no_space();
    let filter = Box::new(parser.filter(Opener::Path)?);
    let sub = if parser.peek() == Some(b'.') {
        parser.pos += 1;
        let sub = parser.name()?;
        parser.end_of_name(true)?;
        Some(sub)
    } else {
        None
    };
    parser.end()?;
    let value_path = ValuePath { attr, filter };
    Ok(Parsed { tree: Path::Value { value_path, sub }, lenient: parser.lenient })
}

impl<'a> Parser<'a> {
    /// An attribute path with which the input starts.
    fn whole_attr_path(&mut self) -> Result<AttrPath<'a>, ParseError> {
        self.no_space();
        match self.peek() {
            Some(byte) if byte.is_ascii_alphabetic() || byte == b'$' => self.attr_path(),
            _ => Err(self.unexpected(ErrorKind::ExpectedPath)),
        }
    }

    /// The end of the input.
    fn end(&mut self) -> Result<(), ParseError> {
        self.no_space();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected(ErrorKind::ExpectedEnd)),
        }
    }
}
