//! Attribute names (RFC 7643 §2.1).

use std::fmt;

use crate::byte;

/// True for an attribute name: a letter, then letters, digits, `-`, `_` and `$` (RFC 7643 §2.1); or `$ref` in any
/// case, which the RFC uses as the name of a sub-attribute (§2.4) though its own rule excludes it.
///
/// RFC 7644 Figure 1 leaves out the `$`. RFC 7643 is followed, since it is what defines names.
pub const fn is_attribute_name(name: &str) -> bool {
    check_name(name).is_ok()
}

/// Checks an attribute name by the rule of [`is_attribute_name`].
///
/// # Errors
/// What is wrong first, and at which byte.
pub const fn check_name(name: &str) -> Result<(), NameError> {
    let bytes = name.as_bytes();
    if bytes.is_empty() {
        return Err(NameError { offset: 0, fault: NameFault::Empty });
    }
    if !bytes[0].is_ascii_alphabetic() {
        if is_ref(name) {
            return Ok(());
        }
        return Err(NameError { offset: 0, fault: NameFault::Start });
    }
    let mut i = 1;
    while i < bytes.len() {
        if !byte::in_name(bytes[i]) {
            return Err(NameError { offset: i, fault: NameFault::Character });
        }
        i += 1;
    }
    Ok(())
}

/// True where two attribute names or schema URNs are the same, which they are whatever their ASCII case (RFC 7643
/// §2.1, RFC 7644 §3.10).
pub const fn names_equal(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// The one name that does not start with a letter.
pub(crate) const fn is_ref(name: &str) -> bool {
    name.eq_ignore_ascii_case("$ref")
}

/// Why a text is no attribute name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameError {
    /// The byte at which it goes wrong.
    pub offset: usize,
    /// What is wrong there.
    pub fault: NameFault,
}

/// What is wrong with an attribute name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// There is no name.
    Empty,
    /// It starts with something other than a letter.
    Start,
    /// It holds a character other than a letter, a digit, `-`, `_` and `$`.
    Character,
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NameFault::Empty => "expected an attribute name",
            NameFault::Start => "an attribute name starts with a letter",
            NameFault::Character => "an attribute name has only letters, digits, `-`, `_` and `$`",
        })
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            NameFault::Character => write!(f, "{} (byte {})", self.fault, self.offset),
            NameFault::Empty | NameFault::Start => self.fault.fmt(f),
        }
    }
}

impl std::error::Error for NameError {}

/// The first and the last eight bytes of a name, which may overlap; of shorter ones all bytes in a form of its own. With the length
/// they tell names of up to 16 bytes apart, so that the runtime compares names as integers, and a macro can make them for it.
#[doc(hidden)]
#[inline]
pub const fn outer_bytes(bytes: &[u8]) -> (u64, u64) {
    let len = bytes.len();
    if len >= 8 {
        (word(bytes, 0), word(bytes, len - 8))
    } else if len >= 4 {
        (half(bytes, 0), half(bytes, len - 4))
    } else if len > 0 {
        (bytes[0] as u64 | (bytes[len / 2] as u64) << 8 | (bytes[len - 1] as u64) << 16, 0)
    } else {
        (0, 0)
    }
}

#[inline]
const fn word(b: &[u8], at: usize) -> u64 {
    let (_, rest) = b.split_at(at);
    match rest.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => 0,
    }
}

#[inline]
const fn half(b: &[u8], at: usize) -> u64 {
    let (_, rest) = b.split_at(at);
    match rest.first_chunk::<4>() {
        Some(chunk) => u32::from_le_bytes(*chunk) as u64,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in
            ["a", "userName", "x509Certificates", "given-name", "a_b", "a$", "Z9", "$ref", "$REF", "urn"]
        {
            assert_eq!(check_name(name), Ok(()), "{name}");
            assert!(is_attribute_name(name));
        }
    }

    #[test]
    fn not_names() {
        let cases = [
            ("", 0, NameFault::Empty),
            ("9a", 0, NameFault::Start),
            ("-a", 0, NameFault::Start),
            ("_a", 0, NameFault::Start),
            ("$", 0, NameFault::Start),
            ("$refs", 0, NameFault::Start),
            ("é", 0, NameFault::Start),
            (" a", 0, NameFault::Start),
            ("a b", 1, NameFault::Character),
            ("a.b", 1, NameFault::Character),
            ("aé", 1, NameFault::Character),
            ("ab:", 2, NameFault::Character),
        ];
        for (name, offset, fault) in cases {
            assert_eq!(check_name(name), Err(NameError { offset, fault }), "{name}");
        }
    }

    #[test]
    fn usable_in_constants() {
        const OK: bool = is_attribute_name("userName") && names_equal("USERNAME", "userName");
        const _: () = assert!(OK);
    }
}
