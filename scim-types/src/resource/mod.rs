//! The resources of RFC 7643.

mod meta;

pub use meta::Meta;
