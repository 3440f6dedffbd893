//! Attribute names prepared for two hot loops: finding an attribute by a JSON key in any case, and
//! writing `,"name":`.

use scim_grammar::outer_bytes;

use super::AttributeDef;

/// The width of the block in which `,"name":` is kept. A constant width lets the writer copy it
/// without a length-dependent loop; longer names (URNs) take the ordinary way.
const BLOCK: usize = 32;

/// An attribute name as the engines use it. Built by [`keys`] when the schema is compiled.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub struct Key {
    len: usize,
    head: Letters,
    tail: Letters,
    block_len: u8,
    block: [u8; BLOCK],
}

impl Key {
    /// `,"name":` padded with spaces, and how much of it counts; `None` if the name is too long.
    pub(crate) fn block(&self) -> Option<(&[u8; BLOCK], usize)> {
        (self.block_len != 0).then_some((&self.block, self.block_len as usize))
    }

    pub(crate) const fn new(name: &str) -> Self {
        let bytes = name.as_bytes();
        let Needle { len, head, tail } = Needle::new(bytes);
        let (head, tail) = (Letters::new(head), Letters::new(tail));
        let mut block = [b' '; BLOCK];
        let fits = len + 4 <= BLOCK;
        if fits {
            block[0] = b',';
            block[1] = b'"';
            let mut i = 0;
            while i < len {
                block[i + 2] = bytes[i];
                i += 1;
            }
            block[len + 2] = b'"';
            block[len + 3] = b':';
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most BLOCK")]
        let block_len = if fits { (len + 4) as u8 } else { 0 };
        Self { len, head, tail, block_len, block }
    }
}

/// The keys of `attributes`, in their order.
#[doc(hidden)]
pub const fn keys<const N: usize>(attributes: &[AttributeDef]) -> [Key; N] {
    let mut out = [Key::new(""); N];
    let mut i = 0;
    while i < N {
        out[i] = Key::new(attributes[i].name);
        i += 1;
    }
    out
}

/// Eight bytes of a name: the bit that tells upper from lower case where there is a letter, and the bytes with that bit set. Bytes are
/// the same in any case if setting the same bits makes them equal; bytes that are no letters have to be equal as they are.
#[derive(Debug, Clone, Copy)]
struct Letters {
    mask: u64,
    folded: u64,
}

impl Letters {
    const fn new(bytes: u64) -> Self {
        let folded = fold(bytes);
        Self { mask: case_bits(folded), folded }
    }

    #[inline]
    const fn is(self, bytes: u64) -> bool {
        bytes | self.mask == self.folded
    }
}

/// A name to look for: its length and its first and last eight bytes, so that comparing names of up to 16 bytes in any case is
/// three integer comparisons (RFC 7643 §2.1: attribute names are case-insensitive).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Needle {
    len: usize,
    head: u64,
    tail: u64,
}

impl Needle {
    #[inline]
    pub(crate) const fn new(bytes: &[u8]) -> Self {
        let (len, (head, tail)) = (bytes.len(), outer_bytes(bytes));
        Self { len, head, tail }
    }

    /// What was made where the name was known.
    pub(crate) const fn of(len: usize, head: u64, tail: u64) -> Self {
        Self { len, head, tail }
    }

    /// Whether its bytes, which are all there are of up to 16, are ASCII.
    #[inline]
    pub(crate) const fn is_ascii(&self) -> bool {
        (self.head | self.tail) & (0x80 * ONES) == 0
    }

    /// The same with ASCII letters in lower case.
    #[inline]
    pub(crate) const fn folded(mut self) -> Self {
        self.head = fold(self.head);
        self.tail = fold(self.tail);
        self
    }

    /// A place among `places`, which are a power of two.
    #[inline]
    pub(crate) const fn hash(&self, places: usize) -> usize {
        // Multiplying by an odd number moves every difference to the upper bits.
        let mixed =
            (self.head ^ self.tail.rotate_left(23) ^ self.len as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 32) as usize & (places - 1)
    }

    /// The index of the key equal to `name`, which this needle was made of. Looks at `hint` first:
    /// documents mostly come in the order of their schema.
    #[inline]
    pub(crate) fn find(
        &self,
        name: &[u8],
        keys: &[Key],
        attributes: &[AttributeDef],
        hint: usize,
    ) -> Option<usize> {
        match keys.get(hint) {
            Some(key) if self.is(key) && self.len <= 16 => Some(hint),
            // `meta` and `primary`, which often come after what is left out.
            _ if self.len <= 16 && keys.last().is_some_and(|key| self.is(key)) => Some(keys.len() - 1),
            _ => self.search(name, keys, attributes, hint),
        }
    }

    /// [`find`](Self::find), from `hint` to the end and then from the start.
    #[inline(never)]
    fn search(&self, name: &[u8], keys: &[Key], attributes: &[AttributeDef], hint: usize) -> Option<usize> {
        let (before, from) = keys.split_at(hint.min(keys.len()));
        let scan = |keys: &[Key]| keys.iter().position(|key| self.is(key));
        match scan(from).map(|i| hint + i).or_else(|| scan(before)) {
            Some(index) if self.len > 16 => self.confirm(name, index, keys, attributes),
            found => found,
        }
    }

    /// [`is`](Self::is) in constants, where a call costs more than a comparison.
    pub(crate) const fn position(&self, keys: &[Key]) -> usize {
        let mut i = 0;
        while i < keys.len() {
            if keys[i].len == self.len && self.is(&keys[i]) {
                return i;
            }
            i += 1;
        }
        i
    }

    #[inline]
    pub(crate) const fn is(&self, key: &Key) -> bool {
        key.head.is(self.head) && key.tail.is(self.tail) && key.len == self.len
    }

    /// For names longer than what a needle holds: compares the middle as well, and looks on where it differs.
    fn confirm(&self, name: &[u8], first: usize, keys: &[Key], attributes: &[AttributeDef]) -> Option<usize> {
        let middle = 8..self.len - 8;
        let same = |index: usize| {
            let other = attributes[index].name.as_bytes();
            self.is(&keys[index]) && other[middle.clone()].eq_ignore_ascii_case(&name[middle.clone()])
        };
        if same(first) { Some(first) } else { (0..keys.len()).find(|&index| same(index)) }
    }
}

/// A one in each of eight bytes.
pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;

/// Lower-cases the ASCII letters among eight bytes and leaves every other byte alone.
const fn fold(x: u64) -> u64 {
    x | (letters(x, b'A', b'Z') >> 2)
}

/// The bit of each lower-case ASCII letter among eight bytes that tells it from the upper-case one.
#[inline]
pub(crate) const fn case_bits(x: u64) -> u64 {
    letters(x, b'a', b'z') >> 2
}

/// The high bit of each byte from `first` to `last`, which are ASCII.
const fn letters(x: u64, first: u8, last: u8) -> u64 {
    const HIGH: u64 = 0x80 * ONES;
    let low = x & !HIGH;
    let from_first = low + (0x80 - first as u64) * ONES;
    let past_last = low + (0x7f - last as u64) * ONES;
    (from_first ^ past_last) & !x & HIGH
}

#[cfg(test)]
mod tests {
    use super::{Key, Letters, Needle, case_bits, fold};

    #[test]
    fn fold_lowers_ascii_letters_and_nothing_else() {
        for b in 0..=255u8 {
            let x = u64::from_le_bytes([b; 8]);
            assert_eq!(fold(x).to_le_bytes(), [b.to_ascii_lowercase(); 8], "{b:#x}");
            assert_eq!((x & !case_bits(x)).to_le_bytes(), [b.to_ascii_uppercase(); 8], "{b:#x}");
            for other in 0..=255u8 {
                let same = Letters::new(x).is(u64::from_le_bytes([other; 8]));
                assert_eq!(same, b.eq_ignore_ascii_case(&other), "{b:#x} {other:#x}");
            }
        }
    }

    /// Every pair of names of up to three of these bytes, and long ones that differ in one place.
    #[test]
    fn keys_are_the_same_in_any_case_and_no_other() {
        let alphabet = [b'a', b'A', b'$', b'-', b'_', b'0', b'z', b'Z', b'@', b'[', 0xc3];
        let mut names = vec![Vec::new()];
        for _ in 0..3 {
            let longer: Vec<Vec<u8>> = names
                .iter()
                .flat_map(|name| alphabet.iter().map(|&b| [name.as_slice(), &[b]].concat()))
                .collect();
            names.extend(longer);
        }
        names.retain(|name| std::str::from_utf8(name).is_ok());
        for a in names.iter().step_by(7) {
            let key = Key::new(std::str::from_utf8(a).unwrap());
            for b in &names {
                assert_eq!(Needle::new(b).is(&key), a.eq_ignore_ascii_case(b), "{a:?} {b:?}");
            }
        }
        for len in 1..=16 {
            let name = "abcdefghijklmnop"[..len].to_owned();
            let key = Key::new(&name);
            assert!(Needle::new(name.to_uppercase().as_bytes()).is(&key));
            for at in 0..len {
                let mut other = name.clone().into_bytes();
                other[at] = b'!';
                assert!(!Needle::new(&other).is(&key), "{len} {at}");
            }
        }
    }
}
