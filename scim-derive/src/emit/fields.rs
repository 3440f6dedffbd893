//! What structs whose fields are attributes and rows have in common.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Expr, ExprLit, Lit};

use super::impls::Impls;
use super::table::carrier;
use crate::attrs::DefaultValue;
use crate::model::{Carrier, Member, Skipped};

/// Expands to:
///
/// ```text
/// impl __s::Slots for Device {
///     fn slot_table(&self) -> &'static __s::Table { <Self as __s::Object>::TABLE }
///     fn slot(&self, __index: usize) -> __s::ValueRef<'_> {
///         match __index {
///             0 => <String as __s::Attribute>::scim_value(&self.id),
///             /* parts */
///             _ => __s::ValueRef::Absent,
///         }
///     }
///     fn slot_mut(&mut self, __index: usize) -> __s::ValueMut<'_> {
///         match __index {
///             0 => <String as __s::Attribute>::scim_value_mut(&mut self.id),
///             _ => /* beyond */,
///         }
///     }
/// }
/// ```
pub(crate) fn slots<'m>(
    impls: &Impls<'_>,
    fields: impl Iterator<Item = (usize, &'m Carrier, &'m Member)>,
    parts: &TokenStream,
    beyond: &TokenStream,
) -> TokenStream {
    let (mut read, mut write) = (TokenStream::new(), TokenStream::new());
    for (slot, of, member) in fields {
        let (slot, carrier, field) =
            (Literal::usize_unsuffixed(slot), carrier(of, &member.ty), &member.ident);
        read.extend(quote!(#slot => #carrier::scim_value(&self.#field),));
        write.extend(quote!(#slot => #carrier::scim_value_mut(&mut self.#field),));
    }
    impls.of(
        &quote!(Slots),
        &quote! {
            fn slot_table(&self) -> &'static __s::Table {
                <Self as __s::Object>::TABLE
            }
            fn slot(&self, __index: __s::usize) -> __s::ValueRef<'_> {
                match __index {
                    #read
                    #parts
                    _ => __s::ValueRef::Absent,
                }
            }
            fn slot_mut(&mut self, __index: __s::usize) -> __s::ValueMut<'_> {
                match __index {
                    #write
                    _ => #beyond,
                }
            }
        },
    )
}

/// Expands to:
///
/// ```text
/// fn scim_blank() -> Self {
///     Self { id: <String as __s::Attribute>::scim_unassigned(), cache: <Cache as __s::Default>::default() }
/// }
/// ```
pub(crate) fn blank<'m>(
    fields: impl Iterator<Item = (&'m Member, &'m Carrier, Option<&'m DefaultValue>)>,
    skipped: &[Skipped],
) -> TokenStream {
    let blank = fields.map(|(member, of, default)| {
        let field = &member.ident;
        let value = if default.is_some() {
            default_value(default, &member.ty)
        } else {
            let carrier = carrier(of, &member.ty);
            quote!(#carrier::scim_unassigned())
        };
        quote!(#field: #value,)
    });
    let skipped = skipped_values(skipped);
    quote! {
        fn scim_blank() -> Self {
            Self { #(#blank)* #skipped }
        }
    }
}

/// Expands to:
///
/// ```text
/// fn scim_meta(&self) -> __s::Option<&__s::Meta> { <Meta as __s::MetaField>::scim_meta_ref(&self.meta) }
/// fn scim_meta_mut(&mut self) -> __s::Option<&mut __s::Meta> { /* the same, mutably */ }
/// ```
pub(crate) fn meta(field: Option<&Member>) -> TokenStream {
    let (meta_ref, meta_mut) = match field {
        None => (quote!(__s::None), quote!(__s::None)),
        Some(Member { ident, ty, .. }) => (
            quote!(<#ty as __s::MetaField>::scim_meta_ref(&self.#ident)),
            quote!(__s::Some(<#ty as __s::MetaField>::scim_meta_place(&mut self.#ident))),
        ),
    };
    quote! {
        fn scim_meta(&self) -> __s::Option<&__s::Meta> {
            #meta_ref
        }
        fn scim_meta_mut(&mut self) -> __s::Option<&mut __s::Meta> {
            #meta_mut
        }
    }
}

/// Bounds for skipped fields.
pub(crate) fn default_bounds(skipped: &[Skipped]) -> TokenStream {
    let generic = skipped.iter().filter(|field| field.member.generic);
    let by_default = generic.filter(|field| !matches!(field.default, Some(DefaultValue::Expr(_))));
    by_default.map(|field| &field.member.ty).map(|ty| quote!(#ty: __s::Default,)).collect()
}

/// Expands to `cache: <Cache as __s::Default>::default(),` for each field that SCIM does not see.
pub(crate) fn skipped_values(skipped: &[Skipped]) -> TokenStream {
    let values = skipped.iter().map(|field| {
        let ident = &field.member.ident;
        let value = default_value(field.default.as_ref(), &field.member.ty);
        quote!(#ident: #value,)
    });
    values.collect()
}

/// The value of `default` or `default = ...`.
fn default_value(default: Option<&DefaultValue>, ty: &TokenStream) -> TokenStream {
    match default {
        None | Some(DefaultValue::OfType) => quote!(<#ty as __s::Default>::default()),
        // A literal is what one writes for a `String`.
        Some(DefaultValue::Expr(expr)) => match &**expr {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
                quote!(<#ty as __s::From<&__s::str>>::from(#text))
            }
            expr => quote!(#expr),
        },
    }
}
