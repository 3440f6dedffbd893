//! Which attributes of an object have been met.

/// A set of attribute indexes. Objects with up to 64 attributes, which is all of the usual ones, need no allocation.
#[derive(Default)]
pub(crate) struct Bits {
    near: u64,
    far: Vec<u64>,
}

impl Bits {
    /// Adds `index`; false if it was there already.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        if index < 64 {
            let bit = 1 << index;
            let new = self.near & bit == 0;
            self.near |= bit;
            new
        } else {
            self.insert_far(index - 64)
        }
    }

    #[cold]
    fn insert_far(&mut self, index: usize) -> bool {
        let (word, bit) = (index / 64, 1 << (index % 64));
        if self.far.len() <= word {
            self.far.resize(word + 1, 0);
        }
        let new = self.far[word] & bit == 0;
        self.far[word] |= bit;
        new
    }

    pub(crate) fn contains(&self, index: usize) -> bool {
        if index < 64 {
            self.near >> index & 1 == 1
        } else {
            let index = index - 64;
            self.far.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
        }
    }

    /// Those of the first 64, a bit each.
    pub(crate) fn near(&self) -> u64 {
        self.near
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.near == 0 && self.far.iter().all(|&word| word == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn near_and_far() {
        let mut bits = Bits::default();
        for index in [0, 63, 64, 127, 128, 191, 192, 1000] {
            assert!(!bits.contains(index));
            assert!(bits.insert(index));
            assert!(!bits.insert(index));
            assert!(bits.contains(index));
        }
        assert!(!bits.contains(129) && !bits.contains(5000) && !bits.is_empty());
    }
}
