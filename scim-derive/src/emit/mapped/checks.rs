//! The checks of each path, in constants.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{LitStr, Type};

use super::tables::fields_of;
use crate::attrs::{Keyed, Mutability};
use crate::emit::table::carrier;
use crate::literal::one_line;
use crate::model::{Alike, Attr, Doubt, Element, Entry, Mapped, Part, RowField, Slot};

/// Expands to, for each field with a path, spanned at the path:
///
/// ```text
/// const _: () = __s::literal::check(__SCHEMA, /* the text */, &[/* what is asked of each name */]);
/// const _: () = __s::maps::fits(/* what the schema has there */, &<Option<String> as __s::Attribute>::DEF);
/// ```
///
/// and a few for the schema as a whole.
pub(super) fn checks(mapped: &Mapped) -> TokenStream {
    let mut tokens = identifiers(mapped);
    for (urn, attr) in attributes(mapped) {
        tokens.extend(of_attribute(mapped, urn, attr));
    }
    tokens.extend(extensions(mapped));
    let base = &mapped.schema;
    let span = syn::spanned::Spanned::span(base);
    let ident = &mapped.target.ident;
    let arguments = quote!(__SCHEMA, <#ident as __s::Object>::TABLE);
    tokens.extend(quote_spanned!(span=> const _: () = __s::maps::is_complete(#arguments);));
    tokens
}

/// The attributes that fields are, those of extensions with the URN.
pub(super) fn attributes(mapped: &Mapped) -> impl Iterator<Item = (Option<&str>, &Attr)> {
    let core = mapped.core.iter().map(|attr| (None, attr));
    let groups = mapped.groups.iter();
    core.chain(groups.flat_map(|(urn, attrs)| attrs.iter().map(move |attr| (Some(urn.as_str()), attr))))
}

/// What a table has of that name.
pub(super) fn attribute_in(table: &TokenStream, urn: Option<&str>, name: &str) -> TokenStream {
    match urn {
        None => quote!(__s::maps::attribute(#table, #name)),
        Some(urn) => quote!(__s::maps::sub(__s::maps::extension(#table, #urn), #name)),
    }
}

/// Those of `id` and `externalId`, which are checked as those of any resource are.
fn identifiers(mapped: &Mapped) -> TokenStream {
    let fields = mapped.fields.iter().filter(|field| matches!(field.part, Part::Id | Part::ExternalId));
    let check = |field: &RowField| {
        let carrier = carrier(&field.carrier, &field.member.ty);
        let arguments = quote!(&#carrier::DEF);
        quote_spanned!(field.member.ident.span()=> const _: () = __s::check::identifier(#arguments);)
    };
    fields.map(check).collect()
}

/// Those of the fields of an attribute.
fn of_attribute(mapped: &Mapped, urn: Option<&str>, attr: &Attr) -> TokenStream {
    let base = &mapped.schema;
    let outer = attribute_in(&quote!(__SCHEMA), urn, &attr.name);
    let mut tokens = TokenStream::new();
    let mut check = |field: usize, spot: &Spot<'_>| {
        let RowField { path, carrier: of, member, mutability, .. } = &mapped.fields[field];
        let Some(path) = path else { return };
        let carrier = carrier(of, &member.ty);
        let source = Source { schema: base, path: &path.text, urn };
        tokens.extend(source.check(&path.asks, spot, &quote!(#carrier::DEF), mutability.as_ref()));
    };
    match &attr.entry {
        Entry::Field(field) if urn.is_none() => check(*field, &Spot::Core(&outer)),
        Entry::Field(field) => check(*field, &Spot::Other(outer)),
        Entry::Complex(subs) => {
            for (name, field) in subs {
                check(*field, &Spot::Sub(&outer, name));
            }
        }
        Entry::Elements(elements) => {
            for (name, field) in elements.iter().flat_map(|element| &element.subs) {
                check(*field, &Spot::Other(quote!(__s::maps::sub(#outer, #name))));
            }
            tokens.extend(
                elements.iter().map(|element| of_element(mapped, &outer, element)).collect::<TokenStream>(),
            );
        }
    }
    tokens
}

/// Expands to, where the types of its sub-attributes have to tell whether an element can be one, and another than those before it:
///
/// ```text
/// const _: () = __s::maps::has_primary(/* emails */);
/// const _: () = __s::maps::is_decimal(/* emails */, "rank");
/// const _: () = __s::maps::differ(/* emails */, &[("type", "work", "Work", true)], ["email", "other_email"]);
/// ```
fn of_element(mapped: &Mapped, outer: &TokenStream, element: &Element) -> TokenStream {
    let mut tokens = TokenStream::new();
    if let Some(span) = element.primary {
        tokens.extend(quote_spanned!(span=> const _: () = __s::maps::has_primary(#outer);));
    }
    let Some((_, field)) = element.subs.first() else { return tokens };
    let span = path_span(mapped, *field);
    for (name, value) in &element.keys {
        if !value.can_be_integer() {
            let arguments = quote!(#outer, #name);
            tokens.extend(quote_spanned!(span=> const _: () = __s::maps::is_decimal(#arguments);));
        }
    }
    let ident = |field: usize| mapped.fields[field].member.ident.to_string();
    for Alike { field: earlier, names } in &element.alike {
        let doubts = names
            .iter()
            .map(|Doubt { name, texts: [a, b], folds_alike }| quote!((#name, #a, #b, #folds_alike)));
        let (one, other) = (ident(*earlier), ident(*field));
        let arguments = quote!(#outer, &[#(#doubts),*], [#one, #other]);
        tokens.extend(quote_spanned!(span=> const _: () = __s::maps::differ(#arguments);));
    }
    tokens
}

/// Those of the URNs in paths and of the extensions that are listed.
fn extensions(mapped: &Mapped) -> TokenStream {
    let base = &mapped.schema;
    let mut tokens = TokenStream::new();
    for (urn, attrs) in &mapped.groups {
        let field = attrs.iter().flat_map(|attr| fields_of(&attr.entry)).next().unwrap_or(0);
        let span = path_span(mapped, field);
        let arguments = quote!(<#base as __s::BaseField>::SCHEMAS[0].id, #urn);
        tokens.extend(quote_spanned!(span=> const _: () = __s::maps::is_no_core(#arguments);));
    }
    let urns = mapped.groups.iter().map(|(urn, _)| urn).collect::<Vec<_>>();
    let listed = &mapped.extensions;
    for (i, extension) in listed.iter().enumerate() {
        let span = syn::spanned::Spanned::span(extension);
        let index = Literal::usize_unsuffixed(listed.len() - 1 - i);
        let arguments = quote!(__SCHEMA, &[#(#urns),*], #index);
        tokens.extend(quote_spanned!(span=> const _: () = __s::maps::is_used(#arguments);));
        if i > 0 {
            let index = Literal::usize_unsuffixed(i);
            let schemas = quote!(&[#(<__s::Option<#listed> as __s::ExtensionField>::SCHEMA),*], #index);
            tokens.extend(quote_spanned!(span=> const _: () = __s::check::distinct(#schemas);));
        }
    }
    tokens
}

fn path_span(mapped: &Mapped, field: usize) -> Span {
    mapped.fields[field].path.as_ref().map_or_else(Span::call_site, |path| path.text.span())
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
        let spot = Spot::Other(quote!(__s::maps::attribute(__SCHEMA, #name)));
        let mutability = slot.attribute.mutability.as_ref();
        tokens.extend(source.check(&asks, &spot, &quote!(#carrier::DEF), mutability));
    }
    tokens
}

/// What the schema has at a path.
enum Spot<'a> {
    /// An attribute of a resource's core schema.
    Core(&'a TokenStream),
    /// A sub-attribute of what has to be a single complex attribute.
    Sub(&'a TokenStream, &'a str),
    Other(TokenStream),
}

impl Spot<'_> {
    fn schema(&self) -> TokenStream {
        match self {
            Self::Core(schema) => quote!(#schema),
            Self::Sub(outer, name) => quote!(__s::maps::sub(#outer, #name)),
            Self::Other(schema) => schema.clone(),
        }
    }

    /// The function that tells whether a field can hold it, and what that is told of the schema.
    fn fits(&self) -> (&'static str, TokenStream) {
        match self {
            Self::Core(schema) => ("fits_core", quote!(#schema)),
            Self::Sub(outer, name) => ("fits_sub", quote!(#outer, #name)),
            Self::Other(schema) => ("fits", schema.clone()),
        }
    }
}

/// A path, and the type whose attribute it names.
struct Source<'a> {
    schema: &'a Type,
    path: &'a LitStr,
    /// That of the extension, if it is in one.
    urn: Option<&'a str>,
}

impl Source<'_> {
    /// The checks of one path; `spot` is where it leads, `field` what the field's type is.
    fn check(
        &self,
        asks: &TokenStream,
        spot: &Spot<'_>,
        field: &TokenStream,
        mutability: Option<&Keyed<Mutability>>,
    ) -> TokenStream {
        let (ty, span, line) = (self.schema, self.path.span(), one_line(&self.path.value()));
        let on = quote!(#ty).to_string().replace(' ', "");
        let is_listed = self.urn.map(|urn| {
            let path = self.path.value();
            let arguments = quote!(__SCHEMA, <#ty as __s::BaseField>::SCHEMAS[0].id, #urn, #path);
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
        let (fits, place) = spot.fits();
        let (fits, arguments) = (Ident::new(fits, span), quote!(#place, &#field));
        tokens.extend(quote_spanned!(span=> const _: () = __s::maps::#fits(#arguments);));
        if let Some(mutability) = mutability {
            let (span, value) = (mutability.span, mutability.value);
            let schema = spot.schema();
            let arguments = quote!(#schema, __s::Mutability::#value);
            tokens.extend(quote_spanned!(span=> const _: () = __s::maps::narrows(#arguments);));
        }
        tokens
    }
}
