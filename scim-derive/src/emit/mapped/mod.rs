//! Rows: structs whose fields are parts of a resource with a schema of another struct's.

mod checks;
mod tables;

pub(crate) use checks::sub_attributes_of;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::columns::{self, Placed};
use super::fields;
use super::impls::Impls;
use crate::model::{Attr, Entry, Mapped, Part, RowField};
use tables::{Place, Row};

/// The impls of `ScimResource` for a struct with `maps`, and the constants they are made of.
pub(crate) fn emit(mapped: &Mapped) -> TokenStream {
    let mut row = Row::new(mapped);
    row.root();
    let impls = Impls::new(&mapped.target, &fields::default_bounds(&mapped.skipped));
    let constants = &row.constants;
    let mut tokens = schema_table(mapped);
    tokens.extend(quote!(#constants));
    let members = row.fields.iter().map(|(slot, field)| (*slot, &mapped.fields[*field]));
    let members = members.map(|(slot, field)| (slot, &field.carrier, &field.member));
    // What is no field is between them.
    let parts = row.layout.iter().enumerate().filter_map(|(slot, place)| {
        let (slot, value) = (tables::number(slot), place.value()?);
        Some(quote!(#slot => #value,))
    });
    tokens.extend(fields::slots(
        &impls,
        members,
        &parts.collect(),
        &quote!(__s::row_slot_mut(self, __index)),
    ));
    tokens.extend(table(&impls, mapped, &row));
    tokens.extend(resource(&impls, mapped, &row));
    tokens.extend(checks::checks(mapped));
    tokens.extend(in_columns(mapped));
    tokens
}

/// The checks of SQL keys.
fn in_columns(mapped: &Mapped) -> TokenStream {
    let ident = &mapped.target.ident;
    let table = quote!(<#ident as __s::Object>::TABLE);
    let mut attributes = Vec::new();
    for (field, of) in mapped.fields.iter().enumerate() {
        let name = match of.part {
            Part::Id => "id",
            Part::ExternalId => "externalId",
            Part::Meta => "meta",
            Part::Attribute | Part::Extension => continue,
        };
        attributes.push((field, checks::attribute_in(&table, None, name)));
    }
    for (urn, attr) in checks::attributes(mapped) {
        let attribute = checks::attribute_in(&table, urn, &attr.name);
        each_field(attr, &attribute, &mut |field, attribute| attributes.push((field, attribute)));
    }
    columns::checks(attributes.into_iter().filter_map(|(field, attribute)| {
        let RowField { column, carrier, member, .. } = &mapped.fields[field];
        Some(Placed { column: column.as_ref()?, carrier, member, attribute })
    }))
}

/// Calls `check` with each field of an attribute and what the schema has there.
fn each_field(attr: &Attr, schema: &TokenStream, check: &mut impl FnMut(usize, TokenStream)) {
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

/// Expands to, so that every path is looked up in one table:
///
/// ```text
/// const __SCHEMA: &__s::Table = &__s::Table::new(
///     /* the attributes of `User`, with those extensions behind them */, /* keys */, /* the core schema */);
/// ```
fn schema_table(mapped: &Mapped) -> TokenStream {
    let (base, extensions) = (&mapped.schema, &mapped.extensions);
    let count = Literal::usize_unsuffixed(extensions.len());
    quote! {
        const __KNOWN: &[__s::AttributeDef] =
            &__s::concat::<__s::AttributeDef, { <#base as __s::BaseField>::ATTRIBUTES.len() + #count }>(
                <#base as __s::BaseField>::ATTRIBUTES,
                &[#(<__s::Option<#extensions> as __s::ExtensionField>::DEF),*],
            );
        const __SCHEMA: &__s::Table = &__s::Table::new(
            __KNOWN,
            &__s::keys::<{ <#base as __s::BaseField>::ATTRIBUTES.len() + #count }>(__KNOWN),
            __s::Some(<#base as __s::BaseField>::SCHEMAS[0]),
        );
    }
}

/// Expands to:
///
/// ```text
/// impl __s::Object for Employee {
///     const ATTRIBUTES: &'static [__s::AttributeDef] = __ATTRIBUTES;
///     const KEYS: &'static [__s::Key] = &__s::keys::<9>(__ATTRIBUTES);
///     /* OWN_SCHEMA */
///     const TABLE: &'static __s::Table = &__s::Table::new(/* of these */).laid_out(&[/* what each slot is */], __SCHEMA);
///     fn scim_blank() -> Self { /* ... */ }
/// }
/// ```
fn table(impls: &Impls<'_>, mapped: &Mapped, row: &Row<'_>) -> TokenStream {
    let of_parts = |part: &RowField| part.part != Part::Attribute;
    let common = mapped.fields.iter().filter(|field| of_parts(field)).count();
    let count = Literal::usize_unsuffixed(common + mapped.core.len() + mapped.groups.len());
    let (layout, name) = (row.layout.iter().map(Place::layout), mapped.table.iter());
    let fields = mapped.fields.iter().map(|field| (&field.member, &field.carrier, field.default.as_ref()));
    let blank = fields::blank(fields, &mapped.skipped);
    impls.of(
        &quote!(Object),
        &quote! {
            const ATTRIBUTES: &'static [__s::AttributeDef] = __ATTRIBUTES;
            const KEYS: &'static [__s::Key] = &__s::keys::<#count>(__ATTRIBUTES);
            const OWN_SCHEMA: __s::Option<&'static __s::SchemaDef> = __s::Some(<Self as __s::ScimResource>::SCHEMAS[0]);
            const TABLE: &'static __s::Table =
                &__s::Table::new(Self::ATTRIBUTES, Self::KEYS, Self::OWN_SCHEMA).laid_out(&[#(#layout),*], __SCHEMA) #(.named(#name))*;
            #blank
        },
    )
}

/// Expands to:
///
/// ```text
/// impl __s::ScimResource for Employee {
///     const SCHEMAS: &'static [&'static __s::SchemaDef] =
///         &[&<User as __s::BaseField>::SCHEMAS[0].narrowed(__ATTRIBUTES), __T4_SCHEMA];
///     const RESOURCE_TYPE: &'static __s::ResourceTypeDef = &<User as __s::BaseField>::RESOURCE_TYPE.with(/* ... */).at("/Users");
///     /* scim_meta and scim_meta_mut */
/// }
/// ```
fn resource(impls: &Impls<'_>, mapped: &Mapped, row: &Row<'_>) -> TokenStream {
    let base = &mapped.schema;
    let (own, in_type) = (&row.schemas, &row.extensions);
    let (name, description, endpoint) =
        (mapped.name.iter(), mapped.description.iter(), mapped.endpoint.iter());
    let meta = mapped.fields.iter().find(|field| field.part == Part::Meta);
    let meta = fields::meta(meta.map(|field| &field.member));
    impls.of(
        &quote!(ScimResource),
        &quote! {
            const SCHEMAS: &'static [&'static __s::SchemaDef] =
                &[&<#base as __s::BaseField>::SCHEMAS[0].narrowed(__ATTRIBUTES) #(, #own)*];
            const RESOURCE_TYPE: &'static __s::ResourceTypeDef = {
                const __EXTENSIONS: &[__s::SchemaExtensionDef] = &[#(#in_type),*];
                &<#base as __s::BaseField>::RESOURCE_TYPE
                    .with(__EXTENSIONS)
                    #(.named(#name))*
                    #(.described(#description))*
                    #(.at(#endpoint))*
            };
            #meta
        },
    )
}
