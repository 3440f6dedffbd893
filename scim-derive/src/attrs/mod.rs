//! `#[scim(...)]` as written, before any rule that looks at two things at once.

mod container;
mod field;
mod message;
mod value;
mod variant;

pub(crate) use container::ContainerAttrs;
pub(crate) use field::FieldAttrs;
pub(crate) use message::{Place, to_errors};
pub(crate) use value::{
    Casing, DefaultValue, Integer, Keyed, Mutability, Pairs, Returned, RuntimePath, Types, Uniqueness, Words,
};
pub(crate) use variant::VariantAttrs;

/// The keys an item was given, with the place of each.
pub(crate) type Given = Vec<(&'static str, proc_macro2::Span)>;

/// Lists the fields of a receiver that were given, by their keys.
macro_rules! given {
    ($attrs:expr, $($field:ident as $key:literal),* $(,)?) => {{
        let mut given = $crate::attrs::Given::new();
        $(if let Some(keyed) = &$attrs.$field {
            given.push(($key, keyed.span));
        })*
        given
    }};
}
use given;
