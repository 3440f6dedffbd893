//! A piece of the input and where it stands.

use std::fmt;
use std::ops::Range;

/// A piece of the input, borrowed, with the byte offset at which it stands.
///
/// Every name and URN in a syntax tree is one. Two are equal when their texts are, ignoring ASCII case as names and
/// URNs do (RFC 7643 §2.1, RFC 7644 §3.10); the offset does not count.
#[derive(Debug, Clone, Copy, Eq)]
pub struct Text<'a> {
    /// The text as it was written.
    pub text: &'a str,
    /// The offset in bytes of its first byte in the input.
    pub offset: usize,
}

impl<'a> Text<'a> {
    /// A piece of text at an offset of the input.
    pub const fn new(text: &'a str, offset: usize) -> Self {
        Text { text, offset }
    }

    /// The bytes of the input it takes.
    pub const fn span(&self) -> Range<usize> {
        self.offset..self.offset + self.text.len()
    }

    /// The part from byte `from` on, which must be a character boundary within the text.
    pub(crate) fn tail(&self, from: usize) -> Self {
        Text::new(&self.text[from..], self.offset + from)
    }

    /// The part before byte `to`, which must be a character boundary within the text.
    pub(crate) fn head(&self, to: usize) -> Self {
        Text::new(&self.text[..to], self.offset)
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(other.text)
    }
}

/// Compares with a name or URN, ignoring ASCII case.
impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        self.text.eq_ignore_ascii_case(other)
    }
}

/// Compares with a name or URN, ignoring ASCII case.
impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.text.eq_ignore_ascii_case(other)
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}
