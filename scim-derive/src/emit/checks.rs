//! What only the compiler's types can answer.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::table::carrier;
use crate::attrs::Uniqueness;
use crate::model::{Member, Object, ObjectKind, Part, Slot, Target};
use crate::types::with_static_lifetimes;

/// Expands to, for each key that needs a check, spanned at the key:
///
/// ```text
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
    if let ObjectKind::Resource(..) = &object.kind {
        let extensions =
            object.slots.iter().filter(|slot| slot.part == Part::Extension).map(|slot| &slot.member);
        tokens.extend(distinct(&object.target, &quote!(1), extensions));
    }
    tokens
}

/// Expands to, for each extension, spanned at its field:
///
/// ```text
/// const _: () = __s::check::distinct(<Device as __s::ScimResource>::SCHEMAS, 1 + 0);
/// ```
///
/// `before` is how many schemas come before the extensions. A struct with type parameters has no schemas before they are
/// known, and a constant beside its impl cannot know them.
pub(crate) fn distinct<'a>(
    target: &Target,
    before: &TokenStream,
    extensions: impl Iterator<Item = &'a Member>,
) -> TokenStream {
    let generics = &target.generics;
    if generics.type_params().next().is_some() || generics.const_params().next().is_some() {
        return TokenStream::new();
    }
    let ident = &target.ident;
    let (_, ty_generics, _) = generics.split_for_impl();
    let ty = with_static_lifetimes(&quote!(#ident #ty_generics), generics);
    let item = |(i, member): (usize, &Member)| {
        let index = Literal::usize_unsuffixed(i);
        // The call has the user's place, for the message; what is in it has not, or lints about style would take it for the
        // user's.
        let arguments = quote!(<#ty as __s::ScimResource>::SCHEMAS, #before + #index);
        quote_spanned!(member.ident.span()=> const _: () = __s::check::distinct(#arguments);)
    };
    extensions.enumerate().map(item).collect()
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
        wanted.push((slot.member.ident.span(), "identifier"));
    }
    wanted.extend(attribute.required.map(|span| (span, "required")));
    wanted.extend(attribute.canonical.as_ref().map(|key| (key.span, "canonical")));
    wanted.extend(attribute.case_exact.as_ref().map(|key| (key.span, "case_exact")));
    // "none" is true of everything.
    let uniqueness = attribute.uniqueness.as_ref().filter(|key| key.value != Uniqueness::None);
    wanted.extend(uniqueness.map(|key| (key.span, "uniqueness")));
    wanted.extend(attribute.reference.as_ref().map(|key| (key.span, "reference")));
    wanted
}
