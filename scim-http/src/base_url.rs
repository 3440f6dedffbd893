//! Where the service is, seen from outside.

use std::fmt::{self, Write};

use http::header::HOST;
use http::request::Parts;
use http::uri::{Authority, Scheme};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use scim_types::ScimError;

/// What cannot stand in a path segment (RFC 3986 §3.3).
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The URL below which the endpoints are, such as `https://example.com/scim/v2`.
///
/// Either [configured](crate::Builder::base_url) or taken from the request's Host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// An absolute URL, without its trailing slash.
    pub(crate) fn parse(url: &str) -> Result<Self, &'static str> {
        let url = url.trim_end_matches('/');
        let uri: http::Uri = url.parse().map_err(|_| "it is not a URL")?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err("it must begin with http:// or https://");
        }
        if uri.authority().is_none_or(|a| a.as_str().contains('@')) {
            return Err("it must name a host, without user information");
        }
        if uri.query().is_some() {
            return Err("it cannot have a query");
        }
        Ok(Self(url.to_owned()))
    }

    /// From the request. Forwarding headers are not looked at: anyone can send them.
    pub(crate) fn from_request(parts: &Parts, base_path: &str) -> Result<Self, ScimError> {
        let scheme = parts.uri.scheme().unwrap_or(&Scheme::HTTP);
        if let Some(authority) = parts.uri.authority() {
            return Ok(Self(format!("{scheme}://{authority}{base_path}")));
        }
        let Some(host) = parts.headers.get(HOST) else {
            // HTTP/1.0 has no Host; a reference relative to the server is still right (RFC 3986 §4.2).
            return Ok(Self(base_path.to_owned()));
        };
        let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        match host {
            Some(host) if !host.as_str().contains('@') => Ok(Self(format!("{scheme}://{host}{base_path}"))),
            _ => Err(ScimError::new(400, "the Host header is not a host name with an optional port")),
        }
    }

    /// The URL as text, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL of one resource below `endpoint`, such as `/Users`.
    pub fn resource(&self, endpoint: &str, id: &str) -> String {
        let mut url = String::with_capacity(self.0.len() + endpoint.len() + id.len() + 1);
        url.push_str(&self.0);
        url.push_str(endpoint);
        // Writing to a string cannot fail.
        let _ = write!(url, "/{}", utf8_percent_encode(id, SEGMENT));
        url
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(uri: &str, host: Option<&str>) -> Parts {
        let mut request = http::Request::get(uri);
        if let Some(host) = host {
            request = request.header(HOST, host);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn configured() {
        assert_eq!(
            BaseUrl::parse("https://example.com/scim/v2/").unwrap().as_str(),
            "https://example.com/scim/v2"
        );
        for bad in [
            "example.com",
            "/scim",
            "ftp://example.com",
            "https://a@example.com",
            "https://example.com/?a",
            "",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn from_request() {
        let base = |uri, host| BaseUrl::from_request(&parts(uri, host), "/scim/v2");
        assert_eq!(
            base("/scim/v2/Users", Some("a.example:81")).unwrap().as_str(),
            "http://a.example:81/scim/v2"
        );
        assert_eq!(base("https://b.example/Users", Some("a")).unwrap().as_str(), "https://b.example/scim/v2");
        assert_eq!(base("/Users", None).unwrap().as_str(), "/scim/v2");
        for bad in ["a b", "a/b", "user@a", "a:b:c"] {
            assert!(base("/Users", Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn segments() {
        let base = BaseUrl::parse("https://example.com").unwrap();
        assert_eq!(base.resource("/Users", "a/b ü"), "https://example.com/Users/a%2Fb%20%C3%BC");
    }
}
