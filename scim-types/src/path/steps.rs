//! Where an attribute is.

use std::fmt;

use crate::schema::{AttributeDef, Role, Table};

/// Table positions from the outside in: an extension if there is one, an attribute, a sub-attribute if there is one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Steps {
    at: [u16; 3],
    len: u8,
}

impl Steps {
    /// No step: the place itself.
    pub(crate) const NONE: Self = Self { at: [0; 3], len: 0 };

    /// The same with a further step. There are never more than three: sub-attributes have no sub-attributes.
    #[must_use]
    pub(crate) const fn then(mut self, index: u16) -> Self {
        if (self.len as usize) < self.at.len() {
            self.at[self.len as usize] = index;
            self.len += 1;
        }
        self
    }

    /// The first `count` steps.
    #[must_use]
    pub(crate) fn up_to(self, count: usize) -> Self {
        let mut steps = Self::NONE;
        self.as_slice().iter().take(count).for_each(|step| steps = steps.then(*step));
        steps
    }

    pub(crate) fn len(self) -> usize {
        usize::from(self.len)
    }

    /// The positions.
    #[inline]
    pub(crate) fn as_slice(&self) -> &[u16] {
        self.at.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Whether one of the two is the other, or a part of it.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.as_slice().iter().zip(other.as_slice()).all(|(a, b)| a == b)
    }

    /// The attributes on the way, starting in `table`.
    pub(crate) fn attributes(self, table: &'static Table) -> impl Iterator<Item = &'static AttributeDef> {
        let mut table = Some(table);
        (0..usize::from(self.len)).map_while(move |i| {
            let attribute = table?.attributes.get(usize::from(self.at[i]))?;
            table = attribute.table;
            Some(attribute)
        })
    }

    /// The attribute at the end of the way, or `None` if there is no step.
    pub(crate) fn last(self, table: &'static Table) -> Option<&'static AttributeDef> {
        self.attributes(table).last()
    }

    /// The canonical text: `urn:…:User:manager.displayName`.
    pub(crate) fn write(self, table: &'static Table, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for attribute in self.attributes(table) {
            f.write_str(before)?;
            f.write_str(attribute.name)?;
            before = if attribute.role == Role::Extension { ":" } else { "." };
        }
        Ok(())
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}
