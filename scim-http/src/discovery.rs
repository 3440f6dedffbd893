//! What the server tells about itself (RFC 7644 §4).

use scim_types::{
    AuthenticationScheme, FilterSupport, ListResponse, Meta, Projection, ResourceType, Schema, SchemaDef,
    ScimError, ScimResource, ServiceProviderConfig, Supported, write, write_list,
};

use crate::BaseUrl;
use crate::params::Params;
use crate::reply::{Failure, Reply};
use crate::route::{RESOURCE_TYPES, SCHEMAS, SERVICE_PROVIDER_CONFIG, Target};
use crate::service::Inner;

/// Paging and sorting parameters are ignored here; a filter is refused, so that no client takes what it gets for what
/// it asked (RFC 7644 §4).
pub(crate) fn answer(
    service: &Inner,
    target: &Target,
    params: &Params,
    base: &BaseUrl,
) -> Result<Reply, Failure> {
    if params.has_filter() {
        return Err(ScimError::new(
            403,
            "discovery endpoints take no filter; get all and select in the client",
        )
        .into());
    }
    match target {
        Target::ServiceProviderConfig => Ok(one(&config(service, base))),
        Target::ResourceTypes => Ok(all(resource_types(service, base).collect())),
        Target::ResourceType(name) => {
            let found = resource_types(service, base).find(|r| r.name.eq_ignore_ascii_case(name));
            found.map(|found| one(&found)).ok_or_else(|| missing("resource type", RESOURCE_TYPES))
        }
        Target::Schemas => Ok(all(schemas(service).into_iter().map(|def| document(def, base)).collect())),
        Target::Schema(urn) => {
            let found = schemas(service).into_iter().find(|def| def.is(urn));
            found.map(|def| one(&document(def, base))).ok_or_else(|| missing("schema", SCHEMAS))
        }
        _ => Err(Failure::internal()),
    }
}

fn one<T: ScimResource>(resource: &T) -> Reply {
    let mut body = Vec::new();
    write(resource, &Projection::default(), &mut body);
    Reply::ok(body)
}

fn all<T: ScimResource>(resources: Vec<T>) -> Reply {
    let total = resources.len() as u64;
    let mut body = Vec::new();
    write_list(&ListResponse::page(total, 1, resources), &Projection::default(), &mut body);
    Reply::ok(body)
}

fn missing(what: &str, endpoint: &str) -> Failure {
    ScimError::not_found(format!("no such {what}; GET {endpoint} lists those there are")).into()
}

fn meta(resource_type: &str, location: String) -> Meta {
    Meta { resource_type: Some(resource_type.to_owned()), location: Some(location), ..Meta::default() }
}

/// What is claimed here is what works: each feature that is added turns its own claim on.
fn config(service: &Inner, base: &BaseUrl) -> ServiceProviderConfig {
    ServiceProviderConfig {
        documentation_uri: service.documentation.clone(),
        filter: FilterSupport {
            supported: true,
            max_results: i64::try_from(service.max_results).unwrap_or(i64::MAX),
        },
        patch: Supported { supported: true },
        change_password: Supported { supported: service.change_password },
        sort: Supported { supported: true },
        etag: Supported { supported: service.endpoints.iter().all(|endpoint| endpoint.has_versions()) },
        authentication_schemes: service.authenticator.announced(),
        meta: meta("ServiceProviderConfig", format!("{base}{SERVICE_PROVIDER_CONFIG}")),
        ..ServiceProviderConfig::default()
    }
}

fn resource_types(service: &Inner, base: &BaseUrl) -> impl Iterator<Item = ResourceType> {
    service.endpoints.iter().map(|endpoint| {
        let mut document = ResourceType::from(endpoint.resource_type());
        document.meta = meta("ResourceType", base.resource(RESOURCE_TYPES, &document.name));
        document
    })
}

/// The schemas of everything that is mounted, each once.
fn schemas(service: &Inner) -> Vec<&'static SchemaDef> {
    let mut schemas: Vec<&'static SchemaDef> = Vec::new();
    for def in service.endpoints.iter().flat_map(|endpoint| endpoint.schemas()) {
        if !schemas.iter().any(|known| known.is(def.id)) {
            schemas.push(def);
        }
    }
    schemas
}

fn document(def: &SchemaDef, base: &BaseUrl) -> Schema {
    let mut document = Schema::from(def);
    document.meta = meta("Schema", base.resource(SCHEMAS, def.id));
    document
}

/// The scheme of [`BearerTokens`](crate::BearerTokens).
pub(crate) fn bearer_scheme() -> AuthenticationScheme {
    AuthenticationScheme {
        kind: "oauthbearertoken".to_owned(),
        name: "OAuth Bearer Token".to_owned(),
        description: "A bearer token in the Authorization header".to_owned(),
        spec_uri: Some("https://www.rfc-editor.org/info/rfc6750".to_owned()),
        documentation_uri: None,
        primary: Some(true),
    }
}
