//! Many texts of which one has to equal the value: what an `or` of `eq` on one attribute becomes.

use super::text::{Operand, may_fold_to_ascii};
use crate::schema::Needle;

/// The texts of an `or` of `eq`.
#[derive(Debug, Clone)]
pub(crate) struct TextSet {
    /// In the order of the filter.
    texts: Box<[Operand]>,
    /// The length and the outer bytes of each, for a quick look.
    needles: Box<[Needle]>,
    /// Open addressing: positions in `texts` plus one, 0 for a free place. Empty for a few texts, which are looked at one
    /// after the other.
    places: Box<[u32]>,
    /// Positions in `texts`, ordered by text: for values that are not ASCII.
    sorted: Box<[u32]>,
    exact: bool,
    /// All of them are ASCII.
    ascii: bool,
    ends: Ends,
}

/// Which pairs of a first and a last byte there are, by their lower five bits, which do not tell letter case.
#[derive(Debug, Clone)]
struct Ends([u64; 16]);

impl Ends {
    fn of(texts: &[Operand]) -> Self {
        let mut ends = Self([0; 16]);
        for text in texts {
            if let Some((word, bit)) = Self::place(text.as_str().as_bytes()) {
                ends.0[word] |= 1 << bit;
            }
        }
        ends
    }

    /// Whether a text can be equal to the value. A character that is not ASCII may be so to one that is, others not.
    #[inline]
    fn may_have(&self, value: &[u8]) -> bool {
        Self::place(value).is_none_or(|(word, bit)| self.0[word] >> bit & 1 == 1)
    }

    /// `None` where an end is not ASCII, or there is none.
    #[inline]
    fn place(bytes: &[u8]) -> Option<(usize, u8)> {
        let (first, last) = (*bytes.first()?, *bytes.last()?);
        ((first | last).is_ascii()).then_some((usize::from(first & 0xF), (last & 0x1F) | (first & 0x10) << 1))
    }
}

/// More texts than this are hashed.
const FEW: usize = 4;

impl PartialEq for TextSet {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}

impl TextSet {
    /// All of them exact, or none.
    pub(crate) fn new(texts: Vec<Operand>) -> Self {
        let exact = texts.first().is_some_and(Operand::is_exact);
        let needles: Box<[Needle]> = texts.iter().map(|text| Needle::new(text.as_str().as_bytes())).collect();
        let ascii = texts.iter().all(|text| text.as_str().is_ascii());
        let ends = Ends::of(&texts);
        let mut set = Self {
            texts: texts.into(),
            needles,
            places: Box::default(),
            sorted: Box::default(),
            exact,
            ascii,
            ends,
        };
        if set.texts.len() <= FEW || u32::try_from(set.texts.len()).is_err() {
            return set;
        }
        let mut places = vec![0u32; (set.texts.len() * 4).next_power_of_two()].into_boxed_slice();
        for (position, needle) in (1..).zip(&set.needles) {
            let mut place = needle.hash(places.len());
            while places[place] != 0 {
                place = (place + 1) & (places.len() - 1);
            }
            places[place] = position;
        }
        set.places = places;
        let mut sorted: Vec<u32> = (0..).take(set.texts.len()).collect();
        sorted.sort_by(|a, b| set.text(*a).as_str().cmp(set.text(*b).as_str()));
        set.sorted = sorted.into();
        set
    }

    pub(crate) fn texts(&self) -> &[Operand] {
        &self.texts
    }

    fn text(&self, position: u32) -> &Operand {
        &self.texts[position as usize]
    }

    /// Whether one of them equals the value.
    #[inline]
    pub(crate) fn has(&self, value: &str) -> bool {
        self.find(value).is_some()
    }

    /// The position of one that equals the value.
    #[inline]
    pub(crate) fn find(&self, value: &str) -> Option<usize> {
        match &*self.texts {
            [only] => only.equals(value).then_some(0),
            _ if self.ends.may_have(value.as_bytes()) => self.find_near(value),
            _ => None,
        }
    }

    #[inline(never)]
    fn find_near(&self, value: &str) -> Option<usize> {
        if self.places.is_empty() {
            return self.texts.iter().position(|text| text.equals(value));
        }
        let bytes = value.as_bytes();
        let mut needle = Needle::new(bytes);
        if !self.exact {
            // The outer bytes are all there is of a short value.
            if !(needle.is_ascii() && (bytes.len() <= 16 || bytes.is_ascii())) {
                return self.find_wide(value);
            }
            needle = needle.folded();
        }
        let mut place = needle.hash(self.places.len());
        loop {
            let position = self.places[place].checked_sub(1)? as usize;
            if self.needles[position] == needle && (bytes.len() <= 16 || self.texts[position].equals(value)) {
                return Some(position);
            }
            place = (place + 1) & (self.places.len() - 1);
        }
    }

    #[inline(never)]
    fn find_wide(&self, value: &str) -> Option<usize> {
        if self.ascii && !may_fold_to_ascii(value) {
            return None;
        }
        let found =
            self.sorted.binary_search_by(|position| self.text(*position).order(value).reverse()).ok()?;
        Some(self.sorted[found] as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::{Operand, TextSet};

    #[test]
    fn agrees_with_one_by_one() {
        let words = [
            "",
            "a",
            "kelvin",
            "bjensen",
            "BJensen2",
            "a rather long user name@example.com",
            "Ångström",
            "日本",
            "skip",
            "éa",
        ];
        for exact in [false, true] {
            for count in 1..=words.len() {
                let texts: Vec<_> = words[..count].iter().map(|word| Operand::new(word, exact)).collect();
                let set = TextSet::new(texts.clone());
                for word in words {
                    for value in [
                        word.to_owned(),
                        word.to_uppercase(),
                        word.replace('k', "\u{212A}"),
                        word.replace('s', "ſ"),
                        format!("{word}x"),
                    ] {
                        let expected = texts.iter().any(|text| text.equals(&value));
                        assert_eq!(set.has(&value), expected, "{value} of {count}, exact {exact}");
                    }
                }
            }
        }
    }
}
