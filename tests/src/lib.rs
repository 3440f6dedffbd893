//! What the tests of several crates share.
#![allow(missing_docs, clippy::missing_panics_doc)]

mod fill;
pub mod models;

pub use fill::any_resource;
