//! What the tests of several crates share.

mod fill;
pub mod models;

pub use fill::any_resource;
