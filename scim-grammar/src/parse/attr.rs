//! `attrPath`: names, sub-attributes and URNs.

use crate::byte::{in_name, is_delimiter};
use crate::error::{ErrorKind, ParseError};
use crate::name::{NameFault, is_ref};
use crate::path::{Attr, AttrPath, UrnPath};
use crate::text::Text;
use crate::urn::{self, UrnFault};

use super::cursor::Parser;

impl<'a> Parser<'a> {
    /// An attribute path, up to white space, a bracket or the end.
    pub(super) fn attr_path(&mut self) -> Result<AttrPath<'a>, ParseError> {
        if urn::has_scheme(&self.bytes[self.pos..]) {
            return self.urn_path().map(AttrPath::Urn);
        }
        let name = self.name()?;
        if self.peek() != Some(b'.') {
            self.end_of_name(false)?;
            return Ok(AttrPath::Plain(Attr { name, sub: None }));
        }
        self.pos += 1;
        let sub = self.name()?;
        self.end_of_name(true)?;
        Ok(AttrPath::Plain(Attr { name, sub: Some(sub) }))
    }

    /// One attribute name.
    #[inline]
    pub(super) fn name(&mut self) -> Result<Text<'a>, ParseError> {
        let start = self.pos;
        let end = self.name_end();
        let name = &self.input[start..end];
        match self.peek() {
            Some(byte) if byte.is_ascii_alphabetic() => {}
            Some(b'$') if is_ref(name) => {}
            Some(byte) if !is_delimiter(byte) && byte != b'.' => {
                return Err(self.unexpected_char(NameFault::Start.into()));
            }
            _ => return Err(self.unexpected(NameFault::Empty.into())),
        }
        self.pos = end;
        Ok(Text::new(name, start))
    }

    /// The end of the run of letters, digits and the like at which the parser stands.
    pub(super) fn name_end(&self) -> usize {
        let rest = &self.bytes[self.pos..];
        self.pos + rest.iter().position(|b| !in_name(*b)).unwrap_or(rest.len())
    }

    /// After the last name of a path.
    #[inline]
    pub(super) fn end_of_name(&mut self, sub: bool) -> Result<(), ParseError> {
        match self.peek() {
            None => Ok(()),
            Some(byte) if is_delimiter(byte) => Ok(()),
            Some(b'.') if sub => Err(self.unexpected_char(ErrorKind::SubAttributeOfSub)),
            Some(b':') => Err(self
                .unexpected_char(NameFault::Character.into())
                .with_help("a schema in front of an attribute starts with `urn:`")),
            Some(_) => Err(self.unexpected_char(NameFault::Character.into())),
        }
    }

    /// A path that starts with a URN, kept whole.
    fn urn_path(&mut self) -> Result<UrnPath<'a>, ParseError> {
        let start = self.pos;
        let end = self.word_end(start);
        if let Err((span, fault)) = urn::scan(&self.bytes[start..end]) {
            let span = start + span.start..start + span.end;
            if fault != UrnFault::Unfinished {
                return Err(self.wrong(ErrorKind::Urn(fault), span));
            }
            // After a whole URN and a colon it is the attribute that is missing.
            let whole = self.input[start..end].matches(':').count() > 2;
            self.pos = end;
            return Err(self.unexpected(if whole { NameFault::Empty.into() } else { ErrorKind::Urn(fault) }));
        }
        self.pos = end;
        Ok(UrnPath { text: Text::new(&self.input[start..end], start) })
    }
}
