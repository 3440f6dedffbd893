//! The wire format: resources from and to JSON (RFC 7643 §2 and §3, RFC 7644 §3.9).
//!
//! [`read`] and [`read_request`] fill a struct's slots while the JSON is parsed; [`write()`] goes the other way into a
//! byte buffer. Neither builds a tree of JSON values, and neither is generic over the struct. [`Scim`] offers both to any
//! serde format.

mod bits;
pub(crate) use bits::Bits;
pub(crate) mod json;
mod project;
mod read;
mod reader;
mod redact;
mod serde_form;
mod slot;
mod write;

pub use project::Projection;
pub(crate) use project::Scope;
pub use read::{Read, read, read_request};
pub(crate) use read::{Reader, Root, Seen, parse, parse_text};
pub(crate) use reader::{Json, RAW};
pub(crate) use redact::debug;
pub use serde_form::Scim;
pub(crate) use serde_form::{Resource, deserialize, serde_form, serialize};
pub(crate) use slot::Slot;
pub(crate) use write::schemas_of;
pub use write::write;
