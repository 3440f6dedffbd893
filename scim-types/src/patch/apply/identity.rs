//! Which value of a list a given one is: by its `value` (members of a group), by `type` and `value` (addresses), or, without
//! a `value`, by all that is given of it.
//!
//! Only the given values are hashed; those that are there are looked up once each, so adding a hundred to ten thousand takes a
//! hundred steps and ten thousand.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use super::{elements, equals, repeats};
use crate::filter::{Operand, TextSet, case_fold};
use crate::schema::{AttributeDef, AttributeType, Mutability};
use crate::value::{Field, List, Record, Value, ValueRef, View, is_unassigned};

/// What a given value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Found {
    /// The value at this position.
    Existing(u32),
    /// The same as the given value at this position.
    Earlier(usize),
    New,
}

/// What it is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum How {
    /// To be merged with.
    Add,
    /// To stay as the value that it is.
    Replace,
}

/// What each of `items` is among the first `live` values of `list`.
pub(super) fn find(
    list: List<'_>,
    live: usize,
    attribute: &'static AttributeDef,
    items: &[Field],
    how: How,
) -> Vec<Found> {
    let (given, mut found) = Given::new(attribute, items);
    let mut from = 0;
    while let Some(position) = given.next(list, from).filter(|position| *position < live) {
        from = position + 1;
        let (element, index) = (list.slot_at(position), elements::position(position));
        let item = match given.group(element) {
            Some(group) => given
                .same_as(group, element)
                .filter(|item| how == How::Add || agrees(&items[*item], element))
                // "Already contains the value" (RFC 7644 §3.5.2.1): one without a type is there with one.
                .or_else(|| {
                    given
                        .first(group, None)
                        .filter(|item| how == How::Add && repeats(element, &items[*item], None))
                }),
            None if given.described.is_empty() => continue,
            None => {
                given.found_described(element, &mut found, how, index);
                continue;
            }
        };
        if let Some(found) = item.and_then(|item| found.get_mut(item))
            && *found == Found::New
        {
            *found = Found::Existing(index);
        }
    }
    found
}

/// The positions of those of the first `live` values of `list` that `items` mean, in order: by their `value`, and by their
/// `type` where both have one.
pub(super) fn select(
    list: List<'_>,
    live: usize,
    attribute: &'static AttributeDef,
    items: &[Field],
) -> Vec<u32> {
    let (given, _) = Given::new(attribute, items);
    let is_meant = |position: usize| {
        let element = list.slot_at(position);
        match given.group(element) {
            Some(group) => {
                given.same_as(group, element).is_some()
                    || given.first(group, None).is_some()
                    || given.parts.kind(element).is_none()
            }
            None => given.described(element).next().is_some(),
        }
    };
    (0..live).zip(0..).filter(|(position, _)| is_meant(*position)).map(|(_, index)| index).collect()
}

/// The given values, in a form in which others are found among them.
struct Given {
    parts: Parts,
    /// The distinct texts of their `value`. The position of one is its group.
    texts: TextSet,
    /// The first item of a group with this type.
    first: HashMap<(usize, Option<String>), usize>,
    /// Those without a `value`: what is named of them, and the first item of which it has these texts.
    described: Vec<(Vec<u16>, HashMap<String, usize>)>,
}

impl Given {
    /// Also tells which items are the same as earlier ones.
    fn new(attribute: &'static AttributeDef, items: &[Field]) -> (Self, Vec<Found>) {
        let parts = Parts::of(attribute);
        let mut found = vec![Found::New; items.len()];
        let mut operands = Vec::new();
        let mut groups: HashMap<String, usize> = HashMap::new();
        let mut first = HashMap::new();
        let mut described: Vec<(Vec<u16>, HashMap<String, usize>)> = Vec::new();
        for (item, field) in items.iter().enumerate() {
            let value = field.value.as_ref();
            let earlier = if let Some(text) = parts.text(value) {
                let folded = if parts.is_exact { text.clone().into_owned() } else { case_fold(&text) };
                let group = *groups.entry(folded).or_insert_with(|| {
                    operands.push(Operand::new(&text, parts.is_exact));
                    operands.len() - 1
                });
                *first.entry((group, parts.kind(value))).or_insert(item)
            } else {
                let Value::Complex(record) = &field.value else { continue };
                let named = named(record);
                let key = key(View::new(record), &named);
                let at = described.iter().position(|(n, _)| *n == named).unwrap_or_else(|| {
                    described.push((named, HashMap::new()));
                    described.len() - 1
                });
                *described[at].1.entry(key).or_insert(item)
            };
            if earlier < item {
                found[item] = Found::Earlier(earlier);
            }
        }
        described.sort_by_key(|(named, _)| std::cmp::Reverse(named.len()));
        (Self { parts, texts: TextSet::new(operands), first, described }, found)
    }

    /// The first element from `from` on that can be one of them.
    fn next(&self, list: List<'_>, from: usize) -> Option<usize> {
        let sub = self.parts.value;
        match self.texts.texts() {
            // Most requests add one value, to a list that may be long.
            [only] if self.described.is_empty() => list.slot_find(sub, from, &mut |value| match value {
                ValueRef::Str(text) => only.equals(text),
                value => self.may_have(value),
            }),
            _ => list.slot_find(sub, from, &mut |value| self.may_have(value)),
        }
    }

    /// Whether an element with this `value` can be one of them.
    fn may_have(&self, value: ValueRef<'_>) -> bool {
        match value {
            ValueRef::Str(text) => self.texts.find(text).is_some(),
            ValueRef::Absent => !self.described.is_empty(),
            value => text(value).map_or(!self.described.is_empty(), |text| self.texts.find(&text).is_some()),
        }
    }

    /// The group that an element belongs to by its `value`.
    #[inline]
    fn group(&self, element: ValueRef<'_>) -> Option<usize> {
        let value = match (element, self.parts.value) {
            (ValueRef::Complex(view), Some(value)) => view.get(value),
            (element, _) => element,
        };
        match value {
            ValueRef::Str(text) => self.texts.find(text),
            ValueRef::Absent => None,
            value => self.texts.find(&text(value)?),
        }
    }

    fn first(&self, group: usize, kind: Option<String>) -> Option<usize> {
        self.first.get(&(group, kind)).copied()
    }

    /// The item of the same type, where the type counts.
    fn same_as(&self, group: usize, element: ValueRef<'_>) -> Option<usize> {
        self.first(group, self.parts.kind(element))
    }

    /// The items without a `value` all of which the element has: those first that name most of it.
    fn described(&self, element: ValueRef<'_>) -> impl Iterator<Item = usize> {
        let view = match element {
            ValueRef::Complex(view) => Some(view),
            _ => None,
        };
        let all =
            view.into_iter().flat_map(|view| self.described.iter().map(move |described| (view, described)));
        all.filter_map(|(view, (named, items))| items.get(&key(view, named)).copied())
    }

    /// An element has as many of the given ones as it has all of; but it stays as one of them only.
    fn found_described(&self, element: ValueRef<'_>, found: &mut [Found], how: How, index: u32) {
        for item in self.described(element) {
            let Some(found) = found.get_mut(item).filter(|found| **found == Found::New) else { continue };
            *found = Found::Existing(index);
            if how == How::Replace {
                return;
            }
        }
    }
}

/// Where an element has what it is told by.
struct Parts {
    value: Option<usize>,
    kind: Option<usize>,
    is_exact: bool,
}

impl Parts {
    fn of(attribute: &'static AttributeDef) -> Self {
        let exact = |a: &AttributeDef| a.case_exact || a.attribute_type == AttributeType::Binary;
        let Some(table) = attribute.table else {
            return Self { value: None, kind: None, is_exact: exact(attribute) };
        };
        let named = |name: &str| table.attributes.iter().position(|a| a.name == name);
        let value = named("value");
        // An element that refers to a resource is that resource, whatever its type is said to be.
        let kind = named("type").filter(|_| named("$ref").is_none());
        Self { value, kind, is_exact: value.is_some_and(|value| exact(&table.attributes[value])) }
    }

    fn text<'a>(&self, element: ValueRef<'a>) -> Option<Cow<'a, str>> {
        match (element, self.value) {
            (ValueRef::Complex(view), Some(value)) => text(view.get(value)),
            (element, _) => text(element),
        }
    }

    /// The type, folded, where it counts.
    fn kind(&self, element: ValueRef<'_>) -> Option<String> {
        match (element, self.kind) {
            (ValueRef::Complex(view), Some(kind)) => text(view.get(kind)).map(|kind| case_fold(&kind)),
            _ => None,
        }
    }
}

/// Whether it is told from others by its `value`.
pub(super) fn has_value(record: &Record) -> bool {
    record.table().value.is_some_and(|value| record.has(value))
}

/// The text by which simple values are told apart.
fn text(value: ValueRef<'_>) -> Option<Cow<'_, str>> {
    Some(match value {
        ValueRef::Str(text) => Cow::Borrowed(text),
        ValueRef::Text(text) => Cow::Owned(text.to_string()),
        ValueRef::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        ValueRef::Int(value) => Cow::Owned(value.to_string()),
        ValueRef::Decimal(value) => Cow::Owned(value.to_string()),
        ValueRef::Date(value) => Cow::Owned(value.unix_nanoseconds().to_string()),
        ValueRef::Absent | ValueRef::Complex(_) | ValueRef::List(_) => return None,
    })
}

/// The positions of what has a value, in order.
fn named(record: &Record) -> Vec<u16> {
    let assigned = record.fields().iter().filter(|(_, field)| !field.is_null());
    let mut named: Vec<u16> = assigned.map(|(index, _)| *index).collect();
    named.sort_unstable();
    named
}

/// The texts of these attributes, as one that no other texts make.
fn key(view: View<'_>, named: &[u16]) -> String {
    let mut key = String::new();
    for index in named {
        let Some(attribute) = view.table.attributes.get(usize::from(*index)) else { continue };
        let mut push = |value: ValueRef<'_>| {
            // No value is not the empty text.
            let Some(text) = text(value) else { return };
            let text = if attribute.case_exact { text } else { Cow::Owned(case_fold(&text)) };
            // Each text says how long it is. Writing to a string cannot fail.
            let _ = write!(key, "{}:{text}", text.len());
        };
        match view.get(usize::from(*index)) {
            ValueRef::List(list) => list.iter().for_each(&mut push),
            value => push(value),
        }
        key.push(';');
    }
    key
}

/// Whether what is given does not contradict what an element has for good.
fn agrees(item: &Field, element: ValueRef<'_>) -> bool {
    let (Value::Complex(record), ValueRef::Complex(view)) = (&item.value, element) else { return true };
    let fixed = |attribute: &AttributeDef| attribute.mutability == Mutability::Immutable;
    record.fields().iter().filter(|(_, field)| fixed(field.attribute) && !field.is_null()).all(
        |(index, field)| {
            let current = view.get(usize::from(*index));
            is_unassigned(current) || equals(field.attribute, current, field.value.as_ref())
        },
    )
}
