//! Where the URN of a path ends and its attribute starts (RFC 7644 §3.10).
//!
//! A URN holds colons and dots, so only the known schemas tell. The rule: the longest known URN wins, and nothing is
//! split at a colon or dot before that.

use crate::error::{ErrorKind, ParseError};
use crate::name::check_name;
use crate::path::{Attr, AttrPath};
use crate::text::Text;

/// Whether `URN.attribute` counts, which some clients send for `URN:attribute`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dots {
    /// A URN ends before a colon or at the end of the path.
    Refuse,
    /// A URN may end before a dot too, provided that a well-formed attribute follows.
    Accept,
}

/// An attribute path with its URN told from its attribute.
///
/// `schema` is the position of the schema's URN among those given to [`AttrPath::resolve`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved<'a> {
    /// The path has no URN.
    Bare(Attr<'a>),
    /// The path is the URN of a schema and nothing else.
    Schema {
        /// The schema.
        schema: usize,
        /// Its URN as written in the path.
        urn: Text<'a>,
    },
    /// An attribute of that schema.
    Attribute {
        /// The schema.
        schema: usize,
        /// Its URN as written in the path.
        urn: Text<'a>,
        /// What follows the URN.
        attr: Attr<'a>,
        /// True where a dot stands between them, so that [`Dots::Accept`] was needed.
        dot: bool,
    },
    /// No known URN starts the path. The text is all of it.
    Unknown(Text<'a>),
}

impl<'a> AttrPath<'a> {
    /// Tells the URN from the attribute, given the URNs of the schemas that are known. They compare ignoring ASCII
    /// case, and the longest that fits wins; among equally long ones, the first.
    ///
    /// # Errors
    /// A known URN and a colon start the path, but what follows is no attribute path.
    ///
    /// ```
    /// use scim_grammar::{AttrPath, Dots, Resolved};
    ///
    /// let known = ["urn:example:2.0:User", "urn:example:2.0:User:Badge"];
    /// let path = AttrPath::parse("urn:example:2.0:user:badge:color.name").unwrap().tree;
    /// let Resolved::Attribute { schema, attr, .. } = path.resolve(known, Dots::Refuse).unwrap() else { panic!() };
    /// assert_eq!((schema, attr.name.text, attr.sub.unwrap().text), (1, "color", "name"));
    /// ```
    pub fn resolve<'k>(
        &self,
        known: impl IntoIterator<Item = &'k str>,
        dots: Dots,
    ) -> Result<Resolved<'a>, ParseError> {
        let text = match self {
            AttrPath::Plain(attr) => return Ok(Resolved::Bare(*attr)),
            AttrPath::Urn(urn) => urn.text,
        };
        let mut best: Option<(usize, usize, Boundary)> = None;
        for (schema, urn) in known.into_iter().enumerate() {
            if best.is_some_and(|(_, len, _)| urn.len() <= len) {
                continue;
            }
            let boundary = urn_boundary(text.text, urn);
            let fits = match boundary {
                Boundary::None => false,
                Boundary::Whole | Boundary::Colon => true,
                // `urn:x:2` is not meant by `urn:x:2.0:User`.
                Boundary::Dot => dots == Dots::Accept && split_names(&text.text[urn.len() + 1..]).is_some(),
            };
            if fits {
                best = Some((schema, urn.len(), boundary));
            }
        }
        let Some((schema, len, boundary)) = best else { return Ok(Resolved::Unknown(text)) };
        let urn = text.head(len);
        if boundary == Boundary::Whole {
            return Ok(Resolved::Schema { schema, urn });
        }
        let rest = text.tail(len + 1);
        // A colon further on: the path names a longer URN, which is not among the known.
        if rest.text.contains(':') {
            return Ok(Resolved::Unknown(text));
        }
        Ok(Resolved::Attribute { schema, urn, attr: attr(rest)?, dot: boundary == Boundary::Dot })
    }
}

/// How a path goes on after a URN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// It does not start with that URN, or the URN would end within a longer word.
    None,
    /// It is that URN.
    Whole,
    /// With a colon.
    Colon,
    /// With a dot.
    Dot,
}

/// Tells whether a path starts with a URN, ignoring ASCII case, and what comes after it. The single step of
/// [`AttrPath::resolve`], for code that runs at compile time.
pub const fn urn_boundary(path: &str, urn: &str) -> Boundary {
    let (path, urn) = (path.as_bytes(), urn.as_bytes());
    if path.len() < urn.len() {
        return Boundary::None;
    }
    let (head, tail) = path.split_at(urn.len());
    if !head.eq_ignore_ascii_case(urn) {
        return Boundary::None;
    }
    match tail {
        [] => Boundary::Whole,
        [b':', ..] => Boundary::Colon,
        [b'.', ..] => Boundary::Dot,
        _ => Boundary::None,
    }
}

/// Splits `name` or `name.sub` into its names, or gives `None` where the text is neither. What is left of a path after
/// its URN is read with this by code that runs at compile time.
pub const fn split_names(text: &str) -> Option<(&str, Option<&str>)> {
    let bytes = text.as_bytes();
    let mut dot = 0;
    while dot < bytes.len() && bytes[dot] != b'.' {
        dot += 1;
    }
    // The dot is ASCII, so both places are character boundaries.
    let (name, rest) = text.split_at(dot);
    if check_name(name).is_err() {
        return None;
    }
    if rest.is_empty() {
        return Some((name, None));
    }
    let (_, sub) = rest.split_at(1);
    if check_name(sub).is_err() {
        return None;
    }
    Some((name, Some(sub)))
}

/// Reads what follows a URN, with the error that belongs there.
fn attr(text: Text<'_>) -> Result<Attr<'_>, ParseError> {
    let dot = text.text.find('.');
    let name = dot.map_or(text, |dot| text.head(dot));
    let sub = dot.map(|dot| text.tail(dot + 1));
    for part in [Some(name), sub].into_iter().flatten() {
        if let Err(error) = check_name(part.text) {
            let rest = part.tail(error.offset);
            let len = rest.text.chars().next().map_or(0, char::len_utf8);
            let kind =
                if rest.text.starts_with('.') { ErrorKind::SubAttributeOfSub } else { error.fault.into() };
            let span = rest.offset..rest.offset + len;
            return Err(ParseError::new(kind, span).found(&rest.text[..len]));
        }
    }
    Ok(Attr { name, sub })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::NameFault;

    const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    const INNER: &str = "urn:ietf:params:scim:schemas:core:2.0:User:Badge";

    fn resolve(path: &str, dots: Dots) -> Result<Resolved<'_>, ParseError> {
        AttrPath::parse(path).unwrap().tree.resolve([USER, ENTERPRISE, INNER], dots)
    }

    fn describe(path: &str, dots: Dots) -> String {
        match resolve(path, dots).unwrap() {
            Resolved::Bare(attr) => format!("bare {attr}"),
            Resolved::Schema { schema, .. } => format!("schema {schema}"),
            Resolved::Attribute { schema, urn, attr, dot } => {
                assert_eq!(&path[urn.span()], urn.text);
                assert_eq!(&path[attr.span()], attr.to_string());
                format!("{schema} {attr}{}", if dot { " by dot" } else { "" })
            }
            Resolved::Unknown(text) => {
                assert_eq!(text.text, path);
                "unknown".into()
            }
        }
    }

    #[test]
    fn longest_known_urn_wins() {
        let cases = [
            ("userName", "bare userName", "bare userName"),
            (USER, "schema 0", "schema 0"),
            (&USER.to_uppercase(), "schema 0", "schema 0"),
            (&format!("{USER}:userName"), "0 userName", "0 userName"),
            (&format!("{USER}:name.givenName"), "0 name.givenName", "0 name.givenName"),
            (&format!("{USER}:members.$ref"), "0 members.$ref", "0 members.$ref"),
            (&format!("{}:Department", ENTERPRISE.to_lowercase()), "1 Department", "1 Department"),
            (INNER, "schema 2", "schema 2"),
            (&format!("{INNER}:color"), "2 color", "2 color"),
            // With dots refused the shorter URN is the longest that fits.
            (&format!("{INNER}.color"), "0 Badge.color", "2 color by dot"),
            (&format!("{ENTERPRISE}.department"), "unknown", "1 department by dot"),
            (&format!("{ENTERPRISE}.manager.displayName"), "unknown", "1 manager.displayName by dot"),
            (&format!("{USER}s:userName"), "unknown", "unknown"),
            (&format!("{ENTERPRISE}:Other:x"), "unknown", "unknown"),
            (&format!("{ENTERPRISE}.9"), "unknown", "unknown"),
            ("urn:ietf:params:scim:schemas:core:2.0:Group:displayName", "unknown", "unknown"),
            ("urn:ietf:params:scim:schemas:core:2.0", "unknown", "unknown"),
        ];
        for (path, strict, lenient) in cases {
            assert_eq!(describe(path, Dots::Refuse), strict, "{path}");
            assert_eq!(describe(path, Dots::Accept), lenient, "{path}");
        }
    }

    #[test]
    fn a_version_is_no_attribute() {
        let path = AttrPath::parse("urn:ex:2.0:User:name").unwrap().tree;
        let known = ["urn:ex:2", "urn:ex"];
        assert!(matches!(path.resolve(known, Dots::Accept), Ok(Resolved::Unknown(_))));
    }

    #[test]
    fn malformed_after_a_known_urn() {
        let at = USER.len() + 1;
        let cases = [
            (format!("{USER}:9a"), at..at + 1, ErrorKind::Name(NameFault::Start)),
            (format!("{USER}:a*b"), at + 1..at + 2, ErrorKind::Name(NameFault::Character)),
            (format!("{USER}:a."), at + 2..at + 2, ErrorKind::Name(NameFault::Empty)),
            (format!("{USER}:a.b.c"), at + 3..at + 4, ErrorKind::SubAttributeOfSub),
        ];
        for (path, span, kind) in cases {
            let error = resolve(&path, Dots::Accept).unwrap_err();
            assert_eq!((error.span(), error.kind()), (span, kind), "{path}");
        }
    }

    #[test]
    fn usable_in_constants() {
        const AT: Boundary = urn_boundary("URN:ex:a:b.c", "urn:ex:a");
        const NAMES: Option<(&str, Option<&str>)> = split_names("b.c");
        assert_eq!(AT, Boundary::Colon);
        assert_eq!(NAMES, Some(("b", Some("c"))));
        assert_eq!(split_names("b"), Some(("b", None)));
        for text in ["", ".", "a.", ".a", "a.b.c", "a:b", "é", "a.é"] {
            assert_eq!(split_names(text), None, "{text}");
        }
    }
}
