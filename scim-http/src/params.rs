//! Query parameters (RFC 7644 §3.4.2, §3.9).

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use scim_types::{
    Compat, Filter, Projection, ScimError, ScimResource, ScimType, SearchRequest, Sort, SortOrder, Tolerance,
};

use crate::Query;
use crate::query::LAST;

/// The parameters that SCIM defines, as they came, in a URI or in a search request. Others are passed over: gateways add their own.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Params {
    attributes: Option<String>,
    excluded_attributes: Option<String>,
    filter: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    start_index: Option<String>,
    count: Option<String>,
    cursor: Option<String>,
    /// Whether a name was in another case than the RFC's.
    pub(crate) case_differs: bool,
    /// Whether they came in a body, where sensitive values may be.
    in_body: bool,
}

/// What a list is asked over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    OneType,
    AllTypes,
}

impl From<SearchRequest> for Params {
    fn from(request: SearchRequest) -> Self {
        let paths = |paths: Vec<String>| (!paths.is_empty()).then(|| paths.join(","));
        Self {
            attributes: paths(request.attributes),
            excluded_attributes: paths(request.excluded_attributes),
            filter: request.filter,
            sort_by: request.sort_by,
            sort_order: request.sort_order.map(|order| order.as_str().to_owned()),
            start_index: request.start_index.map(|number| number.to_string()),
            count: request.count.map(|number| number.to_string()),
            cursor: request.cursor,
            case_differs: false,
            in_body: true,
        }
    }
}

impl Params {
    pub(crate) fn parse(query: &str, compat: Compat) -> Result<Self, ScimError> {
        let mut params = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode_form(name)?;
            let Some((canonical, place)) = params.place(&name) else { continue };
            if place.is_some() {
                return Err(bad(format!("query parameter `{canonical}` is there twice; send it once")));
            }
            *place = Some(decode_form(value)?);
            if name != canonical {
                if !compat.allows(Tolerance::QueryParamCase) {
                    return Err(bad(format!("query parameter `{name}` has to be written `{canonical}`")));
                }
                params.case_differs = true;
            }
        }
        Ok(params)
    }

    fn place(&mut self, name: &str) -> Option<(&'static str, &mut Option<String>)> {
        let places = [
            ("attributes", &mut self.attributes),
            ("excludedAttributes", &mut self.excluded_attributes),
            ("filter", &mut self.filter),
            ("sortBy", &mut self.sort_by),
            ("sortOrder", &mut self.sort_order),
            ("startIndex", &mut self.start_index),
            ("count", &mut self.count),
            ("cursor", &mut self.cursor),
        ];
        places.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// Whether the client says what it wants to see.
    pub(crate) fn is_projected(&self) -> bool {
        self.attributes.is_some() || self.excluded_attributes.is_some()
    }

    pub(crate) fn has_filter(&self) -> bool {
        self.filter.is_some()
    }

    pub(crate) fn is_sorted(&self) -> bool {
        self.sort_by.is_some()
    }

    /// The query of resources of type `T`. What was tolerated in it is reported by name.
    pub(crate) fn query<T: ScimResource>(
        &self,
        over: Over,
        max: u64,
        compat: &Compat,
    ) -> Result<Query<T>, ScimError> {
        if self.cursor.as_deref().is_some_and(|cursor| !cursor.is_empty()) {
            return Err(bad("cursors are not supported; page with `startIndex` and `count`".to_owned())
                .with_type(ScimType::InvalidCursor));
        }
        let (start_index, count) = self.window(max)?;
        let mut query = Query::new(start_index, count);
        query.projection = self.projection()?;
        if let Some(text) = &self.filter {
            let filter = match (over, self.in_body) {
                (Over::OneType, false) => Filter::parse_in_uri(text, compat),
                (Over::OneType, true) => Filter::parse_with(text, compat),
                (Over::AllTypes, false) => Filter::parse_across_in_uri(text, compat),
                (Over::AllTypes, true) => Filter::parse_across(text, compat),
            }?;
            report(filter.tolerances());
            query.filter = Some(filter);
        }
        // An order of nothing means nothing.
        if let Some(text) = &self.sort_by {
            let order = self.sort_order.as_deref().map_or(Ok(SortOrder::default()), str::parse)?;
            let sort = match over {
                Over::OneType => Sort::parse_with(text, order, compat),
                Over::AllTypes => Sort::parse_across(text, order, compat),
            }?;
            report(sort.tolerances());
            query.sort = Some(sort);
        }
        Ok(query)
    }

    /// The window: a `startIndex` below 1 is 1, a `count` below 0 is 0, and a page has at most `max` resources
    /// (RFC 7644 §3.4.2.4).
    pub(crate) fn window(&self, max: u64) -> Result<(u64, u64), ScimError> {
        let start =
            number("startIndex", self.start_index.as_deref())?.map_or(1, |n| n.clamp(1, i128::from(LAST)));
        let count =
            number("count", self.count.as_deref())?.map_or(i128::from(max), |n| n.clamp(0, i128::from(max)));
        Ok((u64::try_from(start).unwrap_or(LAST), u64::try_from(count).unwrap_or(max)))
    }

    pub(crate) fn projection<T: ScimResource>(&self) -> Result<Projection<T>, ScimError> {
        Projection::new(self.attributes.as_deref().as_slice(), self.excluded_attributes.as_deref().as_slice())
    }
}

fn report(tolerances: scim_types::Tolerances) {
    if !tolerances.is_empty() {
        tracing::debug!(%tolerances, "the query deviates from the RFCs");
    }
}

fn bad(detail: String) -> ScimError {
    ScimError::new(400, detail)
}

fn number(name: &str, text: Option<&str>) -> Result<Option<i128>, ScimError> {
    let Some(text) = text else { return Ok(None) };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ScimError::invalid_value(format!("query parameter `{name}` has to be an integer")));
    }
    // More digits than fit are still a number, and as good as the largest one.
    let magnitude = digits.parse::<u64>().map_or(i128::from(u64::MAX), i128::from);
    Ok(Some(if text.starts_with('-') { -magnitude } else { magnitude }))
}

/// `application/x-www-form-urlencoded`, strictly: a lossy reading of a filter could select other resources.
fn decode_form(text: &str) -> Result<String, ScimError> {
    let spaced: Cow<'_, str> =
        if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    decode(&spaced).ok_or_else(|| {
        bad("the query is not percent-encoded UTF-8: write `%25` for a percent sign".to_owned())
    })
}

/// Percent-encoded UTF-8; `None` where it is not.
pub(crate) fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let broken = bytes.iter().enumerate().any(|(i, &b)| {
        b == b'%' && !matches!(bytes.get(i + 1..i + 3), Some([a, b]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
    });
    if broken {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<Params, ScimError> {
        Params::parse(query, Compat::default())
    }

    #[test]
    fn names_in_any_case() {
        let params = parse("StartIndex=3&COUNT=2&x=%FF&excludedattributes=a+b").unwrap();
        assert!(params.case_differs);
        assert_eq!(params.window(10), Ok((3, 2)));
        assert_eq!(params.excluded_attributes.as_deref(), Some("a b"));
        assert!(Params::parse("startindex=1", Compat::strict()).is_err());
        assert!(Params::parse("startIndex=1", Compat::strict()).is_ok());
    }

    #[test]
    fn refused() {
        for query in [
            "count=1&count=1",
            "count=1&Count=2",
            "attributes=%",
            "attributes=%4",
            "attributes=%zz",
            "attributes=%ff",
        ] {
            assert_eq!(parse(query).unwrap_err().status, 400, "{query}");
        }
        for query in ["count=", "count=a", "count=1.5", "startIndex=-", "startIndex=0x1", "count=%201"] {
            assert_eq!(
                parse(query).unwrap().window(10).unwrap_err().scim_type,
                Some(ScimType::InvalidValue),
                "{query}"
            );
        }
    }

    #[test]
    fn windows() {
        let window = |query| parse(query).unwrap().window(100).unwrap();
        assert_eq!(window(""), (1, 100));
        assert_eq!(window("startIndex=0&count=-5"), (1, 0));
        assert_eq!(window("startIndex=-99999999999999999999999&count=99999999999999999999999"), (1, 100));
        assert_eq!(window("startIndex=99999999999999999999999"), (LAST, 100));
        assert_eq!(window("startIndex=%2B7&count=%2D1"), (7, 0));
    }
}
