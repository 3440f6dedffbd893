//! The values of a multi-valued attribute, as a document has them, into the fields of a row.

use std::fmt;

use super::elements::Misfit;
use super::{Elements, Node};
use crate::error::ScimType;
use crate::schema::Table;
use crate::value::{Record, Slots, Value, ValueError, ValueMut, View, ViewMut};
use crate::wire::Bits;

/// The place of the values of a multi-valued attribute that a row has fields for.
#[doc(hidden)]
pub struct ElementsMut<'r> {
    pub(super) row: &'r mut dyn Slots,
    pub(super) elements: &'static Elements,
}

impl fmt::Debug for ElementsMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.elements.path)
    }
}

/// Values that come one after the other. Which element one is can be told when all of it has come: until then it is a record.
pub(crate) struct Filling<'r> {
    row: &'r mut dyn Slots,
    elements: &'static Elements,
    guest: Record,
    taken: Bits,
    primaries: usize,
}

impl<'r> Filling<'r> {
    /// `table` is that of the attribute.
    pub(crate) fn new(place: ElementsMut<'r>, table: &'static Table) -> Self {
        let ElementsMut { row, elements } = place;
        Self { row, elements, guest: Record::new(table), taken: Bits::default(), primaries: 0 }
    }

    pub(crate) fn elements(&self) -> &'static Elements {
        self.elements
    }

    /// How many values were said to be primary.
    pub(crate) fn primaries(&self) -> usize {
        self.primaries
    }

    /// The place of the next value.
    pub(crate) fn next(&mut self) -> ValueMut<'_> {
        self.guest.clear();
        ValueMut::Complex(ViewMut::new(&mut self.guest))
    }

    /// Brings the value that came into the fields of its element. `leave` is told of what the row cannot hold, and decides whether it
    /// may be left out.
    ///
    /// # Errors
    ///
    /// What is wrong with a value that does not fit.
    pub(crate) fn settle(
        &mut self,
        leave: &mut dyn FnMut(Leaving) -> Result<(), Misfit>,
    ) -> Result<(), Misfit> {
        let Self { row, elements, guest, taken, primaries } = self;
        let given = View::new(guest);
        let is_primary = given.is_primary();
        let found = elements.fit(given, is_primary)?;
        *primaries += usize::from(is_primary);
        let Some((element, is_guessed)) = found.filter(|(element, _)| taken.insert(*element)) else {
            return leave(Leaving::Element);
        };
        if is_guessed {
            leave(Leaving::Guess)?;
        }
        if let Some(lacking) = elements.lacking(element, Some(guest)) {
            return Err(Misfit::new(ScimType::InvalidValue, lacking.name, REQUIRED));
        }
        let (primary, nodes) = (guest.table().primary, elements.tables[element].nodes);
        for (sub, field) in guest.fields_mut().iter_mut().filter(|(_, field)| !field.is_null()) {
            let name = field.attribute.name;
            match nodes.get(usize::from(*sub)) {
                Some(Node::Slot { slot, .. }) => (field.value)
                    .move_into(row.slot_mut(usize::from(*slot)))
                    .map_err(|error| Misfit::new(ScimType::InvalidValue, name, error.to_string()))?,
                // Not to be primary is what the element is.
                Some(Node::Gap) if primary != Some(*sub) => leave(Leaving::Part(name))?,
                _ => {}
            }
        }
        Ok(())
    }

    /// No further value comes.
    ///
    /// # Errors
    ///
    /// When an element did not come that has to be there.
    pub(crate) fn finish(&self) -> Result<(), Misfit> {
        let mut missing = (0..self.elements.len()).filter(|element| !self.taken.contains(*element));
        let lacking = missing.find_map(|element| Some((element, self.elements.lacking(element, None)?)));
        match lacking {
            Some((element, lacking)) => {
                let path = format!("{}.{}", self.elements.selector(element), lacking.name);
                Err(Misfit::new(ScimType::InvalidValue, path, REQUIRED))
            }
            None => Ok(()),
        }
    }
}

pub(super) const REQUIRED: &str = "a value is required";

/// What cannot be held, or only by a guess.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Leaving {
    /// A value.
    Element,
    /// A sub-attribute of one.
    Part(&'static str),
    /// It does not say which it is, and can be but one.
    Guess,
}

impl Value {
    /// Makes it the value at `place`, which is of the same attribute, and takes it for that instead of a copy where that is possible.
    fn move_into(&mut self, place: ValueMut<'_>) -> Result<(), ValueError> {
        match (place, self) {
            (ValueMut::OptStr(place), Self::Text(text)) => *place = Some(std::mem::take(text)),
            (ValueMut::Str(place), Self::Text(text)) => *place = std::mem::take(text),
            (place, value) => return value.put(place),
        }
        Ok(())
    }
}
