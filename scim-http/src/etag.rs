//! Versions as entity tags (RFC 7644 §3.14, RFC 9110 §8.8.3).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What cannot stand in an entity tag, and the sign that it is replaced with.
const OPAQUE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%');

/// `version` as an entity tag. One that is in that form stays as it is; any other text becomes the opaque part of a weak one,
/// percent-encoded where a character cannot stand there.
pub(crate) fn entity_tag(version: &str) -> Cow<'_, str> {
    if opaque(version).is_some() {
        return Cow::Borrowed(version);
    }
    Cow::Owned(format!("W/\"{}\"", utf8_percent_encode(version, OPAQUE)))
}

/// The opaque part of an entity tag, with its quotes; `None` if the text is no entity tag.
pub(crate) fn opaque(tag: &str) -> Option<&str> {
    let quoted = tag.strip_prefix("W/").unwrap_or(tag);
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    inner.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x7e)).then_some(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        for tag in ["\"a\"", "W/\"a,b\"", "W/\"\""] {
            assert_eq!(entity_tag(tag), tag);
        }
        assert_eq!(entity_tag("7"), "W/\"7\"");
        assert_eq!(entity_tag("a \"b\" ü%"), "W/\"a%20%22b%22%20%C3%BC%25\"");
        assert_eq!(entity_tag("\""), "W/\"%22\"");
        assert_eq!(entity_tag("w/\"a\""), "W/\"w/%22a%22\"");
    }
}
