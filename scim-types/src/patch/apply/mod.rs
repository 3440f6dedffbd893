//! Carrying bound operations out on a struct, all or none of them.
//!
//! Nothing is destroyed before all went well: a value that is taken away is first only marked (a complex one) or moved behind the
//! others (one of many), and [`log`] holds what else was there. So undoing needs no copy of the resource, and brings back
//! what SCIM does not see as well.

mod compare;
mod element;
mod elements;
mod identity;
pub(super) mod log;
mod missing;
pub(super) mod place;
mod row;

use self::compare::{Told, equals, keeps, repeats};
use self::log::{Entry, Log};
use self::missing::Missing;
use self::place::{descend, look};
use super::allowed::{read_only, required};
use super::bind::{Refusal, located, misspelt};
use super::operation::{Bound, Op};
use super::{Changes, changes};
use crate::compat::{Compat, Tolerance, Tolerances};
use crate::error::{ScimError, ScimType};
use crate::path::{Place, Steps};
use crate::schema::{AttributeDef, AttributeType, Mutability, Role, Table};
use crate::value::{
    Field, Record, Slots, Staged, Value, ValueMut, ValueRef, View, clear, is_unassigned, same,
};

/// Lends a resource in which nothing is assigned.
pub(super) type Blank<'b> = &'b dyn Fn(&mut dyn FnMut(&mut dyn Slots));

type Outcome<T = ()> = Result<T, Refusal>;

/// Carries `operations` out on `resource`, which is unchanged if one of them is refused.
pub(super) fn run(
    resource: &mut dyn Slots,
    blank: Blank<'_>,
    operations: &[Bound],
    compat: Compat,
    resource_type: &'static str,
) -> Result<Changes, ScimError> {
    if resource.slot_table().layout.is_empty() {
        return carry_out(resource, blank, operations, compat, resource_type);
    }
    carry_out(&mut Staged::new(resource), blank, operations, compat, resource_type)
}

fn carry_out(
    resource: &mut dyn Slots,
    blank: Blank<'_>,
    operations: &[Bound],
    compat: Compat,
    resource_type: &'static str,
) -> Result<Changes, ScimError> {
    let table = resource.slot_table();
    let mut applier = Applier {
        root: resource,
        table,
        blank,
        compat,
        resource_type,
        used: Tolerances::default(),
        log: Log::default(),
        dropped: Vec::new(),
        missing: Missing::default(),
        made: None,
    };
    for operation in operations {
        if let Err(refusal) = applier.operation(operation) {
            applier.roll_back();
            return Err(refused(&refusal, operation, table));
        }
        if operation.is_misspelt {
            applier.roll_back();
            return Err(located(&misspelt(operation.op), operation.position));
        }
    }
    if let Err(refusal) = applier.complete() {
        applier.roll_back();
        return Err(refusal.error());
    }
    if let Err(error) = applier.fill_row() {
        applier.roll_back();
        return Err(error);
    }
    applier.commit();
    Ok(changes::of(applier.log, View::new(applier.root), applier.used))
}

#[cold]
fn refused(refusal: &Refusal, operation: &Bound, table: &'static Table) -> ScimError {
    let path = operation.path.text(table);
    let text = format!("{} `{path}`: {}", operation.op, refusal.text);
    located(&ScimError::new(400, text).with_type(refusal.scim_type), operation.position)
}

/// Where a `value` and its `$ref` are, and what the first was.
struct Linked {
    value: Steps,
    link: Steps,
    before: Value,
}

struct Applier<'r> {
    root: &'r mut dyn Slots,
    table: &'static Table,
    blank: Blank<'r>,
    compat: Compat,
    /// Its name.
    resource_type: &'static str,
    used: Tolerances,
    log: Log,
    /// Complex values that were removed: they are still there, and count as absent.
    dropped: Vec<Steps>,
    missing: Missing,
    /// An immutable attribute that the operation at this position gave its first value.
    made: Option<(usize, Steps)>,
}

impl Applier<'_> {
    fn operation(&mut self, operation: &Bound) -> Outcome {
        let steps = match operation.path.place {
            Place::Attribute(steps) => steps,
            Place::Schemas => return self.schemas(operation),
            // It was bound as an operation for each of its attributes.
            Place::Resource => return Ok(()),
        };
        let fixed = self.fixed(steps, operation.position);
        let before = self.log.writes();
        self.at(operation, steps)?;
        match fixed {
            Some(attribute) if self.log.writes() > before => Err(immutable(attribute)),
            _ => Ok(()),
        }
    }

    /// The immutable attribute on the way that has a value already. One that the same operation made is not meant: it may be given
    /// as several names.
    fn fixed(&mut self, steps: Steps, position: usize) -> Option<&'static AttributeDef> {
        let at = steps.attributes(self.table).position(|a| a.mutability == Mutability::Immutable)?;
        let steps = steps.up_to(at + 1);
        if self.made != Some((position, steps)) && self.is_gone(steps) {
            self.made = Some((position, steps));
        }
        steps.last(self.table).filter(|_| self.made != Some((position, steps)))
    }

    fn at(&mut self, operation: &Bound, steps: Steps) -> Outcome {
        // Where on the way the values of a multi-valued attribute are, if they are not at its end.
        let many = steps.attributes(self.table).position(|attribute| attribute.multi_valued);
        match many.map(|at| at + 1) {
            Some(count) if count < steps.len() => {
                let sub = steps.as_slice().get(count).copied();
                self.elements(operation, steps.up_to(count), sub)
            }
            Some(_) if operation.path.filter.is_some() => self.elements(operation, steps, operation.path.sub),
            _ => {
                let Some(attribute) = steps.last(self.table) else { return Ok(()) };
                match (&operation.value, operation.op) {
                    (Some(field), Op::Remove) if attribute.multi_valued => {
                        self.remove_values(steps, attribute, field)
                    }
                    // What is to be removed is not there.
                    (Some(field), Op::Remove) if !repeats(self.value(steps), field, None) => Ok(()),
                    (None, _) | (Some(_), Op::Remove) => self.unassign(steps, attribute),
                    (Some(field), op) => match steps.as_slice() {
                        [above @ .., last] if !above.is_empty() => {
                            let above = steps.up_to(above.len());
                            let table = above.last(self.table).and_then(|above| above.table);
                            let linked =
                                table.and_then(|table| self.linked(above, table, |index| index == *last));
                            self.attribute(op, steps, field, operation.is_key)?;
                            self.unlink(linked)
                        }
                        _ => self.attribute(op, steps, field, operation.is_key),
                    },
                }
            }
        }
    }

    /// What a client may see at `steps`. A list may have values at its end that were removed: ask [`Log::hidden`].
    fn value(&self, steps: Steps) -> ValueRef<'_> {
        let is_gone = |dropped: &Steps| steps.as_slice().starts_with(dropped.as_slice());
        if !self.dropped.is_empty() && self.dropped.iter().any(is_gone) {
            return ValueRef::Absent;
        }
        look(View::new(self.root), steps.as_slice())
    }

    /// What the service tells of the readOnly attribute at `steps` by itself.
    fn told(&self, steps: Steps) -> Told<'_> {
        let root = View::new(self.root);
        let id = self.table.attributes.iter().position(|attribute| attribute.role == Role::Id);
        let is_meta = steps.attributes(self.table).next().is_some_and(|first| first.role == Role::Meta);
        Told {
            id: id.map_or(ValueRef::Absent, |id| root.get(id)),
            resource_type: is_meta.then_some(self.resource_type),
        }
    }

    /// `add` or `replace` of the attribute at `steps`, which has no list above it.
    fn attribute(&mut self, op: Op, steps: Steps, field: &Field, is_key: bool) -> Outcome {
        let attribute = field.attribute;
        if attribute.mutability == Mutability::ReadOnly {
            let is_same = repeats(self.value(steps), field, Some(self.told(steps)));
            return self.note_repeated(is_same, field, is_key);
        }
        match &field.value {
            _ if field.is_null() => match op {
                Op::Add => Ok(()),
                _ => self.unassign(steps, attribute),
            },
            Value::List(values) => {
                let is_fixed = attribute.mutability == Mutability::Immutable && self.live(steps) > 0;
                let before = self.log.writes();
                let held = self.held(op, steps, attribute, values.items())?;
                let items = held.as_deref().unwrap_or(values.items());
                match op {
                    Op::Add => self.add_values(steps, attribute, items)?,
                    _ => self.replace_values(steps, attribute, items)?,
                }
                if is_fixed && self.log.writes() > before { Err(immutable(attribute)) } else { Ok(()) }
            }
            Value::Complex(record) => self.merge(op, steps, attribute, record, is_key),
            value => self.set(steps, attribute, value),
        }
    }

    /// Sub-attributes that are not named stay as they are (RFC 7644 §3.5.2.1, §3.5.2.3).
    fn merge(
        &mut self,
        op: Op,
        steps: Steps,
        attribute: &'static AttributeDef,
        record: &Record,
        is_key: bool,
    ) -> Outcome {
        let current = self.value(steps);
        if attribute.mutability == Mutability::Immutable && !is_unassigned(current) {
            let given = Field { attribute, value: Value::Complex(record.clone()) };
            return if repeats(current, &given, None) { Ok(()) } else { Err(immutable(attribute)) };
        }
        let gives = |index: u16| record.fields().iter().any(|(given, _)| *given == index);
        let linked = attribute.table.and_then(|table| self.linked(steps, table, gives));
        record
            .fields()
            .iter()
            .try_for_each(|(index, field)| self.attribute(op, steps.then(*index), field, is_key))?;
        self.unlink(linked)
    }

    /// The `value` and the `$ref` of the complex value at `steps`, if an operation gives the first and not the second.
    fn linked(&self, steps: Steps, table: &'static Table, gives: impl Fn(u16) -> bool) -> Option<Linked> {
        let value = table.value?;
        let is_link = |a: &AttributeDef| a.name == "$ref" && a.mutability == Mutability::ReadWrite;
        let link = u16::try_from(table.attributes.iter().position(is_link)?).ok()?;
        if !gives(value) || gives(link) || is_unassigned(self.value(steps.then(link))) {
            return None;
        }
        let (value, link) = (steps.then(value), steps.then(link));
        Some(Linked { value, link, before: Value::of(self.value(value), value.last(self.table)?) })
    }

    /// A `$ref` is the URL of what `value` names (RFC 7643 §2.4): it goes when that is another one.
    fn unlink(&mut self, linked: Option<Linked>) -> Outcome {
        match linked {
            Some(Linked { value, link, before }) if !same(self.value(value), before.as_ref()) => {
                link.last(self.table).map_or(Ok(()), |attribute| self.unassign(link, attribute))
            }
            _ => Ok(()),
        }
    }

    /// A readOnly attribute may be named where that changes nothing.
    fn note_repeated(&mut self, is_same: bool, field: &Field, is_key: bool) -> Outcome {
        if !is_same || !(is_key || field.is_null()) {
            return Err(read_only(field.attribute));
        }
        if !field.is_null() {
            self.used.insert(Tolerance::ReadonlySameValueOk);
        }
        Ok(())
    }

    /// Gives a simple attribute a value.
    fn set(&mut self, steps: Steps, attribute: &'static AttributeDef, value: &Value) -> Outcome {
        let current = self.value(steps);
        if same(current, value.as_ref()) {
            return Ok(());
        }
        if keeps(attribute, current, value.as_ref())? {
            return Ok(());
        }
        let was_absent = matches!(self.value(steps), ValueRef::Absent);
        self.open_above(steps);
        let swapped = value.swap(descend(self.root, steps.as_slice()));
        let old = if let Some(old) = swapped {
            old
        } else {
            let old = Value::of(look(View::new(self.root), steps.as_slice()), attribute);
            self.keep(steps);
            value.put(descend(self.root, steps.as_slice())).map_err(|error| unfit(attribute, &error))?;
            old
        };
        // What it was is not the default that came with what is around it.
        let old = if was_absent { Value::Null } else { old };
        self.log.push(Entry::Value { steps, old });
        self.missing.found(steps);
        Ok(())
    }

    /// Takes the value at `steps` away.
    fn unassign(&mut self, steps: Steps, attribute: &'static AttributeDef) -> Outcome {
        if attribute.multi_valued {
            return self.remove_all(steps, attribute);
        }
        let current = self.value(steps);
        if is_unassigned(current) {
            return Ok(());
        }
        if attribute.required {
            return Err(required(attribute));
        }
        if attribute.mutability == Mutability::Immutable {
            return Err(immutable(attribute));
        }
        if attribute.attribute_type == AttributeType::Complex {
            return self.drop_complex(steps, attribute);
        }
        self.reset(steps, attribute);
        Ok(())
    }

    /// What has no value gets the one that it has in a new resource.
    fn reset(&mut self, steps: Steps, attribute: &'static AttributeDef) {
        let old = if let ValueMut::OptStr(place) = descend(self.root, steps.as_slice()) {
            place.take().map_or(Value::Null, Value::Text)
        } else {
            let old = Value::of(look(View::new(self.root), steps.as_slice()), attribute);
            self.keep(steps);
            self.renew(steps);
            old
        };
        self.log.push(Entry::Value { steps, old });
    }

    /// Notes what a converted field is, for undoing.
    fn keep(&mut self, steps: Steps) {
        if let Some(kept) = log::keep(self.root, steps, None) {
            self.log.push(Entry::Kept { steps, sub: None, kept });
        }
    }

    fn drop_complex(&mut self, steps: Steps, attribute: &'static AttributeDef) -> Outcome {
        let inner = attribute.table.map_or(&[][..], |table| table.attributes);
        // An extension is no value but a group of attributes, of which the server's own stay, if they can without the others.
        let has_own = attribute.role == Role::Extension
            && matches!(self.value(steps), ValueRef::Complex(view) if inner.iter().enumerate().any(|(i, a)| {
                a.mutability == Mutability::ReadOnly && !is_unassigned(view.get(i))
            }))
            && !inner.iter().any(|a| a.required && a.mutability != Mutability::ReadOnly);
        if !has_own && matches!(descend(self.root, steps.as_slice()), ValueMut::Option(_)) {
            let old = Some(self.visible(steps, attribute)).filter(|old| *old != Value::Null);
            self.mark_dropped(steps, old);
            return Ok(());
        }
        for (index, attribute) in (0..).zip(inner) {
            match attribute.mutability {
                Mutability::ReadOnly => {}
                // It goes with what it is required in.
                _ if attribute.required => self.wipe(steps.then(index), attribute, true),
                _ => self.unassign(steps.then(index), attribute)?,
            }
        }
        Ok(())
    }

    fn mark_dropped(&mut self, steps: Steps, old: Option<Value>) {
        self.log.push(Entry::Dropped { steps, old });
        self.dropped.push(steps);
        self.missing.forget(steps);
    }

    /// A copy of what a client may see at `steps`.
    fn visible(&self, steps: Steps, attribute: &'static AttributeDef) -> Value {
        match self.value(steps) {
            ValueRef::Complex(view) => {
                let mut record = Record::new(view.table);
                for (index, attribute) in (0..).zip(view.table.attributes) {
                    match self.visible(steps.then(index), attribute) {
                        Value::Null => {}
                        // What is always there, and blank, is not told to be taken away.
                        Value::Text(text) if text.is_empty() && attribute.required => {}
                        value => {
                            if let Some(field) = record.open(index) {
                                field.value = value;
                            }
                        }
                    }
                }
                if record.is_empty() { Value::Null } else { Value::Complex(record) }
            }
            ValueRef::List(list) => {
                let live = list.slot_count().saturating_sub(self.log.hidden(steps));
                Value::first(list, live, attribute)
            }
            value => Value::simple(value),
        }
    }

    /// Whether a client sees no value at `steps`. A required text that is empty is none: it is what a new value starts with.
    fn is_gone(&self, steps: Steps) -> bool {
        match self.value(steps) {
            ValueRef::Complex(view) => {
                (0..).zip(view.table.attributes).all(|(index, _)| self.is_gone(steps.then(index)))
            }
            ValueRef::List(list) => list.slot_count() <= self.log.hidden(steps),
            ValueRef::Str("") => steps.last(self.table).is_some_and(|attribute| attribute.required),
            value => is_unassigned(value),
        }
    }

    /// Takes away all that is in the place, which stays. `is_told` unless it was told before.
    fn wipe(&mut self, steps: Steps, attribute: &'static AttributeDef, is_told: bool) {
        if self.is_gone(steps) {
            return;
        }
        if attribute.multi_valued {
            self.retire_all(steps, attribute, is_told);
        } else if attribute.attribute_type != AttributeType::Complex {
            self.reset(steps, attribute);
        } else if matches!(descend(self.root, steps.as_slice()), ValueMut::Option(_)) {
            let old = is_told.then(|| self.visible(steps, attribute));
            self.mark_dropped(steps, old);
        } else {
            self.wipe_below(steps, attribute, is_told);
        }
    }

    fn wipe_below(&mut self, steps: Steps, attribute: &'static AttributeDef, is_told: bool) {
        for (index, attribute) in (0..).zip(attribute.table.map_or(&[][..], |table| table.attributes)) {
            self.wipe(steps.then(index), attribute, is_told);
        }
    }

    fn renew(&mut self, steps: Steps) {
        let place = descend(self.root, steps.as_slice());
        if !is_always_there(&place) {
            clear(place);
            return;
        }
        let mut kept = None;
        let mut default = Value::Null;
        (self.blank)(&mut |blank| {
            // Opens what is around it.
            kept = log::keep(blank, steps, None);
            default = Value::simple(look(View::new(blank), steps.as_slice()));
        });
        match kept {
            Some(kept) => log::restore(self.root, steps, None, &*kept),
            None => default.put_back(descend(self.root, steps.as_slice())),
        }
    }

    /// Sees to it that what is around `steps` is there.
    fn open_above(&mut self, steps: Steps) {
        for count in 1..steps.len() {
            let above = steps.up_to(count);
            let Some(attribute) = above.last(self.table) else { continue };
            if self.dropped.contains(&above) {
                self.revive(above, attribute);
            } else if self.is_to_be_made(above) {
                self.log.push(Entry::Opened { steps: above });
                let _ = descend(self.root, steps.up_to(count + 1).as_slice());
            } else {
                continue;
            }
            self.missing.expect(above, None, attribute, |_| false);
        }
    }

    /// Whether there is no value at `steps`. A part of a row is always there, with or without something in it.
    fn is_to_be_made(&self, steps: Steps) -> bool {
        match self.value(steps) {
            ValueRef::Absent => true,
            ValueRef::Complex(view) => view.is_part() && is_unassigned(ValueRef::Complex(view)),
            _ => false,
        }
    }

    /// Makes a removed complex value a new one. That all in it was taken away is told already.
    fn revive(&mut self, steps: Steps, attribute: &'static AttributeDef) {
        self.dropped.retain(|dropped| *dropped != steps);
        self.log.push(Entry::Revived);
        self.wipe_below(steps, attribute, false);
    }

    /// `schemas` follows from the data: a schema is taken away with its data (RFC 7643 §3).
    fn schemas(&mut self, operation: &Bound) -> Outcome {
        let listed = |urn: &str| match &operation.value {
            Some(Field { value: Value::List(values), .. }) => {
                values.iter().filter_map(Value::as_str).any(|listed| listed.eq_ignore_ascii_case(urn))
            }
            _ => false,
        };
        let is_ours = |urn: &str| {
            self.table.schema.is_some_and(|schema| schema.is(urn))
                || (self.table.attributes.iter())
                    .any(|a| a.role == Role::Extension && a.name.eq_ignore_ascii_case(urn))
        };
        // One that is not ours may be another name of one that is, of SCIM 1.1 or of the provider's: no reason to drop data.
        let knows_all = match &operation.value {
            Some(Field { value: Value::List(values), .. }) => {
                values.iter().filter_map(Value::as_str).all(is_ours)
            }
            _ => true,
        };
        let is_all =
            operation.op == Op::Remove && operation.path.filter.is_none() && operation.value.is_none();
        let leaves = |urn: &str| match operation.op {
            Op::Add => false,
            Op::Replace => knows_all && !listed(urn),
            Op::Remove => match &operation.path.filter {
                Some(filter) => filter.holds_for(ValueRef::Str(urn)),
                None => is_all || listed(urn),
            },
        };
        if let Some(schema) = self.table.schema.filter(|schema| leaves(schema.id)) {
            let text = format!("`schemas` always has the resource's own URN, \"{}\"", schema.id);
            return Err(Refusal::new(ScimType::Mutability, text));
        }
        for (index, attribute) in (0..).zip(self.table.attributes) {
            if attribute.role == Role::Extension && leaves(attribute.name) {
                self.unassign(Steps::NONE.then(index), attribute)?;
            }
        }
        Ok(())
    }

    /// What is required is there now that all is done. An operation may take something away that a later one brings.
    fn complete(&self) -> Outcome {
        // What a value that is not there any more lacked does not count.
        let missing =
            self.missing.items().find(|(steps, element, _)| element.is_some() || !self.is_gone(*steps));
        if let Some((steps, _, sub)) = missing {
            let path = missing::path(self.table, steps, sub);
            return Err(Refusal::new(ScimType::InvalidValue, format!("`{path}`: a value is required")));
        }
        for steps in self.log.places() {
            for count in 1..steps.len() {
                let above = steps.up_to(count);
                if let Some(attribute) = above.last(self.table).filter(|attribute| attribute.required)
                    && self.is_gone(above)
                {
                    return Err(required(attribute));
                }
            }
        }
        Ok(())
    }

    fn roll_back(&mut self) {
        self.log.roll_back(self.root);
    }

    /// Does for good what was only marked.
    fn commit(&mut self) {
        // A complex value with nothing assigned in it is unassigned.
        let above = self.log.places().flat_map(|place| (1..place.len()).map(move |count| place.up_to(count)));
        let mut gone: Vec<Steps> = above.filter(|above| self.is_gone(*above)).collect();
        // What is always there stays, with nothing in it.
        gone.retain(|steps| matches!(descend(self.root, steps.as_slice()), ValueMut::Option(_)));
        gone.append(&mut self.dropped);
        for (steps, hidden) in self.log.hidden_lists() {
            let is_gone = gone.iter().any(|gone| steps.as_slice().starts_with(gone.as_slice()));
            if !is_gone
                && self.row_list(steps).is_none()
                && let ValueMut::List(list) = descend(self.root, steps.as_slice())
            {
                list.slot_truncate(list.slot_count().saturating_sub(hidden));
            }
        }
        // What is further in first: the way to it opens what is around it.
        gone.sort_by_key(|steps| std::cmp::Reverse(steps.len()));
        for steps in gone {
            clear(descend(self.root, steps.as_slice()));
        }
    }
}

/// Whether a field holds a value at all times, so that to be without one is to have that of a new resource.
fn is_always_there(place: &ValueMut<'_>) -> bool {
    matches!(place, ValueMut::Str(_) | ValueMut::Bool(_) | ValueMut::Scalar(_) | ValueMut::Converted(..))
}

#[cold]
fn immutable(attribute: &AttributeDef) -> Refusal {
    let text = format!("`{}` is immutable and has a value already", attribute.name);
    Refusal::new(ScimType::Mutability, text)
}

#[cold]
fn unfit(attribute: &AttributeDef, error: &crate::value::ValueError) -> Refusal {
    Refusal::new(ScimType::InvalidValue, format!("`{}`: {error}", attribute.name))
}
