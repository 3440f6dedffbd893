//! Media types: what bodies are, and what the client takes (RFC 7644 §3.1, §3.8).

use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use scim_types::ScimError;

pub(crate) const SCIM_JSON: HeaderValue = HeaderValue::from_static("application/scim+json");
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Refuses a body that is not JSON. A missing Content-Type is accepted: some clients send none, and what is not JSON
/// is refused by the parser anyway.
pub(crate) fn check_body(headers: &HeaderMap) -> Result<(), ScimError> {
    if let Some(coding) = headers.get(CONTENT_ENCODING)
        && !coding.as_bytes().eq_ignore_ascii_case(b"identity")
    {
        return Err(ScimError::new(415, "bodies with a Content-Encoding are not supported; send plain JSON"));
    }
    let Some(value) = headers.get(CONTENT_TYPE) else { return Ok(()) };
    let (essence, mut parameters) = split(value.to_str().unwrap_or(""));
    let json =
        ["application/scim+json", "application/json"].iter().any(|known| essence.eq_ignore_ascii_case(known));
    if !json {
        return Err(ScimError::new(
            415,
            "the Content-Type has to be application/scim+json or application/json",
        ));
    }
    let utf8 = parameters.all(|(name, value)| {
        !name.eq_ignore_ascii_case("charset")
            || ["utf-8", "utf8"].iter().any(|c| value.eq_ignore_ascii_case(c))
    });
    if utf8 { Ok(()) } else { Err(ScimError::new(415, "the charset has to be utf-8")) }
}

/// The media type to answer with: `application/scim+json` unless the client takes plain JSON alone.
pub(crate) fn negotiate(headers: &HeaderMap) -> Result<HeaderValue, ScimError> {
    let (mut named_any, mut plain) = (false, false);
    for field in headers.get_all(ACCEPT) {
        for range in field.to_str().unwrap_or("*/*").split(',').filter(|range| !range.trim().is_empty()) {
            named_any = true;
            let (essence, mut parameters) = split(range);
            // A weight that cannot be read does not rule the type out.
            if parameters.any(|(name, q)| name.eq_ignore_ascii_case("q") && q.parse() == Ok(0.0_f32)) {
                continue;
            }
            match essence.to_ascii_lowercase().as_str() {
                "application/scim+json" | "application/*" | "*/*" | "*" => return Ok(SCIM_JSON),
                "application/json" => plain = true,
                _ => {}
            }
        }
    }
    match (named_any, plain) {
        (_, true) => Ok(JSON),
        (false, _) => Ok(SCIM_JSON),
        _ => Err(ScimError::new(
            406,
            "answers are application/scim+json or application/json; accept one of them",
        )),
    }
}

/// A media type or range, and its parameters without quotes.
fn split(text: &str) -> (&str, impl Iterator<Item = (&str, &str)>) {
    let mut pieces = text.split(';');
    let essence = pieces.next().unwrap_or("").trim();
    let parameters = pieces.filter_map(|piece| {
        let (name, value) = piece.split_once('=')?;
        Some((name.trim(), value.trim().trim_matches('"')))
    });
    (essence, parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn bodies() {
        for good in [
            "application/scim+json",
            "Application/JSON; charset=UTF-8",
            "application/json;charset=\"utf-8\"; v=2",
        ] {
            assert!(check_body(&with(CONTENT_TYPE, good)).is_ok(), "{good}");
        }
        for bad in ["text/plain", "application/json; charset=latin1", "", "application/scim+json2", "json"] {
            assert_eq!(check_body(&with(CONTENT_TYPE, bad)).unwrap_err().status, 415, "{bad}");
        }
        assert!(check_body(&HeaderMap::new()).is_ok());
        assert!(check_body(&with(CONTENT_ENCODING, "gzip")).is_err());
    }

    #[test]
    fn accept() {
        assert_eq!(negotiate(&HeaderMap::new()), Ok(SCIM_JSON));
        for any in [
            "",
            "*/*",
            "application/json, text/plain, */*",
            "application/*;q=0.1",
            "application/scim+json; q=x",
            "*",
        ] {
            assert_eq!(negotiate(&with(ACCEPT, any)), Ok(SCIM_JSON), "{any}");
        }
        for json in ["application/json", "text/html, application/json;q=0.5", "application/json, */*;q=0"] {
            assert_eq!(negotiate(&with(ACCEPT, json)), Ok(JSON), "{json}");
        }
        for none in ["text/html", "application/json;q=0", "application/xml, */*; q=0.0", "image/*"] {
            assert_eq!(negotiate(&with(ACCEPT, none)).unwrap_err().status, 406, "{none}");
        }
    }
}
