//! What is required of a complex value that an operation made, and has not come yet. A later operation may bring it.

use std::collections::BTreeSet;

use crate::path::{BoundPath, Steps, join};
use crate::schema::{AttributeDef, Mutability, Table};

#[derive(Default)]
pub(super) struct Missing {
    /// The complex value, and the sub-attribute that it lacks.
    values: Vec<(Steps, u16)>,
    /// The list, the element, and the sub-attribute that it lacks.
    elements: BTreeSet<(Steps, u32, u16)>,
}

impl Missing {
    /// A value of `attribute` was made, in which `has` tells what is assigned.
    pub(super) fn expect(
        &mut self,
        steps: Steps,
        element: Option<u32>,
        attribute: &AttributeDef,
        has: impl Fn(u16) -> bool,
    ) {
        let Some(table) = attribute.table.filter(|table| table.required != 0 || table.required_beyond) else {
            return;
        };
        for (sub, attribute) in (0..).zip(table.attributes) {
            if attribute.required && attribute.mutability != Mutability::ReadOnly && !has(sub) {
                match element {
                    Some(element) => _ = self.elements.insert((steps, element, sub)),
                    None => self.values.push((steps, sub)),
                }
            }
        }
    }

    /// The attribute at `steps` was given a value.
    pub(super) fn found(&mut self, steps: Steps) {
        if !self.values.is_empty() {
            self.values.retain(|(above, sub)| above.then(*sub) != steps);
        }
    }

    /// Sub-attribute `sub` of an element was given a value.
    pub(super) fn found_in(&mut self, steps: Steps, element: u32, sub: u16) {
        self.elements.remove(&(steps, element, sub));
    }

    /// The value at `steps` is gone.
    pub(super) fn forget(&mut self, steps: Steps) {
        let is_below = |of: &Steps| of.as_slice().starts_with(steps.as_slice());
        self.values.retain(|(of, _)| !is_below(of));
        self.elements.retain(|(of, ..)| !is_below(of));
    }

    /// The elements at the positions `doomed`, which are in order, are gone, and the others closed the gaps.
    pub(super) fn retired(&mut self, steps: Steps, doomed: &[u32]) {
        if self.elements.is_empty() {
            return;
        }
        let moved = |(of, element, sub): (Steps, u32, u16)| {
            if of != steps {
                return Some((of, element, sub));
            }
            let before = doomed.partition_point(|doomed| *doomed < element);
            let stays = doomed.get(before) != Some(&element);
            stays.then(|| (of, element - u32::try_from(before).unwrap_or(0), sub))
        };
        self.elements = std::mem::take(&mut self.elements).into_iter().filter_map(moved).collect();
    }

    /// What has not come.
    pub(super) fn items(&self) -> impl Iterator<Item = (Steps, Option<u32>, u16)> {
        let values = self.values.iter().map(|(steps, sub)| (*steps, None, *sub));
        values.chain(self.elements.iter().map(|(steps, element, sub)| (*steps, Some(*element), *sub)))
    }
}

/// The path of sub-attribute `sub` of what is at `steps`.
pub(super) fn path(table: &'static Table, steps: Steps, sub: u16) -> String {
    let above = BoundPath::to(steps).text(table);
    let inner = steps.last(table).and_then(|attribute| attribute.sub_attributes().get(usize::from(sub)));
    inner.map_or_else(|| above.clone(), |inner| join(&above, inner.name))
}
