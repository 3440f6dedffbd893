//! What is measured. A subject has a file of its own, and its groups are listed in [`GROUPS`]; adding one takes nothing else.

mod filter;
mod patch;
mod rows;
mod wire;

use crate::evaluate;

/// Rows of the table that are compared with the first of them.
pub struct OpGroup {
    pub title: &'static str,
    pub ops: &'static [Op],
}

/// One operation: `prepare` makes what it needs and returns the operation itself.
pub struct Op {
    pub name: &'static str,
    pub title: &'static str,
    pub goal: Goal,
    pub prepare: fn() -> Box<dyn FnMut()>,
}

/// What an operation may cost.
#[derive(Clone, Copy)]
pub enum Goal {
    /// It is there to be compared with.
    None,
    /// This many times the first row of the group.
    Ratio(f64),
    /// This many instructions.
    Instructions(f64),
}

/// The groups of the table, in its order.
pub const GROUPS: &[&[OpGroup]] = &[wire::GROUPS, filter::GROUPS, patch::GROUPS, rows::GROUPS];

/// Every operation that can be run by its name.
pub fn all() -> impl Iterator<Item = &'static Op> {
    GROUPS.iter().copied().flatten().flat_map(|group| group.ops).chain(evaluate::ops())
}
