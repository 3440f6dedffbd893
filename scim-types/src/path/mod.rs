//! Attribute paths, bound to a resource type: names become table positions once, and whatever follows a path looks at no
//! name again.
//!
//! [`resolve`] is the one place where a name is looked up at run time: projections, filters, sorting and PATCH all go through
//! it. [`bind`] adds what a PATCH path has beyond an attribute path, a value filter and a sub-attribute behind it.

mod bind;
mod bound;
mod fault;
mod join;
mod near;
mod resolve;
mod steps;
mod typed;

pub(crate) use bind::{SCHEMAS, bind};
pub(crate) use bound::{BoundPath, Place};
pub(crate) use fault::Fault;
pub(crate) use join::join;
pub(crate) use near::distance;
pub(crate) use resolve::{Miss, Resolver, Target, locate};
pub(crate) use steps::Steps;
pub use typed::Path;
