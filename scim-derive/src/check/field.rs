//! One field.

use darling::FromAttributes;
use quote::ToTokens;
use syn::{Field, Ident};

use super::{Container, columns, keys, mapped, names, plain};
use crate::attrs::{FieldAttrs, Place, to_errors};
use crate::case::Case;
use crate::docs;
use crate::errors::Errors;
use crate::expand::Derive;
use crate::model::{Carrier, Characteristics, Member, Part, Skipped, Slot};
use crate::types;

/// A field after the rules that concern it alone.
pub(super) enum Checked {
    Slot(Box<Slot>),
    Base(Member),
    Skipped(Skipped),
    /// Its keys could not be read; what it is, is not known.
    Unread,
}

/// Reads and checks one field.
pub(super) fn check(container: &Container<'_>, field: &Field, errors: &mut Errors) -> Checked {
    let Some(ident) = field.ident.as_ref() else { return Checked::Unread };
    let attrs = match FieldAttrs::from_attributes(&field.attrs) {
        Ok(attrs) => attrs,
        Err(error) => {
            to_errors(error, Place::Field, errors);
            return Checked::Unread;
        }
    };
    let role = keys::of_field(container.derive, &attrs, errors);
    let generics = &container.input.generics;
    let ty = types::without_self(&field.ty, &container.input.ident, generics);
    let generic = types::is_generic(&ty, generics);
    let member = Member { ident: ident.clone(), ty, generic };
    let part = match role {
        Some("skip") => {
            return Checked::Skipped(Skipped { member, default: attrs.default.map(|key| key.value) });
        }
        Some("base") => return Checked::Base(member),
        Some("id") => Part::Id,
        Some("external_id") => Part::ExternalId,
        Some("meta") => Part::Meta,
        Some("extension") => Part::Extension,
        _ => Part::Attribute,
    };
    let name = match part {
        Part::Id => "id".to_owned(),
        Part::ExternalId => "externalId".to_owned(),
        Part::Meta => "meta".to_owned(),
        Part::Extension => String::new(),
        Part::Attribute if container.attrs.maps.is_some() => {
            keys::of_row_field(container.derive, &attrs, errors);
            let Some(path) = &attrs.path else {
                errors.push(
                    ident.span(),
                    "which sub-attribute is this? Say `#[scim(path = \"value\")]` or the like, or `#[scim(skip)]` if it is none",
                );
                return Checked::Unread;
            };
            let Some(name) = mapped::sub_attribute(&path.value, errors) else { return Checked::Unread };
            name
        }
        Part::Attribute => {
            keys::of_attribute(container, &attrs, errors);
            if container.derive == Derive::Complex && attrs.nested.is_none() {
                is_not_recursive(container, field, errors);
            }
            let name = attribute_name(container, ident, &attrs);
            let span = attrs.rename.as_ref().map_or_else(|| ident.span(), |key| key.value.span());
            names::is_grammatical(&name, span, attrs.rename.is_some(), errors);
            // A schema or resource type of discovery describes its own `id` (RFC 7643 §8.7.2).
            let is_own_id = container.attrs.no_id.is_some() && scim_grammar::names_equal(&name, "id");
            // A path without `maps` was told, or `maps` could not be read.
            if !is_own_id && attrs.path.is_none() {
                names::is_not_common(container.derive, &name, span, errors);
            }
            name
        }
    };
    if part == Part::Attribute {
        keys::integer_fits(&field.ty, &attrs, errors);
    }
    let carrier = match (&attrs.with, part) {
        (Some(with), _) => Carrier::Convert(Box::new(with.value.clone())),
        (None, Part::Extension) => Carrier::ExtensionField,
        (None, Part::Meta) => Carrier::MetaField,
        (None, _) if attrs.nested.is_some() => Carrier::Recursive,
        (None, _) if container.derive == Derive::Complex => Carrier::SubAttribute,
        (None, _) => Carrier::Attribute,
    };
    let description =
        attrs.description.as_ref().map_or_else(|| docs::description(&field.attrs), |key| key.value.value());
    let column = columns::of_field(&attrs, errors);
    let attribute = Characteristics {
        name,
        description,
        required: attrs.required.as_ref().map(|key| key.span),
        case_exact: attrs.case_exact,
        mutability: attrs.mutability,
        returned: attrs.returned,
        uniqueness: attrs.uniqueness,
        canonical: attrs.canonical,
        reference: attrs.reference,
    };
    Checked::Slot(Box::new(Slot {
        member,
        part,
        carrier,
        attribute,
        default: attrs.default.map(|key| key.value),
        column,
        path: attrs.path.map(|key| key.value),
    }))
}

/// The attribute's name: as given, or made of the field's.
fn attribute_name(container: &Container<'_>, ident: &Ident, attrs: &FieldAttrs) -> String {
    if let Some(name) = &attrs.rename {
        return name.value.value();
    }
    let case = container.attrs.rename_all.as_ref().map_or(Case::Camel, |key| key.value.0);
    case.field(&plain(ident))
}

/// The name under which messages speak of the attribute.
pub(super) fn named(slot: &Slot) -> (String, proc_macro2::Span) {
    (slot.attribute.name.clone(), slot.member.ident.span())
}

/// A complex attribute that holds itself would be a complex attribute within a complex one, without end.
fn is_not_recursive(container: &Container<'_>, field: &Field, errors: &mut Errors) {
    let this = &container.input.ident;
    if types::mentions(field.ty.to_token_stream(), &|ident| ident == this || ident == "Self") {
        errors.push(
            syn::spanned::Spanned::span(&field.ident),
            format!(
                "`{this}` holds itself, but a complex attribute cannot hold another one (RFC 7643 §2.3.8); refer to the \
                 other by its identifier, as `value` and `$ref` do (RFC 7643 §2.4)"
            ),
        );
    }
}
