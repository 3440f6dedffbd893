//! Filters (RFC 7644 §3.4.2.2), bound to a resource type and evaluated on its structs.
//!
//! [`Binder`] turns the grammar's tree into an [`Expr`]: names become table positions, constants values of the attribute's
//! type, folded where letter case does not count. What cannot be right is refused there, so evaluating cannot fail; it looks
//! at no name and allocates nothing.

mod bind;
mod display;
mod expr;
mod fold;
mod literal;
mod set;
mod test;
mod text;
mod typed;

pub(crate) use bind::Binder;
pub(crate) use expr::Expr;
#[cfg(feature = "sql")]
pub(crate) use expr::SchemasTest;
pub use fold::case_fold;
pub(crate) use fold::{folded, same_text};
pub(crate) use set::TextSet;
#[cfg(feature = "sql")]
pub(crate) use test::{Order, Test};
pub(crate) use text::Operand;
pub use typed::Filter;
