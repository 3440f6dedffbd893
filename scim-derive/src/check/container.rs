//! What a struct's own keys say.

use syn::{Data, DeriveInput, Fields, FieldsNamed};

use super::{Container, names, plain};
use crate::docs;
use crate::errors::Errors;
use crate::expand::Derive;
use crate::model::Schema;

/// Attributes need names: a struct with named fields is the only shape that has them.
pub(super) fn named_fields<'a>(
    derive: Derive,
    input: &'a DeriveInput,
    errors: &mut Errors,
) -> Option<&'a FieldsNamed> {
    let name = derive.name();
    let (span, message) = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(fields),
            Fields::Unnamed(fields) => (
                fields.paren_token.span.join(),
                match fields.unnamed.len() {
                    1 => format!(
                        "`{name}` needs named fields; for a newtype around one value derive `ScimValue`"
                    ),
                    _ => format!("`{name}` needs named fields, since fields are attributes; name them"),
                },
            ),
            Fields::Unit => (
                input.ident.span(),
                format!("`{name}` needs named fields, since fields are attributes; this struct has none"),
            ),
        },
        Data::Enum(data) => (
            data.enum_token.span,
            format!("`{name}` cannot be derived for an enum; for an enum of words derive `ScimValue`"),
        ),
        Data::Union(data) => (
            data.union_token.span,
            format!("`{name}` cannot be derived for a union; write a struct with named fields"),
        ),
    };
    errors.push(span, message);
    None
}

/// The schema of a resource or an extension: it needs a URN, the rest has defaults.
pub(super) fn schema(container: &Container<'_>, errors: &mut Errors) -> Option<Schema> {
    let attrs = &container.attrs;
    let name = attrs.name.as_ref().map_or_else(|| plain(&container.input.ident), |key| key.value.value());
    let description = attrs
        .description
        .as_ref()
        .map_or_else(|| docs::description(&container.input.attrs), |key| key.value.value());
    let aliases = attrs.alias.as_ref().map(|key| key.value.0.clone()).unwrap_or_default();
    for alias in &aliases {
        names::is_urn(alias, errors);
    }
    let Some(urn) = &attrs.schema else {
        if container.complete {
            let (what, kind) = match container.derive {
                Derive::Extension => ("a schema extension", "extension"),
                _ => ("a resource", "core"),
            };
            errors.push(
                container.input.ident.span(),
                format!(
                    "{what} needs the URN of its schema: add \
                     `#[scim(schema = \"urn:example:params:scim:schemas:{kind}:2.0:{name}\")]`"
                ),
            );
        }
        return None;
    };
    names::is_urn(&urn.value, errors);
    names::aliases_differ(&urn.value, &aliases, errors);
    Some(Schema { urn: urn.value.clone(), name, description, aliases })
}

/// Where resources are served: a path of its own, or one made of the name.
pub(super) fn endpoint(container: &Container<'_>, name: &str, errors: &mut Errors) -> String {
    match &container.attrs.endpoint {
        Some(endpoint) => {
            names::is_endpoint(&endpoint.value, errors);
            endpoint.value.value()
        }
        None => format!("/{name}s"),
    }
}
