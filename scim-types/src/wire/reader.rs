//! JSON text as a serde `Deserializer`.
//!
//! The text is known to be UTF-8, which `serde_json` would ask of every string again, and the names in it are looked at once. That and the
//! fixed size of the loops make it take about two thirds of `serde_json`'s instructions for a resource. It accepts what `serde_json` accepts and
//! refuses what `serde_json` refuses (a property test and a fuzz target hold the two against each other), with the same limit of 128 levels.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::json::first_escape;

/// How many objects and arrays may be inside of each other.
const DEPTH: u8 = 128;

/// The newtype as which this reader, and no other, gives a value as its JSON text, in bytes.
pub(crate) const RAW: &str = "$scim_types::raw";

/// JSON text, read from `at` on.
pub(crate) struct Json<'j> {
    text: &'j str,
    at: usize,
    depth: u8,
    /// Where strings with escapes are put together.
    scratch: String,
}

/// Why reading stopped. Boxed, since the way of success should be the cheap one.
#[derive(Debug)]
pub(crate) struct JsonError(Box<Problem>);

#[derive(Debug)]
enum Problem {
    Syntax { what: &'static str, line: usize, column: usize },
    Custom(String),
}

type Result<T> = std::result::Result<T, JsonError>;

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Problem::Syntax { what, line, column } => write!(f, "{what} at line {line} column {column}"),
            Problem::Custom(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for JsonError {}

impl JsonError {
    /// Whether the text is no JSON, and not merely another message.
    pub(crate) fn is_syntax(&self) -> bool {
        matches!(*self.0, Problem::Syntax { .. })
    }
}

impl serde::de::Error for JsonError {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Box::new(Problem::Custom(message.to_string())))
    }
}

impl<'j> Json<'j> {
    pub(crate) fn new(text: &'j str) -> Self {
        Self { text, at: 0, depth: 0, scratch: String::new() }
    }

    /// Nothing but white space follows.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.next_token() {
            None => Ok(()),
            Some(_) => Err(self.error("nothing may follow the value, found more")),
        }
    }

    #[cold]
    fn error(&self, what: &'static str) -> JsonError {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let line = before.split(|&b| b == b'\n').count();
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
        let column =
            1 + self.text.get(start..self.at).map_or(before.len() - start, |line| line.chars().count());
        JsonError(Box::new(Problem::Syntax { what, line, column }))
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The first byte that is not white space, which stays unread.
    #[inline]
    fn next_token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    fn word(&mut self, word: &'static str) -> Result<()> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            Err(self.error("expected a value"))
        }
    }

    fn enter(&mut self) -> Result<()> {
        if self.depth == DEPTH {
            return Err(self.error("nested too deeply: 128 levels at most"));
        }
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    /// The string that starts after the quote at `at`; `None` if it has escapes, with `at` at the first of them.
    #[expect(clippy::inline_always, reason = "the hottest loop: a call costs a tenth of all")]
    #[inline(always)]
    fn plain_string(&mut self) -> Result<Option<&'j str>> {
        let start = self.at;
        self.at += first_escape(&self.text.as_bytes()[start..]);
        match self.peek() {
            Some(b'"') => {
                // Both ends are next to quotes, so on character boundaries.
                let text = self.text.get(start..self.at).unwrap_or_default();
                self.at += 1;
                Ok(Some(text))
            }
            Some(b'\\') => {
                self.scratch.clear();
                self.scratch.reserve(128);
                self.scratch.push_str(self.text.get(start..self.at).unwrap_or_default());
                Ok(None)
            }
            Some(_) => Err(self.error("a control character in a string must be escaped")),
            None => Err(self.error("the string has no end")),
        }
    }

    /// Reads on into `scratch`, from the first escape.
    #[cold]
    fn escaped_string(&mut self) -> Result<()> {
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    let c = self.escape()?;
                    self.scratch.push(c);
                }
                Some(b) if b < 0x20 => {
                    return Err(self.error("a control character in a string must be escaped"));
                }
                Some(_) => {
                    let start = self.at;
                    self.at += first_escape(&self.text.as_bytes()[start..]);
                    self.scratch.push_str(self.text.get(start..self.at).unwrap_or_default());
                }
                None => return Err(self.error("the string has no end")),
            }
        }
    }

    /// The character of an escape, whose backslash has been read.
    fn escape(&mut self) -> Result<char> {
        let Some(b) = self.peek() else { return Err(self.error("the string has no end")) };
        let c = match b {
            b'"' | b'\\' | b'/' => char::from(b),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode_escape();
            }
            _ => return Err(self.error("no such escape in JSON")),
        };
        self.at += 1;
        Ok(c)
    }

    fn unicode_escape(&mut self) -> Result<char> {
        const LONE: &str = "half of a surrogate pair";
        let mut code = self.hex4()?;
        if (0xd800..0xdc00).contains(&code) && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
            self.at += 2;
            let low = self.hex4()?;
            if !(0xdc00..0xe000).contains(&low) {
                return Err(self.error(LONE));
            }
            code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        char::from_u32(code).ok_or_else(|| self.error(LONE))
    }

    fn hex4(&mut self) -> Result<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.error("expected four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }

    /// Moves over a number; whether it is a whole one.
    fn number(&mut self) -> Result<bool> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let zero = self.peek() == Some(b'0');
        let digits = self.digits()?;
        if zero && digits > 1 {
            return Err(self.error("a number cannot start with 0"));
        }
        let mut whole = true;
        if self.peek() == Some(b'.') {
            whole = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            whole = false;
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(whole)
    }

    fn digits(&mut self) -> Result<usize> {
        let count = self.text.as_bytes()[self.at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if count == 0 {
            return Err(self.error("expected a digit"));
        }
        self.at += count;
        Ok(count)
    }

    fn visit_number<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let start = self.at;
        let whole = self.number()?;
        let text = self.text.get(start..self.at).unwrap_or_default();
        // A negative zero has no integer.
        if whole && text != "-0" {
            if let Ok(number) = text.parse::<i64>() {
                return visitor.visit_i64(number);
            }
            if let Ok(number) = text.parse::<u64>() {
                return visitor.visit_u64(number);
            }
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => visitor.visit_f64(number),
            _ => Err(self.error("the number is out of range")),
        }
    }

    /// Moves over a value of any kind, without recursion: one bit per level says whether it is an object.
    fn skip(&mut self) -> Result<()> {
        let outside = self.depth;
        let mut objects = 0u128;
        loop {
            // A value is due.
            match self.next_token() {
                Some(b @ (b'{' | b'[')) => {
                    self.enter()?;
                    objects = objects << 1 | u128::from(b == b'{');
                    match (b, self.next_token()) {
                        (b'{', Some(b'}')) | (b'[', Some(b']')) => {}
                        (b'{', _) => {
                            self.skip_key()?;
                            continue;
                        }
                        _ => continue,
                    }
                }
                Some(b'"') => {
                    self.at += 1;
                    self.skip_string()?;
                }
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(b'n') => self.word("null")?,
                Some(b'-' | b'0'..=b'9') => _ = self.number()?,
                _ => return Err(self.error("expected a value")),
            }
            // A value has ended, and perhaps the levels around it.
            loop {
                if self.depth == outside {
                    return Ok(());
                }
                let object = objects & 1 == 1;
                match self.next_token() {
                    Some(b',') => {
                        self.at += 1;
                        if object {
                            self.next_token();
                            self.skip_key()?;
                        }
                        break;
                    }
                    Some(b'}') if object => {}
                    Some(b']') if !object => {}
                    _ => {
                        return Err(self.error(if object {
                            "expected `,` or `}`"
                        } else {
                            "expected `,` or `]`"
                        }));
                    }
                }
                self.at += 1;
                self.depth -= 1;
                objects >>= 1;
            }
        }
    }

    fn skip_key(&mut self) -> Result<()> {
        if self.peek() != Some(b'"') {
            return Err(self.error("expected a name in quotes"));
        }
        self.at += 1;
        self.skip_string()?;
        self.colon()
    }

    fn skip_string(&mut self) -> Result<()> {
        if self.plain_string()?.is_none() {
            self.escaped_string()?;
        }
        Ok(())
    }

    #[inline]
    fn colon(&mut self) -> Result<()> {
        if self.next_token() != Some(b':') {
            return Err(self.error("expected `:`"));
        }
        self.at += 1;
        Ok(())
    }

    #[expect(clippy::inline_always, reason = "the hottest loop: a call costs a tenth of all")]
    #[inline(always)]
    fn visit_string<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value>
    where
        'j: 'de,
    {
        self.at += 1;
        if let Some(text) = self.plain_string()? {
            visitor.visit_borrowed_str(text)
        } else {
            self.escaped_string()?;
            // The visitor may read on with this reader's error type only, so the scratch is free to lend.
            visitor.visit_str(&self.scratch)
        }
    }
}

impl<'de> Deserializer<'de> for &mut Json<'de> {
    type Error = JsonError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.next_token() {
            Some(b'"') => self.visit_string(visitor),
            Some(b'{') => {
                self.enter()?;
                let mut members = Items { json: self, fresh: true, ended: false };
                let value = visitor.visit_map(&mut members)?;
                members.finish()?;
                Ok(value)
            }
            Some(b'[') => {
                self.enter()?;
                let mut elements = Items { json: self, fresh: true, ended: false };
                let value = visitor.visit_seq(&mut elements)?;
                elements.finish()?;
                Ok(value)
            }
            Some(b't') => {
                self.word("true")?;
                visitor.visit_bool(true)
            }
            Some(b'f') => {
                self.word("false")?;
                visitor.visit_bool(false)
            }
            Some(b'n') => {
                self.word("null")?;
                visitor.visit_unit()
            }
            Some(b'-' | b'0'..=b'9') => self.visit_number(visitor),
            Some(_) => Err(self.error("expected a value")),
            None => Err(self.error("expected a value, found the end")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.next_token() == Some(b'n') {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        if name != RAW {
            return visitor.visit_newtype_struct(self);
        }
        self.next_token();
        let start = self.at;
        self.skip()?;
        visitor.visit_borrowed_bytes(self.text.as_bytes().get(start..self.at).unwrap_or_default())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct enum identifier
    }
}

/// The members of an object, or the elements of an array.
struct Items<'a, 'j> {
    json: &'a mut Json<'j>,
    fresh: bool,
    ended: bool,
}

impl Items<'_, '_> {
    /// Moves to the next item; false at the end.
    #[inline]
    fn advance(&mut self, end: u8, expected: &'static str) -> Result<bool> {
        let json = &mut *self.json;
        let fresh = std::mem::replace(&mut self.fresh, false);
        match json.next_token() {
            Some(b) if b == end => {
                json.at += 1;
                json.depth -= 1;
                self.ended = true;
                return Ok(false);
            }
            _ if fresh => {}
            Some(b',') => json.at += 1,
            _ => return Err(json.error(expected)),
        }
        Ok(true)
    }

    /// The visitor must have seen all of it.
    #[inline]
    fn finish(self) -> Result<()> {
        if self.ended { Ok(()) } else { Err(self.json.error("expected the end of the value, found more")) }
    }
}

impl<'de> MapAccess<'de> for &mut Items<'_, 'de> {
    type Error = JsonError;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.advance(b'}', "expected `,` or `}`")? {
            return Ok(None);
        }
        if self.json.next_token() != Some(b'"') {
            return Err(self.json.error("expected a name in quotes"));
        }
        seed.deserialize(Name(self.json)).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.json.colon()?;
        seed.deserialize(&mut *self.json)
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = JsonError;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if !self.advance(b']', "expected `,` or `]`")? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.json).map(Some)
    }
}

/// A member's name: a string, which needs no second look at its first byte.
struct Name<'a, 'j>(&'a mut Json<'j>);

impl<'de> Deserializer<'de> for Name<'_, 'de> {
    type Error = JsonError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.0.visit_string(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::Value;

    use super::Json;

    fn ours(text: &str) -> Result<Value, String> {
        let mut json = Json::new(text);
        let value = Value::deserialize(&mut json).map_err(|e| e.to_string())?;
        json.end().map_err(|e| e.to_string())?;
        Ok(value)
    }

    fn skipped(text: &str) -> bool {
        let mut json = Json::new(text);
        json.skip().is_ok() && json.end().is_ok()
    }

    /// Equal, but for the last digit of a double: `serde_json`'s default is not exact there.
    fn same(a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Array(a), Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
            }
            (Value::Object(a), Value::Object(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
            }
            (Value::Number(a), Value::Number(b)) if a.is_f64() && b.is_f64() => {
                let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
                (a - b).abs() <= a.abs() * 1e-15
            }
            _ => a == b,
        }
    }

    /// Read, and skipped, as `serde_json` would.
    fn agree(text: &str) {
        let theirs = serde_json::from_str::<Value>(text);
        let own = ours(text);
        match (&own, &theirs) {
            (Ok(a), Ok(b)) => assert!(same(a, b), "{text}: {a:?}, serde_json: {b:?}"),
            (Err(_), Err(_)) => {}
            _ => panic!("{text:?}: {own:?}, serde_json: {theirs:?}"),
        }
        // Skipping does not look at the value of a number.
        assert!(skipped(text) == theirs.is_ok() || text.contains(['e', 'E']), "{text:?} skipped");
    }

    const SEEDS: [&str; 24] = [
        r#"{"a":1,"b":[true,false,null],"c":{"d":"e"}}"#,
        "[]",
        "{}",
        " [ ] ",
        "{ \"a\" : [ ] , \"b\" : { } }\n",
        "[1,-1,0,-0,1.5,-1.5e3,1E+2,1e-2,123456789012345678901234567890]",
        "[9223372036854775807,9223372036854775808,18446744073709551615,18446744073709551616,-9223372036854775808,-9223372036854775809]",
        r#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83e\udd80""#,
        r#""\ud800""#,
        r#""\udc00""#,
        r#""\ud800\u0041""#,
        r#""\ud800x""#,
        r#""é日🦀 plain text longer than eight bytes""#,
        r#""tail\""#,
        "\"a\nb\"",
        "01",
        "-",
        "1.",
        "1e",
        ".5",
        "1e400",
        r#"{"a":1,}"#,
        "[1,]",
        r#"{"a" 1}"#,
    ];

    #[test]
    fn agrees_with_serde_json() {
        for seed in SEEDS {
            agree(seed);
            for cut in (0..seed.len()).filter(|&i| seed.is_char_boundary(i)) {
                agree(&seed[..cut]);
            }
            // Every byte replaced by every interesting one.
            for (at, c) in seed.char_indices() {
                for by in [
                    "", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "t", " ", "\u{1}", "é",
                    "null",
                ] {
                    agree(&format!("{}{by}{}", &seed[..at], &seed[at + c.len_utf8()..]));
                    agree(&format!("{}{by}{}", &seed[..at], &seed[at..]));
                }
            }
        }
    }

    #[test]
    fn depth() {
        for (levels, fine) in [(127, true), (128, false), (10_000, false)] {
            let arrays = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            assert_eq!(serde_json::from_str::<Value>(&arrays).is_ok(), fine);
            if levels < 200 {
                assert_eq!(ours(&arrays).is_ok(), levels <= 128);
            }
            assert_eq!(skipped(&arrays), levels <= 128);
            let objects = format!("{}1{}", r#"{"a":"#.repeat(levels), "}".repeat(levels));
            assert_eq!(skipped(&objects), levels <= 128);
        }
    }

    #[test]
    fn errors_say_where() {
        assert_eq!(ours("{\"é\": 1\n ,\n}").unwrap_err(), "expected a name in quotes at line 3 column 1");
        assert_eq!(ours("[1 2]").unwrap_err(), "expected `,` or `]` at line 1 column 4");
        assert_eq!(ours("").unwrap_err(), "expected a value, found the end at line 1 column 1");
    }
}
