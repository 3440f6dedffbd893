//! From a path to what it names (RFC 7644 §3.2).

use http::Method;

use crate::params::decode;

/// What a path names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The resources of the type mounted at this position.
    Collection(usize),
    /// One of them.
    Resource(usize, String),
    /// The resources of all types: the base URL itself.
    Everything,
    /// `/.search` of the type mounted at this position, or of all.
    Search(Option<usize>),
    /// `/Bulk` or `/Me`: a known operation that is not supported.
    Unsupported(&'static str),
    ServiceProviderConfig,
    ResourceTypes,
    ResourceType(String),
    Schemas,
    Schema(String),
    Unknown,
}

pub(crate) const SERVICE_PROVIDER_CONFIG: &str = "/ServiceProviderConfig";
pub(crate) const RESOURCE_TYPES: &str = "/ResourceTypes";
pub(crate) const SCHEMAS: &str = "/Schemas";
/// What no resource type may be mounted at.
pub(crate) const RESERVED: [&str; 6] =
    [SERVICE_PROVIDER_CONFIG, RESOURCE_TYPES, SCHEMAS, "/Me", "/Bulk", "/.search"];

/// Resolves `path`. A prefix equal to `base_path` is left away: it is there when the service is used on its own, and
/// not when a router that it is nested in has stripped it.
pub(crate) fn resolve<'e>(path: &str, base_path: &str, endpoints: impl Iterator<Item = &'e str>) -> Target {
    let path = match path.strip_prefix(base_path) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest,
        _ => path,
    };
    let path = path.strip_suffix('/').unwrap_or(path);
    for (index, endpoint) in endpoints.enumerate() {
        match below(path, endpoint) {
            Some("") if path == endpoint => return Target::Collection(index),
            Some(".search") => return Target::Search(Some(index)),
            Some(id) => return named(id, |id| Target::Resource(index, id)),
            None => {}
        }
    }
    for (endpoint, all, one) in [
        (RESOURCE_TYPES, Target::ResourceTypes, Target::ResourceType as fn(String) -> Target),
        (SCHEMAS, Target::Schemas, Target::Schema),
    ] {
        match below(path, endpoint) {
            Some("") => return all,
            Some(name) => return named(name, one),
            None => {}
        }
    }
    match path {
        SERVICE_PROVIDER_CONFIG => Target::ServiceProviderConfig,
        "" => Target::Everything,
        "/.search" => Target::Search(None),
        "/Bulk" => Target::Unsupported("Bulk"),
        path if below(path, "/Me").is_some() => Target::Unsupported("/Me"),
        _ => Target::Unknown,
    }
}

/// What follows `endpoint` in `path`, without the slash.
fn below<'p>(path: &'p str, endpoint: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(endpoint)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

fn named(segment: &str, target: impl FnOnce(String) -> Target) -> Target {
    match decode(segment) {
        Some(name) if !segment.contains('/') && !name.is_empty() => target(name),
        _ => Target::Unknown,
    }
}

/// What is done to a resource type, or to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Get,
    List,
    /// A list that a POST asks for.
    Search,
    Replace,
    Patch,
    Delete,
}

impl Operation {
    /// Whether the request has a body that counts.
    pub(crate) fn takes_body(self) -> bool {
        matches!(self, Self::Create | Self::Replace | Self::Patch | Self::Search)
    }
}

/// What a method means for a target.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Resource(Operation),
    Discover,
    NotImplemented(&'static str),
    NotAllowed(&'static str),
    NotFound,
}

impl Target {
    pub(crate) fn action(&self, method: &Method) -> Action {
        let read = matches!(*method, Method::GET | Method::HEAD);
        match self {
            Self::Collection(_) => match *method {
                _ if read => Action::Resource(Operation::List),
                Method::POST => Action::Resource(Operation::Create),
                _ => Action::NotAllowed("GET, HEAD, POST"),
            },
            Self::Resource(..) => match *method {
                _ if read => Action::Resource(Operation::Get),
                Method::PUT => Action::Resource(Operation::Replace),
                Method::DELETE => Action::Resource(Operation::Delete),
                Method::PATCH => Action::Resource(Operation::Patch),
                _ => Action::NotAllowed("GET, HEAD, PUT, PATCH, DELETE"),
            },
            Self::Everything if read => Action::Resource(Operation::List),
            Self::Search(_) if *method == Method::POST => Action::Resource(Operation::Search),
            Self::Search(_) => Action::NotAllowed("POST"),
            Self::Unsupported(what) => Action::NotImplemented(what),
            Self::Unknown => Action::NotFound,
            _ if read => Action::Discover,
            _ => Action::NotAllowed("GET, HEAD"),
        }
    }

    /// The path with `{id}` for what it names, for logs.
    pub(crate) fn template(&self, endpoint: &'static str) -> std::borrow::Cow<'static, str> {
        match self {
            Self::Collection(_) => endpoint.into(),
            Self::Resource(..) => format!("{endpoint}/{{id}}").into(),
            Self::Everything => "/".into(),
            Self::Search(_) => format!("{endpoint}/.search").into(),
            Self::ServiceProviderConfig => SERVICE_PROVIDER_CONFIG.into(),
            Self::ResourceTypes => RESOURCE_TYPES.into(),
            Self::ResourceType(_) => "/ResourceTypes/{name}".into(),
            Self::Schemas => SCHEMAS.into(),
            Self::Schema(_) => "/Schemas/{urn}".into(),
            Self::Unsupported(what) => (*what).into(),
            Self::Unknown => "unknown".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(path: &str) -> Target {
        resolve(path, "/scim/v2", ["/Users", "/Things/Devices"].into_iter())
    }

    #[test]
    fn resources() {
        assert_eq!(to("/Users//"), Target::Unknown);
        for path in ["/Users", "/Users/", "/scim/v2/Users", "/scim/v2/Users/"] {
            assert_eq!(to(path), Target::Collection(0), "{path}");
        }
        assert_eq!(to("/scim/v2/Things/Devices/a%2Fb"), Target::Resource(1, "a/b".to_owned()));
        assert_eq!(to("/Users/.search"), Target::Search(Some(0)));
        assert_eq!(to("/scim/v2/.search"), Target::Search(None));
        for path in ["", "/", "/scim/v2", "/scim/v2/"] {
            assert_eq!(to(path), Target::Everything, "{path}");
        }
        for path in
            ["/users", "/Usersx", "/scim/v3/Users", "/scim/v2x/Users", "/Users/a/b", "/Users/%", "//Users"]
        {
            assert_eq!(to(path), Target::Unknown, "{path}");
        }
    }

    #[test]
    fn discovery() {
        assert_eq!(to("/scim/v2/ServiceProviderConfig"), Target::ServiceProviderConfig);
        assert_eq!(to("/Schemas/urn%3Aa"), Target::Schema("urn:a".to_owned()));
        assert_eq!(to("/ResourceTypes/User"), Target::ResourceType("User".to_owned()));
        for path in ["/Me", "/Me/x", "/Bulk"] {
            assert!(matches!(to(path), Target::Unsupported(_)), "{path}");
        }
    }

    #[test]
    fn methods() {
        assert_eq!(to("/Users").action(&Method::HEAD), Action::Resource(Operation::List));
        assert_eq!(to("/Users/1").action(&Method::PATCH), Action::Resource(Operation::Patch));
        assert_eq!(to("/Users").action(&Method::PUT), Action::NotAllowed("GET, HEAD, POST"));
        assert_eq!(to("/").action(&Method::GET), Action::Resource(Operation::List));
        assert_eq!(to("/").action(&Method::POST), Action::NotAllowed("GET, HEAD"));
        assert_eq!(to("/.search").action(&Method::POST), Action::Resource(Operation::Search));
        assert_eq!(to("/Users/.search").action(&Method::GET), Action::NotAllowed("POST"));
        assert_eq!(to("/Schemas").action(&Method::POST), Action::NotAllowed("GET, HEAD"));
        assert_eq!(to("/x").action(&Method::POST), Action::NotFound);
    }
}
