//! Names of attributes, and URNs of schemas.

use proc_macro2::Span;
use scim_grammar::{Urn, check_name, names_equal};
use syn::LitStr;

use crate::errors::Errors;
use crate::expand::Derive;

/// An attribute's name follows RFC 7643 §2.1, or nobody could write a filter for it.
pub(super) fn is_grammatical(name: &str, span: Span, renamed: bool, errors: &mut Errors) {
    if let Err(error) = check_name(name) {
        let advice = if renamed { "" } else { "; give the attribute another name with `rename = \"...\"`" };
        errors.push(
            span,
            format!("`{name}` is not an attribute name: {} (RFC 7643 §2.1){advice}", error.fault),
        );
    }
}

/// The common attributes of every resource are declared by role (RFC 7643 §3.1: they are not part of any schema).
pub(super) fn is_not_common(derive: Derive, name: &str, span: Span, errors: &mut Errors) {
    if derive == Derive::Complex {
        return;
    }
    let advice = [
        ("id", "mark the field `#[scim(id)]`"),
        ("externalId", "mark the field `#[scim(external_id)]`"),
        ("meta", "mark the field `#[scim(meta)]`"),
        ("schemas", "it is computed from what is present: remove the field, or mark it `#[scim(skip)]`"),
    ];
    if let Some((common, advice)) = advice.iter().find(|(common, _)| names_equal(common, name)) {
        let advice = match derive {
            Derive::Extension => {
                "an extension cannot declare it; choose another name with `rename = \"...\"`"
            }
            _ => advice,
        };
        errors.push(
            span,
            format!("`{common}` is a common attribute of every resource (RFC 7643 §3.1); {advice}"),
        );
    }
}

/// Attribute names are case-insensitive (RFC 7643 §2.1): two that differ only in case are one.
pub(super) fn are_distinct(names: &[(String, Span)], errors: &mut Errors) {
    for (i, (name, span)) in names.iter().enumerate() {
        if let Some((earlier, _)) = names[..i].iter().find(|(earlier, _)| names_equal(earlier, name)) {
            let message = if earlier == name {
                format!(
                    "two fields are the attribute `{name}`; give one of them another name with `rename = \"...\"`"
                )
            } else {
                format!(
                    "`{name}` and `{earlier}` are one name: attribute names are case-insensitive (RFC 7643 §2.1); give \
                     one of them another with `rename = \"...\"`"
                )
            };
            errors.push(*span, message);
        }
    }
}

/// A schema is named by a URN, which stands before attribute names in filters and paths (RFC 7643 §3, RFC 7644 §3.10).
pub(super) fn is_urn(urn: &LitStr, errors: &mut Errors) {
    let text = urn.value();
    if let Err(error) = Urn::parse(&text) {
        errors.push(
            urn.span(),
            format!(
                "`{text}` is not a schema URN: {error}; write one such as \
                 \"urn:example:params:scim:schemas:core:2.0:Device\""
            ),
        );
    }
}

/// An alias is another URN than the schema's.
pub(super) fn aliases_differ(urn: &LitStr, aliases: &[LitStr], errors: &mut Errors) {
    for (i, alias) in aliases.iter().enumerate() {
        let text = alias.value();
        if names_equal(&text, &urn.value())
            || aliases[..i].iter().any(|earlier| names_equal(&earlier.value(), &text))
        {
            errors.push(alias.span(), "this URN is already one of the schema's; remove the alias");
        }
    }
}

/// An endpoint is a path below the base URL (RFC 7643 §6).
pub(super) fn is_endpoint(endpoint: &LitStr, errors: &mut Errors) {
    let text = endpoint.value();
    let rest = text.strip_prefix('/').unwrap_or("");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '/');
    if rest.is_empty() || rest.ends_with('/') || rest.contains("//") || !rest.chars().all(plain) {
        let name: String = rest.chars().filter(|c| plain(*c)).collect();
        let name = if name.is_empty() { text.trim_matches('/').to_owned() } else { name };
        let name = name.trim_matches('/');
        errors.push(
            endpoint.span(),
            format!(
                "an endpoint is a path below the base URL (RFC 7643 §6), such as \"/{}\"",
                if name.is_empty() { "Devices" } else { name }
            ),
        );
    }
}
