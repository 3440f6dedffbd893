//! The values of multi-valued attributes that are fields of a row: each has its place or none.

use super::identity::{self, Found, How};
use super::log::Entry;
use super::place::descend;
use super::{Applier, Outcome};
use crate::compat::Tolerance;
use crate::error::{ScimError, ScimType};
use crate::patch::bind::Refusal;
use crate::patch::operation::Op;
use crate::path::Steps;
use crate::schema::{AttributeDef, Table};
use crate::value::{Elements, Field, Misfit, Record, Standing, Value, ValueMut, ValueRef, View, row_part};

impl Applier<'_> {
    /// The elements that there can be in the list at `steps`, if it is one of a row.
    pub(super) fn row_list(&self, steps: Steps) -> Option<&'static Elements> {
        if self.table.layout.is_empty() { None } else { Elements::at(self.table, steps) }
    }

    /// Those of `items`, all values that an operation lists, that the row can hold; `None` where it is no list of a row.
    pub(super) fn held(
        &mut self,
        op: Op,
        steps: Steps,
        attribute: &'static AttributeDef,
        items: &[Field],
    ) -> Outcome<Option<Vec<Field>>> {
        let Some(row) = self.row_list(steps) else { return Ok(None) };
        let mut taken = vec![false; row.len()];
        let mut held: Vec<(usize, Field)> = Vec::with_capacity(items.len());
        for item in items {
            let Value::Complex(record) = &item.value else { continue };
            let home = row.home(View::new(record)).map_err(misfit)?;
            match home {
                Some(home) if !taken[home.element] => {
                    if home.is_guessed {
                        self.lean(Tolerance::ValueWithoutType, row)?;
                    }
                    if home.is_cut {
                        self.lean(Tolerance::UnheldValueLeftOut, row)?;
                    }
                    taken[home.element] = true;
                    let mut record = record.clone();
                    row.complete(home.element, &mut record);
                    held.push((home.element, Field { attribute, value: Value::Complex(record) }));
                }
                _ => self.lean(Tolerance::UnheldValueLeftOut, row)?,
            }
        }
        let items: Vec<Field> = held.iter().map(|(_, item)| item.clone()).collect();
        if op != Op::Add {
            return Ok(Some(items));
        }
        // A further value takes a place that is free.
        let occupied = self.occupied(steps, row);
        let found = match self.value(steps) {
            ValueRef::List(list) => identity::find(list, self.live(steps), attribute, &items, How::Add),
            _ => return Ok(Some(items)),
        };
        let mut free = Vec::with_capacity(held.len());
        for ((element, item), found) in held.into_iter().zip(found) {
            if found == Found::New && occupied[element] {
                self.lean(Tolerance::UnheldValueLeftOut, row)?;
            } else {
                free.push(item);
            }
        }
        Ok(Some(free))
    }

    /// Which elements there are.
    fn occupied(&self, steps: Steps, row: &Elements) -> Vec<bool> {
        let mut occupied = vec![false; row.len()];
        for index in (0..).take(self.live(steps)) {
            if let ValueRef::Complex(view) = self.element(steps, index)
                && let Ok(Some(home)) = row.home(view)
            {
                occupied[home.element] = true;
            }
        }
        occupied
    }

    /// Makes a value that a path describes one that the row can hold.
    pub(super) fn fit_made(&mut self, steps: Steps, record: &mut Record) -> Outcome {
        let Some(row) = self.row_list(steps) else { return Ok(()) };
        let home = row.home(View::new(record)).map_err(misfit)?;
        match home {
            Some(home) if !home.is_cut && !self.occupied(steps, row)[home.element] => {
                row.complete(home.element, record);
                if home.is_guessed { self.lean(Tolerance::ValueWithoutType, row) } else { Ok(()) }
            }
            _ => Err(Refusal::new(ScimType::InvalidValue, row.unheld())),
        }
    }

    /// Whether a sub-attribute of a value is to become `new`. What is a constant of the row cannot.
    pub(super) fn is_open(
        &self,
        steps: Steps,
        element: ValueRef<'_>,
        sub: u16,
        new: &Value,
    ) -> Outcome<bool> {
        let Some(row) = self.row_list(steps) else { return Ok(true) };
        let ValueRef::Complex(view) = element else { return Ok(true) };
        match row.standing(view, sub) {
            Standing::Field => Ok(true),
            Standing::Constant => {
                let text = "this tells the value from others and cannot change";
                Err(Refusal::new(ScimType::Mutability, text))
            }
            // To have no value, and not to be primary, is what it is.
            Standing::Nowhere if matches!(new, Value::Null | Value::Bool(false)) => Ok(false),
            Standing::Nowhere => Err(Refusal::new(ScimType::InvalidValue, row.unheld())),
        }
    }

    /// The slot of the row that sub-attribute `sub` of an element is, and the element's table, where a new value can go into the field
    /// itself.
    pub(super) fn row_field(
        &self,
        element: ValueRef<'_>,
        sub: u16,
        new: &Value,
    ) -> Option<(usize, &'static Table)> {
        match (element, new) {
            _ if self.table.layout.is_empty() => None,
            // With an empty text the element may not be there any more, and those behind it would move up.
            (_, Value::Text(text)) if text.is_empty() => None,
            (ValueRef::Complex(view), _) => Some((view.slot_of(sub)?, view.table)),
            _ => None,
        }
    }

    /// Puts a new value into a field of an element, for which the list need not be copied. False if the place does not take it so.
    pub(super) fn set_row_field(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        (slot, table): (usize, &'static Table),
        new: &Value,
    ) -> bool {
        let old = (!self.goes_on(steps, index)).then(|| Value::of(row_part(self.root, table), attribute));
        let Some(was) = new.swap(self.root.slot_mut(slot)) else { return false };
        let now = Value::of(row_part(self.root, table), attribute);
        if let Some(old) = old {
            self.log.push(Entry::Element { steps, index, old, new: now, fields: vec![(slot, was)] });
        } else if let Some(Entry::Element { new, fields, .. }) = self.log.last_mut() {
            *new = now;
            fields.push((slot, was));
        }
        true
    }

    fn lean(&mut self, tolerance: Tolerance, row: &Elements) -> Outcome {
        if !self.compat.allows(tolerance) {
            return Err(Refusal::new(ScimType::InvalidValue, row.unheld()));
        }
        self.used.insert(tolerance);
        Ok(())
    }

    /// Brings the lists of a row back into its fields.
    pub(super) fn fill_row(&mut self) -> Result<(), ScimError> {
        let hidden: Vec<(Steps, usize)> = self.log.hidden_lists().collect();
        for (steps, hidden) in hidden {
            if self.row_list(steps).is_some()
                && let ValueMut::List(list) = descend(self.root, steps.as_slice())
            {
                list.slot_truncate(list.slot_count().saturating_sub(hidden));
            }
        }
        self.root.slot_settle().map_err(|misfit| {
            let text = format!("`{}`: {}", misfit.path, misfit.text);
            ScimError::new(400, text).with_type(misfit.scim_type)
        })
    }
}

#[cold]
fn misfit(misfit: Misfit) -> Refusal {
    Refusal::new(misfit.scim_type, misfit.text)
}
