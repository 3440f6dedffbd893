//! darling's messages in the words of this crate's users, for whom a "field" is a field of their struct.

use darling::Error;

use crate::errors::Errors;

/// Keys that are not for users, so that no message proposes them.
const HIDDEN: [&str; 2] = ["nested", "no_id"];

/// Moves what darling found to the other errors of the derive.
pub(crate) fn to_errors(found: Error, errors: &mut Errors) {
    for error in syn::Error::from(found) {
        errors.push(error.span(), reword(&error.to_string()));
    }
}

fn reword(message: &str) -> String {
    if let Some(rest) = message.strip_prefix("Unknown field: ") {
        return unknown("unknown key", rest);
    }
    if let Some(rest) = message.strip_prefix("Unknown value: ") {
        return unknown("unknown value", rest);
    }
    if let Some(rest) = message.strip_prefix("Unknown literal value ") {
        return unknown("unknown value", rest);
    }
    if let Some(rest) = message.strip_prefix("Duplicate field ") {
        return format!("the key {rest} is given twice; keep one");
    }
    match message {
        "Unexpected meta-item format `word`" => "this key needs a value, as in `key = \"value\"`".to_owned(),
        "Unexpected meta-item format `list`" => "this key takes no parentheses".to_owned(),
        _ => match message.strip_prefix("Unexpected type ") {
            Some(kind) => format!("this key cannot have a value of type {kind}"),
            None => message.to_owned(),
        },
    }
}

/// "`x`. Did you mean `y`?", "`x`. Available values: `y`, `z`" or "`x`".
fn unknown(what: &str, rest: &str) -> String {
    let (name, hint) = rest.split_once(". ").unwrap_or((rest, ""));
    if let Some(known) = hint.strip_prefix("Did you mean ")
        && !HIDDEN.iter().any(|key| known.trim_matches(['`', '?']) == *key)
    {
        return format!("{what} {name}; did you mean {known}");
    }
    match hint.strip_prefix("Available values: ") {
        Some(all) => {
            let all = all.split(", ").filter(|key| !HIDDEN.contains(&key.trim_matches('`')));
            format!("{what} {name}; expected one of {}", all.collect::<Vec<_>>().join(", "))
        }
        None => format!("{what} {name}"),
    }
}
