//! Schema URNs (RFC 7643 §10, RFC 8141 §2).

use std::fmt;
use std::ops::Range;

use crate::byte::in_urn;
use crate::text::Text;

/// A schema URN: `urn:` NID `:` NSS, as `urn:ietf:params:scim:schemas:core:2.0:User`.
///
/// # What is accepted
///
/// - `urn` in any case.
/// - NID: 2 to 32 letters, digits and `-`, with no `-` at either end (RFC 8141 §2). One letter is refused.
/// - NSS: not empty; letters, digits, the characters ``-._~!$&'*+;=:@/`` and percent escapes (RFC 8141 §2, `pchar` and
///   `/`).
///
/// Three things that RFC 8141 allows are refused, because a schema URN also stands before an attribute name in filters,
/// paths and lists of attributes: `(` and `)`, which group expressions; `,`, which separates the attributes of a list;
/// and a `:` at the end, which separates the URN from the name. The r-, q- and f-components (`?+`, `?=`, `#`) are not
/// part of a URN that names a schema, and are refused too.
///
/// RFC 7643 §3 allows any URI as the id of a schema. Only URNs can stand before an attribute name, so only they are
/// accepted here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Urn<'a> {
    text: Text<'a>,
    nid_end: usize,
}

impl<'a> Urn<'a> {
    /// Reads a schema URN; the whole text must be one.
    ///
    /// # Errors
    /// What is wrong first, and where.
    pub fn parse(text: &'a str) -> Result<Self, UrnError> {
        let (span, fault) = match scan(text.as_bytes()) {
            Ok(nid_end) => return Ok(Urn { text: Text::new(text, 0), nid_end }),
            Err(found) => found,
        };
        let found = &text[span.clone()];
        Err(UrnError {
            span,
            fault,
            found: if found.chars().count() <= 32 { found.into() } else { "".into() },
        })
    }

    /// The URN as it was written.
    pub const fn as_str(&self) -> &'a str {
        self.text.text
    }

    /// The namespace identifier: `ietf`.
    pub fn nid(&self) -> &'a str {
        &self.text.text[4..self.nid_end]
    }

    /// The namespace-specific string: `params:scim:schemas:core:2.0:User`.
    pub fn nss(&self) -> &'a str {
        &self.text.text[self.nid_end + 1..]
    }
}

impl fmt::Display for Urn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// True for a text that can only be meant as a URN.
pub(crate) fn has_scheme(bytes: &[u8]) -> bool {
    matches!(bytes, [b'u' | b'U', b'r' | b'R', b'n' | b'N', b':', ..])
}

/// Checks a whole URN and gives the end of its NID. The spans of faults lie on character boundaries of valid UTF-8.
pub(crate) fn scan(bytes: &[u8]) -> Result<usize, (Range<usize>, UrnFault)> {
    if !has_scheme(bytes) {
        return Err((0..0, UrnFault::Scheme));
    }
    let nid_len = bytes[4..].iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'-');
    let Some(nid_end) = nid_len.map(|n| 4 + n) else {
        return Err((bytes.len()..bytes.len(), UrnFault::Unfinished));
    };
    if bytes[nid_end] != b':' {
        return Err((char_at(bytes, nid_end), UrnFault::Character));
    }
    let nid = &bytes[4..nid_end];
    if !(2..=32).contains(&nid.len()) || nid[0] == b'-' || nid[nid.len() - 1] == b'-' {
        return Err((4..nid_end, UrnFault::Namespace));
    }
    let mut i = nid_end + 1;
    while i < bytes.len() {
        match bytes[i] {
            b'%' => {
                let hex = bytes[i + 1..].iter().take(2).take_while(|b| b.is_ascii_hexdigit()).count();
                if hex < 2 {
                    return Err((i..i + 1 + hex, UrnFault::Escape));
                }
                i += 3;
            }
            byte if in_urn(byte) => i += 1,
            _ => return Err((char_at(bytes, i), UrnFault::Character)),
        }
    }
    if bytes[bytes.len() - 1] == b':' {
        return Err((bytes.len()..bytes.len(), UrnFault::Unfinished));
    }
    Ok(nid_end)
}

/// The bytes of the character which starts at `i`.
fn char_at(bytes: &[u8], i: usize) -> Range<usize> {
    let more = bytes[i + 1..].iter().take_while(|b| **b & 0xC0 == 0x80).count();
    i..i + 1 + more
}

/// Why a text is no schema URN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrnError {
    /// The bytes that are wrong; empty where something is missing.
    pub span: Range<usize>,
    /// What is wrong with them.
    pub fault: UrnFault,
    /// The text at `span`; left empty where it is long.
    pub found: Box<str>,
}

/// What is wrong with a schema URN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrnFault {
    /// It does not start with `urn:`.
    Scheme,
    /// The namespace identifier is not of 2 to 32 letters, digits and inner hyphens.
    Namespace,
    /// It ends where a part is still to come.
    Unfinished,
    /// A character that a schema URN can't hold.
    Character,
    /// A `%` without two hexadecimal digits.
    Escape,
}

impl fmt::Display for UrnFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            UrnFault::Scheme => "a schema URN starts with `urn:`",
            UrnFault::Namespace => {
                "after `urn:` comes a namespace of 2 to 32 letters, digits and hyphens, as in `urn:ietf:`"
            }
            UrnFault::Unfinished => "the URN is not finished",
            UrnFault::Character => "a schema URN can't hold this character",
            UrnFault::Escape => "in a URN `%` is followed by two hexadecimal digits",
        })
    }
}

impl fmt::Display for UrnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)?;
        if !self.found.is_empty() {
            write!(f, ", found `{}`", crate::render::printable(&self.found))?;
        }
        write!(f, " (byte {})", self.span.start)
    }
}

impl std::error::Error for UrnError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urns() {
        for text in [
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "URN:IETF:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:scim:schemas:core:1.0",
            "urn:ex:a",
            "urn:example:100%25:b~c",
            "urn:a-1:x@y/z",
        ] {
            assert_eq!(Urn::parse(text).unwrap().as_str(), text);
        }
        let urn = Urn::parse("urn:ietf:params:scim").unwrap();
        assert_eq!((urn.nid(), urn.nss()), ("ietf", "params:scim"));
    }

    #[test]
    fn not_urns() {
        let long = format!("urn:{}:x", "n".repeat(33));
        let cases = [
            ("", 0..0, UrnFault::Scheme),
            ("userName", 0..0, UrnFault::Scheme),
            ("https://example.com/schema", 0..0, UrnFault::Scheme),
            ("urn:", 4..4, UrnFault::Unfinished),
            ("urn:ietf", 8..8, UrnFault::Unfinished),
            ("urn:ietf:", 9..9, UrnFault::Unfinished),
            ("urn:ietf:a:", 11..11, UrnFault::Unfinished),
            ("urn::a", 4..4, UrnFault::Namespace),
            ("urn:x:a", 4..5, UrnFault::Namespace),
            ("urn:-x:a", 4..6, UrnFault::Namespace),
            ("urn:x-:a", 4..6, UrnFault::Namespace),
            (&long, 4..37, UrnFault::Namespace),
            ("urn:i.f:a", 5..6, UrnFault::Character),
            ("urn:ietf:a b", 10..11, UrnFault::Character),
            ("urn:ietf:é", 9..11, UrnFault::Character),
            ("urn:ietf:(a)", 9..10, UrnFault::Character),
            ("urn:ietf:a,b", 10..11, UrnFault::Character),
            ("urn:ietf:a#b", 10..11, UrnFault::Character),
            ("urn:ietf:a?=b", 10..11, UrnFault::Character),
            ("urn:ietf:%", 9..10, UrnFault::Escape),
            ("urn:ietf:%4", 9..11, UrnFault::Escape),
            ("urn:ietf:%4é", 9..11, UrnFault::Escape),
        ];
        for (text, span, fault) in cases {
            let error = Urn::parse(text).unwrap_err();
            assert_eq!((error.span, error.fault), (span, fault), "{text}");
        }
        let message = Urn::parse("urn:ietf:a b").unwrap_err().to_string();
        assert_eq!(message, "a schema URN can't hold this character, found ` ` (byte 10)");
    }
}
