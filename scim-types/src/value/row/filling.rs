//! The values of a multi-valued attribute, as a document has them, into the fields of a row.

use std::fmt;

use super::elements::Misfit;
use super::{Elements, Node};
use crate::error::ScimType;
use crate::schema::Table;
use crate::value::{Literal, Record, Slots, Value, ValueError, ValueMut, View, ViewMut, set};
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
        let home = elements.home(View::new(guest))?;
        *primaries += usize::from(guest.is_primary());
        let Some(home) = home.filter(|home| taken.insert(home.element)) else {
            return leave(Leaving::Element);
        };
        if home.is_guessed {
            leave(Leaving::Guess)?;
        }
        for name in home.left_out {
            leave(Leaving::Part(name))?;
        }
        if let Some(name) = elements.lacking(home.element, Some(guest)) {
            return Err(Misfit::new(ScimType::InvalidValue, name, REQUIRED));
        }
        let nodes = elements.tables[home.element].nodes;
        for (sub, field) in guest.take_fields() {
            if let Some(Node::Slot { slot, .. }) = nodes.get(usize::from(sub))
                && !field.is_null()
            {
                let name = field.attribute.name;
                field
                    .value
                    .move_into(row.slot_mut(usize::from(*slot)))
                    .map_err(|error| Misfit::new(ScimType::InvalidValue, name, error.to_string()))?;
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
            Some((element, name)) => {
                let path = format!("{}.{name}", self.elements.selector(element));
                Err(Misfit::new(ScimType::InvalidValue, path, REQUIRED))
            }
            None => Ok(()),
        }
    }
}

const REQUIRED: &str = "a value is required";

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

impl Record {
    /// Whether it is said to be the primary one of a multi-valued attribute's values.
    fn is_primary(&self) -> bool {
        let primary = self.table().primary.and_then(|primary| self.field(primary));
        primary.is_some_and(|field| matches!(field.value, Value::Bool(true)))
    }
}

impl Value {
    /// Makes it the value at `place`, which is of the same attribute, without a copy where that is possible.
    fn move_into(self, place: ValueMut<'_>) -> Result<(), ValueError> {
        match (place, self) {
            (ValueMut::OptStr(place), Self::Text(text)) => *place = Some(text),
            (ValueMut::Str(place), Self::Text(text)) => *place = text,
            (place, Self::Text(text)) => return set(place, Literal::Str(&text)),
            (place, value) => return value.put(place),
        }
        Ok(())
    }
}
