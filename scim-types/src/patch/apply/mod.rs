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

use self::compare::{equals, keeps, repeats};
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
use crate::value::{Field, Record, Slots, Value, ValueMut, ValueRef, View, clear, is_unassigned, same};

/// Lends a resource in which nothing is assigned.
pub(super) type Blank<'b> = &'b dyn Fn(&mut dyn FnMut(&mut dyn Slots));

type Outcome<T = ()> = Result<T, Refusal>;

/// Carries `operations` out on `resource`, which is unchanged if one of them is refused.
pub(super) fn run(
    resource: &mut dyn Slots,
    blank: Blank<'_>,
    operations: &[Bound],
    compat: Compat,
) -> Result<Changes, ScimError> {
    let table = resource.slot_table();
    let mut applier = Applier {
        root: resource,
        table,
        blank,
        compat,
        used: Tolerances::default(),
        log: Log::default(),
        dropped: Vec::new(),
        missing: Missing::default(),
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
    applier.commit();
    Ok(changes::of(applier.log, View::new(applier.root), applier.used))
}

#[cold]
fn refused(refusal: &Refusal, operation: &Bound, table: &'static Table) -> ScimError {
    let path = operation.path.text(table);
    let text = format!("{} `{path}`: {}", operation.op, refusal.text);
    located(&ScimError::new(400, text).with_type(refusal.scim_type), operation.position)
}

struct Applier<'r> {
    root: &'r mut dyn Slots,
    table: &'static Table,
    blank: Blank<'r>,
    compat: Compat,
    used: Tolerances,
    log: Log,
    /// Complex values that were removed: they are still there, and count as absent.
    dropped: Vec<Steps>,
    missing: Missing,
}

impl Applier<'_> {
    fn operation(&mut self, operation: &Bound) -> Outcome {
        let steps = match operation.path.place {
            Place::Attribute(steps) => steps,
            Place::Schemas => return self.schemas(operation),
            // It was bound as an operation for each of its attributes.
            Place::Resource => return Ok(()),
        };
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
                    (Some(field), Op::Remove) if !repeats(self.value(steps), field, false) => Ok(()),
                    (None, _) | (Some(_), Op::Remove) => self.unassign(steps, attribute),
                    (Some(field), op) => self.attribute(op, steps, field, operation.is_key),
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

    /// `add` or `replace` of the attribute at `steps`, which has no list above it.
    fn attribute(&mut self, op: Op, steps: Steps, field: &Field, is_key: bool) -> Outcome {
        let attribute = field.attribute;
        if attribute.mutability == Mutability::ReadOnly {
            let is_same = repeats(self.value(steps), field, attribute.role == Role::Meta);
            return self.note_repeated(is_same, field, is_key);
        }
        match &field.value {
            _ if field.is_null() => match op {
                Op::Add => Ok(()),
                _ => self.unassign(steps, attribute),
            },
            Value::List(values) => match op {
                Op::Add => self.add_values(steps, attribute, values.items()),
                _ => self.replace_values(steps, attribute, values.items()),
            },
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
            return if repeats(current, &given, false) { Ok(()) } else { Err(immutable(attribute)) };
        }
        record
            .fields()
            .iter()
            .try_for_each(|(index, field)| self.attribute(op, steps.then(*index), field, is_key))
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
        self.open_above(steps)?;
        let swapped = value.swap(descend(self.root, steps.as_slice()));
        let old = if let Some(old) = swapped {
            old
        } else {
            let old = Value::of(look(View::new(self.root), steps.as_slice()), attribute);
            value.put(descend(self.root, steps.as_slice())).map_err(|error| unfit(attribute, &error))?;
            old
        };
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
        let old = if let ValueMut::OptStr(place) = descend(self.root, steps.as_slice()) {
            place.take().map_or(Value::Null, Value::Text)
        } else {
            let old = Value::of(look(View::new(self.root), steps.as_slice()), attribute);
            self.reset(steps);
            old
        };
        self.log.push(Entry::Value { steps, old });
        Ok(())
    }

    fn drop_complex(&mut self, steps: Steps, attribute: &'static AttributeDef) -> Outcome {
        let current = self.value(steps);
        let inner = attribute.table.map_or(&[][..], |table| table.attributes);
        // An extension is no value but a group of attributes, of which the server's own stay.
        let has_own = attribute.role == Role::Extension
            && matches!(current, ValueRef::Complex(view) if inner.iter().enumerate().any(|(i, a)| {
                a.mutability == Mutability::ReadOnly && !is_unassigned(view.get(i))
            }));
        let mut old = Value::of(current, attribute);
        // Values that were removed before are told already.
        for (index, inner) in (0..).zip(inner).filter(|(_, inner)| inner.multi_valued) {
            let list = steps.then(index);
            if self.log.hidden(list) > 0
                && let Value::Complex(record) = &mut old
            {
                self.retire_all(list, inner);
                record.forget(index);
            }
        }
        if !has_own && matches!(descend(self.root, steps.as_slice()), ValueMut::Option(_)) {
            self.log.push(Entry::Dropped { steps, old });
            self.dropped.push(steps);
            self.missing.forget(steps);
            return Ok(());
        }
        let theirs = (0..).zip(inner).filter(|(_, attribute)| attribute.mutability != Mutability::ReadOnly);
        theirs.into_iter().try_for_each(|(index, attribute)| self.unassign(steps.then(index), attribute))
    }

    /// What has no value gets the value that it has in a new resource.
    fn reset(&mut self, steps: Steps) {
        let place = descend(self.root, steps.as_slice());
        if !matches!(place, ValueMut::Str(_) | ValueMut::Bool(_) | ValueMut::Scalar(_)) {
            clear(place);
            return;
        }
        let mut default = Value::Null;
        (self.blank)(&mut |blank| {
            // Opens what is around it.
            let _ = descend(blank, steps.as_slice());
            default = Value::simple(look(View::new(blank), steps.as_slice()));
        });
        // A default is of the field's own type.
        let _ = default.put(descend(self.root, steps.as_slice()));
    }

    /// Sees to it that what is around `steps` is there.
    fn open_above(&mut self, steps: Steps) -> Outcome {
        for count in 1..steps.len() {
            let above = steps.up_to(count);
            let Some(attribute) = above.last(self.table) else { continue };
            if self.dropped.contains(&above) {
                self.revive(above, attribute)?;
            } else if matches!(self.value(above), ValueRef::Absent) {
                self.log.push(Entry::Opened { steps: above });
                let _ = descend(self.root, steps.up_to(count + 1).as_slice());
            } else {
                continue;
            }
            self.missing.expect(above, None, attribute, |_| false);
        }
        Ok(())
    }

    /// Makes a removed complex value a new one.
    fn revive(&mut self, steps: Steps, attribute: &'static AttributeDef) -> Outcome {
        self.dropped.retain(|dropped| *dropped != steps);
        self.log.push(Entry::Revived);
        for (index, attribute) in (0..).zip(attribute.table.map_or(&[][..], |table| table.attributes)) {
            let steps = steps.then(index);
            if is_unassigned(self.value(steps)) {
                continue;
            }
            if attribute.multi_valued {
                self.retire_all(steps, attribute);
            } else if attribute.attribute_type == AttributeType::Complex {
                self.drop_complex(steps, attribute)?;
            } else {
                let old = Value::of(self.value(steps), attribute);
                self.log.push(Entry::Value { steps, old });
                self.reset(steps);
            }
        }
        Ok(())
    }

    /// `schemas` follows from the data: a schema is taken away with its data (RFC 7643 §3).
    fn schemas(&mut self, operation: &Bound) -> Outcome {
        let listed = |urn: &str| match &operation.value {
            Some(Field { value: Value::List(values), .. }) => {
                values.iter().filter_map(Value::as_str).any(|listed| listed.eq_ignore_ascii_case(urn))
            }
            _ => false,
        };
        let is_all =
            operation.op == Op::Remove && operation.path.filter.is_none() && operation.value.is_none();
        let leaves = |urn: &str| match operation.op {
            Op::Add => false,
            Op::Replace => !listed(urn),
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
        if let Some(path) = self.missing.first(self.table) {
            return Err(Refusal::new(ScimType::InvalidValue, format!("`{path}`: a value is required")));
        }
        for steps in self.log.places() {
            for count in 1..steps.len() {
                let above = steps.up_to(count);
                if let Some(attribute) = above.last(self.table).filter(|attribute| attribute.required)
                    && is_unassigned(self.value(above))
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
        let is_dropped =
            |steps: Steps| self.dropped.iter().any(|d| steps.as_slice().starts_with(d.as_slice()));
        for (steps, hidden) in self.log.hidden_lists() {
            if !is_dropped(steps)
                && let ValueMut::List(list) = descend(self.root, steps.as_slice())
            {
                list.slot_truncate(list.slot_count().saturating_sub(hidden));
            }
        }
        for steps in &self.dropped {
            clear(descend(self.root, steps.as_slice()));
        }
        // A complex value with nothing assigned in it is unassigned.
        for steps in self.log.places() {
            let mut steps = steps;
            while let Some(above) = steps.parent().filter(|above| above.len() > 0) {
                let value = look(View::new(self.root), above.as_slice());
                if matches!(value, ValueRef::Complex(_))
                    && is_unassigned(value)
                    && let ValueMut::Option(option) = descend(self.root, above.as_slice())
                {
                    option.slot_clear();
                }
                steps = above;
            }
        }
    }
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
