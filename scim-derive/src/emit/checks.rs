//! What only the compiler's types can answer.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::table::carrier;
use crate::model::{Object, ObjectKind, Part, Slot};
use crate::types::with_static_lifetimes;

/// Expands to, for each key that needs a check, spanned at the key:
///
/// ```ignore
/// const _: () = __s::check::canonical(&<Option<String> as __s::Attribute>::DEF);
/// ```
///
/// A *named* constant: `cargo check` does not evaluate inline `const` blocks, and would pass the mistake.
pub(crate) fn items(object: &Object) -> TokenStream {
    let mut tokens = TokenStream::new();
    for slot in object.slots.iter().filter(|slot| !slot.member.generic) {
        let ty = with_static_lifetimes(&slot.member.ty, &object.target.generics);
        for (span, name) in wanted(slot) {
            let call = call(slot, &ty, span, name);
            tokens.extend(quote_spanned!(span=> const _: () = #call;));
        }
    }
    if let ObjectKind::Resource(schema, _) = &object.kind {
        let urn = &schema.urn;
        let extensions =
            object.slots.iter().filter(|slot| slot.part == Part::Extension && !slot.member.generic);
        let types: Vec<_> =
            extensions.map(|slot| with_static_lifetimes(&slot.member.ty, &object.target.generics)).collect();
        tokens.extend(distinct(&quote!(#urn), &types));
    }
    tokens
}

/// Expands to, for each extension:
///
/// ```ignore
/// const _: () = __s::check::distinct(<Option<Warranty> as __s::ExtensionField>::SCHEMA.id, &[/* earlier URNs */]);
/// ```
pub(crate) fn distinct(urn: &TokenStream, extensions: &[TokenStream]) -> TokenStream {
    let mut tokens = TokenStream::new();
    let ids: Vec<_> = extensions.iter().map(|ty| quote!(<#ty as __s::ExtensionField>::SCHEMA.id)).collect();
    for (i, ty) in extensions.iter().enumerate() {
        let span = syn::spanned::Spanned::span(ty);
        let (id, earlier) = (&ids[i], &ids[..i]);
        tokens
            .extend(quote_spanned!(span=> const _: () = __s::check::distinct(#id, &[#urn #(, #earlier)*]);));
    }
    tokens
}

/// The same checks as calls inside the table.
pub(crate) fn calls(slot: &Slot) -> Vec<TokenStream> {
    wanted(slot).into_iter().map(|(span, name)| call(slot, &slot.member.ty, span, name)).collect()
}

/// The span stays that of the key, so that `#[track_caller]` of the check points there.
fn call(slot: &Slot, ty: &TokenStream, span: Span, name: &str) -> TokenStream {
    let name = syn::Ident::new(name, span);
    let carrier = carrier(&slot.carrier, ty);
    quote_spanned!(span=> __s::check::#name(&#carrier::DEF))
}

/// Only keys that were given are checked: a constant per field would double the time of `cargo check`.
fn wanted(slot: &Slot) -> Vec<(Span, &'static str)> {
    let attribute = &slot.attribute;
    let mut wanted = Vec::new();
    if matches!(slot.part, Part::Id | Part::ExternalId) {
        wanted.push((syn::spanned::Spanned::span(&slot.member.ty), "identifier"));
    }
    wanted.extend(attribute.required.map(|span| (span, "required")));
    wanted.extend(attribute.canonical.as_ref().map(|key| (key.span, "canonical")));
    wanted.extend(attribute.case_exact.as_ref().map(|key| (key.span, "case_exact")));
    wanted.extend(attribute.uniqueness.as_ref().map(|key| (key.span, "uniqueness")));
    wanted.extend(attribute.reference.as_ref().map(|key| (key.span, "reference")));
    wanted
}
