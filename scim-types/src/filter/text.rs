//! The text that strings are compared with, prepared when a filter is bound.

use std::cmp::Ordering;

use scim_grammar::outer_bytes;

use super::fold::{fold, folded};
use crate::schema::{ONES, case_bits};

/// A text, and how values compare with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Operand {
    /// Folded, unless `kind` is exact.
    text: Box<str>,
    kind: Kind,
    /// For [`contains`](Self::contains): the position of a byte to look for first, of the rarest kind there is.
    anchor: u8,
    /// For [`equals`](Self::equals): the last byte of the text.
    last: u8,
    /// For [`equals`](Self::equals): how many bytes longer than the text an equal value can be. To a text that is not ASCII values of
    /// any length can be equal, which is the greatest number.
    slack: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Letter case counts.
    Exact,
    /// Folded ASCII that nothing but ASCII folds to.
    Ascii,
    /// Folded ASCII with a `k` or an `s`, to which the Kelvin sign and the long s fold as well.
    AsciiOrNot,
    /// Folded, and not ASCII.
    Unicode,
}

/// From this length on, a folded copy of the value is searched with the standard library's linear search.
const LONG: usize = 64;

/// How many bytes longer a character can be that folds to the same as this byte of ASCII: the Kelvin sign takes three, the long s two.
/// [`UPPER`] for the letters that are not folded yet, [`NOT_ASCII`] for the bytes that are not ASCII.
const LONGER: [u8; 256] = {
    let mut longer = [0; 256];
    let mut i = b'A' as usize;
    while i <= b'Z' as usize {
        longer[i] = UPPER;
        i += 1;
    }
    longer[b'k' as usize] = 2;
    longer[b'K' as usize] = 2 | UPPER;
    longer[b's' as usize] = 1;
    longer[b'S' as usize] = 1 | UPPER;
    let mut i = 128;
    while i < 256 {
        longer[i] = NOT_ASCII;
        i += 1;
    }
    longer
};
const NOT_ASCII: u8 = 4;
const UPPER: u8 = 8;

impl Operand {
    pub(crate) fn new(text: &str, case_exact: bool) -> Self {
        if case_exact {
            return Self::of(text.into(), Kind::Exact, 0);
        }
        Self::folded_ascii(text).unwrap_or_else(|| Self::not_ascii(text))
    }

    #[inline]
    fn of(text: Box<str>, kind: Kind, slack: usize) -> Self {
        let last = text.as_bytes().last().copied().unwrap_or_default();
        Self { text, kind, anchor: 0, last, slack }
    }

    #[cold]
    fn not_ascii(text: &str) -> Self {
        let text = fold(text);
        Self::folded_ascii(&text).unwrap_or_else(|| Self::of(text.into(), Kind::Unicode, usize::MAX))
    }

    /// `None` if it is not ASCII.
    #[inline]
    fn folded_ascii(text: &str) -> Option<Self> {
        let (mut slack, mut all) = (0usize, 0);
        for byte in text.as_bytes() {
            let longer = LONGER[usize::from(*byte)];
            slack += usize::from(longer & !UPPER);
            all |= longer;
        }
        if all & NOT_ASCII != 0 {
            return None;
        }
        let mut text: Box<str> = text.into();
        if all & UPPER != 0 {
            text.make_ascii_lowercase();
        }
        let kind = if slack > 0 { Kind::AsciiOrNot } else { Kind::Ascii };
        Some(Self::of(text, kind, slack))
    }

    /// The same, to be looked for in values.
    #[must_use]
    pub(crate) fn with_anchor(mut self) -> Self {
        if self.kind != Kind::Exact {
            let rare = self.text.bytes().take(255).position(|b| !b.is_ascii_alphanumeric());
            self.anchor = u8::try_from(rare.unwrap_or(0)).unwrap_or(0);
        }
        self
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.kind == Kind::Exact
    }

    #[inline]
    pub(crate) fn equals(&self, value: &str) -> bool {
        let longer = value.len().wrapping_sub(self.text.len());
        if longer > self.slack {
            return false;
        }
        // The last byte tells most of the others apart: ids share their beginnings. One of ASCII is a character, and only its case can differ.
        match value.as_bytes().last() {
            Some(last) if last.is_ascii() && (last ^ self.last) & !0x20 != 0 => false,
            _ => self.equals_near(value),
        }
    }

    #[inline(never)]
    fn equals_near(&self, value: &str) -> bool {
        match self.kind {
            Kind::Exact => *self.text == *value,
            // What folds to ASCII without being ASCII is longer.
            Kind::Ascii | Kind::AsciiOrNot if value.len() == self.text.len() => {
                same(value.as_bytes(), self.text.as_bytes())
            }
            _ => self.equals_wide(value),
        }
    }

    #[inline(never)]
    fn equals_wide(&self, value: &str) -> bool {
        folded(value).eq(self.text.chars())
    }

    #[inline(never)]
    pub(crate) fn starts(&self, value: &str) -> bool {
        let found = match self.kind {
            Kind::Exact => return value.starts_with(&*self.text),
            Kind::Unicode => false,
            Kind::Ascii | Kind::AsciiOrNot => {
                let head = value.as_bytes().get(..self.text.len());
                head.is_some_and(|head| same(head, self.text.as_bytes()))
            }
        };
        found || (self.is_wide(value) && is_prefix(self.text.chars(), folded(value)))
    }

    #[inline(never)]
    pub(crate) fn ends(&self, value: &str) -> bool {
        let found = match self.kind {
            Kind::Exact => return value.ends_with(&*self.text),
            Kind::Unicode => false,
            Kind::Ascii | Kind::AsciiOrNot => {
                let tail = value.len().checked_sub(self.text.len()).and_then(|at| value.as_bytes().get(at..));
                tail.is_some_and(|tail| same(tail, self.text.as_bytes()))
            }
        };
        found || (self.is_wide(value) && is_prefix(self.text.chars().rev(), folded(value).rev()))
    }

    #[inline(never)]
    pub(crate) fn contains(&self, value: &str) -> bool {
        let is_ascii = matches!(self.kind, Kind::Ascii | Kind::AsciiOrNot) && self.text.len() < LONG;
        (is_ascii && self.find_ascii(value.as_bytes()))
            || (self.kind != Kind::Ascii && self.contains_wide(value))
    }

    #[inline(never)]
    fn contains_wide(&self, value: &str) -> bool {
        if self.kind == Kind::Exact {
            return value.contains(&*self.text);
        }
        if self.text.len() >= LONG {
            return value.len() >= self.text.len() / 2 && fold(value).contains(&*self.text);
        }
        self.is_wide(value)
            && value.char_indices().any(|(at, _)| is_prefix(self.text.chars(), folded(&value[at..])))
    }

    /// How the value is ordered before or behind the text: by code points, folded unless letter case counts.
    #[inline(never)]
    pub(crate) fn order(&self, value: &str) -> Ordering {
        match self.kind {
            // The bytes of UTF-8 are ordered as the code points are.
            Kind::Exact => value.cmp(&self.text),
            _ => folded(value).cmp(self.text.chars()),
        }
    }

    /// Whether the value may match by characters although it does not by ASCII letters.
    #[inline]
    fn is_wide(&self, value: &str) -> bool {
        match self.kind {
            Kind::Exact | Kind::Ascii => false,
            Kind::AsciiOrNot => may_fold_to_ascii(value),
            Kind::Unicode => !value.is_ascii(),
        }
    }

    #[inline]
    fn find_ascii(&self, value: &[u8]) -> bool {
        let needle = self.text.as_bytes();
        let anchor = usize::from(self.anchor);
        let Some(first) = needle.get(anchor).copied() else { return true };
        let Some(last) = value.len().checked_sub(needle.len()) else { return false };
        // The next place at which the anchor may be.
        let mut from = anchor;
        while let Some(found) = position(first, &value[from..]) {
            let start = from + found - anchor;
            if start > last {
                return false;
            }
            if same(&value[start..start + needle.len()], needle) {
                return true;
            }
            from += found + 1;
        }
        false
    }
}

/// The position of a byte of folded ASCII in `bytes`, in either case, looking at eight at a time.
#[inline]
fn position(byte: u8, bytes: &[u8]) -> Option<usize> {
    let case = u64::from(byte.is_ascii_lowercase()) * 0x20 * ONES;
    let all = u64::from(byte) * ONES;
    let within = |word: u64| {
        // Zero where the byte is; the lowest byte that this finds to be zero is one.
        let differs = (word | case) ^ all;
        let zero = differs.wrapping_sub(ONES) & !differs & (0x80 * ONES);
        (zero != 0).then(|| (zero.trailing_zeros() / 8) as usize)
    };
    let mut rest = bytes;
    while let Some((chunk, more)) = rest.split_first_chunk::<8>() {
        if let Some(found) = within(u64::from_le_bytes(*chunk)) {
            return Some(bytes.len() - rest.len() + found);
        }
        rest = more;
    }
    match bytes.last_chunk::<8>() {
        // What of the last eight bytes has not been looked at, and zeros behind.
        Some(_) if rest.is_empty() => None,
        Some(chunk) => within(u64::from_le_bytes(*chunk) >> (64 - 8 * rest.len()))
            .map(|found| bytes.len() - rest.len() + found)
            .filter(|found| *found < bytes.len()),
        None => bytes.iter().position(|b| b.to_ascii_lowercase() == byte),
    }
}

/// Whether `value` is the same as the folded ASCII `text`, which is as long, without regard to the case of letters.
#[inline]
fn same(value: &[u8], text: &[u8]) -> bool {
    let ((head, tail), (text_head, text_tail)) = (outer_bytes(value), outer_bytes(text));
    // The outer bytes are all there is of a short text.
    same_word(head, text_head)
        && same_word(tail, text_tail)
        && (text.len() <= 16 || value.eq_ignore_ascii_case(text))
}

/// Eight bytes of a value, eight of folded ASCII.
#[inline]
fn same_word(value: u64, text: u64) -> bool {
    (value ^ text) & !case_bits(text) == 0
}

/// Whether there is a character in the value that is not ASCII and folds to ASCII, of which there are two: the long s and the Kelvin sign.
pub(super) fn may_fold_to_ascii(value: &str) -> bool {
    !value.is_ascii() && value.contains(['\u{17F}', '\u{212A}'])
}

fn is_prefix(prefix: impl Iterator<Item = char>, mut of: impl Iterator<Item = char>) -> bool {
    prefix.into_iter().all(|c| of.next() == Some(c))
}

#[cfg(test)]
mod tests {
    use super::Operand;
    use crate::filter::fold::fold;

    /// Every operator on every pair of short texts agrees with the same on folded copies.
    #[test]
    fn agrees_with_folded_copies() {
        let alphabet = ["k", "K", "\u{212A}", "s", "ſ", "a", "A", "é", "É", "ẞ", "@", "日"];
        let mut texts = vec![String::new()];
        for _ in 0..3 {
            let longer: Vec<String> =
                texts.iter().flat_map(|t| alphabet.iter().map(move |c| format!("{t}{c}"))).collect();
            texts.extend(longer);
        }
        texts.sort();
        texts.dedup();
        for text in texts.iter().step_by(5) {
            let (operand, exact, f) =
                (Operand::new(text, false).with_anchor(), Operand::new(text, true), fold(text));
            for value in texts.iter().step_by(3) {
                let v = fold(value);
                assert_eq!(operand.equals(value), v == f, "{value} eq {text}");
                assert_eq!(operand.starts(value), v.starts_with(&f), "{value} sw {text}");
                assert_eq!(operand.ends(value), v.ends_with(&f), "{value} ew {text}");
                assert_eq!(operand.contains(value), v.contains(&f), "{value} co {text}");
                assert_eq!(operand.order(value), v.cmp(&f), "{value} <> {text}");
                assert_eq!(exact.equals(value), value == text);
                assert_eq!(exact.contains(value), value.contains(text.as_str()));
            }
        }
    }

    #[test]
    fn long_texts() {
        let text = "Kelvin and Straße ".repeat(10);
        let operand = Operand::new(&text, false).with_anchor();
        let value = format!("x{}y", text.to_uppercase().replace("STRASSE", "STRAẞE"));
        assert!(operand.contains(&value) && !operand.contains("kelvin"));
    }
}
