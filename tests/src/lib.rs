//! What the tests of several crates share.
#![allow(missing_docs, clippy::missing_panics_doc)]

mod fill;
pub mod models;
pub mod naive;
mod operations;

pub use fill::any_resource;
pub use operations::any_operations;

/// The README's samples compile and do what they say.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
