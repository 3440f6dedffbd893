//! The text of a path, for messages.

/// `inner` below `outer`: `name.givenName`, `emails[1].value`, `urn:…:User:department`.
pub(crate) fn join(step: &str, rest: &str) -> String {
    let urn = step.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("urn:"));
    match rest.as_bytes().first() {
        None => step.to_owned(),
        Some(b'[') => format!("{step}{rest}"),
        Some(_) if urn => format!("{step}:{rest}"),
        Some(_) => format!("{step}.{rest}"),
    }
}
