//! A row with lists that can grow, for as long as something is written to it.

use std::any::Any;

use super::elements::{Lacking, Misfit};
use super::filling::REQUIRED;
use super::{Elements, Layout, Node, is_there, row_part, row_slot_mut};
use crate::error::ScimType;
use crate::schema::{AttributeDef, Table};
use crate::value::attribute::List;
use crate::value::{
    Record, Slots, Value, ValueError, ValueMut, ValueRef, Values, View, clear, is_unassigned, same,
};

/// A row with lists that can change. Any other resource passes through.
pub(crate) struct Staged<'r> {
    row: &'r mut dyn Slots,
    table: &'static Table,
    /// The lists that were touched, by their slots.
    lists: Vec<(usize, &'static Elements, Values)>,
}

impl<'r> Staged<'r> {
    pub(crate) fn new(row: &'r mut dyn Slots) -> Self {
        let table = row.slot_table();
        Self { row, table, lists: Vec::new() }
    }

    fn list(&self, index: usize) -> Option<&Values> {
        self.lists.iter().find(|(slot, ..)| *slot == index).map(|(.., values)| values)
    }

    /// What an element is to be: its record, if it is to be there.
    fn wanted<'v>(elements: &Elements, values: &'v Values) -> Result<Vec<Option<&'v Record>>, Misfit> {
        let mut wanted: Vec<Option<&Record>> = vec![None; elements.len()];
        for value in values.iter() {
            let Value::Complex(record) = value else { continue };
            match elements.find(View::new(record)) {
                Some((element, _)) if wanted[element].is_none() => wanted[element] = Some(record),
                _ => return Err(Misfit::new(ScimType::InvalidValue, elements.path, elements.unheld())),
            }
        }
        for (element, record) in wanted.iter().enumerate() {
            if let Some(Lacking { name, is_empty }) = elements.lacking(element, *record) {
                let path = format!("{}.{name}", elements.name(element));
                let (scim_type, text) = if is_empty {
                    (ScimType::InvalidValue, REQUIRED)
                } else {
                    (ScimType::Mutability, NOT_REMOVABLE)
                };
                return Err(Misfit::new(scim_type, path, text));
            }
        }
        Ok(wanted)
    }

    /// Gives the fields of a list's elements their values; notes in `undo` what they were.
    fn write(&mut self, at: usize, undo: &mut Vec<(usize, Before)>) -> Result<(), Misfit> {
        let (_, elements, values) = &self.lists[at];
        let elements = *elements;
        let wanted = Self::wanted(elements, values)?;
        for (element, record) in wanted.into_iter().enumerate() {
            let table = elements.tables[element];
            // What was not there and is not to be stays what it is: an empty text, say.
            if record.is_none() && !is_there(View { object: self.row, table }) {
                continue;
            }
            for ((sub, node), attribute) in (0..).zip(table.nodes).zip(table.attributes) {
                let Node::Slot { slot, .. } = *node else { continue };
                let slot = usize::from(slot);
                let value = record.and_then(|record| record.field(sub)).map(|field| &field.value);
                let value = value.filter(|value| !is_unassigned(value.as_ref()));
                if same(self.row.slot(slot), value.map_or(ValueRef::Absent, Value::as_ref)) {
                    continue;
                }
                if let Some(old) = value.and_then(|value| value.swap(self.row.slot_mut(slot))) {
                    undo.push((slot, Before::Value(old)));
                    continue;
                }
                undo.push((slot, Before::of(self.row, slot, attribute)));
                match value {
                    Some(value) => value
                        .put(self.row.slot_mut(slot))
                        .map_err(|error| unfit(&elements.name(element), attribute.name, &error))?,
                    None => empty(self.row, slot)
                        .map_err(|misfit| misfit.below(attribute.name).below(&elements.name(element)))?,
                }
            }
        }
        Ok(())
    }
}

/// Takes the value of a field away.
fn empty(row: &mut dyn Slots, slot: usize) -> Result<(), Misfit> {
    clear(row.slot_mut(slot));
    match row.slot(slot) {
        ValueRef::Str("") => Ok(()),
        value if is_unassigned(value) => Ok(()),
        _ => Err(Misfit::new(ScimType::Mutability, "", NOT_REMOVABLE)),
    }
}

/// What is said of a field that cannot be without a value.
const NOT_REMOVABLE: &str = "this always has a value and cannot be removed";

#[cold]
fn unfit(path: &str, name: &str, error: &ValueError) -> Misfit {
    Misfit::new(ScimType::InvalidValue, format!("{path}.{name}"), error.to_string())
}

/// What a field was.
enum Before {
    Value(Value),
    /// A converted field is more than its attribute tells.
    Kept(Box<dyn Any>),
}

impl Before {
    fn of(row: &mut dyn Slots, slot: usize, attribute: &'static AttributeDef) -> Self {
        if let ValueMut::Converted(field, conversion) = row.slot_mut(slot) {
            return Self::Kept(conversion.slot_keep(field));
        }
        Self::Value(Value::of(row.slot(slot), attribute))
    }

    fn restore(&self, place: ValueMut<'_>) {
        match (self, place) {
            (Self::Kept(kept), ValueMut::Converted(field, conversion)) => {
                conversion.slot_restore(field, &**kept);
            }
            (Self::Value(value), place) => value.put_back(place),
            (Self::Kept(_), _) => {}
        }
    }
}

impl Slots for Staged<'_> {
    fn slot_table(&self) -> &'static Table {
        self.table
    }

    fn slot(&self, index: usize) -> ValueRef<'_> {
        match self.table.layout.get(index) {
            Some(Layout::Complex(table)) => row_part(self, table),
            Some(Layout::Elements(_)) => match self.list(index) {
                Some(values) if values.items().is_empty() => ValueRef::Absent,
                Some(values) => ValueRef::List(List::of(values)),
                None => self.row.slot(index),
            },
            Some(Layout::Field(_)) | None => self.row.slot(index),
        }
    }

    fn slot_mut(&mut self, index: usize) -> ValueMut<'_> {
        match self.table.layout.get(index) {
            Some(Layout::Complex(_)) => row_slot_mut(self, index),
            Some(Layout::Elements(elements)) => {
                let known = self.lists.iter().position(|(slot, ..)| *slot == index);
                let at = known.unwrap_or_else(|| {
                    let values = match Value::of(self.row.slot(index), elements.attribute) {
                        Value::List(values) => values,
                        _ => Values::new(elements.attribute),
                    };
                    self.lists.push((index, elements, values));
                    self.lists.len() - 1
                });
                ValueMut::List(&mut self.lists[at].2)
            }
            Some(Layout::Field(_)) | None => self.row.slot_mut(index),
        }
    }

    fn slot_settle(&mut self) -> Result<(), Misfit> {
        let mut undo = Vec::new();
        for at in 0..self.lists.len() {
            if let Err(misfit) = self.write(at, &mut undo) {
                for (slot, before) in undo.into_iter().rev() {
                    before.restore(self.row.slot_mut(slot));
                }
                return Err(misfit);
            }
        }
        Ok(())
    }
}
