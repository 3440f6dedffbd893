//! The derives of scim-types: `ScimResource`, `ScimComplex`, `ScimExtension` and `ScimValue`.
//!
//! This crate is used through scim-types, which re-exports it and holds everything that generated code calls. What can be
//! written in `#[scim(...)]` is listed at each derive.

mod attrs;
mod case;
mod check;
mod crate_path;
mod docs;
mod emit;
mod errors;
mod expand;
mod fallback;
mod literal;
mod model;
#[cfg(test)]
mod snapshots;
mod types;

use expand::{Derive, expand};
use proc_macro::TokenStream;

/// Makes a struct a SCIM resource (RFC 7643 §3): fields are attributes.
///
#[doc = include_str!("../ATTRIBUTES.md")]
#[proc_macro_derive(ScimResource, attributes(scim))]
pub fn derive_scim_resource(input: TokenStream) -> TokenStream {
    expand(Derive::Resource, input.into()).into()
}

/// Makes a struct a complex attribute (RFC 7643 §2.3.8): fields are sub-attributes, which are simple.
///
/// The keys are in the attribute reference at [`ScimResource`](derive@ScimResource).
#[proc_macro_derive(ScimComplex, attributes(scim))]
pub fn derive_scim_complex(input: TokenStream) -> TokenStream {
    expand(Derive::Complex, input.into()).into()
}

/// Makes a struct a schema extension (RFC 7643 §3.3): fields are the attributes under its URN.
///
/// The keys are in the attribute reference at [`ScimResource`](derive@ScimResource).
#[proc_macro_derive(ScimExtension, attributes(scim))]
pub fn derive_scim_extension(input: TokenStream) -> TokenStream {
    expand(Derive::Extension, input.into()).into()
}

/// Makes an enum of words, or a struct around one simple value, a simple value (RFC 7643 §2.3).
///
/// The keys are in the attribute reference at [`ScimResource`](derive@ScimResource).
#[proc_macro_derive(ScimValue, attributes(scim))]
pub fn derive_scim_value(input: TokenStream) -> TokenStream {
    expand(Derive::Value, input.into()).into()
}

/// A `Path` of a resource type, checked when it is compiled: `scim_path!(User, "emails[type eq \"work\"].value")`.
///
/// The grammar is RFC 7644 §3.5.2 Figure 7, without tolerances. The names have to be attributes of the type, which has to be
/// a concrete one, of whatever crate. A mistake is a compile error with a caret below it.
#[proc_macro]
pub fn scim_path(input: TokenStream) -> TokenStream {
    literal::expand(literal::Kind::Path, input.into()).into()
}

/// A `Filter` on a resource type, checked when it is compiled: `scim_filter!(User, "active eq true and userName sw \"j\"")`.
///
/// The grammar is RFC 7644 §3.4.2.2 Figure 1, without tolerances. The names have to be attributes of the type, which has to
/// be a concrete one, the operators and literals ones that the attributes' types have. A mistake is a compile error with a
/// caret below it.
///
/// The filter is bound where the expression is evaluated; one that is used again and again belongs into a
/// `std::sync::LazyLock`.
#[proc_macro]
pub fn scim_filter(input: TokenStream) -> TokenStream {
    literal::expand(literal::Kind::Filter, input.into()).into()
}
