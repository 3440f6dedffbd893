//! What is emitted beside error messages, so that one mistake gives one message: every trait that the derive would have
//! implemented, without content. Code that uses the type still compiles.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::check::Rejected;
use crate::emit::{Impls, place, single, wrap};
use crate::expand::Derive;
use crate::model::Target;

/// Expands to impls whose tables are empty and whose functions are never called.
pub(crate) fn emit(derive: Derive, input: &DeriveInput, rejected: &Rejected) -> TokenStream {
    let target = Target::new(input, rejected.runtime.clone());
    let impls = Impls::new(&target, &TokenStream::new());
    if derive == Derive::Value {
        return wrap(&target, &value(&impls));
    }
    let mut tokens = object(&impls);
    for ty in &rejected.named {
        tokens.extend(quote!(const _: __s::Option<#ty> = __s::None;));
    }
    let schema = quote!(&__s::SchemaDef::new("", "", "", &[]));
    match derive {
        Derive::Complex => {
            tokens.extend(impls.of(&quote!(ScimComplex), &TokenStream::new()));
            tokens.extend(single(&impls));
        }
        Derive::Extension => {
            let schema = quote!(const SCHEMA: &'static __s::SchemaDef = #schema;);
            tokens.extend(impls.of(&quote!(ScimExtension), &schema));
            tokens.extend(place(&impls));
        }
        Derive::Resource | Derive::Value => tokens.extend(impls.of(
            &quote!(ScimResource),
            &quote! {
                const SCHEMAS: &'static [&'static __s::SchemaDef] = &[#schema];
                const RESOURCE_TYPE: &'static __s::ResourceTypeDef = &__s::ResourceTypeDef::new("", "", "", "", &[]);
                fn scim_meta(&self) -> __s::Option<&__s::Meta> {
                    __s::None
                }
                fn scim_meta_mut(&mut self) -> __s::Option<&mut __s::Meta> {
                    __s::None
                }
            },
        )),
    }
    wrap(&target, &tokens)
}

/// `Slots` and `Object`.
fn object(impls: &Impls<'_>) -> TokenStream {
    let mut tokens = impls.of(
        &quote!(Slots),
        &quote! {
            fn slot_table(&self) -> &'static __s::Table {
                <Self as __s::Object>::TABLE
            }
            fn slot(&self, _: __s::usize) -> __s::ValueRef<'_> {
                __s::ValueRef::Absent
            }
            fn slot_mut(&mut self, _: __s::usize) -> __s::ValueMut<'_> {
                __s::ValueMut::None
            }
        },
    );
    tokens.extend(impls.of(
        &quote!(Object),
        &quote! {
            const ATTRIBUTES: &'static [__s::AttributeDef] = &[];
            const KEYS: &'static [__s::Key] = &[];
            fn scim_blank() -> Self {
                __s::unreachable()
            }
        },
    ));
    tokens
}

/// `ScimValue`.
fn value(impls: &Impls<'_>) -> TokenStream {
    impls.of(
        &quote!(ScimValue),
        &quote! {
            const TYPE: __s::AttributeType = __s::AttributeType::String;
            fn scim_blank_scalar() -> Self {
                __s::unreachable()
            }
            fn scim_get(&self) -> __s::ValueRef<'_> {
                __s::ValueRef::Absent
            }
            fn scim_set(&mut self, _: __s::Literal<'_>) -> __s::Result<(), __s::ValueError> {
                __s::Err(__s::ValueError::Type)
            }
        },
    )
}
