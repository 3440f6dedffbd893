//! The values of a multi-valued attribute: adding, merging, selecting and removing them.

use super::identity::{self, Found, How};
use super::log::Entry;
use super::place::descend;
use super::{Applier, Outcome, equals, immutable, keeps, repeats, required, unfit};
use crate::compat::Tolerance;
use crate::error::ScimType;
use crate::filter::Expr;
use crate::patch::bind::{Refusal, read_only};
use crate::patch::operation::{Bound, Op};
use crate::path::Steps;
use crate::schema::{AttributeDef, Mutability, Returned, Table};
use crate::value::{
    Field, ListRef, Record, Slots, Value, ValueMut, ValueRef, View, clear, is_unassigned, same,
};

impl Applier<'_> {
    /// The list at `steps`, and how many of its values count.
    fn list(&self, steps: Steps) -> Option<(&dyn ListRef, usize)> {
        match self.value(steps) {
            ValueRef::List(list) => Some((list, list.slot_count().saturating_sub(self.log.hidden(steps)))),
            _ => None,
        }
    }

    fn live(&self, steps: Steps) -> usize {
        self.list(steps).map_or(0, |(_, live)| live)
    }

    fn element(&self, steps: Steps, index: u32) -> ValueRef<'_> {
        match self.value(steps) {
            ValueRef::List(list) => list.slot_at(index as usize),
            _ => ValueRef::Absent,
        }
    }

    /// The positions of the values that `filter` selects; of all without one.
    fn select(&self, steps: Steps, filter: Option<&Expr>) -> Vec<u32> {
        let Some((list, live)) = self.list(steps) else { return Vec::new() };
        let passes =
            |index: &u32| filter.is_none_or(|filter| filter.holds_for(list.slot_at(*index as usize)));
        (0..position(live)).filter(passes).collect()
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
                        let has = |index: &u32| repeats(self.sub(steps, *index, sub), field, false);
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
                for index in selected {
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
                self.settle(&primary, steps, attribute)
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
        // It would be made again and again, and selected never.
        let is_selected = |filter: &Expr| filter.holds_for(ValueRef::Complex(View::new(&record)));
        if !operation.path.filter.as_deref().is_none_or(is_selected) {
            let text = "no value matches the filter, and one with this `value` would not match either";
            return Err(Refusal::new(ScimType::InvalidValue, text));
        }
        let mut primary = Primary::default();
        self.append(steps, attribute, &Field { attribute, value: Value::Complex(record) }, &mut primary)?;
        self.settle(&primary, steps, attribute)
    }

    pub(super) fn add_values(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        items: &[Field],
    ) -> Outcome {
        let found = match self.list(steps) {
            Some((list, live)) => identity::find(list, live, attribute, items, How::Add),
            None => identity::find(&crate::value::NO_VALUES, 0, attribute, items, How::Add),
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
        self.settle(&primary, steps, attribute)
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
            None => identity::find(&crate::value::NO_VALUES, 0, attribute, items, How::Replace),
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
        self.retire(steps, attribute, doomed);
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
        self.settle(&primary, steps, attribute)
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

    pub(super) fn retire_all(&mut self, steps: Steps, attribute: &'static AttributeDef) {
        self.retire(steps, attribute, (0..position(self.live(steps))).collect());
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
                // A value with nothing assigned in it is none.
                selected.into_iter().filter(|index| is_unassigned(self.element(steps, *index))).collect()
            }
        };
        if attribute.required && doomed.len() == self.live(steps) && !doomed.is_empty() {
            return Err(required(attribute));
        }
        self.retire(steps, attribute, doomed);
        Ok(())
    }

    fn retire(&mut self, steps: Steps, attribute: &'static AttributeDef, doomed: Vec<u32>) {
        if doomed.is_empty() {
            return;
        }
        let old = doomed.iter().map(|index| Value::of(self.element(steps, *index), attribute)).collect();
        self.missing.retired(steps, &doomed);
        if let ValueMut::List(list) = descend(self.root, steps.as_slice()) {
            self.log.retire(list, steps, doomed, old);
        }
    }

    fn sub(&self, steps: Steps, index: u32, sub: u16) -> ValueRef<'_> {
        match self.element(steps, index) {
            ValueRef::Complex(view) => view.get(usize::from(sub)),
            _ => ValueRef::Absent,
        }
    }

    /// Adds a value behind the others; gives its position.
    fn append(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        item: &Field,
        primary: &mut Primary,
    ) -> Outcome<u32> {
        self.open_above(steps)?;
        if let Value::Complex(record) = &item.value
            && let Some((_, own)) = (record.fields().iter())
                .find(|(_, field)| field.attribute.mutability == Mutability::ReadOnly && !field.is_null())
        {
            return Err(read_only(own.attribute));
        }
        let index = self.live(steps);
        let hidden = self.log.hidden(steps);
        let ValueMut::List(list) = descend(self.root, steps.as_slice()) else { return Ok(0) };
        let before = list.slot_count();
        if let Err(error) = fill(list.slot_grow(), &item.value) {
            list.slot_truncate(before);
            return Err(unfit(attribute, &error));
        }
        if hidden > 0 {
            list.slot_swap(index, before);
        }
        let index = position(index);
        let new = Value::of(self.element(steps, index), attribute);
        self.log.push(Entry::Grown { steps, new });
        if let Value::Complex(record) = &item.value {
            self.missing.expect(steps, Some(index), attribute, |sub| record.has(sub));
            record.fields().iter().for_each(|(sub, field)| primary.note(attribute.table, *sub, field, index));
        }
        self.missing.found(steps);
        Ok(index)
    }

    /// Gives a value of a simple attribute another one.
    fn set_element(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        value: &Value,
    ) -> Outcome {
        let current = self.element(steps, index);
        if same(current, value.as_ref()) || keeps(attribute, current, value.as_ref())? {
            return Ok(());
        }
        let old = Value::of(current, attribute);
        self.log.push(Entry::Element { steps, index, old, new: value.clone() });
        match descend(self.root, steps.as_slice()) {
            ValueMut::List(list) => {
                value.put(list.slot_place(index as usize)).map_err(|error| unfit(attribute, &error))
            }
            _ => Ok(()),
        }
    }

    /// Merges what is named into a value that is the same by its `value` (and `type`), which stay as they are.
    fn merge_identified(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        named: &[(u16, Field)],
        primary: &mut Primary,
    ) -> Outcome {
        for (sub, field) in named {
            let is_told_by = matches!(field.attribute.name, "value" | "type")
                && equals(field.attribute, self.sub(steps, index, *sub), field.value.as_ref());
            if !is_told_by {
                self.merge_sub(Op::Add, steps, attribute, index, (*sub, field), primary)?;
            }
        }
        Ok(())
    }

    fn merge_element(
        &mut self,
        op: Op,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        named: &[(u16, Field)],
        primary: &mut Primary,
    ) -> Outcome {
        let mut named = named.iter();
        named.try_for_each(|(sub, field)| self.merge_sub(op, steps, attribute, index, (*sub, field), primary))
    }

    fn merge_sub(
        &mut self,
        op: Op,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        (sub, field): (u16, &Field),
        primary: &mut Primary,
    ) -> Outcome {
        primary.note(attribute.table, sub, field, index);
        let current = self.sub(steps, index, sub);
        if field.attribute.mutability == Mutability::ReadOnly {
            let is_same = repeats(current, field, false);
            return self.note_repeated(is_same, field, true);
        }
        if field.is_null() {
            return match op {
                Op::Replace => self.unassign_sub(steps, attribute, index, sub),
                _ => Ok(()),
            };
        }
        if let (Op::Add, Value::List(values), ValueRef::List(list)) = (op, &field.value, current) {
            let mut all = Value::of(current, field.attribute);
            let found = identity::find(list, list.slot_count(), field.attribute, values.items(), How::Add);
            let new = values.items().iter().zip(found).filter(|(_, found)| matches!(found, Found::New));
            if let Value::List(all) = &mut all {
                new.for_each(|(item, _)| all.push(item.clone()));
            }
            return self.set_sub(
                steps,
                attribute,
                index,
                sub,
                &Field { attribute: field.attribute, value: all },
            );
        }
        self.set_sub(steps, attribute, index, sub, field)
    }

    /// Makes a value what `record` says, and nothing else but what a client cannot send.
    fn become_record(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        record: &Record,
        primary: &mut Primary,
    ) -> Outcome {
        self.merge_element(Op::Replace, steps, attribute, index, record.fields(), primary)?;
        for (sub, inner) in (0..).zip(record.table().attributes) {
            let is_kept = matches!(inner.mutability, Mutability::ReadOnly | Mutability::Immutable)
                || inner.returned == Returned::Never;
            if is_kept || record.has(sub) || is_unassigned(self.sub(steps, index, sub)) {
                continue;
            }
            self.unassign_sub(steps, attribute, index, sub)?;
        }
        Ok(())
    }

    fn set_sub(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        sub: u16,
        field: &Field,
    ) -> Outcome {
        let current = self.sub(steps, index, sub);
        if same(current, field.value.as_ref()) || keeps(field.attribute, current, field.value.as_ref())? {
            return Ok(());
        }
        self.change(steps, attribute, index, |object| {
            field.value.put(object.slot_mut(usize::from(sub))).map_err(|error| unfit(field.attribute, &error))
        })?;
        self.missing.found_in(steps, index, sub);
        Ok(())
    }

    fn unassign_sub(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        sub: u16,
    ) -> Outcome {
        let Some(inner) = attribute.sub_attributes().get(usize::from(sub)) else { return Ok(()) };
        if is_unassigned(self.sub(steps, index, sub)) {
            return Ok(());
        }
        match inner.mutability {
            _ if inner.required => return Err(required(inner)),
            Mutability::Immutable => return Err(immutable(inner)),
            Mutability::ReadOnly => return Err(read_only(inner)),
            _ => {}
        }
        let blank = self.blank;
        self.change(steps, attribute, index, |object| {
            let place = object.slot_mut(usize::from(sub));
            if !matches!(place, ValueMut::Str(_) | ValueMut::Bool(_) | ValueMut::Scalar(_)) {
                clear(place);
                return Ok(());
            }
            let mut default = Value::Null;
            blank(&mut |blank| {
                if let ValueMut::List(list) = descend(blank, steps.as_slice())
                    && let ValueMut::Complex(element) = list.slot_grow()
                {
                    default = Value::simple(element.slot(usize::from(sub)));
                }
            });
            // A default is of the field's own type.
            let _ = default.put(object.slot_mut(usize::from(sub)));
            Ok(())
        })
    }

    /// Changes a complex value, and logs how.
    fn change(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        work: impl FnOnce(&mut dyn Slots) -> Outcome,
    ) -> Outcome {
        // One entry for several changes in a row.
        let goes_on = matches!(self.log.last_mut(), Some(Entry::Element { steps: s, index: i, .. }) if (*s, *i) == (steps, index));
        if !goes_on {
            let old = Value::of(self.element(steps, index), attribute);
            self.log.push(Entry::Element { steps, index, old, new: Value::Null });
        }
        if let ValueMut::List(list) = descend(self.root, steps.as_slice())
            && let ValueMut::Complex(object) = list.slot_place(index as usize)
        {
            work(object)?;
        }
        let now = Value::of(self.element(steps, index), attribute);
        if let Some(Entry::Element { new, .. }) = self.log.last_mut() {
            *new = now;
        }
        Ok(())
    }

    /// A value that became primary takes it from the others (RFC 7644 §3.5.2).
    fn settle(&mut self, primary: &Primary, steps: Steps, attribute: &'static AttributeDef) -> Outcome {
        let Some(at) = attribute.table.and_then(|table| table.primary) else { return Ok(()) };
        let chosen = match primary.0[..] {
            [] => return Ok(()),
            [one] => one,
            _ => {
                let text = format!(
                    "{} values become `primary`; at most one may be (RFC 7643 §2.4)",
                    primary.0.len()
                );
                return Err(Refusal::new(ScimType::InvalidValue, text));
            }
        };
        let is_primary = |index: u32| matches!(self.sub(steps, index, at), ValueRef::Bool(true));
        let others: Vec<u32> =
            (0..position(self.live(steps))).filter(|index| *index != chosen && is_primary(*index)).collect();
        for index in others {
            self.change(steps, attribute, index, |object| {
                Value::Bool(false)
                    .put(object.slot_mut(usize::from(at)))
                    .map_err(|error| unfit(attribute, &error))
            })?;
        }
        Ok(())
    }
}

/// The elements that an operation makes primary.
#[derive(Default)]
struct Primary(Vec<u32>);

impl Primary {
    fn note(&mut self, table: Option<&Table>, sub: u16, field: &Field, index: u32) {
        let is_primary = table.is_some_and(|table| table.primary == Some(sub));
        if is_primary && field.value == Value::Bool(true) && !self.0.contains(&index) {
            self.0.push(index);
        }
    }
}

/// Puts a value into a new place.
fn fill(place: ValueMut<'_>, value: &Value) -> Result<(), crate::value::ValueError> {
    match (place, value) {
        // Not as `assign` does it, which clears what is not named: a default stays.
        (ValueMut::Complex(object), Value::Complex(record)) => record
            .fields()
            .iter()
            .filter(|(_, field)| !field.is_null())
            .try_for_each(|(sub, field)| field.value.put(object.slot_mut(usize::from(*sub)))),
        (place, value) => value.put(place),
    }
}

#[cold]
fn no_target(text: &str) -> Refusal {
    Refusal::new(ScimType::NoTarget, text)
}

/// The limits on values keep positions far below this.
fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
