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
