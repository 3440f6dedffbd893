//! Structs whose fields are attributes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::columns::Placed;
use super::fields::default_bounds;
use super::impls::Impls;
use super::mapped;
use super::table::definition;
use super::{checks, columns, fields};
use crate::attrs::DefaultValue;
use crate::model::{Carrier, Object, ObjectKind, Part, Schema};
use crate::types::with_static_lifetimes;

/// The impls of `ScimResource`, `ScimComplex` and `ScimExtension`.
pub(crate) fn emit(object: &Object) -> TokenStream {
    let impls = Impls::new(&object.target, &implied_bounds(object));
    let members = object.slots.iter().enumerate().map(|(slot, of)| (slot, &of.carrier, &of.member));
    let mut tokens = fields::slots(&impls, members, &TokenStream::new(), &quote!(__s::ValueMut::None));
    tokens.extend(table(&impls, object));
    match &object.kind {
        ObjectKind::Complex(maps) => {
            if let Some(schema) = maps {
                tokens.extend(mapped::sub_attributes_of(schema, &object.slots));
            }
            tokens.extend(impls.of(&quote!(ScimComplex), &TokenStream::new()));
            tokens.extend(single(&impls));
        }
        ObjectKind::Extension(schema) => {
            tokens.extend(extension(&impls, schema));
        }
        ObjectKind::Resource(schema, endpoint) => tokens.extend(resource(&impls, object, schema, endpoint)),
    }
    tokens.extend(checks::items(object));
    tokens.extend(in_columns(object));
    tokens
}

/// The checks of SQL keys. A constant beside the impl cannot see the struct's parameters.
fn in_columns(object: &Object) -> TokenStream {
    let generics = &object.target.generics;
    if generics.type_params().next().is_some() || generics.const_params().next().is_some() {
        return TokenStream::new();
    }
    let ident = &object.target.ident;
    let (_, ty_generics, _) = generics.split_for_impl();
    let ty = with_static_lifetimes(&quote!(#ident #ty_generics), generics);
    columns::checks(object.slots.iter().enumerate().filter_map(|(slot, of)| {
        let slot = Literal::usize_unsuffixed(slot);
        let attribute = quote!(&<#ty as __s::Object>::ATTRIBUTES[#slot]);
        let (column, carrier, member) = (of.column.as_ref()?, &of.carrier, &of.member);
        Some(Placed { column, carrier, member, attribute })
    }))
}

/// Bounds for fields whose type mentions a parameter. Expands to:
///
/// ```text
/// Option<T>: __s::Attribute, U: __s::Default,
/// ```
fn implied_bounds(object: &Object) -> TokenStream {
    let mut bounds = TokenStream::new();
    for slot in object.slots.iter().filter(|slot| slot.member.generic) {
        let ty = &slot.member.ty;
        bounds.extend(match &slot.carrier {
            Carrier::Attribute | Carrier::Recursive => quote!(#ty: __s::Attribute,),
            Carrier::SubAttribute => quote!(#ty: __s::SubAttribute,),
            Carrier::ExtensionField => quote!(#ty: __s::ExtensionField,),
            Carrier::MetaField => quote!(#ty: __s::MetaField,),
            Carrier::Convert(convert) => quote!(#convert: __s::ConvertField<#ty>,),
        });
        if let Some(DefaultValue::OfType) = slot.default {
            bounds.extend(quote!(#ty: __s::Default,));
        }
    }
    bounds.extend(default_bounds(&object.skipped));
    bounds
}

/// Expands to:
///
/// ```text
/// impl __s::Object for Device {
///     const ATTRIBUTES: &'static [__s::AttributeDef] = &[/* definitions */];
///     const KEYS: &'static [__s::Key] = &__s::keys::<9>(Self::ATTRIBUTES);
///     const OWN_SCHEMA: __s::Option<&'static __s::SchemaDef> = __s::Some(<Self as __s::ScimResource>::SCHEMAS[0]);
///     fn scim_blank() -> Self { Self { id: <String as __s::Attribute>::scim_unassigned(), /* ... */ } }
/// }
/// ```
fn table(impls: &Impls<'_>, object: &Object) -> TokenStream {
    let definitions: Vec<_> = object.slots.iter().map(definition).collect();
    let count = Literal::usize_unsuffixed(object.slots.len());
    let own_schema = match &object.kind {
        ObjectKind::Complex(_) => None,
        ObjectKind::Extension(_) => Some(quote!(<Self as __s::ScimExtension>::SCHEMA)),
        ObjectKind::Resource(..) => Some(quote!(<Self as __s::ScimResource>::SCHEMAS[0])),
    };
    let in_table = object.table.as_ref().map(|name| {
        quote! {
            const TABLE: &'static __s::Table =
                &__s::Table::new(Self::ATTRIBUTES, Self::KEYS, Self::OWN_SCHEMA).named(#name);
        }
    });
    let own_schema = own_schema
        .map(|schema| quote!(const OWN_SCHEMA: __s::Option<&'static __s::SchemaDef> = __s::Some(#schema);));
    let fields = object.slots.iter().map(|slot| (&slot.member, &slot.carrier, slot.default.as_ref()));
    let blank = fields::blank(fields, &object.skipped);
    let mut statics = TokenStream::new();
    let mut attributes = quote!(const ATTRIBUTES: &'static [__s::AttributeDef] = &[#(#definitions),*];);
    if object.slots.iter().any(|slot| matches!(slot.carrier, Carrier::Recursive)) {
        // A constant cannot refer to itself; statics can.
        statics = quote! {
            static __ATTRIBUTES: [__s::AttributeDef; #count] = [#(#definitions),*];
            static __RECURSION: __s::Table =
                __s::Table::new(&__ATTRIBUTES, &__s::keys::<#count>(&__ATTRIBUTES), __s::None);
        };
        attributes = quote! {
            const ATTRIBUTES: &'static [__s::AttributeDef] = &__ATTRIBUTES;
            const TABLE: &'static __s::Table = &__RECURSION;
        };
    }
    let object = impls.of(
        &quote!(Object),
        &quote! {
            #attributes
            const KEYS: &'static [__s::Key] = &__s::keys::<#count>(Self::ATTRIBUTES);
            #own_schema
            #in_table
            #blank
        },
    );
    quote!(#statics #object)
}

/// Expands to two impls, for the struct and for a box of it:
///
/// ```text
/// impl __s::Single for Owner {
///     const TYPE: __s::AttributeType = __s::AttributeType::Complex;
///     const TABLE: __s::Option<&'static __s::Table> = __s::Some(<Owner as __s::Object>::TABLE);
///     fn scim_blank_value() -> Self { <Owner as __s::Object>::scim_blank() }
///     fn scim_ref(&self) -> __s::ValueRef<'_> { __s::complex(self) }
///     fn scim_mut(&mut self) -> __s::ValueMut<'_> { __s::complex_mut(self, <Owner as __s::Object>::TABLE) }
/// }
/// ```
pub(crate) fn single(impls: &Impls<'_>) -> TokenStream {
    let this = impls.this();
    let constants = quote! {
        const TYPE: __s::AttributeType = __s::AttributeType::Complex;
        const TABLE: __s::Option<&'static __s::Table> = __s::Some(<#this as __s::Object>::TABLE);
    };
    let bare = impls.of(
        &quote!(Single),
        &quote! {
            #constants
            fn scim_blank_value() -> Self {
                <#this as __s::Object>::scim_blank()
            }
            fn scim_ref(&self) -> __s::ValueRef<'_> {
                __s::complex(self)
            }
            fn scim_mut(&mut self) -> __s::ValueMut<'_> {
                __s::complex_mut(self, <#this as __s::Object>::TABLE)
            }
        },
    );
    let boxed = impls.for_type(
        &quote!(Single),
        &quote!(__s::Box<#this>),
        &quote! {
            #constants
            fn scim_blank_value() -> Self {
                __s::Box::new(<#this as __s::Object>::scim_blank())
            }
            fn scim_ref(&self) -> __s::ValueRef<'_> {
                __s::complex(&**self)
            }
            fn scim_mut(&mut self) -> __s::ValueMut<'_> {
                __s::complex_mut(&mut **self, <#this as __s::Object>::TABLE)
            }
        },
    );
    quote!(#bare #boxed)
}

/// Expands to:
///
/// ```text
/// &__s::SchemaDef::new("urn:...", "Device", "A laptop.", <Self as __s::Object>::ATTRIBUTES).aliases(&["urn:..."])
/// ```
fn schema_def(schema: &Schema) -> TokenStream {
    let Schema { urn, name, description, aliases } = schema;
    let aliases = (!aliases.is_empty()).then(|| quote!(.aliases(&[#(#aliases),*])));
    quote!(&__s::SchemaDef::new(#urn, #name, #description, <Self as __s::Object>::ATTRIBUTES) #aliases)
}

/// Expands to two impls:
///
/// ```text
/// impl __s::ScimExtension for Warranty { const SCHEMA: &'static __s::SchemaDef = /* schema */; }
/// impl __s::Place for Warranty { /* how an absent extension is made */ }
/// ```
fn extension(impls: &Impls<'_>, schema: &Schema) -> TokenStream {
    let schema = schema_def(schema);
    let mut tokens =
        impls.of(&quote!(ScimExtension), &quote!(const SCHEMA: &'static __s::SchemaDef = #schema;));
    tokens.extend(place(impls));
    tokens
}

/// See [`extension`].
pub(crate) fn place(impls: &Impls<'_>) -> TokenStream {
    impls.of(
        &quote!(Place),
        &quote! {
            fn scim_blank_place() -> Self {
                <Self as __s::Object>::scim_blank()
            }
            fn scim_place(&mut self) -> __s::ValueMut<'_> {
                __s::complex_mut(self, <Self as __s::Object>::TABLE)
            }
        },
    )
}

/// Expands to:
///
/// ```text
/// impl __s::ScimResource for Device {
///     const SCHEMAS: &'static [&'static __s::SchemaDef] =
///         &[/* schema */, <Option<Warranty> as __s::ExtensionField>::SCHEMA];
///     const RESOURCE_TYPE: &'static __s::ResourceTypeDef = &__s::ResourceTypeDef::new(
///         "Device", "A laptop.", "/Devices", "urn:...", &[<Option<Warranty> as __s::ExtensionField>::IN_TYPE]);
///     fn scim_meta(&self) -> __s::Option<&__s::Meta> { __s::MetaField::scim_meta_ref(&self.meta) }
///     fn scim_meta_mut(&mut self) -> __s::Option<&mut __s::Meta> { /* the same, mutably */ }
/// }
/// ```
fn resource(impls: &Impls<'_>, object: &Object, schema: &Schema, endpoint: &str) -> TokenStream {
    let def = schema_def(schema);
    let Schema { urn, name, description, .. } = schema;
    let types: Vec<_> =
        object.slots.iter().filter(|slot| slot.part == Part::Extension).map(|slot| &slot.member.ty).collect();
    let meta = object.slots.iter().find(|slot| slot.part == Part::Meta);
    let meta = fields::meta(meta.map(|slot| &slot.member));
    impls.of(
        &quote!(ScimResource),
        &quote! {
            const SCHEMAS: &'static [&'static __s::SchemaDef] = &[#def #(, <#types as __s::ExtensionField>::SCHEMA)*];
            const RESOURCE_TYPE: &'static __s::ResourceTypeDef = &__s::ResourceTypeDef::new(
                #name,
                #description,
                #endpoint,
                #urn,
                &[#(<#types as __s::ExtensionField>::IN_TYPE),*],
            );
            #meta
        },
    )
}
