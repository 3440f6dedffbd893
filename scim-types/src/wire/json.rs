//! JSON text into a byte buffer.

use std::fmt::Display;
use std::io::Write as _;

use crate::schema::Key;

/// Appends `,"name":`. Every member starts with a comma; the object's first one is turned into its brace afterwards, so
/// that nothing has to be asked before each member.
#[inline]
pub(crate) fn key(out: &mut Vec<u8>, key: &Key, name: &str) {
    if let Some((block, len)) = key.block() {
        let end = out.len() + len;
        out.extend_from_slice(block);
        out.truncate(end);
    } else {
        out.extend_from_slice(b",\"");
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
    }
}

/// Appends a string.
#[inline]
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if needs_escape(bytes) {
        escaped(out, text);
        return;
    }
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    out.extend_from_slice(bytes);
    out.push(b'"');
}

/// Appends what `text` displays as a string.
pub(crate) fn display(out: &mut Vec<u8>, text: &dyn Display) {
    let start = out.len();
    out.push(b'"');
    // Writing to a vector fails only if the value's own Display does; then what it wrote stands.
    let _ = write!(out, "{text}");
    if needs_escape(&out[start + 1..]) {
        out.truncate(start);
        escaped(out, &text.to_string());
    } else {
        out.push(b'"');
    }
}

#[cold]
fn escaped(out: &mut Vec<u8>, text: &str) {
    // A string always serializes, and a vector takes everything.
    let _ = serde_json::to_writer(out, text);
}

/// Appends a decimal number; `false` if JSON has no form for it (NaN and the infinities).
pub(crate) fn decimal(out: &mut Vec<u8>, value: f64) -> bool {
    value.is_finite() && serde_json::to_writer(out, &value).is_ok()
}

pub(crate) fn integer(out: &mut Vec<u8>, value: i64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// How many bytes come before the first that a JSON string cannot hold as it is: before the string's end, or an escape in it.
#[inline]
pub(crate) fn first_escape(bytes: &[u8]) -> usize {
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (i, chunk) in chunks.iter().enumerate() {
        let found = escapes(u64::from_le_bytes(*chunk));
        if found != 0 {
            // A borrow reaches only bytes above the one it comes from, so the lowest is a true one.
            return i * 8 + (found.trailing_zeros() / 8) as usize;
        }
    }
    let start = chunks.len() * 8;
    rest.iter().position(|&b| b < 0x20 || b == b'"' || b == b'\\').map_or(bytes.len(), |i| start + i)
}

/// Whether a JSON string cannot hold these bytes as they are: quotes, backslashes and control characters (RFC 8259 §7).
#[inline]
fn needs_escape(bytes: &[u8]) -> bool {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut found = 0;
    for chunk in chunks {
        found |= escapes(u64::from_le_bytes(*chunk));
    }
    if !rest.is_empty() {
        let last = match bytes.last_chunk::<8>() {
            // Looking at some bytes twice is cheaper than at each of the rest alone.
            Some(last) => *last,
            None => {
                let mut padded = [b' '; 8];
                for (to, from) in padded.iter_mut().zip(rest) {
                    *to = *from;
                }
                padded
            }
        };
        found |= escapes(u64::from_le_bytes(last));
    }
    found != 0
}

/// Non-zero if one of the eight bytes needs an escape. Each test borrows from the high bit of a byte, and `!x` clears the
/// result where that bit was set already, as it is in every byte of a non-ASCII character.
#[inline]
const fn escapes(x: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let quote = x ^ (b'"' as u64 * ONES);
    let backslash = x ^ (b'\\' as u64 * ONES);
    let control = x.wrapping_sub(0x20 * ONES);
    let is_quote = quote.wrapping_sub(ONES);
    let is_backslash = backslash.wrapping_sub(ONES);
    (control | is_quote | is_backslash) & !x & HIGH
}

#[cfg(test)]
mod tests {
    use super::{display, key, needs_escape, string};
    use crate::schema::Key;

    #[test]
    fn escapes_are_found_wherever_they_are() {
        for b in 0..=255u8 {
            for len in 1..20 {
                for at in 0..len {
                    let mut bytes = vec![b'a'; len];
                    bytes[at] = b;
                    assert_eq!(needs_escape(&bytes), b < 0x20 || b == b'"' || b == b'\\', "{b:#x} at {at} of {len}");
                }
            }
        }
        for text in ["", "é", "日本語のテキスト", "\u{7f}\u{80}", "🦀🦀🦀"] {
            assert!(!needs_escape(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn strings_are_what_serde_json_writes() {
        for text in ["", "a", "plain text of some length", "q\"", "\\", "\n\u{1}\u{1f}", "日本\"語", "\u{2028}"] {
            let mut out = Vec::new();
            string(&mut out, text);
            assert_eq!(out, serde_json::to_vec(text).unwrap());
            out.clear();
            display(&mut out, &text);
            assert_eq!(out, serde_json::to_vec(text).unwrap());
        }
    }

    #[test]
    fn keys_of_every_length() {
        for len in 0..60 {
            let name: String = "n".repeat(len);
            let mut out = b"{".to_vec();
            key(&mut out, &Key::new(&name), &name);
            assert_eq!(String::from_utf8(out).unwrap(), format!("{{,\"{name}\":"));
        }
    }
}
