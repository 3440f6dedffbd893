//! Attribute names prepared for two hot loops: finding an attribute by a JSON key in any case, and
//! writing `,"name":`.

use super::AttributeDef;

/// The width of the block in which `,"name":` is kept. A constant width lets the writer copy it
/// without a length-dependent loop; longer names (URNs) take the ordinary way.
const BLOCK: usize = 32;

/// An attribute name as the engines use it. Built by [`keys`] when the schema is compiled.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub struct Key {
    len: usize,
    head: u64,
    tail: u64,
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

/// A name to look for: its length and its first and last eight bytes with ASCII letters folded, so
/// that comparing names of up to 16 bytes in any case is three integer comparisons (RFC 7643 §2.1:
/// attribute names are case-insensitive).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needle {
    len: usize,
    head: u64,
    tail: u64,
}

impl Needle {
    #[inline]
    pub(crate) const fn new(bytes: &[u8]) -> Self {
        let len = bytes.len();
        let (head, tail) = if len >= 8 {
            (word(bytes, 0), word(bytes, len - 8))
        } else if len >= 4 {
            (half(bytes, 0), half(bytes, len - 4))
        } else if len > 0 {
            (
                bytes[0] as u64 | (bytes[len / 2] as u64) << 8 | (bytes[len - 1] as u64) << 16,
                0,
            )
        } else {
            (0, 0)
        };
        Self { len, head: fold(head), tail: fold(tail) }
    }

    /// The index of the key equal to `name`, which this needle was made of. Looks at `hint` first:
    /// documents mostly come in the order of their schema.
    #[inline]
    pub(crate) fn find(&self, name: &[u8], keys: &[Key], attributes: &[AttributeDef], hint: usize) -> Option<usize> {
        let hint = hint.min(keys.len());
        let (before, from) = keys.split_at(hint);
        self.scan(from, name, attributes, hint).or_else(|| self.scan(before, name, attributes, 0))
    }

    #[inline]
    fn scan(&self, keys: &[Key], name: &[u8], attributes: &[AttributeDef], offset: usize) -> Option<usize> {
        keys.iter().enumerate().find_map(|(i, key)| {
            let same = key.head == self.head && key.tail == self.tail && key.len == self.len;
            let index = offset + i;
            (same && (self.len <= 16 || attributes[index].name.as_bytes()[8..self.len - 8].eq_ignore_ascii_case(&name[8..self.len - 8])))
                .then_some(index)
        })
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

/// Lower-cases the ASCII letters among eight bytes and leaves every other byte alone.
#[inline]
const fn fold(x: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let low = x & !HIGH;
    let from_a = low + (0x80 - b'A' as u64) * ONES;
    let past_z = low + (0x7f - b'Z' as u64) * ONES;
    let upper = (from_a ^ past_z) & !x & HIGH;
    x | (upper >> 2)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn fold_lowers_ascii_letters_and_nothing_else() {
        for b in 0..=255u8 {
            let x = u64::from_le_bytes([b; 8]);
            assert_eq!(fold(x).to_le_bytes(), [b.to_ascii_lowercase(); 8], "{b:#x}");
        }
    }
}
