//! `If-Match` (RFC 7644 §3.14, RFC 9110 §13.1.1).

use http::HeaderMap;
use http::header::IF_MATCH;

/// The versions that a client accepts to change or delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch {
    any: bool,
    /// The opaque parts, with their quotes.
    tags: Vec<String>,
}

impl IfMatch {
    /// What the header fields say; `None` when there are none. A field that cannot be understood matches nothing, so
    /// that a client with a broken condition is told 412 and overwrites nothing.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let mut fields = headers.get_all(IF_MATCH).iter().peekable();
        fields.peek()?;
        let mut condition = Self { any: false, tags: Vec::new() };
        for field in fields {
            for tag in field.to_str().unwrap_or("").split(',').map(str::trim) {
                match tag {
                    "" => {}
                    "*" => condition.any = true,
                    tag => condition.tags.push(opaque(tag).to_owned()),
                }
            }
        }
        Some(condition)
    }

    /// Whether a resource in `version` (its `meta.version`) may be changed. One without a version is matched by `*`
    /// alone. Versions compare by their opaque part: SCIM's examples use weak tags here (RFC 7644 §3.14).
    pub fn allows(&self, version: Option<&str>) -> bool {
        self.any || version.is_some_and(|version| self.tags.iter().any(|tag| tag == opaque(version)))
    }
}

fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &'static str) -> Option<IfMatch> {
        let mut headers = HeaderMap::new();
        headers.append(IF_MATCH, text.parse().unwrap());
        IfMatch::from_headers(&headers)
    }

    #[test]
    fn versions() {
        assert_eq!(IfMatch::from_headers(&HeaderMap::new()), None);
        assert!(header("*").unwrap().allows(None));
        let two = header(r#"W/"1", "2""#).unwrap();
        assert!(two.allows(Some(r#""1""#)) && two.allows(Some(r#"W/"2""#)));
        assert!(!two.allows(Some(r#"W/"3""#)) && !two.allows(None));
        assert!(!header("").unwrap().allows(Some("")));
    }
}
