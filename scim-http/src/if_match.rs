//! `If-Match` and `If-None-Match` (RFC 7644 §3.14, RFC 9110 §13.1).

use http::HeaderMap;
use http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};

use crate::etag::{entity_tag, opaque};

/// The versions that a client accepts to change or delete: those that `If-Match` names, without those that `If-None-Match` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch {
    wanted: Option<Tags>,
    unwanted: Option<Tags>,
}

impl IfMatch {
    /// The condition of a client that knows this version (a `meta.version`, as an entity tag or as the store keeps it) and means to
    /// change no other: for a change in several steps, which begins anew when the last one finds another version.
    ///
    /// ```
    /// use scim_http::IfMatch;
    ///
    /// let seen = IfMatch::version("W/\"7\"");
    /// assert!(seen.allows(Some("W/\"7\"")) && !seen.allows(Some("W/\"8\"")));
    /// ```
    pub fn version(version: &str) -> Self {
        let known = opaque(&entity_tag(version)).map(str::to_owned);
        Self { wanted: Some(Tags { any: false, opaque: known.into_iter().collect() }), unwanted: None }
    }

    /// What the header fields say; `None` when there are none. A tag that cannot be understood matches nothing, so that a client
    /// with a broken `If-Match` is told 412 and overwrites nothing.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let condition = Self {
            wanted: Tags::from_headers(headers, &IF_MATCH),
            unwanted: Tags::from_headers(headers, &IF_NONE_MATCH),
        };
        (condition.wanted.is_some() || condition.unwanted.is_some()).then_some(condition)
    }

    /// Whether a resource in `version` (its `meta.version`, as an entity tag or as the store keeps it) may be changed. One without
    /// a version is matched by `*` alone. Versions compare by their opaque part: SCIM's examples use weak tags here (RFC 7644
    /// §3.14).
    pub fn allows(&self, version: Option<&str>) -> bool {
        self.is_met(version) && !self.is_known(version)
    }

    /// Whether `If-Match`, if it is there, matches.
    pub(crate) fn is_met(&self, version: Option<&str>) -> bool {
        self.wanted.as_ref().is_none_or(|tags| tags.matches(version))
    }

    /// Whether `If-None-Match` is there and matches: the client has this version.
    pub(crate) fn is_known(&self, version: Option<&str>) -> bool {
        self.unwanted.as_ref().is_some_and(|tags| tags.matches(version))
    }
}

/// `*`, or a list of entity tags.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tags {
    any: bool,
    /// The opaque parts, with their quotes.
    opaque: Vec<String>,
}

impl Tags {
    fn from_headers(headers: &HeaderMap, name: &HeaderName) -> Option<Self> {
        let mut fields = headers.get_all(name).iter().peekable();
        fields.peek()?;
        let mut tags = Self { any: false, opaque: Vec::new() };
        for field in fields {
            let mut rest = field.to_str().unwrap_or("");
            while let Some((item, after)) = next_item(rest) {
                match item {
                    "*" => tags.any = true,
                    item => tags.opaque.extend(opaque(item).map(str::to_owned)),
                }
                rest = after;
            }
        }
        Some(tags)
    }

    fn matches(&self, version: Option<&str>) -> bool {
        self.any
            || version.is_some_and(|version| {
                let tag = entity_tag(version);
                opaque(&tag).is_some_and(|version| self.opaque.iter().any(|tag| tag == version))
            })
    }
}

/// The first item of a list, and what follows it. A comma within quotes belongs to the item.
fn next_item(list: &str) -> Option<(&str, &str)> {
    let list = list.trim_start_matches([' ', '\t', ',']);
    if list.is_empty() {
        return None;
    }
    let mut quoted = false;
    let is_end = |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    };
    let end = list.find(is_end).unwrap_or(list.len());
    let (item, rest) = list.split_at(end);
    Some((item.trim_end(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &HeaderName, fields: &[&'static str]) -> Option<IfMatch> {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(name.clone(), field.parse().unwrap());
        }
        IfMatch::from_headers(&headers)
    }

    #[test]
    fn versions() {
        let wanted = |fields: &[&'static str]| header(&IF_MATCH, fields).unwrap();
        assert_eq!(IfMatch::from_headers(&HeaderMap::new()), None);
        assert!(wanted(&["*"]).allows(None));
        for two in [&[r#"W/"1", "2""#][..], &[r#"W/"1""#, r#""2""#], &[r#",W/"1",,"2" ,"#], &[r#"W/"1","2""#]]
        {
            let two = wanted(two);
            assert!(two.allows(Some(r#""1""#)) && two.allows(Some(r#"W/"2""#)) && two.allows(Some("2")));
            assert!(!two.allows(Some(r#"W/"3""#)) && !two.allows(None));
        }
        assert!(wanted(&[r#""a,b""#]).allows(Some("a,b")));
        assert!(IfMatch::version("a b").allows(Some("W/\"a%20b\"")) && !IfMatch::version("a").allows(None));
        for broken in ["", "1", "\"1", "1\"", "\"1\"x", "W/1", "w/\"1\"", "\"*\""] {
            let broken = wanted(&[broken]);
            assert!(!broken.allows(Some("1")) && !broken.allows(Some("")) && !broken.allows(None));
        }
    }

    #[test]
    fn one_version() {
        for version in ["7", "W/\"7\"", "a \"b\""] {
            let condition = IfMatch::version(version);
            assert!(
                condition.allows(Some(version)) && !condition.allows(Some("8")) && !condition.allows(None)
            );
        }
    }

    #[test]
    fn known_versions() {
        let known = |fields: &[&'static str]| header(&IF_NONE_MATCH, fields).unwrap();
        assert!(!known(&["*"]).allows(None) && !known(&["*"]).allows(Some("1")));
        let one = known(&[r#""0", W/"1""#]);
        assert!(one.is_known(Some("1")) && !one.allows(Some("1")) && one.is_met(Some("1")));
        assert!(one.allows(Some("2")) && one.allows(None));
        assert!(known(&["broken"]).allows(Some("broken")));
    }
}
