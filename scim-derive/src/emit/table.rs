//! Attribute definitions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, LitStr};

use super::checks;
use crate::check::plain;
use crate::model::{Carrier, Column, Part, Slot};

/// A sub-attribute of the complex attribute that the struct maps. Expands to:
///
/// ```text
/// __s::maps::inherit(__s::maps::attribute(__SCHEMA, "value"), <String as __s::SubAttribute>::DEF)
/// ```
fn inherited(slot: &Slot) -> TokenStream {
    let (carrier, name) = (carrier(&slot.carrier, &slot.member.ty), &slot.attribute.name);
    let optional = slot.default.is_some().then(|| quote!(.optional()));
    let required = slot.attribute.required.map(|_| quote!(.required()));
    let mutability = slot.attribute.mutability.as_ref().map(|key| {
        let mutability = key.value;
        quote!(.mutability(__s::Mutability::#mutability))
    });
    let column = column(slot.column.as_ref());
    quote!(__s::maps::inherit(__s::maps::attribute(__SCHEMA, #name), #carrier::DEF #optional) #required #mutability #column)
}

/// Where a value is in SQL. Expands to:
///
/// ```text
/// .column(&__s::Column { name: "login", folded: __s::Some("login_folded"), ..__s::Column::NONE })
/// ```
pub(crate) fn column(column: Option<&Column>) -> Option<TokenStream> {
    let place = place(column?);
    Some(quote!(.column(&#place)))
}

/// Expands to what is in the parentheses of [`column`].
pub(crate) fn place(column: &Column) -> TokenStream {
    let Column { name, folded, integer, parts, folds, integers, table, constants, order } = column;
    let text = |field: &str, text: &Option<LitStr>| {
        let field = format_ident!("{field}");
        text.as_ref().map(|text| quote!(#field: __s::Some(#text),))
    };
    let pairs = |field: &str, pairs: &[(Ident, LitStr)]| {
        let field = format_ident!("{field}");
        let pairs = pairs.iter().map(|(name, text)| {
            let name = plain(name);
            quote!((#name, #text))
        });
        (pairs.len() > 0).then(|| quote!(#field: &[#(#pairs),*],))
    };
    let name = name.as_ref().map(|name| quote!(name: #name,));
    let (folded, table, order) = (text("folded", folded), text("table", table), text("order", order));
    let (parts, folds, constants) =
        (pairs("parts", parts), pairs("folds", folds), pairs("constants", constants));
    let integer = integer.map(|_| quote!(integer: true,));
    let integers = (!integers.is_empty()).then(|| {
        let names = integers.iter().map(plain);
        quote!(integers: &[#(#names),*],)
    });
    quote!(__s::Column { #name #folded #integer #parts #folds #integers #table #constants #order ..__s::Column::NONE })
}

/// What the field's type is used through. Expands to one of:
///
/// ```text
/// <Option<String> as __s::Attribute>
/// <StatusAsActive as __s::ConvertField<Status>>
/// ```
///
/// One name per field: a type that implements nothing is then reported once, because rustc drops messages that repeat.
pub(crate) fn carrier(carrier: &Carrier, ty: &TokenStream) -> TokenStream {
    match carrier {
        Carrier::Attribute | Carrier::Recursive => quote!(<#ty as __s::Attribute>),
        Carrier::SubAttribute => quote!(<#ty as __s::SubAttribute>),
        Carrier::ExtensionField => quote!(<#ty as __s::ExtensionField>),
        Carrier::MetaField => quote!(<#ty as __s::MetaField>),
        Carrier::Convert(convert) => quote!(<#convert as __s::ConvertField<#ty>>),
    }
}

/// Expands to, with the setters of the characteristics that were stated:
///
/// ```text
/// <Option<String> as __s::Attribute>::DEF.named("nickName", "A casual name.").case_exact(true)
/// ```
pub(crate) fn definition(slot: &Slot) -> TokenStream {
    let carrier = carrier(&slot.carrier, &slot.member.ty);
    if slot.part == Part::Extension {
        return quote!(#carrier::DEF);
    }
    let attribute = &slot.attribute;
    let (name, description) = (&attribute.name, &attribute.description);
    if slot.path.is_some() {
        return inherited(slot);
    }
    let mut tokens = if let Carrier::Recursive = &slot.carrier {
        let ty = &slot.member.ty;
        quote!(__s::AttributeDef::recursive::<#ty>(&__RECURSION).named(#name, #description))
    } else {
        quote!(#carrier::DEF.named(#name, #description))
    };
    match slot.part {
        Part::Id => tokens.extend(quote!(.role(__s::Role::Id))),
        Part::ExternalId => tokens.extend(quote!(.role(__s::Role::ExternalId))),
        Part::Meta => tokens.extend(quote!(.role(__s::Role::Meta))),
        Part::Attribute | Part::Extension => {}
    }
    if slot.default.is_some() {
        tokens.extend(quote!(.optional()));
    }
    if attribute.required.is_some() {
        tokens.extend(quote!(.required()));
    }
    if let Some(words) = &attribute.canonical {
        let words = &words.value.0;
        tokens.extend(quote!(.canonical(&[#(#words),*])));
    }
    if let Some(mutability) = &attribute.mutability {
        let mutability = mutability.value;
        tokens.extend(quote!(.mutability(__s::Mutability::#mutability)));
    }
    if let Some(returned) = &attribute.returned {
        let returned = returned.value;
        tokens.extend(quote!(.returned(__s::Returned::#returned)));
    }
    if let Some(uniqueness) = &attribute.uniqueness {
        let uniqueness = uniqueness.value;
        tokens.extend(quote!(.uniqueness(__s::Uniqueness::#uniqueness)));
    }
    if let Some(types) = &attribute.reference {
        let types = &types.value.0;
        tokens.extend(quote!(.reference(&[#(#types),*])));
    }
    // After `reference`, which makes it true.
    if let Some(exact) = &attribute.case_exact {
        let exact = exact.value;
        tokens.extend(quote!(.case_exact(#exact)));
    }
    tokens.extend(column(slot.column.as_ref()));
    // A named constant beside the impl cannot see the struct's parameters; here the check runs when the table is used.
    let checks = if slot.member.generic { checks::calls(slot) } else { Vec::new() };
    if checks.is_empty() { tokens } else { quote!({ #(#checks;)* #tokens }) }
}
