//! darling's messages in the words of this crate's users, for whom a "field" is a field of their struct.

use darling::Error;

use crate::errors::Errors;

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Container,
    Field,
    Variant,
}

/// The keys of each place, without those that are not for users.
const KEYS: [(Place, &str, &[&str]); 3] = [
    (
        Place::Container,
        "a struct or enum",
        &[
            "alias",
            "case_exact",
            "crate",
            "description",
            "endpoint",
            "extensions",
            "maps",
            "name",
            "rename_all",
            "schema",
            "table",
        ],
    ),
    (
        Place::Field,
        "a field",
        &[
            "base",
            "canonical",
            "case_exact",
            "column",
            "columns",
            "constants",
            "default",
            "description",
            "extension",
            "external_id",
            "fold_column",
            "fold_columns",
            "id",
            "integer",
            "meta",
            "mutability",
            "order",
            "path",
            "primary",
            "reference",
            "rename",
            "required",
            "returned",
            "skip",
            "table",
            "uniqueness",
            "with",
        ],
    ),
    (Place::Variant, "a variant", &["other", "rename"]),
];

/// Moves what darling found at `place` to the other errors of the derive.
pub(crate) fn to_errors(found: Error, place: Place, errors: &mut Errors) {
    for error in syn::Error::from(found) {
        errors.push(error.span(), reword(&error.to_string(), place));
    }
}

fn reword(message: &str, place: Place) -> String {
    if let Some(rest) = message.strip_prefix("Unknown field: ") {
        return unknown_key(rest, place);
    }
    for prefix in ["Unknown value: ", "Unknown literal value "] {
        if let Some(rest) = message.strip_prefix(prefix) {
            return unknown_value(rest);
        }
    }
    match message.strip_prefix("Duplicate field ") {
        Some(key) => format!("the key {key} is given twice; keep one"),
        None => message.to_owned(),
    }
}

/// "`x`. Did you mean `y`?", "`x`. Available values: `y`, `z`" or "`x`".
fn split(rest: &str) -> (&str, Option<&str>, Option<&str>) {
    let (name, hint) = rest.split_once(". ").unwrap_or((rest, ""));
    let proposal = hint.strip_prefix("Did you mean `").and_then(|rest| rest.strip_suffix("`?"));
    (name, proposal, hint.strip_prefix("Available values: "))
}

fn unknown_key(rest: &str, place: Place) -> String {
    let (name, proposal, _) = split(rest);
    let plain = name.trim_matches('`');
    if let Some((_, other, _)) = KEYS.iter().find(|(_, _, keys)| keys.contains(&plain)) {
        return format!("{name} is a key of {other}, not of {}", words(place).1);
    }
    let (keys, here) = words(place);
    match proposal {
        Some(known) if keys.contains(&known) => format!("unknown key {name}; did you mean `{known}`?"),
        _ => format!("unknown key {name}; the keys of {here} are `{}`", keys.join("`, `")),
    }
}

fn unknown_value(rest: &str) -> String {
    match split(rest) {
        (name, Some(known), _) => format!("unknown value {name}; did you mean `{known}`?"),
        (name, None, Some(all)) => format!("unknown value {name}; expected one of {all}"),
        (name, None, None) => format!("unknown value {name}"),
    }
}

fn words(place: Place) -> (&'static [&'static str], &'static str) {
    KEYS.iter().find(|(at, ..)| *at == place).map_or((&[], ""), |(_, name, keys)| (keys, name))
}

#[cfg(test)]
mod tests {
    use darling::FromAttributes;
    use quote::quote;

    use super::{KEYS, Place};
    use crate::attrs::{ContainerAttrs, FieldAttrs, VariantAttrs};

    /// Every listed key is one, whatever it takes.
    #[test]
    fn keys_are_keys() {
        for (place, _, keys) in KEYS {
            for key in keys {
                let key: syn::Path = syn::parse_str::<syn::Meta>(key).expect("a key").path().clone();
                let attribute: syn::Attribute = syn::parse_quote!(#[scim(#key)]);
                let error = match place {
                    Place::Container => ContainerAttrs::from_attributes(&[attribute]).err(),
                    Place::Field => FieldAttrs::from_attributes(&[attribute]).err(),
                    Place::Variant => VariantAttrs::from_attributes(&[attribute]).err(),
                };
                let message = error.map(|error| error.to_string()).unwrap_or_default();
                assert!(!message.starts_with("Unknown"), "{}: {message}", quote!(#key));
            }
        }
    }
}
