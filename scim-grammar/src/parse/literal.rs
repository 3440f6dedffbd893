//! `compValue`: the values of JSON (RFC 8259 §3, §6 and §7).

use std::borrow::Cow;
use std::ops::Range;

use crate::byte::{in_string, is_delimiter, is_space};
use crate::error::{ErrorKind, ParseError};
use crate::literal::{Literal, LiteralValue, Number};
use crate::text::Text;

use super::cursor::Parser;

impl<'a> Parser<'a> {
    /// A value, where the parser stands.
    pub(super) fn literal(&mut self) -> Result<Literal<'a>, ParseError> {
        let start = self.pos;
        let value = match self.peek() {
            Some(b'"') => LiteralValue::String(self.string()?),
            Some(byte) if !is_delimiter(byte) => self.word_value()?,
            _ => return Err(self.unexpected(ErrorKind::ExpectedValue)),
        };
        Ok(Literal { value, text: Text::new(&self.input[start..self.pos], start) })
    }

    /// A number, `true`, `false` or `null`: everything but strings.
    fn word_value(&mut self) -> Result<LiteralValue<'a>, ParseError> {
        let span = self.pos..self.unquoted_end();
        let word = &self.input[span.clone()];
        let value = if word.eq_ignore_ascii_case("true") {
            LiteralValue::Boolean(true)
        } else if word.eq_ignore_ascii_case("false") {
            LiteralValue::Boolean(false)
        } else if word.eq_ignore_ascii_case("null") {
            LiteralValue::Null
        } else {
            let number = self.number(word, &span)?;
            self.pos = span.end;
            return Ok(LiteralValue::Number(number));
        };
        if word.bytes().any(|b| b.is_ascii_uppercase()) {
            self.lenient.literal_case.get_or_insert(span.clone());
        }
        self.pos = span.end;
        Ok(value)
    }

    /// The end of a word that stands where a value should: brackets that open and quotes belong to it, so that a
    /// forgotten quote is reported as such.
    fn unquoted_end(&self) -> usize {
        let rest = &self.bytes[self.pos..];
        let len = rest.iter().position(|b| is_space(*b) || matches!(b, b')' | b']'));
        len.map_or(self.bytes.len(), |len| self.pos + len)
    }

    fn number(&self, text: &str, span: &Range<usize>) -> Result<Number, ParseError> {
        let Some(is_integer) = number_shape(text.as_bytes()) else {
            let like_a_number = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b))
                && text.bytes().any(|b| b.is_ascii_digit());
            if like_a_number {
                return Err(self.wrong(ErrorKind::Number, span.clone()));
            }
            return Err(self.unquoted(text, span.clone()));
        };
        if is_integer && let Ok(integer) = text.parse() {
            return Ok(Number::Integer(integer));
        }
        match text.parse::<f64>() {
            Ok(float) if float.is_finite() => Ok(Number::Float(float)),
            _ => Err(self.wrong(ErrorKind::NumberRange, span.clone())),
        }
    }

    /// The error for a word where a value should be, with the string that was probably meant.
    fn unquoted(&self, text: &str, span: Range<usize>) -> ParseError {
        let error = self.wrong(ErrorKind::UnquotedValue, span);
        let meant = text.trim_matches(['\'', '“', '”', '‘', '’', '`', '"']);
        // Only half of a quotation stands in a word with a quote at one end.
        let halved = text.starts_with(['\'', '“', '‘', '`']) != text.ends_with(['\'', '”', '’', '`']);
        let plain = meant.chars().all(|c| c.is_alphanumeric() || "-_.@+:/".contains(c));
        if meant.is_empty() || meant.len() > 64 || halved || !plain {
            return error;
        }
        error.with_help(format!("write \"{meant}\""))
    }

    /// A string, from quote to quote.
    fn string(&mut self) -> Result<Cow<'a, str>, ParseError> {
        let open = self.pos;
        let mut plain = open + 1;
        let mut owned: Option<String> = None;
        let mut i = plain;
        loop {
            let rest = &self.bytes[i..];
            i += rest.iter().position(|b| !in_string(*b)).unwrap_or(rest.len());
            match self.bytes.get(i) {
                None => {
                    return Err(ParseError::new(ErrorKind::UnclosedString, open..open + 1));
                }
                Some(b'"') => {
                    let rest = &self.input[plain..i];
                    self.pos = i + 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(rest),
                        Some(text) => Cow::Owned(text + rest),
                    });
                }
                Some(b'\\') => {
                    let text = owned.get_or_insert_default();
                    text.push_str(&self.input[plain..i]);
                    let (c, len) = self.escape(i)?;
                    text.push(c);
                    i += len;
                    plain = i;
                }
                Some(_) => {
                    return Err(ParseError::new(ErrorKind::ControlCharacter, i..i + 1));
                }
            }
        }
    }

    /// The escape whose backslash is at `at`: its character, and how many bytes it takes.
    fn escape(&self, at: usize) -> Result<(char, usize), ParseError> {
        let c = match self.bytes.get(at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(at),
            _ => {
                let len = self.input[at + 1..].chars().next().map_or(0, char::len_utf8);
                return Err(self.wrong(ErrorKind::Escape, at..at + 1 + len));
            }
        };
        Ok((c, 2))
    }

    /// `\u` with four digits, or two of them that make a surrogate pair.
    fn unicode_escape(&self, at: usize) -> Result<(char, usize), ParseError> {
        let high = self.code_unit(at)?;
        if let Some(c) = char::from_u32(high) {
            return Ok((c, 6));
        }
        let lone = || self.wrong(ErrorKind::LoneSurrogate, at..at + 6);
        if high >= 0xDC00 || !self.bytes[at + 6..].starts_with(b"\\u") {
            return Err(lone());
        }
        let low = self.code_unit(at + 6)?;
        if !(0xDC00..0xE000).contains(&low) {
            return Err(lone());
        }
        let c = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        char::from_u32(c).map(|c| (c, 12)).ok_or_else(lone)
    }

    /// The four digits of the `\u` at `at`.
    fn code_unit(&self, at: usize) -> Result<u32, ParseError> {
        let mut unit = 0;
        for i in at + 2..at + 6 {
            let digit = self.bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.wrong(ErrorKind::Escape, at..i.min(self.bytes.len())));
            };
            unit = unit * 16 + digit;
        }
        Ok(unit)
    }
}

/// `number` of RFC 8259 §6: `Some(true)` for one without fraction and exponent, `None` where it is none.
fn number_shape(text: &[u8]) -> Option<bool> {
    let digits = |from: usize| text[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut i = usize::from(text.first() == Some(&b'-'));
    let whole = digits(i);
    if whole == 0 || (whole > 1 && text[i] == b'0') {
        return None;
    }
    i += whole;
    let mut is_integer = true;
    if text.get(i) == Some(&b'.') {
        is_integer = false;
        let fraction = digits(i + 1);
        if fraction == 0 {
            return None;
        }
        i += 1 + fraction;
    }
    if matches!(text.get(i), Some(b'e' | b'E')) {
        is_integer = false;
        i += 1;
        i += usize::from(matches!(text.get(i), Some(b'+' | b'-')));
        let exponent = digits(i);
        if exponent == 0 {
            return None;
        }
        i += exponent;
    }
    (i == text.len()).then_some(is_integer)
}
