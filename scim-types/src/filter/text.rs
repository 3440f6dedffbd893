//! The text that strings are compared with, prepared when a filter is bound.

use std::cmp::Ordering;

use super::fold::{fold, folded};

/// A text, and how values compare with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Operand {
    /// Folded, unless `kind` is exact.
    text: Box<str>,
    kind: Kind,
    /// For [`contains`](Self::contains): the position of a byte to look for first, of the rarest kind there is.
    anchor: u8,
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

impl Operand {
    pub(crate) fn new(text: &str, case_exact: bool) -> Self {
        if case_exact {
            return Self { text: text.into(), kind: Kind::Exact, anchor: 0 };
        }
        let text = fold(text);
        if !text.is_ascii() {
            return Self { text: text.into(), kind: Kind::Unicode, anchor: 0 };
        }
        let kind =
            if text.bytes().any(|b| matches!(b, b'k' | b's')) { Kind::AsciiOrNot } else { Kind::Ascii };
        let rare = text.bytes().take(255).position(|b| !b.is_ascii_alphanumeric());
        Self { text: text.into(), kind, anchor: u8::try_from(rare.unwrap_or(0)).unwrap_or(0) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.kind == Kind::Exact
    }

    #[inline]
    pub(crate) fn equals(&self, value: &str) -> bool {
        match self.kind {
            Kind::Exact => *self.text == *value,
            Kind::Ascii => self.text.eq_ignore_ascii_case(value),
            // What folds to ASCII without being ASCII is longer.
            Kind::AsciiOrNot if value.len() <= self.text.len() => self.text.eq_ignore_ascii_case(value),
            Kind::AsciiOrNot | Kind::Unicode => !value.is_ascii() && folded(value).eq(self.text.chars()),
        }
    }

    pub(crate) fn starts(&self, value: &str) -> bool {
        let found = match self.kind {
            Kind::Exact => return value.starts_with(&*self.text),
            Kind::Unicode => false,
            Kind::Ascii | Kind::AsciiOrNot => {
                let head = value.as_bytes().get(..self.text.len());
                head.is_some_and(|head| head.eq_ignore_ascii_case(self.text.as_bytes()))
            }
        };
        found || (self.is_wide(value) && is_prefix(self.text.chars(), folded(value)))
    }

    pub(crate) fn ends(&self, value: &str) -> bool {
        let found = match self.kind {
            Kind::Exact => return value.ends_with(&*self.text),
            Kind::Unicode => false,
            Kind::Ascii | Kind::AsciiOrNot => {
                let tail = value.len().checked_sub(self.text.len()).and_then(|at| value.as_bytes().get(at..));
                tail.is_some_and(|tail| tail.eq_ignore_ascii_case(self.text.as_bytes()))
            }
        };
        found || (self.is_wide(value) && is_prefix(self.text.chars().rev(), folded(value).rev()))
    }

    pub(crate) fn contains(&self, value: &str) -> bool {
        if self.kind == Kind::Exact {
            return value.contains(&*self.text);
        }
        if self.text.len() >= LONG {
            return value.len() >= self.text.len() / 2 && fold(value).contains(&*self.text);
        }
        let found = self.kind != Kind::Unicode && self.find_ascii(value.as_bytes());
        found
            || (self.is_wide(value)
                && value.char_indices().any(|(at, _)| is_prefix(self.text.chars(), folded(&value[at..]))))
    }

    /// How the value is ordered before or behind the text: by code points, folded unless letter case counts.
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
            Kind::AsciiOrNot | Kind::Unicode => !value.is_ascii(),
        }
    }

    fn find_ascii(&self, value: &[u8]) -> bool {
        let needle = self.text.as_bytes();
        let anchor = usize::from(self.anchor);
        let Some(first) = needle.get(anchor).copied() else { return true };
        let Some(last) = value.len().checked_sub(needle.len()) else { return false };
        (anchor..=last + anchor).any(|at| {
            value[at].to_ascii_lowercase() == first
                && value[at - anchor..at - anchor + needle.len()].eq_ignore_ascii_case(needle)
        })
    }
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
            let (operand, exact, f) = (Operand::new(text, false), Operand::new(text, true), fold(text));
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
        let operand = Operand::new(&text, false);
        let value = format!("x{}y", text.to_uppercase().replace("STRASSE", "STRAẞE"));
        assert!(operand.contains(&value) && !operand.contains("kelvin"));
    }
}
