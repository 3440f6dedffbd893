//! What was done, in the order in which it was done: to undo it, and to tell it.

use std::any::Any;

use super::place::descend;
use crate::path::Steps;
use crate::value::{ListMut, Slots, Value, ValueMut, clear};

/// One step of an operation.
pub(in crate::patch) enum Entry {
    /// The attribute had this value.
    Value { steps: Steps, old: Value },
    /// A complex value was absent and is there now.
    Opened { steps: Steps },
    /// A complex value was marked as removed.
    Dropped { steps: Steps, old: Option<Value> },
    /// It was marked so, and is not any more.
    Revived,
    /// A list has a further value, the last one of those that count.
    Grown { steps: Steps, new: Value },
    /// A value of a list was changed. Of a row, `fields` are those that were changed where they are, and what they were: a copy of the
    /// list that was changed later is thrown away.
    Element { steps: Steps, index: u32, old: Value, new: Value, fields: Vec<(usize, Value)> },
    /// Of the first `live` values of a list, those at the positions `doomed`, which are in order, were moved behind the others.
    Retired { steps: Steps, doomed: Vec<u32>, live: usize, old: Vec<Value> },
    /// What a converted field was before the next entry: more than its attribute tells.
    Kept { steps: Steps, sub: Option<(u32, u16)>, kept: Box<dyn Any> },
}

#[derive(Default)]
pub(in crate::patch) struct Log {
    /// Kept apart, since most requests make one.
    first: Option<Entry>,
    rest: Vec<Entry>,
    /// How many values at the end of a list were removed and do not count.
    hidden: Vec<(Steps, usize)>,
    writes: usize,
}

impl Log {
    pub(super) fn push(&mut self, entry: Entry) {
        self.writes += 1;
        match self.first {
            None => self.first = Some(entry),
            Some(_) => self.rest.push(entry),
        }
    }

    fn pop(&mut self) -> Option<Entry> {
        self.rest.pop().or_else(|| self.first.take())
    }

    /// The last entry, for a further change of what it is about.
    pub(super) fn last_mut(&mut self) -> Option<&mut Entry> {
        self.writes += 1;
        self.rest.last_mut().or(self.first.as_mut())
    }

    /// Grows with each change.
    pub(super) fn writes(&self) -> usize {
        self.writes
    }

    pub(super) fn last(&self) -> Option<&Entry> {
        self.rest.last().or(self.first.as_ref())
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.first.iter().chain(&self.rest)
    }

    pub(in crate::patch) fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.rest.len()
    }

    pub(in crate::patch) fn into_entries(self) -> impl Iterator<Item = Entry> {
        self.first.into_iter().chain(self.rest)
    }

    /// How many values at the end of the list do not count.
    pub(super) fn hidden(&self, steps: Steps) -> usize {
        self.hidden.iter().find(|(of, _)| *of == steps).map_or(0, |(_, count)| *count)
    }

    pub(super) fn hidden_lists(&self) -> impl Iterator<Item = (Steps, usize)> {
        self.hidden.iter().copied()
    }

    /// The attributes and lists that were changed.
    pub(super) fn places(&self) -> impl Iterator<Item = Steps> {
        self.entries().filter_map(|entry| match entry {
            Entry::Value { steps, .. } | Entry::Dropped { steps, .. } | Entry::Retired { steps, .. } => {
                Some(*steps)
            }
            // A value was opened for something to be put into it.
            _ => None,
        })
    }

    /// Moves values of a list behind the others, and notes it.
    pub(super) fn retire(&mut self, list: &mut dyn ListMut, steps: Steps, doomed: Vec<u32>, old: Vec<Value>) {
        let live = list.slot_count() - self.hidden(steps);
        each_swap(&doomed, live, |to, from| list.slot_swap(to, from));
        self.hide(steps, doomed.len());
        self.push(Entry::Retired { steps, doomed, live, old });
    }

    fn hide(&mut self, steps: Steps, count: usize) {
        match self.hidden.iter_mut().find(|(of, _)| *of == steps) {
            Some((_, hidden)) => *hidden += count,
            None => self.hidden.push((steps, count)),
        }
    }

    /// Brings the resource back to what it was.
    pub(super) fn roll_back(&mut self, root: &mut dyn Slots) {
        while let Some(entry) = self.pop() {
            match entry {
                Entry::Value { steps, old } => old.put_back(descend(root, steps.as_slice())),
                Entry::Opened { steps } => clear(descend(root, steps.as_slice())),
                Entry::Dropped { .. } | Entry::Revived => {}
                Entry::Grown { steps, .. } => {
                    let hidden = self.hidden(steps);
                    if let ValueMut::List(list) = descend(root, steps.as_slice())
                        && let Some(last) = list.slot_count().checked_sub(1)
                    {
                        list.slot_swap(last.saturating_sub(hidden), last);
                        list.slot_truncate(last);
                    }
                }
                Entry::Element { fields, .. } if !fields.is_empty() => {
                    for (slot, old) in fields.into_iter().rev() {
                        old.put_back(root.slot_mut(slot));
                    }
                }
                Entry::Element { steps, index, old, .. } => {
                    if let ValueMut::List(list) = descend(root, steps.as_slice()) {
                        old.put_back(list.slot_place(index as usize));
                    }
                }
                Entry::Kept { steps, sub, kept } => restore(root, steps, sub, &*kept),
                Entry::Retired { steps, doomed, live, .. } => {
                    if let ValueMut::List(list) = descend(root, steps.as_slice()) {
                        let mut swaps = Vec::with_capacity(live);
                        each_swap(&doomed, live, |to, from| swaps.push((to, from)));
                        swaps.into_iter().rev().for_each(|(to, from)| list.slot_swap(to, from));
                    }
                    if let Some((_, hidden)) = self.hidden.iter_mut().find(|(of, _)| *of == steps) {
                        *hidden -= doomed.len();
                    }
                }
            }
        }
    }
}

/// What a converted field is. `sub` is an element of the list at `steps`, and a sub-attribute of it.
pub(super) fn keep(root: &mut dyn Slots, steps: Steps, sub: Option<(u32, u16)>) -> Option<Box<dyn Any>> {
    let mut kept = None;
    converted(descend(root, steps.as_slice()), sub, |place| {
        if let ValueMut::Converted(field, conversion) = place {
            kept = Some(conversion.slot_keep(field));
        }
    });
    kept
}

pub(super) fn restore(root: &mut dyn Slots, steps: Steps, sub: Option<(u32, u16)>, kept: &dyn Any) {
    converted(descend(root, steps.as_slice()), sub, |place| {
        if let ValueMut::Converted(field, conversion) = place {
            conversion.slot_restore(field, kept);
        }
    });
}

fn converted(place: ValueMut<'_>, sub: Option<(u32, u16)>, work: impl FnOnce(ValueMut<'_>)) {
    match (place, sub) {
        (place, None) => work(place),
        (ValueMut::List(list), Some((index, sub))) => {
            if let ValueMut::Complex(object) = list.slot_place(index as usize) {
                work(object.into_place(usize::from(sub)));
            }
        }
        _ => {}
    }
}

/// The exchanges that move the values at `doomed` behind the others of the first `live`, which keep their order.
fn each_swap(doomed: &[u32], live: usize, mut swap: impl FnMut(usize, usize)) {
    let mut doomed = doomed.iter().map(|position| *position as usize).peekable();
    let Some(first) = doomed.peek().copied() else { return };
    let mut to = first;
    for from in first..live {
        if doomed.next_if_eq(&from).is_none() {
            swap(to, from);
            to += 1;
        }
    }
}
