//! One value of a multi-valued attribute: made, changed, and made primary.

use super::elements::position;
use super::identity::{self, Found, How};
use super::log::Entry;
use super::place::descend;
use super::{Applier, Outcome, equals, immutable, is_always_there, keeps, log, repeats, required, unfit};
use crate::error::ScimType;
use crate::patch::allowed::read_only;
use crate::patch::bind::Refusal;
use crate::patch::operation::Op;
use crate::path::Steps;
use crate::schema::{AttributeDef, Mutability, Returned, Table};
use crate::value::{Field, Record, Value, ValueMut, ValueRef, ViewMut, clear, is_unassigned, same};

impl Applier<'_> {
    pub(super) fn sub(&self, steps: Steps, index: u32, sub: u16) -> ValueRef<'_> {
        sub_of(self.element(steps, index), sub)
    }

    /// Adds a value behind the others; gives its position.
    pub(super) fn append(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        item: &Field,
        primary: &mut Primary,
    ) -> Outcome<u32> {
        self.open_above(steps);
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
    pub(super) fn set_element(
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
        self.log.push(Entry::Element { steps, index, old, new: value.clone(), fields: Vec::new() });
        match descend(self.root, steps.as_slice()) {
            ValueMut::List(list) => {
                value.put(list.slot_place(index as usize)).map_err(|error| unfit(attribute, &error))
            }
            _ => Ok(()),
        }
    }

    /// Merges what is named into a value that is the same by its `value` (and `type`), which stay as they are.
    pub(super) fn merge_identified(
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

    pub(super) fn merge_element(
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

    pub(super) fn merge_sub(
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
            let is_same = repeats(current, field, None);
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
    pub(super) fn become_record(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        index: u32,
        record: &Record,
        primary: &mut Primary,
    ) -> Outcome {
        self.merge_element(Op::Replace, steps, attribute, index, record.fields(), primary)?;
        // What is required and not named may come with a later operation.
        self.missing.expect(steps, Some(index), attribute, |sub| record.has(sub));
        for (sub, inner) in (0..).zip(record.table().attributes) {
            let is_kept = matches!(inner.mutability, Mutability::ReadOnly | Mutability::Immutable)
                || inner.returned == Returned::Never
                || inner.required;
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
        let element = self.element(steps, index);
        let current = sub_of(element, sub);
        if same(current, field.value.as_ref())
            || keeps(field.attribute, current, field.value.as_ref())?
            || !self.is_open(steps, element, sub, &field.value)?
        {
            return Ok(());
        }
        let row_field = self.row_field(element, sub, &field.value);
        let is_set =
            row_field.is_some_and(|at| self.set_row_field(steps, attribute, index, at, &field.value));
        if !is_set {
            self.change(steps, attribute, (index, sub), |object| {
                field
                    .value
                    .put(object.into_place(usize::from(sub)))
                    .map_err(|error| unfit(field.attribute, &error))
            })?;
        }
        self.missing.found_in(steps, index, sub);
        Ok(())
    }

    pub(super) fn unassign_sub(
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
        if !self.is_open(steps, self.element(steps, index), sub, &Value::Null)? {
            return Ok(());
        }
        let blank = self.blank;
        self.change(steps, attribute, (index, sub), |mut object| {
            let place = object.place(usize::from(sub));
            if !is_always_there(&place) {
                clear(place);
                return Ok(());
            }
            let mut default = Value::Null;
            let mut kept = None;
            blank(&mut |blank| {
                if let ValueMut::List(list) = descend(blank, steps.as_slice())
                    && let ValueMut::Complex(mut element) = list.slot_grow()
                {
                    default = Value::simple(element.get(usize::from(sub)));
                    if let ValueMut::Converted(field, conversion) = element.place(usize::from(sub)) {
                        kept = Some(conversion.slot_keep(field));
                    }
                }
            });
            match (kept, object.place(usize::from(sub))) {
                (Some(kept), ValueMut::Converted(field, conversion)) => {
                    conversion.slot_restore(field, &*kept);
                }
                (_, place) => default.put_back(place),
            }
            Ok(())
        })
    }

    /// Changes a complex value, and logs how.
    fn change(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        (index, sub): (u32, u16),
        work: impl FnOnce(ViewMut<'_>) -> Outcome,
    ) -> Outcome {
        if let Some(kept) = log::keep(self.root, steps, Some((index, sub))) {
            self.log.push(Entry::Kept { steps, sub: Some((index, sub)), kept });
        }
        if !self.goes_on(steps, index) {
            let old = Value::of(self.element(steps, index), attribute);
            self.log.push(Entry::Element { steps, index, old, new: Value::Null, fields: Vec::new() });
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

    /// Whether the last change was of the same value: several on end are one to the client.
    pub(super) fn goes_on(&self, steps: Steps, index: u32) -> bool {
        matches!(self.log.last(), Some(Entry::Element { steps: s, index: i, .. }) if (*s, *i) == (steps, index))
    }

    /// A value that became primary takes it from the others (RFC 7644 §3.5.2).
    pub(super) fn settle(
        &mut self,
        primary: Primary,
        steps: Steps,
        attribute: &'static AttributeDef,
    ) -> Outcome {
        let Some(at) = attribute.table.and_then(|table| table.primary) else { return Ok(()) };
        let mut chosen = primary.0;
        chosen.sort_unstable();
        chosen.dedup();
        let chosen = match chosen[..] {
            [] => return Ok(()),
            [one] => one,
            _ => {
                let text =
                    format!("{} values become `primary`; at most one may be (RFC 7643 §2.4)", chosen.len());
                return Err(Refusal::new(ScimType::InvalidValue, text));
            }
        };
        let is_primary = |index: u32| matches!(self.sub(steps, index, at), ValueRef::Bool(true));
        // It was told not to be, after all.
        if !is_primary(chosen) {
            return Ok(());
        }
        let others: Vec<u32> =
            (0..position(self.live(steps))).filter(|index| *index != chosen && is_primary(*index)).collect();
        for index in others {
            self.change(steps, attribute, (index, at), |object| {
                Value::Bool(false)
                    .put(object.into_place(usize::from(at)))
                    .map_err(|error| unfit(attribute, &error))
            })?;
        }
        Ok(())
    }
}

fn sub_of(element: ValueRef<'_>, sub: u16) -> ValueRef<'_> {
    match element {
        ValueRef::Complex(view) => view.get(usize::from(sub)),
        _ => ValueRef::Absent,
    }
}

/// The elements that an operation makes primary.
#[derive(Default)]
pub(super) struct Primary(Vec<u32>);

impl Primary {
    fn note(&mut self, table: Option<&Table>, sub: u16, field: &Field, index: u32) {
        let is_primary = table.is_some_and(|table| table.primary == Some(sub));
        if is_primary && field.value == Value::Bool(true) && self.0.last() != Some(&index) {
            self.0.push(index);
        }
    }
}

/// Puts a value into a new place.
fn fill(place: ValueMut<'_>, value: &Value) -> Result<(), crate::value::ValueError> {
    match (place, value) {
        // Not as `assign` does it, which clears what is not named: a default stays.
        (ValueMut::Complex(mut object), Value::Complex(record)) => record
            .fields()
            .iter()
            .filter(|(_, field)| !field.is_null())
            .try_for_each(|(sub, field)| field.value.put(object.place(usize::from(*sub)))),
        (place, value) => value.put(place),
    }
}
