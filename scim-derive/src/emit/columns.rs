//! What the SQL keys of a field say, against what its attribute is.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, LitStr};

use crate::check::plain;
use crate::model::{Carrier, Column, Member};
use crate::types::integer;

/// A field with a column, and the attribute that it is.
pub(super) struct Placed<'f> {
    pub(super) column: &'f Column,
    pub(super) carrier: &'f Carrier,
    pub(super) member: &'f Member,
    pub(super) attribute: TokenStream,
}

/// How many calls are in one constant: each constant takes the compiler a while, and one that takes long is refused.
const AT_ONCE: usize = 32;

/// Expands to constants of many calls, of which each is spanned at the key that it is about:
///
/// ```text
/// const _: () = {
///     __s::columns::folded(&<Device as __s::Object>::ATTRIBUTES[3]);
///     /* ... */
/// };
/// ```
pub(super) fn checks<'f>(fields: impl Iterator<Item = Placed<'f>>) -> TokenStream {
    let calls: Vec<TokenStream> = fields.flat_map(|placed| calls(&placed)).collect();
    calls.chunks(AT_ONCE).map(|calls| quote!(const _: () = { #(#calls)* };)).collect()
}

fn calls(placed: &Placed<'_>) -> Vec<TokenStream> {
    let Placed { column, carrier, member, attribute } = placed;
    let Column { name, folded, integer: whole, parts, folds, integers, table, constants, order: _ } = column;
    let mut calls = Vec::new();
    // The call has the user's place, for the message; what is in it has not.
    let mut call = |span: Span, name: &str, key: Option<&str>| {
        let name = Ident::new(name, span);
        let key = key.map(|key| quote!(, #key));
        let arguments = quote!(#attribute #key);
        calls.push(quote_spanned!(span=> __s::columns::#name(#arguments);));
    };
    match (table, name) {
        (Some(table), _) => call(table.span(), "list", None),
        (None, Some(name)) => call(name.span(), "value", None),
        (None, None) => {
            if let Some((first, _)) = parts.first() {
                call(first.span(), "parts", None);
            }
        }
    }
    if let Some(folded) = folded {
        call(folded.span(), "folded", None);
    }
    if let Some(whole) = whole {
        call(*whole, "whole_number", None);
    }
    if let (Some(name), Carrier::Convert(_), None) = (name, carrier, whole)
        && !name.value().starts_with('(')
        && let Some(ty) = integer(&member.ty)
    {
        call(name.span(), "text", Some(&ty));
    }
    for (key, _) in parts {
        call(key.span(), "part", Some(&plain(key)));
    }
    for (key, _) in folds {
        call(key.span(), "folded_part", Some(&plain(key)));
    }
    // What tells the rows of a list is written as well.
    let mut known: Vec<String> = name.iter().filter(|_| table.is_some()).map(LitStr::value).collect();
    known.extend(constants.iter().map(|(column, _)| plain(column)));
    for (_, column) in parts.iter().chain(folds).filter(|(_, column)| !column.value().starts_with('(')) {
        if known.contains(&column.value()) {
            call(column.span(), "shown", None);
        } else {
            known.push(column.value());
        }
    }
    for key in integers {
        call(key.span(), "whole_part", Some(&plain(key)));
    }
    calls
}
