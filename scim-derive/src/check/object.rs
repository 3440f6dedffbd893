//! Structs whose fields are attributes.

use proc_macro2::Span;
use scim_grammar::names_equal;
use syn::spanned::Spanned;

use super::field::{self, Checked};
use super::{Container, columns, container, keys, mapped, names};
use crate::errors::Errors;
use crate::expand::Derive;
use crate::model::{Extended, Member, Model, Object, ObjectKind, Part, Skipped, Slot, Target};

/// The model of a struct.
pub(super) fn check(container: &Container<'_>, target: Target, errors: &mut Errors) -> Option<Model> {
    let fields = container::named_fields(container.derive, container.input, errors)?;
    if let (Derive::Resource, Some(maps)) = (container.derive, &container.attrs.maps) {
        return Some(mapped::check(container, target, &maps.value, fields, errors));
    }
    let mut found = Found { slots: Vec::new(), skipped: Vec::new(), bases: Vec::new(), complete: true };
    for field in &fields.named {
        match field::check(container, field, errors) {
            Checked::Slot(slot) => found.slots.push(*slot),
            Checked::Skipped(skipped) => found.skipped.push(skipped),
            Checked::Base(base) => found.bases.push(base),
            Checked::Unread => found.complete = false,
        }
    }
    if found.bases.is_empty() {
        object(container, target, found, errors)
    } else {
        extended(container, target, found, errors)
    }
}

/// The fields of a struct by what they are.
struct Found {
    slots: Vec<Slot>,
    skipped: Vec<Skipped>,
    bases: Vec<Member>,
    /// Whether every field could be read.
    complete: bool,
}

/// A struct that declares attributes.
fn object(container: &Container<'_>, target: Target, mut found: Found, errors: &mut Errors) -> Option<Model> {
    if container.attrs.maps.is_some() {
        mapped::paths_differ(&found.slots, errors);
    } else {
        let attributes: Vec<_> =
            found.slots.iter().filter(|slot| slot.part == Part::Attribute).map(field::named).collect();
        names::are_distinct(&attributes, errors);
    }
    fits_the_index(container, &found, errors);
    let placed = found.slots.iter().map(|slot| (slot.part, &slot.member.ident, slot.column.as_ref()));
    columns::together(container, &placed, errors);
    let kind = match container.derive {
        Derive::Complex => {
            Some(ObjectKind::Complex(container.attrs.maps.as_ref().map(|key| key.value.clone())))
        }
        Derive::Extension => container::schema(container, errors).map(ObjectKind::Extension),
        Derive::Resource | Derive::Value => {
            keys::one_of_each(&found.slots.iter().map(|slot| (slot.part, &slot.member.ident)), errors);
            has_id(container, &found, errors);
            let schema = container::schema(container, errors);
            let name = schema.as_ref().map_or("", |schema| &schema.name);
            let endpoint = container::endpoint(container, name, errors);
            schema.map(|schema| ObjectKind::Resource(schema, endpoint))
        }
    };
    if container.derive != Derive::Resource {
        has_attributes(container, &found, errors);
    }
    // Common attributes first and last, as in the RFC's examples; the sort is stable, so fields keep their order.
    found.slots.sort_by_key(|slot| match slot.part {
        Part::Id => 0,
        Part::ExternalId => 1,
        Part::Attribute => 2,
        Part::Extension => 3,
        Part::Meta => 4,
    });
    let Found { slots, skipped, .. } = found;
    let table = container.attrs.table.as_ref().map(|key| key.value.clone());
    kind.map(|kind| Model::Object(Object { target, kind, slots, skipped, table }))
}

/// Tables number their attributes with 16 bits.
fn fits_the_index(container: &Container<'_>, found: &Found, errors: &mut Errors) {
    if found.slots.len() > usize::from(u16::MAX) {
        errors.push(
            container.input.ident.span(),
            format!("more than {} attributes; split the struct", u16::MAX),
        );
    }
}

/// Every resource has an `id` (RFC 7643 §3.1), except some of discovery (§5, §7).
fn has_id(container: &Container<'_>, found: &Found, errors: &mut Errors) {
    // An unmarked `id` has been reported as such.
    let named = |slot: &Slot| slot.part == Part::Attribute && names_equal(&slot.attribute.name, "id");
    let has = found.slots.iter().any(|slot| slot.part == Part::Id || named(slot));
    if !has && found.complete && container.complete && container.attrs.no_id.is_none() {
        errors.push(
            container.input.ident.span(),
            "a resource has an `id` (RFC 7643 §3.1): mark the field that identifies it `#[scim(id)]`",
        );
    }
}

/// A complex attribute or an extension without attributes could never have a value.
fn has_attributes(container: &Container<'_>, found: &Found, errors: &mut Errors) {
    if found.slots.is_empty() && found.complete {
        errors.push(
            container.input.ident.span(),
            "none of the fields is an attribute, so this could never have a value",
        );
    }
}

/// A struct that adds extensions to another one's resource.
fn extended(container: &Container<'_>, target: Target, found: Found, errors: &mut Errors) -> Option<Model> {
    base_is_alone(container, &found, errors);
    keys::schema_is_of("base", "the base", &container.attrs, errors);
    if let Some(table) = &container.attrs.table {
        errors.push(table.span, "`table` contradicts `base`: the schema is that of the base; remove the key");
    }
    base_is_not_generic(container, errors);
    let attrs = &container.attrs;
    if let Some(endpoint) = &attrs.endpoint {
        names::is_endpoint(&endpoint.value, errors);
    }
    let extensions =
        found.slots.into_iter().filter(|slot| slot.part == Part::Extension).map(|slot| slot.member);
    Some(Model::Extended(Extended {
        target,
        extensions: extensions.collect(),
        skipped: found.skipped,
        name: attrs.name.as_ref().map(|key| key.value.value()),
        description: attrs.description.as_ref().map(|key| key.value.value()),
        endpoint: attrs.endpoint.as_ref().map(|key| key.value.value()),
        base: found.bases.into_iter().next()?,
    }))
}

/// The base brings the common attributes and those of the schema; what is added to it are extensions.
fn base_is_alone(container: &Container<'_>, found: &Found, errors: &mut Errors) {
    if container.derive != Derive::Resource {
        // Refused by its key already.
        return;
    }
    for second in &found.bases[1..] {
        errors
            .push(second.ident.span(), "a resource extends one other; keep one field marked `#[scim(base)]`");
    }
    for slot in &found.slots {
        let span = slot.member.ident.span();
        match slot.part {
            Part::Extension => {}
            Part::Attribute => errors.push(
                span,
                "the base's schema cannot get another attribute (RFC 7643 §3.3); move the field to a struct that derives \
                 `ScimExtension`, or mark it `#[scim(skip)]`",
            ),
            Part::Id | Part::ExternalId | Part::Meta => errors.push(
                span,
                format!("`{}` is the base's; remove the field, or mark it `#[scim(skip)]`", slot.attribute.name),
            ),
        }
    }
}

/// The joined tables have lengths that rustc cannot compute from parameters.
fn base_is_not_generic(container: &Container<'_>, errors: &mut Errors) {
    let params = &container.input.generics.params;
    if !params.is_empty() {
        let span: Span = params.span();
        errors
            .push(span, "a struct with a `#[scim(base)]` field cannot have parameters; write the types out");
    }
}
