//! Which keys go together.

use proc_macro2::Ident;
use syn::Type;

use super::Container;
use crate::attrs::{ContainerAttrs, FieldAttrs};
use crate::errors::Errors;
use crate::expand::Derive;
use crate::model::Part;
use crate::types;

/// Keys of a struct or enum that its derive has no use for: they would be ignored, so they are refused.
pub(super) fn of_container(derive: Derive, attrs: &ContainerAttrs, errors: &mut Errors) {
    for (key, span) in attrs.given() {
        let message = match (derive, key) {
            (_, "no_id") if !is_own_crate() => ours(key),
            (_, "rename_all" | "crate")
            | (
                Derive::Resource,
                "schema" | "name" | "description" | "endpoint" | "alias" | "no_id" | "maps" | "table",
            )
            | (Derive::Complex, "maps")
            | (Derive::Extension, "schema" | "name" | "description" | "alias")
            | (Derive::Value, "case_exact") => continue,
            (Derive::Complex, "schema" | "alias") => format!(
                "`{key}` belongs to `ScimResource` and `ScimExtension`: a complex attribute is part of the schema of the \
                 struct that holds it"
            ),
            (Derive::Complex | Derive::Value, "name" | "description") => {
                format!(
                    "`{key}` has no effect here: the field that has this type names and describes the attribute"
                )
            }
            (Derive::Resource, "extensions") if attrs.maps.is_some() => continue,
            (Derive::Resource, "extensions") => {
                "`extensions` lists those that a struct with `maps` has attributes of; here each is a field marked \
                 `#[scim(extension)]`"
                    .to_owned()
            }
            (Derive::Extension, "maps") => {
                "`maps` belongs to `ScimResource` and `ScimComplex`; a row names the extension in `extensions(...)` and its \
                 attributes with the URN before them"
                    .to_owned()
            }
            (_, "table") => {
                "`table` belongs to `ScimResource`, and to the field that holds a list of rows: say there which table they are in"
                    .to_owned()
            }
            (Derive::Extension, "endpoint") => {
                "`endpoint` belongs to `ScimResource`: an extension is served as a part of resources"
                    .to_owned()
            }
            (_, "case_exact") => {
                "`case_exact` belongs to a field, or to a type that derives `ScimValue`".to_owned()
            }
            _ => format!("`{key}` has no meaning for `{}`; remove it", derive.name()),
        };
        errors.push(span, message);
    }
}

/// Whether the derive works for the crate whose discovery resources need keys of their own. A build tool other than cargo need not
/// say.
fn is_own_crate() -> bool {
    std::env::var("CARGO_PKG_NAME").map_or(true, |name| name == "scim-types")
}

fn ours(key: &str) -> String {
    format!("`{key}` is for the discovery resources of `scim-types` alone; remove it")
}

/// The keys that say what a field is, each with what it is. A field is one thing.
const ROLES: [(&str, &str); 6] = [
    ("id", "the resource's `id`"),
    ("external_id", "the resource's `externalId`"),
    ("meta", "the resource's `meta`"),
    ("extension", "a schema extension"),
    ("base", "the resource that this struct extends"),
    ("skip", "not part of SCIM"),
];

/// The role that a field was given, if any. Two roles contradict each other; so does a role and a characteristic that the
/// role fixes.
pub(super) fn of_field(derive: Derive, attrs: &FieldAttrs, errors: &mut Errors) -> Option<&'static str> {
    let given = attrs.given();
    let mut roles = given.iter().filter_map(|(key, span)| {
        ROLES.iter().find(|(role, _)| role == key).map(|(role, what)| (*role, *what, *span))
    });
    let role = roles.next();
    for (key, what, span) in roles {
        let (first, first_what, _) = role?;
        errors.push(
            span,
            format!("`{key}` contradicts `{first}`: a field cannot be {first_what} and {what}; keep one"),
        );
    }
    only_in_resources(derive, role, errors);
    let (role, what, _) = role?;
    for (key, span) in &given {
        let fits = match *key {
            "with" => matches!(role, "id" | "external_id"),
            "column" | "fold_column" => matches!(role, "id" | "external_id"),
            "columns" | "fold_columns" => role == "meta",
            "integer" => matches!(role, "id" | "external_id" | "meta"),
            "default" => matches!(role, "id" | "external_id" | "meta" | "skip"),
            "description" => matches!(role, "id" | "external_id" | "meta"),
            key => ROLES.iter().any(|(role, _)| *role == key),
        };
        if !fits {
            let reason = match role {
                "skip" => "the field is not part of SCIM".to_owned(),
                "id" | "external_id" | "meta" => format!("RFC 7643 §3.1 fixes what {what} is"),
                "extension" => "the struct that derives `ScimExtension` says what it is".to_owned(),
                _ => "the struct that it extends says what it is".to_owned(),
            };
            errors.push(*span, format!("`{key}` contradicts `{role}`: {reason}; remove one of the two"));
        }
    }
    Some(role)
}

/// Only a resource has an id, metadata and extensions (RFC 7643 §3).
fn only_in_resources(derive: Derive, role: Option<(&str, &str, proc_macro2::Span)>, errors: &mut Errors) {
    let Some((role, _, span)) = role else { return };
    let owner = match derive {
        Derive::Complex => "a complex attribute",
        Derive::Extension => "a schema extension",
        Derive::Resource | Derive::Value => return,
    };
    match role {
        "skip" => {}
        "extension" => errors.push(span, format!("{owner} has no extensions of its own; put the field on the resource")),
        _ => errors.push(
            span,
            format!("`{role}` belongs to a resource, and {owner} is none; remove the key, or derive `ScimResource`"),
        ),
    }
}

/// Characteristics of one attribute that contradict each other.
pub(super) fn of_attribute(container: &Container<'_>, attrs: &FieldAttrs, errors: &mut Errors) {
    // Of a struct whose keys could not be read, `maps` may be one.
    if container.complete {
        path_needs_maps(attrs, errors);
    }
    required_has_no_default(attrs, errors);
    write_only_is_never_returned(attrs, errors);
    canonical_values_differ(attrs, errors);
    reference_types_are_named(attrs, errors);
    converted_is_not_nested(attrs, errors);
    if let Some(nested) = attrs.nested.as_ref().filter(|_| !is_own_crate()) {
        errors.push(nested.span, ours("nested"));
    }
}

/// Characteristics are the schema's; a row may narrow some of them.
pub(super) fn of_row_field(derive: Derive, attrs: &FieldAttrs, errors: &mut Errors) {
    required_has_no_default(attrs, errors);
    for (key, span) in attrs.given() {
        if key == "primary" && derive == Derive::Complex {
            errors.push(
                span,
                "`primary` belongs to a field that selects one of several values; here each value may tell it in its sub-attribute \
                 `primary`: remove the key",
            );
        }
        let narrows = [
            "path",
            "primary",
            "required",
            "mutability",
            "default",
            "with",
            "description",
            "column",
            "fold_column",
            "integer",
            "columns",
            "fold_columns",
            "table",
            "constants",
            "order",
        ];
        if !narrows.contains(&key) {
            errors.push(
                span,
                format!("`{key}` contradicts `maps`: it is what the schema says; remove the key"),
            );
        }
    }
}

/// Integers are of one type, which an `i64` holds. The compiler would tell only that the field's type is none of an attribute.
pub(super) fn integer_fits(ty: &Type, attrs: &FieldAttrs, errors: &mut Errors) {
    if let (None, Some(wide)) = (&attrs.with, types::wide_integer(ty)) {
        errors.push(
            wide.span(),
            format!("an integer attribute is an `i64`, which has not all values of `{wide}`: use `i64`, or convert the field with `#[scim(with = ...)]`"),
        );
    }
}

/// Keys that say what the schema is, where it is another type's.
pub(super) fn schema_is_of(because: &str, whose: &str, attrs: &ContainerAttrs, errors: &mut Errors) {
    let keys = [
        attrs.schema.as_ref().map(|key| ("schema", key.span)),
        attrs.alias.as_ref().map(|key| ("alias", key.span)),
        attrs.rename_all.as_ref().map(|key| ("rename_all", key.span)),
        attrs.no_id.as_ref().map(|key| ("no_id", key.span)),
    ];
    for (key, span) in keys.into_iter().flatten() {
        errors.push(
            span,
            format!("`{key}` contradicts `{because}`: the schema is that of {whose}; remove the key"),
        );
    }
}

/// `id`, `externalId` and `meta` are single attributes: one field holds each.
pub(super) fn one_of_each<'f>(
    fields: &(impl Iterator<Item = (Part, &'f Ident)> + Clone),
    errors: &mut Errors,
) {
    for (part, key, name) in [
        (Part::Id, "id", "id"),
        (Part::ExternalId, "external_id", "externalId"),
        (Part::Meta, "meta", "meta"),
    ] {
        let mut with = fields.clone().filter(|(of, _)| *of == part).map(|(_, ident)| ident);
        let Some(first) = with.next() else { continue };
        for second in with {
            errors.push(
                second.span(),
                format!("`{first}` is marked `#[scim({key})]` already; a resource has one `{name}`"),
            );
        }
    }
}

/// Keys that place a field in a schema need one.
fn path_needs_maps(attrs: &FieldAttrs, errors: &mut Errors) {
    for (key, span) in attrs.given().into_iter().filter(|(key, _)| matches!(*key, "path" | "primary")) {
        errors.push(
            span,
            format!("`{key}` places the field in a schema that exists: say which with `#[scim(maps = User)]` on the struct"),
        );
    }
}

/// `required` asks the client for a value, `default` says that it need not send one.
fn required_has_no_default(attrs: &FieldAttrs, errors: &mut Errors) {
    if let (Some(required), Some(_)) = (&attrs.required, &attrs.default) {
        errors.push(
            required.span,
            "`required` contradicts `default`: with a default the client need not send a value; keep one of the two",
        );
    }
}

/// RFC 7643 §7: the value of a writeOnly attribute is never returned.
fn write_only_is_never_returned(attrs: &FieldAttrs, errors: &mut Errors) {
    use crate::attrs::{Mutability, Returned};
    let (Some(mutability), Some(returned)) = (&attrs.mutability, &attrs.returned) else { return };
    if mutability.value == Mutability::WriteOnly && returned.value != Returned::Never {
        errors.push(
            returned.span,
            "a `writeOnly` attribute is never returned (RFC 7643 §7); remove `returned`, or write `returned = \"never\"`",
        );
    }
}

/// A suggestion is made once. Case counts: canonical values of a case-exact attribute may differ in nothing else.
fn canonical_values_differ(attrs: &FieldAttrs, errors: &mut Errors) {
    let Some(canonical) = &attrs.canonical else { return };
    let words = &canonical.value.0;
    for (i, word) in words.iter().enumerate() {
        if words[..i].iter().any(|earlier| earlier.value() == word.value()) {
            errors.push(
                word.span(),
                format!("the canonical value {:?} is listed twice; remove one", word.value()),
            );
        }
    }
}

/// A reference type is `external`, `uri` or the name of a resource type (RFC 7643 §7).
fn reference_types_are_named(attrs: &FieldAttrs, errors: &mut Errors) {
    let Some(reference) = &attrs.reference else { return };
    for word in &reference.value.0 {
        let text = word.value();
        if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c == '/' || c == ':') {
            errors.push(
                word.span(),
                "a reference points to a resource type by its name, such as \"User\", or is \"external\" or \"uri\" \
                 (RFC 7643 §7)",
            );
        }
    }
}

/// A conversion makes a simple value of a field, and a simple value holds no attributes.
fn converted_is_not_nested(attrs: &FieldAttrs, errors: &mut Errors) {
    if let (Some(_), Some(nested)) = (&attrs.with, &attrs.nested) {
        errors.push(nested.span, "`nested` contradicts `with`");
    }
}
