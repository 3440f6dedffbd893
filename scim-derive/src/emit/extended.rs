//! Structs that add extensions to a resource of another struct.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::checks;
use super::fields::{default_bounds, skipped_values};
use super::impls::Impls;
use crate::model::Extended;

/// The impls of `ScimResource` for a struct with a `#[scim(base)]` field: the base's tables, with the extensions behind
/// them.
pub(crate) fn emit(extended: &Extended) -> TokenStream {
    let impls = Impls::new(&extended.target, &default_bounds(&extended.skipped));
    let mut tokens = slots(&impls, extended);
    tokens.extend(table(&impls, extended));
    tokens.extend(resource(&impls, extended));
    let base = &extended.base.ty;
    let before = quote!(<#base as __s::BaseField>::SCHEMAS.len());
    tokens.extend(checks::distinct(&extended.target, &before, extended.extensions.iter()));
    tokens
}

/// Expands to:
///
/// ```text
/// impl __s::Slots for Employee {
///     fn slot(&self, __index: usize) -> __s::ValueRef<'_> {
///         match __index.wrapping_sub(<User as __s::BaseField>::ATTRIBUTES.len()) {
///             0 => <Option<Badge> as __s::ExtensionField>::scim_value(&self.badge),
///             _ => <User as __s::BaseField>::scim_base_slot(&self.user, __index),
///         }
///     }
///     /* slot_table, and slot_mut in the same way */
/// }
/// ```
fn slots(impls: &Impls<'_>, extended: &Extended) -> TokenStream {
    let (base, base_ty) = (&extended.base.ident, &extended.base.ty);
    let index = (0..extended.extensions.len()).map(Literal::usize_unsuffixed).collect::<Vec<_>>();
    let field = extended.extensions.iter().map(|member| &member.ident).collect::<Vec<_>>();
    let ty = extended.extensions.iter().map(|member| &member.ty).collect::<Vec<_>>();
    impls.of(
        &quote!(Slots),
        &quote! {
            fn slot_table(&self) -> &'static __s::Table {
                <Self as __s::Object>::TABLE
            }
            fn slot(&self, __index: __s::usize) -> __s::ValueRef<'_> {
                match __index.wrapping_sub(<#base_ty as __s::BaseField>::ATTRIBUTES.len()) {
                    #(#index => <#ty as __s::ExtensionField>::scim_value(&self.#field),)*
                    _ => <#base_ty as __s::BaseField>::scim_base_slot(&self.#base, __index),
                }
            }
            fn slot_mut(&mut self, __index: __s::usize) -> __s::ValueMut<'_> {
                match __index.wrapping_sub(<#base_ty as __s::BaseField>::ATTRIBUTES.len()) {
                    #(#index => <#ty as __s::ExtensionField>::scim_value_mut(&mut self.#field),)*
                    _ => <#base_ty as __s::BaseField>::scim_base_slot_mut(&mut self.#base, __index),
                }
            }
        },
    )
}

/// Expands to:
///
/// ```text
/// impl __s::Object for Employee {
///     const ATTRIBUTES: &'static [__s::AttributeDef] =
///         &__s::concat::<_, { <User as __s::BaseField>::ATTRIBUTES.len() + 1 }>(
///             <User as __s::BaseField>::ATTRIBUTES, &[<Option<Badge> as __s::ExtensionField>::DEF]);
///     /* KEYS, OWN_SCHEMA */
///     fn scim_blank() -> Self { Self { user: <User as __s::BaseField>::scim_base_blank(), /* ... */ } }
/// }
/// ```
fn table(impls: &Impls<'_>, extended: &Extended) -> TokenStream {
    let (base, base_ty) = (&extended.base.ident, &extended.base.ty);
    let field = extended.extensions.iter().map(|member| &member.ident);
    let ty = extended.extensions.iter().map(|member| &member.ty).collect::<Vec<_>>();
    let added = Literal::usize_unsuffixed(ty.len());
    let skipped = skipped_values(&extended.skipped);
    impls.of(
        &quote!(Object),
        &quote! {
            const ATTRIBUTES: &'static [__s::AttributeDef] =
                &__s::concat::<__s::AttributeDef, { <#base_ty as __s::BaseField>::ATTRIBUTES.len() + #added }>(
                    <#base_ty as __s::BaseField>::ATTRIBUTES,
                    &[#(<#ty as __s::ExtensionField>::DEF),*],
                );
            const KEYS: &'static [__s::Key] =
                &__s::keys::<{ <#base_ty as __s::BaseField>::ATTRIBUTES.len() + #added }>(Self::ATTRIBUTES);
            const OWN_SCHEMA: __s::Option<&'static __s::SchemaDef> = __s::Some(<Self as __s::ScimResource>::SCHEMAS[0]);
            fn scim_blank() -> Self {
                Self {
                    #base: <#base_ty as __s::BaseField>::scim_base_blank(),
                    #(#field: <#ty as __s::ExtensionField>::scim_unassigned(),)*
                    #skipped
                }
            }
        },
    )
}

/// Expands to:
///
/// ```text
/// impl __s::ScimResource for Employee {
///     const SCHEMAS: &'static [&'static __s::SchemaDef] = /* the base's, then the extensions' */;
///     const RESOURCE_TYPE: &'static __s::ResourceTypeDef = {
///         const __EXTENSIONS: &[__s::SchemaExtensionDef] = /* the same for them */;
///         &<User as __s::BaseField>::RESOURCE_TYPE.with(__EXTENSIONS).named("Employee")
///     };
///     /* scim_meta and scim_meta_mut of the base */
/// }
/// ```
fn resource(impls: &Impls<'_>, extended: &Extended) -> TokenStream {
    let (base, base_ty) = (&extended.base.ident, &extended.base.ty);
    let ty = extended.extensions.iter().map(|member| &member.ty).collect::<Vec<_>>();
    let added = Literal::usize_unsuffixed(ty.len());
    let name = extended.name.iter();
    let description = extended.description.iter();
    let endpoint = extended.endpoint.iter();
    impls.of(
        &quote!(ScimResource),
        &quote! {
            const SCHEMAS: &'static [&'static __s::SchemaDef] =
                &__s::concat::<&'static __s::SchemaDef, { <#base_ty as __s::BaseField>::SCHEMAS.len() + #added }>(
                    <#base_ty as __s::BaseField>::SCHEMAS,
                    &[#(<#ty as __s::ExtensionField>::SCHEMA),*],
                );
            const RESOURCE_TYPE: &'static __s::ResourceTypeDef = {
                const __EXTENSIONS: &[__s::SchemaExtensionDef] = &__s::concat::<
                    __s::SchemaExtensionDef,
                    { <#base_ty as __s::BaseField>::RESOURCE_TYPE.schema_extensions.len() + #added },
                >(
                    <#base_ty as __s::BaseField>::RESOURCE_TYPE.schema_extensions,
                    &[#(<#ty as __s::ExtensionField>::IN_TYPE),*],
                );
                &<#base_ty as __s::BaseField>::RESOURCE_TYPE
                    .with(__EXTENSIONS)
                    #(.named(#name))*
                    #(.described(#description))*
                    #(.at(#endpoint))*
            };
            fn scim_meta(&self) -> __s::Option<&__s::Meta> {
                <#base_ty as __s::BaseField>::scim_base_meta(&self.#base)
            }
            fn scim_meta_mut(&mut self) -> __s::Option<&mut __s::Meta> {
                <#base_ty as __s::BaseField>::scim_base_meta_mut(&mut self.#base)
            }
        },
    )
}
