//! The checks of each path, in constants.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::{LitStr, Type};

use super::tables::fields_of;
use crate::attrs::{Keyed, Mutability};
use crate::emit::table::carrier;
use crate::literal::one_line;
use crate::model::{Attr, Entry, Mapped, RowField, Slot};

/// Expands to, for each field with a path, spanned at the path:
///
/// ```text
/// const _: () = __s::literal::check(__SCHEMA, /* the text */, &[/* what is asked of each name */]);
/// const _: () = __s::maps::fits(/* what the schema has there */, &<Option<String> as __s::Attribute>::DEF);
/// ```
///
/// and one for the schema as a whole.
pub(super) fn checks(mapped: &Mapped) -> TokenStream {
    let base = &mapped.schema;
    let mut tokens = TokenStream::new();
    let mut check = |field: usize, urn: Option<&str>, schema: TokenStream| {
        let RowField { path, carrier: of, member, mutability, .. } = &mapped.fields[field];
        let Some(path) = path else { return };
        let carrier = carrier(of, &member.ty);
        let source = Source { schema: base, path: &path.text, urn };
        tokens.extend(source.check(&path.asks, &schema, &quote!(#carrier::DEF), mutability.as_ref()));
    };
    let core = quote!(__SCHEMA);
    for attr in &mapped.core {
        let name = &attr.name;
        each_field(attr, &quote!(__s::maps::attribute(#core, #name)), &mut |f, schema| {
            check(f, None, schema);
        });
    }
    for (urn, attrs) in &mapped.groups {
        for attr in attrs {
            let name = &attr.name;
            let schema = quote!(__s::maps::sub(__s::maps::extension(__SCHEMA, #urn), #name));
            each_field(attr, &schema, &mut |field, schema| check(field, Some(urn), schema));
        }
    }
    for (urn, attrs) in &mapped.groups {
        let field = attrs.iter().flat_map(|attr| fields_of(&attr.entry)).next().unwrap_or(0);
        let span =
            mapped.fields[field].path.as_ref().map_or_else(proc_macro2::Span::call_site, |p| p.text.span());
        let arguments = quote!(<#base as __s::BaseField>::SCHEMAS[0].id, #urn);
        tokens.extend(quote_spanned!(span=> const _: () = __s::maps::is_no_core(#arguments);));
    }
    let urns = mapped.groups.iter().map(|(urn, _)| urn).collect::<Vec<_>>();
    for (i, extension) in mapped.extensions.iter().rev().enumerate() {
        let span = syn::spanned::Spanned::span(extension);
        let index = Literal::usize_unsuffixed(i);
        let arguments = quote!(__SCHEMA, &[#(#urns),*], #index);
        tokens.extend(quote_spanned!(span=> const _: () = __s::maps::is_used(#arguments);));
    }
    let span = syn::spanned::Spanned::span(base);
    let ident = &mapped.target.ident;
    let arguments = quote!(__SCHEMA, <#ident as __s::Object>::TABLE);
    tokens.extend(quote_spanned!(span=> const _: () = __s::maps::is_complete(#arguments);));
    tokens
}

/// For a struct that maps a complex attribute, expands to:
///
/// ```text
/// const __SCHEMA: &__s::Table = __s::maps::table(<Email as __s::Single>::TABLE);
/// /* the checks of each path */
/// ```
pub(crate) fn sub_attributes_of(schema: &Type, slots: &[Slot]) -> TokenStream {
    let mut tokens = quote!(const __SCHEMA: &__s::Table = __s::maps::table(<#schema as __s::Single>::TABLE););
    for slot in slots {
        let (Some(path), name) = (&slot.path, &slot.attribute.name) else { continue };
        let source = Source { schema, path, urn: None };
        let asks = crate::check::asks_of(path);
        let carrier = carrier(&slot.carrier, &slot.member.ty);
        let schema = quote!(__s::maps::attribute(__SCHEMA, #name));
        tokens.extend(source.check(
            &asks,
            &schema,
            &quote!(#carrier::DEF),
            slot.attribute.mutability.as_ref(),
        ));
    }
    tokens
}

/// A path, and the type whose attribute it names.
struct Source<'a> {
    schema: &'a Type,
    path: &'a LitStr,
    /// That of the extension, if it is in one.
    urn: Option<&'a str>,
}

impl Source<'_> {
    /// The checks of one path; `schema` is what the schema has there, `field` what the field's type is.
    fn check(
        &self,
        asks: &TokenStream,
        schema: &TokenStream,
        field: &TokenStream,
        mutability: Option<&Keyed<Mutability>>,
    ) -> TokenStream {
        let (ty, span, line) = (self.schema, self.path.span(), one_line(&self.path.value()));
        let on = quote!(#ty).to_string().replace(' ', "");
        let is_listed = self.urn.map(|urn| {
            let arguments = quote!(__SCHEMA, <#ty as __s::BaseField>::SCHEMAS[0].id, #urn);
            quote_spanned!(span=> __s::maps::is_listed(#arguments);)
        });
        let mut tokens = quote_spanned! {span=>
            const _: () = {
                use __s::literal as __l;
                #is_listed
                __l::check(__SCHEMA, __l::Source { kind: "path", on: #on, text: #line }, &[#asks])
            };
        };
        // The call has the user's place, for the message; what is in it has not.
        let arguments = quote!(#schema, &#field);
        tokens.extend(quote_spanned!(span=> const _: () = __s::maps::fits(#arguments);));
        if let Some(mutability) = mutability {
            let (span, value) = (mutability.span, mutability.value);
            let arguments = quote!(#schema, __s::Mutability::#value);
            tokens.extend(quote_spanned!(span=> const _: () = __s::maps::narrows(#arguments);));
        }
        tokens
    }
}

/// Calls `check` with each field of an attribute and what the schema has there.
pub(super) fn each_field(attr: &Attr, schema: &TokenStream, check: &mut impl FnMut(usize, TokenStream)) {
    match &attr.entry {
        Entry::Field(field) => check(*field, schema.clone()),
        Entry::Complex(subs) => {
            for (name, field) in subs {
                check(*field, quote!(__s::maps::sub(#schema, #name)));
            }
        }
        Entry::Elements(elements) => {
            for (name, field) in elements.iter().flat_map(|element| &element.subs) {
                check(*field, quote!(__s::maps::sub(#schema, #name)));
            }
        }
    }
}
