//! The values of a multi-valued attribute: which of them an operation is about, and adding and removing them.

use super::element::Primary;
use super::identity::{self, Found, How};
use super::place::descend;
use super::{Applier, Outcome, immutable, repeats, required};
use crate::compat::Tolerance;
use crate::error::ScimType;
use crate::filter::Expr;
use crate::patch::bind::Refusal;
use crate::patch::operation::{Bound, Op};
use crate::path::Steps;
use crate::schema::{AttributeDef, Mutability};
use crate::value::{Field, List, Record, Value, ValueMut, ValueRef, View, is_unassigned};

impl Applier<'_> {
    /// The list at `steps`, and how many of its values count.
    fn list(&self, steps: Steps) -> Option<(List<'_>, usize)> {
        match self.value(steps) {
            ValueRef::List(list) => Some((list, list.slot_count().saturating_sub(self.log.hidden(steps)))),
            _ => None,
        }
    }

    pub(super) fn live(&self, steps: Steps) -> usize {
        self.list(steps).map_or(0, |(_, live)| live)
    }

    pub(super) fn element(&self, steps: Steps, index: u32) -> ValueRef<'_> {
        match self.value(steps) {
            ValueRef::List(list) => list.slot_at(index as usize),
            _ => ValueRef::Absent,
        }
    }

    /// The positions of the values that `filter` selects; of all without one.
    fn select(&self, steps: Steps, filter: Option<&Expr>) -> Vec<u32> {
        let Some((list, live)) = self.list(steps) else { return Vec::new() };
        let Some(filter) = filter else { return (0..position(live)).collect() };
        // Most filters are one test of one sub-attribute.
        let Some((sub, test)) = filter.as_test() else {
            let passes = |index: &u32| filter.holds_for(list.slot_at(*index as usize));
            return (0..position(live)).filter(passes).collect();
        };
        let (mut from, mut selected) = (0, Vec::new());
        while let Some(found) =
            list.slot_find(Some(sub), from, &mut |value| test.of(value)).filter(|found| *found < live)
        {
            selected.push(position(found));
            from = found + 1;
        }
        selected
    }

    /// An operation on the values that its path selects, or on a sub-attribute of all values.
    pub(super) fn elements(&mut self, operation: &Bound, steps: Steps, sub: Option<u16>) -> Outcome {
        let Some(attribute) = steps.last(self.table) else { return Ok(()) };
        let filter = operation.path.filter.as_deref();
        let selected = self.select(steps, filter);
        let field = operation.value.as_ref();
        match operation.op {
            Op::Remove => {
                let selected = match (sub, field) {
                    // Only where it has the value that is to be removed.
                    (Some(sub), Some(field)) => {
                        let has = |index: &u32| repeats(self.sub(steps, *index, sub), field, None);
                        selected.into_iter().filter(has).collect()
                    }
                    _ => selected,
                };
                self.remove_selected(steps, attribute, selected, sub)
            }
            Op::Replace if selected.is_empty() && filter.is_some() => {
                Err(no_target("no value matches the filter, so there is none to replace; `add` makes one"))
            }
            Op::Replace if operation.unassigns() => self.remove_selected(steps, attribute, selected, sub),
            Op::Add if operation.value.as_ref().is_none_or(Field::is_null) => Ok(()),
            op => {
                let Some(field) = field else { return Ok(()) };
                if selected.is_empty() {
                    return self.make(operation, steps, attribute, sub, field);
                }
                let mut primary = Primary::default();
                for index in selected.iter().copied() {
                    match (sub, &field.value) {
                        (Some(sub), _) => {
                            self.merge_sub(op, steps, attribute, index, (sub, field), &mut primary)?;
                        }
                        (None, Value::Complex(record)) => {
                            self.merge_element(op, steps, attribute, index, record.fields(), &mut primary)?;
                        }
                        (None, value) => self.set_element(steps, attribute, index, value)?,
                    }
                }
                self.settle(primary, steps, attribute)?;
                let emptied = self.emptied(steps, selected);
                self.remove_elements(steps, attribute, emptied)
            }
        }
    }

    /// A path selected nothing: makes what it describes.
    fn make(
        &mut self,
        operation: &Bound,
        steps: Steps,
        attribute: &'static AttributeDef,
        sub: Option<u16>,
        field: &Field,
    ) -> Outcome {
        let mut record = match (&operation.path.filter, &operation.described, attribute.table) {
            (None, _, Some(table)) => Record::new(table),
            (Some(_), Some(described), _) => {
                if !self.compat.allows(Tolerance::CreateFromFilter) {
                    return Err(no_target("no value matches the filter"));
                }
                self.used.insert(Tolerance::CreateFromFilter);
                described.clone()
            }
            _ => {
                return Err(no_target(
                    "no value matches the filter, which does not tell what to add; only `eq` and `and` do",
                ));
            }
        };
        let given = match (sub, &field.value) {
            (Some(sub), _) => &[(sub, field.clone())][..],
            (None, Value::Complex(given)) => given.fields(),
            _ => return Err(no_target("no value matches the filter")),
        };
        for (index, field) in given.iter().filter(|(_, field)| !field.is_null()) {
            if let Some(place) = record.open(*index) {
                place.value = field.value.clone();
            }
        }
        if record.is_empty() {
            return Ok(());
        }
        self.fit_made(steps, &mut record)?;
        // It would be made again and again, and selected never.
        let is_selected = |filter: &Expr| filter.holds_for(ValueRef::Complex(View::new(&record)));
        if !operation.path.filter.as_deref().is_none_or(is_selected) {
            let text = "no value matches the filter, and one with this `value` would not match either";
            return Err(Refusal::new(ScimType::InvalidValue, text));
        }
        let mut primary = Primary::default();
        self.append(steps, attribute, &Field { attribute, value: Value::Complex(record) }, &mut primary)?;
        self.settle(primary, steps, attribute)
    }

    pub(super) fn add_values(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        items: &[Field],
    ) -> Outcome {
        let found = match self.list(steps) {
            Some((list, live)) => identity::find(list, live, attribute, items, How::Add),
            None => identity::find(List::NONE, 0, attribute, items, How::Add),
        };
        let mut at: Vec<u32> = Vec::with_capacity(items.len());
        let mut primary = Primary::default();
        for (item, found) in items.iter().zip(found) {
            let index = match found {
                Found::Existing(index) => Some(index),
                Found::Earlier(item) => at.get(item).copied(),
                Found::New => None,
            };
            let index = match (index, &item.value) {
                (None, _) => self.append(steps, attribute, item, &mut primary)?,
                // One that was found by all it has is there already.
                (Some(index), Value::Complex(record)) if identity::has_value(record) => {
                    self.merge_identified(steps, attribute, index, record.fields(), &mut primary)?;
                    index
                }
                (Some(index), _) => index,
            };
            at.push(index);
        }
        self.settle(primary, steps, attribute)
    }

    /// Replaces all values. Those that were there before, told by their `value` and `type`, stay what they are and keep
    /// what a client cannot send.
    pub(super) fn replace_values(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        items: &[Field],
    ) -> Outcome {
        let live = self.live(steps);
        let found = match self.list(steps) {
            Some((list, live)) => identity::find(list, live, attribute, items, How::Replace),
            None => identity::find(List::NONE, 0, attribute, items, How::Replace),
        };
        let mut stays = vec![false; live];
        for found in &found {
            if let Found::Existing(index) = found
                && let Some(stays) = stays.get_mut(*index as usize)
            {
                *stays = true;
            }
        }
        let doomed: Vec<u32> =
            (0..).zip(&stays).filter(|(_, stays)| !**stays).map(|(index, _)| index).collect();
        let closed = |index: u32| index - position(doomed.partition_point(|doomed| *doomed < index));
        let found: Vec<Found> = found
            .into_iter()
            .map(|found| match found {
                Found::Existing(index) => Found::Existing(closed(index)),
                other => other,
            })
            .collect();
        self.retire(steps, attribute, doomed, true);
        let mut at: Vec<u32> = Vec::with_capacity(items.len());
        let mut primary = Primary::default();
        for (item, found) in items.iter().zip(found) {
            let index = match (found, &item.value) {
                (Found::New, _) => self.append(steps, attribute, item, &mut primary)?,
                (Found::Earlier(earlier), value) => {
                    let index = at.get(earlier).copied().unwrap_or(0);
                    if let Value::Complex(record) = value {
                        self.merge_identified(steps, attribute, index, record.fields(), &mut primary)?;
                    }
                    index
                }
                (Found::Existing(index), Value::Complex(record)) => {
                    self.become_record(steps, attribute, index, record, &mut primary)?;
                    index
                }
                (Found::Existing(index), value) => {
                    self.set_element(steps, attribute, index, value)?;
                    index
                }
            };
            at.push(index);
        }
        self.settle(primary, steps, attribute)
    }

    /// Removes the values that `field` lists (Entra ID, `OneLogin`).
    pub(super) fn remove_values(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        field: &Field,
    ) -> Outcome {
        let Value::List(values) = &field.value else { return Ok(()) };
        let doomed = match self.list(steps) {
            Some((list, live)) => identity::select(list, live, attribute, values.items()),
            None => return Ok(()),
        };
        self.remove_selected(steps, attribute, doomed, None)
    }

    pub(super) fn remove_all(&mut self, steps: Steps, attribute: &'static AttributeDef) -> Outcome {
        let all = (0..position(self.live(steps))).collect();
        self.remove_selected(steps, attribute, all, None)
    }

    pub(super) fn retire_all(&mut self, steps: Steps, attribute: &'static AttributeDef, is_told: bool) {
        self.retire(steps, attribute, (0..position(self.live(steps))).collect(), is_told);
    }

    /// Removes the values at these positions, or one sub-attribute of each.
    fn remove_selected(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        selected: Vec<u32>,
        sub: Option<u16>,
    ) -> Outcome {
        if selected.is_empty() {
            return Ok(());
        }
        let doomed = match sub {
            None if attribute.mutability == Mutability::Immutable => return Err(immutable(attribute)),
            None => selected,
            Some(sub) => {
                for index in &selected {
                    self.unassign_sub(steps, attribute, *index, sub)?;
                }
                self.emptied(steps, selected)
            }
        };
        self.remove_elements(steps, attribute, doomed)
    }

    /// A value with nothing assigned in it is none.
    fn emptied(&self, steps: Steps, mut selected: Vec<u32>) -> Vec<u32> {
        let row = self.row_list(steps);
        selected.retain(|index| match (row, self.element(steps, *index)) {
            (Some(row), ValueRef::Complex(view)) => row.is_bare(view),
            (_, element) => is_unassigned(element),
        });
        selected
    }

    fn remove_elements(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        doomed: Vec<u32>,
    ) -> Outcome {
        if attribute.required && doomed.len() == self.live(steps) && !doomed.is_empty() {
            return Err(required(attribute));
        }
        self.retire(steps, attribute, doomed, true);
        Ok(())
    }

    /// Takes these values away; `is_told` unless it was told before.
    fn retire(&mut self, steps: Steps, attribute: &'static AttributeDef, doomed: Vec<u32>, is_told: bool) {
        if doomed.is_empty() {
            return;
        }
        let told = doomed.iter().filter(|_| is_told);
        let old = told.map(|index| Value::of(self.element(steps, *index), attribute)).collect();
        self.missing.retired(steps, &doomed);
        if let ValueMut::List(list) = descend(self.root, steps.as_slice()) {
            self.log.retire(list, steps, doomed, old);
        }
    }
}

#[cold]
fn no_target(text: &str) -> Refusal {
    Refusal::new(ScimType::NoTarget, text)
}

/// The limits on values keep positions far below this.
pub(super) fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
