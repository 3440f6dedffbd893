//! PATCH (RFC 7644 §3.5.2): a message, bound to a resource type, applied to a struct.
//!
//! [`message`] takes the body apart and keeps each value as text. [`bind`] makes each operation a [`Bound`]: its path as table
//! positions, its value a [`Record`](crate::value::Record) or the like, read by the reader of resources, so that both accept and
//! refuse the same. An object without a path becomes an operation per attribute ([`members`]). [`apply`] carries them out on the
//! struct's slots, one after the other, and logs what it touched, so that a refused request leaves no trace.

mod allowed;
mod apply;
mod bind;
mod changes;
mod limits;
mod members;
mod message;
mod operation;
mod paths;
mod raw;
mod request;
mod typed;

pub use changes::{Change, Changes, Delta};
pub use limits::PatchLimits;
pub use operation::{Op, Operation};
pub use request::PatchRequest;
pub use typed::Patch;

/// The URN of the PATCH message.
pub const PATCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
