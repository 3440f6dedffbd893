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
    let start = out.len();
    // A short text is stored as a whole word.
    out.reserve(bytes.len() + 10);
    out.push(b'"');
    let plain = if bytes.len() < 8 {
        let word = short(bytes);
        out.extend_from_slice(&word.to_le_bytes());
        out.truncate(start + 1 + bytes.len());
        escapes(word) == 0
    } else {
        out.extend_from_slice(bytes);
        is_plain(bytes)
    };
    if plain {
        out.push(b'"');
    } else {
        out.truncate(start);
        escaped(out, text);
    }
}

/// Whether a JSON string can hold these bytes, of which there are at least eight, as they are.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    let (chunks, _) = bytes.as_chunks::<8>();
    if chunks.len() > NEAR {
        return first_escape_far(bytes, 0) == bytes.len();
    }
    let found = chunks.iter().fold(0, |found, chunk| found | escapes(u64::from_le_bytes(*chunk)));
    // The last eight bytes, some of them for the second time: cheaper than one by one.
    let last = bytes.last_chunk::<8>().map_or(0, |last| escapes(u64::from_le_bytes(*last)));
    found | last == 0
}

/// Fewer than eight bytes in a word, with spaces behind them.
#[inline]
fn short(bytes: &[u8]) -> u64 {
    let len = bytes.len();
    let word = if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // Where the two overlap they are the same.
        u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << ((len - 4) * 8)
    } else if let (Some(first), Some(last)) = (bytes.first(), bytes.last()) {
        u64::from(*first) | u64::from(bytes[len / 2]) << (len / 2 * 8) | u64::from(*last) << ((len - 1) * 8)
    } else {
        0
    };
    word | (0x20 * ONES) << (len * 8)
}

/// Appends what `text` displays as a string.
pub(crate) fn display(out: &mut Vec<u8>, text: &dyn Display) {
    let start = out.len();
    out.push(b'"');
    // Writing to a vector fails only if the value's own Display does; then what it wrote stands.
    let _ = write!(out, "{text}");
    if first_escape(&out[start + 1..]) == out.len() - start - 1 {
        out.push(b'"');
    } else {
        out.truncate(start);
        escaped(out, &text.to_string());
    }
}

/// Appends a string that has something to escape, as every entity tag does (RFC 8259 §7).
fn escaped(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let (plain, from) = rest.split_at(first_escape(rest));
        out.extend_from_slice(plain);
        let Some((&special, after)) = from.split_first() else { break };
        match special {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x8 => out.extend_from_slice(b"\\b"),
            0xc => out.extend_from_slice(b"\\f"),
            // Writing to a vector cannot fail.
            control => _ = write!(out, "\\u{control:04x}"),
        }
        rest = after;
    }
    out.push(b'"');
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
    for (i, chunk) in chunks.iter().take(NEAR).enumerate() {
        let found = escapes(u64::from_le_bytes(*chunk));
        if found != 0 {
            // A borrow reaches only bytes above the one it comes from, so the lowest is a true one.
            return i * 8 + (found.trailing_zeros() / 8) as usize;
        }
    }
    if chunks.len() > NEAR {
        return first_escape_far(bytes, NEAR * 8);
    }
    let special = |&b: &u8| b ^ 0x02 < 0x21 || b == b'\\';
    rest.iter().position(special).map_or(bytes.len(), |i| chunks.len() * 8 + i)
}

/// How many chunks of eight bytes are looked at before a string counts as long.
const NEAR: usize = 6;

/// [`first_escape`] where the first `start` bytes are none.
#[inline(never)]
fn first_escape_far(bytes: &[u8], mut start: usize) -> usize {
    // Blocks of this size become vector instructions.
    let (blocks, _) = bytes[start..].as_chunks::<32>();
    let special = |b: u8| u8::from(b ^ 0x02 < 0x21) | u8::from(b == b'\\');
    start +=
        32 * blocks.iter().take_while(|block| block.iter().fold(0, |any, &b| any | special(b)) == 0).count();
    let rest = &bytes[start..];
    rest.iter().position(|&b| b < 0x20 || b == b'"' || b == b'\\').map_or(bytes.len(), |i| start + i)
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// Non-zero if one of the eight bytes needs an escape. Each test borrows from the high bit of a byte, and `!x` clears the
/// result where that bit was set already, as it is in every byte of a non-ASCII character. Flipping 0x02 moves the quote
/// (0x22) to 0x20 and the space away from there, so that one comparison finds quotes and control characters.
#[inline]
const fn escapes(x: u64) -> u64 {
    const HIGH: u64 = 0x80 * ONES;
    let quote_or_control = (x ^ (0x02 * ONES)).wrapping_sub(0x21 * ONES);
    let backslash = (x ^ (b'\\' as u64 * ONES)).wrapping_sub(ONES);
    (quote_or_control | backslash) & !x & HIGH
}

#[cfg(test)]
mod tests {
    use super::{display, first_escape, key, string};
    use crate::schema::Key;

    #[test]
    fn escapes_are_found_wherever_they_are() {
        for b in 0..=255u8 {
            for len in (1..20).chain([60, 100, 150]) {
                for at in 0..len {
                    let mut bytes = vec![b'a'; len];
                    bytes[at] = b;
                    let special = b < 0x20 || b == b'"' || b == b'\\';
                    assert_eq!(
                        first_escape(&bytes),
                        if special { at } else { len },
                        "{b:#x} at {at} of {len}"
                    );
                }
            }
        }
        for text in ["", "é", "日本語のテキスト", "\u{7f}\u{80}", "🦀🦀🦀", " "] {
            assert_eq!(first_escape(text.as_bytes()), text.len(), "{text}");
        }
    }

    #[test]
    fn strings_of_every_length() {
        for len in 0..200 {
            for special in [None, Some('"'), Some('\\'), Some('\u{1f}'), Some('é')] {
                let text: String =
                    (0..len).map(|i| char::from(b"abcdefghijklmnopqrstuvwxyz"[i % 26])).collect();
                for at in (0..len).step_by(3) {
                    let mut text = text.clone();
                    if let Some(c) = special {
                        text.replace_range(at..=at, c.encode_utf8(&mut [0; 4]));
                    }
                    let mut out = b"before".to_vec();
                    string(&mut out, &text);
                    assert_eq!(out[6..], serde_json::to_vec(&text).unwrap(), "{text}");
                }
            }
        }
    }

    #[test]
    fn strings_are_what_serde_json_writes() {
        for text in
            ["", "a", "plain text of some length", "q\"", "\\", "\n\u{1}\u{1f}", "日本\"語", "\u{2028}"]
        {
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
