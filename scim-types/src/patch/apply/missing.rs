//! What is required of a complex value that an operation made, and has not come yet. A later operation may bring it.

use crate::path::{BoundPath, Steps, join};
use crate::schema::{AttributeDef, Mutability, Table};

#[derive(Default)]
pub(super) struct Missing(Vec<Item>);

struct Item {
    /// The complex value, or the list that it is in.
    steps: Steps,
    element: Option<u32>,
    sub: u16,
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
                self.0.push(Item { steps, element, sub });
            }
        }
    }

    /// The attribute at `steps` was given a value.
    pub(super) fn found(&mut self, steps: Steps) {
        if !self.0.is_empty() {
            self.0.retain(|item| item.element.is_some() || item.steps.then(item.sub) != steps);
        }
    }

    /// Sub-attribute `sub` of an element was given a value.
    pub(super) fn found_in(&mut self, steps: Steps, element: u32, sub: u16) {
        self.0.retain(|item| (item.steps, item.element, item.sub) != (steps, Some(element), sub));
    }

    /// The value at `steps` is gone.
    pub(super) fn forget(&mut self, steps: Steps) {
        self.0.retain(|item| !item.steps.as_slice().starts_with(steps.as_slice()));
    }

    /// The elements at the positions `doomed`, which are in order, are gone, and the others closed the gaps.
    pub(super) fn retired(&mut self, steps: Steps, doomed: &[u32]) {
        self.0.retain_mut(|item| {
            let Some(element) = item.element.as_mut().filter(|_| item.steps == steps) else { return true };
            let before = doomed.partition_point(|d| d < element);
            let stays = doomed.get(before) != Some(element);
            *element -= u32::try_from(before).unwrap_or(0);
            stays
        });
    }

    /// The path of the first that has not come.
    pub(super) fn first(&self, table: &'static Table) -> Option<String> {
        let item = self.0.first()?;
        let above = BoundPath::to(item.steps).text(table);
        let name = item.steps.last(table)?.table?.attributes.get(usize::from(item.sub))?.name;
        Some(join(&above, name))
    }
}
