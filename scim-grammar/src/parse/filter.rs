//! `FILTER`, `valFilter`, `logExp` and `attrExp`.
//!
//! Operands are collected on one stack, `terms`, on which every open bracket remembers where its own begin:
//!
//! ```text
//! a or b and (c and d        terms: a b c d
//!                              bracket at the bottom: or_start 0, and_start 1
//!                              bracket on top:        or_start 2, and_start 2
//! ```
//!
//! From `and_start` on stand the operands of the `and` chain being read, between `or_start` and `and_start` the finished
//! operands of the `or` chain. A chain becomes a node only when something binds tighter than it, so a redundant bracket
//! costs nothing: its operands are already where they would be without it. That is what keeps chains flat without ever
//! moving an operand twice.

use std::mem;

use crate::byte::is_space;
use crate::error::{ErrorKind, ParseError};
use crate::filter::{AttrExp, Filter, SubAttrTest, Test, ValueExp};
use crate::operator::{self, Word};
use crate::path::{Attr, AttrPath, ValuePath};

use super::cursor::Parser;

/// What a filter or a part of it stands in.
pub(super) enum Opener<'a> {
    /// The whole input.
    Input,
    /// The brackets of a PATCH path.
    Path,
    /// `(`
    Group,
    /// `not (`
    Not,
    /// `attr[`
    Value(AttrPath<'a>),
}

impl Opener<'_> {
    fn close(&self) -> Option<char> {
        match self {
            Opener::Input => None,
            Opener::Group | Opener::Not => Some(')'),
            Opener::Path | Opener::Value(_) => Some(']'),
        }
    }
}

struct Frame<'a> {
    opener: Opener<'a>,
    or_start: usize,
    and_start: usize,
}

/// A stack of frames, the first of which takes no allocation.
struct Frames<'a> {
    first: Option<Frame<'a>>,
    more: Vec<Frame<'a>>,
}

impl<'a> Frames<'a> {
    fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    fn push(&mut self, frame: Frame<'a>) {
        if self.first.is_none() { self.first = Some(frame) } else { self.more.push(frame) }
    }

    fn pop(&mut self) -> Option<Frame<'a>> {
        self.more.pop().or_else(|| self.first.take())
    }
}

enum Operand<'a> {
    /// It is on the stack of operands.
    Done,
    /// It looks like the only one of the filter, so that there is no need for a stack.
    Alone(Filter<'a>),
    /// A bracket has been opened.
    Open(Opener<'a>),
}

enum After {
    And,
    Or,
    /// The bracket, or the input, is over.
    Close,
}

impl<'a> Parser<'a> {
    /// A filter, up to the end of the input or, for `Opener::Path`, past the bracket that closes it.
    pub(super) fn filter(&mut self, opener: Opener<'a>) -> Result<Filter<'a>, ParseError> {
        let mut frame = Frame { opener, or_start: 0, and_start: 0 };
        let mut outer = Frames { first: None, more: Vec::new() };
        let mut terms: Vec<Filter<'a>> = Vec::new();
        let mut in_value = matches!(frame.opener, Opener::Path);
        loop {
            let alone = match self.operand(in_value, &mut terms, outer.is_empty())? {
                Operand::Done => None,
                Operand::Alone(operand) => Some(operand),
                Operand::Open(opener) => {
                    in_value |= matches!(opener, Opener::Value(_));
                    let start = terms.len();
                    outer.push(mem::replace(&mut frame, Frame { opener, or_start: start, and_start: start }));
                    continue;
                }
            };
            let mut after = self.after_operand(&frame)?;
            if let Some(operand) = alone {
                if matches!(after, After::Close) {
                    self.leave(&frame);
                    return Ok(operand);
                }
                terms.push(operand);
            }
            // Where the operands of an `or` group begin that has been closed but not yet made a node.
            let mut loose = None;
            loop {
                match after {
                    After::And => {
                        if let Some(start) = loose {
                            fold(&mut terms, start, Filter::Or);
                        }
                        break;
                    }
                    After::Or => {
                        if loose.is_none() {
                            fold(&mut terms, frame.and_start, Filter::And);
                        }
                        frame.and_start = terms.len();
                        break;
                    }
                    After::Close => {}
                }
                self.leave(&frame);
                let Some(around) = outer.pop() else {
                    let whole = whole(terms, frame.and_start, loose.is_some());
                    // There is an operand, or there would have been an error.
                    return whole.ok_or_else(|| self.unexpected(ErrorKind::ExpectedExpression));
                };
                let closed = mem::replace(&mut frame, around);
                if !matches!(closed.opener, Opener::Group) {
                    if loose.take().is_none() {
                        fold(&mut terms, closed.and_start, Filter::And);
                    }
                    fold(&mut terms, closed.or_start, Filter::Or);
                }
                match closed.opener {
                    Opener::Group => {
                        if closed.and_start != closed.or_start {
                            if loose.is_none() {
                                fold(&mut terms, closed.and_start, Filter::And);
                            }
                            loose = Some(closed.or_start);
                        }
                        // Within an `and` chain an `or` group is one operand.
                        if let Some(start) = loose
                            && start != frame.and_start
                        {
                            fold(&mut terms, start, Filter::Or);
                            loose = None;
                        }
                    }
                    Opener::Not => {
                        let inner = terms.pop().map(Box::new);
                        terms.extend(inner.map(Filter::Not));
                    }
                    Opener::Value(attr) => {
                        in_value = false;
                        let then = self.sub_attr_test()?;
                        let filter = terms.pop().map(Box::new);
                        terms.extend(filter.map(|filter| {
                            Filter::Value(ValueExp { value_path: ValuePath { attr, filter }, then })
                        }));
                    }
                    Opener::Input | Opener::Path => {}
                }
                after = self.after_operand(&frame)?;
            }
        }
    }

    /// An expression up to its end, or a bracket that opens.
    fn operand(
        &mut self,
        in_value: bool,
        terms: &mut Vec<Filter<'a>>,
        is_outermost: bool,
    ) -> Result<Operand<'a>, ParseError> {
        let start = self.pos;
        match self.peek() {
            Some(b'(') => {
                self.open()?;
                self.no_space();
                return Ok(Operand::Open(Opener::Group));
            }
            Some(byte) if byte.is_ascii_alphabetic() || byte == b'$' => {}
            _ => return Err(self.unexpected(ErrorKind::ExpectedExpression)),
        }
        let path = self.attr_path()?;
        if let AttrPath::Plain(Attr { name, sub: None }) = path {
            // `and` and `or` in the place of an attribute are most likely no attribute.
            match name.text.len() {
                3 if name == "not" && self.not()? => return Ok(Operand::Open(Opener::Not)),
                3 if name == "and" => self.not_a_connective(start)?,
                2 if name == "or" => self.not_a_connective(start)?,
                _ => {}
            }
        }
        self.charge_term(start..self.pos)?;
        let path_end = self.pos;
        let gap = self.skip_space();
        if self.peek() == Some(b'[') {
            if in_value {
                let kind = ErrorKind::NestedValueFilter;
                return Err(ParseError::new(kind, self.pos..self.pos + 1));
            }
            if !gap.is_empty() {
                self.note_space(gap);
            }
            self.open()?;
            self.no_space();
            return Ok(Operand::Open(Opener::Value(path)));
        }
        self.pos = path_end;
        let test = self.test()?;
        if is_outermost && terms.is_empty() && matches!(self.peek(), None | Some(b']')) {
            return Ok(Operand::Alone(Filter::Attr(AttrExp { path, test })));
        }
        terms.push(Filter::Attr(AttrExp { path, test }));
        Ok(Operand::Done)
    }

    /// After the word `not`: takes the bracket of the group, or leaves the word to be an attribute of that name.
    fn not(&mut self) -> Result<bool, ParseError> {
        let start = self.pos;
        let gap = self.skip_space();
        match self.peek() {
            Some(b'(') => {
                if !gap.is_empty() && !self.is_one_space(&gap) {
                    self.note_space(gap);
                }
                self.open()?;
                self.no_space();
                Ok(true)
            }
            Some(b'[') => {
                self.pos = start;
                Ok(false)
            }
            _ if self.at_operator() => {
                self.pos = start;
                Ok(false)
            }
            _ => Err(self.unexpected(ErrorKind::NotWithoutGroup)),
        }
    }

    /// After the word `and` or `or` at `start`, where an attribute should be: fails unless it is used as one.
    fn not_a_connective(&mut self, start: usize) -> Result<(), ParseError> {
        let end = self.pos;
        self.skip_space();
        let is_attribute = self.peek() == Some(b'[') || self.at_operator();
        self.pos = end;
        if is_attribute {
            return Ok(());
        }
        Err(self.wrong(ErrorKind::ExpectedExpression, start..end))
    }

    fn at_operator(&self) -> bool {
        operator::read(&self.bytes[self.pos..self.name_end()]).is_some()
    }

    /// What follows an attribute: a space, an operator and, unless that is `pr`, a value.
    fn test(&mut self) -> Result<Test<'a>, ParseError> {
        // As the canonical text has it, with a string.
        if let [b' ', a, b, b' ', b'"', ..] = self.bytes[self.pos..]
            && let Some(Word::Compare(operator)) = operator::read(&[a, b])
        {
            let operator_offset = self.pos + 1;
            self.pos += 4;
            let literal = self.literal()?;
            return Ok(Test::Compare { operator, operator_offset, literal });
        }
        if !self.peek().is_some_and(is_space) {
            return Err(self.unexpected(ErrorKind::ExpectedOperator));
        }
        self.one_space();
        let start = self.pos;
        let end = self.name_end();
        let operator = match operator::read(&self.bytes[start..end]) {
            Some(Word::Present) => {
                self.pos = end;
                return Ok(Test::Present);
            }
            Some(Word::Compare(operator)) => operator,
            None => return Err(self.unknown_operator()),
        };
        self.pos = end;
        // A quote may follow at once; other values would have been read as a part of the operator.
        self.one_space();
        let literal = self.literal()?;
        Ok(Test::Compare { operator, operator_offset: start, literal })
    }

    fn unknown_operator(&self) -> ParseError {
        // The operators of other languages are not words.
        let symbol = |b: &u8| b"=<>!&|~".contains(b);
        let symbols = self.bytes[self.pos..].iter().take_while(|b| symbol(b)).count();
        let end = if symbols > 0 { self.pos + symbols } else { self.word_end(self.pos) };
        let word = &self.input[self.pos..end];
        let is_word = word.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || symbol(&b));
        if !is_word {
            return self.unexpected(ErrorKind::ExpectedOperator);
        }
        let error = self.wrong(ErrorKind::UnknownOperator, self.pos..end);
        match operator::suggest(word) {
            Some(operator) => error.with_help(format!("did you mean `{operator}`?")),
            None => error,
        }
    }

    /// A sub-attribute and its test after a value path, which Figure 1 does not have.
    fn sub_attr_test(&mut self) -> Result<Option<Box<SubAttrTest<'a>>>, ParseError> {
        if self.peek() != Some(b'.') {
            return Ok(None);
        }
        self.pos += 1;
        let name = self.name()?;
        self.end_of_name(true)?;
        let test = self.test()?;
        Ok(Some(Box::new(SubAttrTest { name, test })))
    }

    /// What follows an expression. Takes `and` and `or` with their spaces, but leaves a bracket that closes.
    fn after_operand(&mut self, frame: &Frame<'a>) -> Result<After, ParseError> {
        let close = frame.opener.close();
        if self.pos == self.bytes.len() && close.is_none() {
            return Ok(After::Close);
        }
        // As the canonical text has them.
        match self.bytes[self.pos..] {
            [b' ', b'a', b'n', b'd', b' ', next, ..] if !is_space(next) => {
                self.pos += 5;
                return Ok(After::And);
            }
            [b' ', b'o', b'r', b' ', next, ..] if !is_space(next) => {
                self.pos += 4;
                return Ok(After::Or);
            }
            _ => {}
        }
        let gap = self.skip_space();
        let connective = match self.peek() {
            None if close.is_none() => After::Close,
            Some(byte @ (b')' | b']')) if close == Some(char::from(byte)) => After::Close,
            Some(byte @ (b')' | b']')) if close.is_none() => {
                return Err(ParseError::new(ErrorKind::Unopened(char::from(byte)), self.pos..self.pos + 1));
            }
            Some(byte) if byte.is_ascii_alphabetic() => {
                let end = self.name_end();
                let word = &self.bytes[self.pos..end];
                let connective = if word.eq_ignore_ascii_case(b"and") {
                    After::And
                } else if word.eq_ignore_ascii_case(b"or") {
                    After::Or
                } else {
                    return Err(self.no_connective(close));
                };
                self.pos = end;
                connective
            }
            _ => return Err(self.no_connective(close)),
        };
        if matches!(connective, After::Close) {
            if !gap.is_empty() {
                self.note_space(gap);
            }
        } else {
            if !self.is_one_space(&gap) {
                self.note_space(gap);
            }
            self.one_space();
        }
        Ok(connective)
    }

    fn no_connective(&self, close: Option<char>) -> ParseError {
        let error = self.unexpected(ErrorKind::ExpectedConnective { close });
        let rest = &self.bytes[self.pos..];
        if rest.starts_with(b"&") {
            error.with_help("did you mean `and`?")
        } else if rest.starts_with(b"|") {
            error.with_help("did you mean `or`?")
        } else {
            error
        }
    }

    /// Takes the bracket that closes a frame.
    fn leave(&mut self, frame: &Frame<'a>) {
        if frame.opener.close().is_some() {
            self.close();
        }
    }
}

/// The whole filter, in the buffer of its operands. Those from `and_start` on are an `and` chain, unless they are the operands of an `or`
/// group that has been closed.
fn whole(mut terms: Vec<Filter<'_>>, and_start: usize, is_loose: bool) -> Option<Filter<'_>> {
    let node = if is_loose || and_start > 0 { Filter::Or } else { Filter::And };
    if !is_loose && and_start > 0 {
        fold(&mut terms, and_start, Filter::And);
    }
    if terms.len() > 1 { Some(node(terms)) } else { terms.pop() }
}

/// Makes one node of the operands from `start` on, if they are several.
fn fold<'a>(terms: &mut Vec<Filter<'a>>, start: usize, node: fn(Vec<Filter<'a>>) -> Filter<'a>) {
    if terms.len() - start < 2 {
        return;
    }
    // `split_off(0)` would allocate a second buffer of the same size.
    let parts = if start == 0 { mem::take(terms) } else { terms.split_off(start) };
    terms.push(node(parts));
}
