//! One resource type over its store, with both types forgotten: everything around it is compiled once.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use bytes::Bytes;
use http::StatusCode;
use scim_types::{
    Compat, ListResponse, Patch, PatchLimits, Projection, Read, ResourceTypeDef, SchemaDef, ScimError,
    ScimResource, SearchRequest, SortKey, Tolerances, read_request, write, write_list,
};

use crate::etag::entity_tag;
use crate::params::{Over, Params};
use crate::reply::{Failure, Reply};
use crate::route::Operation;
use crate::{BaseUrl, IfMatch, PatchAnswer, Store, StoreError};

/// A request to one resource type, checked as far as that needs no resource.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) operation: Operation,
    /// Empty for operations on the collection.
    pub(crate) id: String,
    pub(crate) params: Params,
    pub(crate) if_match: Option<IfMatch>,
    pub(crate) body: Bytes,
    pub(crate) base: BaseUrl,
    pub(crate) compat: Compat,
    pub(crate) max_results: u64,
    pub(crate) patch_limits: PatchLimits,
}

/// What a search over all types asks of one of them.
pub(crate) struct Ask<'a> {
    pub(crate) params: &'a Params,
    pub(crate) start_index: u64,
    pub(crate) count: u64,
    pub(crate) base: &'a BaseUrl,
    pub(crate) compat: Compat,
    pub(crate) max_results: u64,
}

/// What one type has to do with a search over all.
pub(crate) struct Share {
    pub(crate) total_results: u64,
    /// As JSON, in the type's order, with what they are sorted by.
    pub(crate) resources: Vec<(Option<SortKey>, Vec<u8>)>,
}

pub(crate) type Answer<'a, R = Reply> = Pin<Box<dyn Future<Output = Result<R, Failure>> + Send + 'a>>;

pub(crate) trait Endpoint: Send + Sync {
    fn resource_type(&self) -> &'static ResourceTypeDef;
    fn schemas(&self) -> &'static [&'static SchemaDef];
    fn has_versions(&self) -> bool;
    fn handle(&self, call: Call) -> Answer<'_>;
    fn share<'a>(&'a self, ask: &'a Ask<'a>) -> Answer<'a, Share>;
}

pub(crate) struct Mounted<T, S> {
    store: S,
    resource: PhantomData<fn() -> T>,
}

impl<T, S> Mounted<T, S> {
    pub(crate) fn new(store: S) -> Self {
        Self { store, resource: PhantomData }
    }
}

impl<T: ScimResource + Send + 'static, S: Store<T>> Endpoint for Mounted<T, S> {
    fn resource_type(&self) -> &'static ResourceTypeDef {
        T::resource_type()
    }

    fn schemas(&self) -> &'static [&'static SchemaDef] {
        T::schemas()
    }

    fn has_versions(&self) -> bool {
        self.store.has_versions()
    }

    fn handle(&self, call: Call) -> Answer<'_> {
        Box::pin(async move {
            // Before the store is asked, so that a request which cannot be answered changes nothing.
            let projection = || call.params.projection::<T>();
            match call.operation {
                Operation::List => self.list(&call, &call.params).await,
                Operation::Search => self.list(&call, &searched(&call.body, &call.compat)?).await,
                Operation::Get => self.get(&call, &projection()?).await,
                Operation::Create => {
                    let projection = projection()?;
                    let resource = received::<T>(&call)?;
                    let created = self.store.create(resource).await.map_err(|e| refused::<T>(e, None))?;
                    Ok(self.written(created, StatusCode::CREATED, &projection, &call.base))
                }
                Operation::Replace => {
                    let projection = projection()?;
                    let resource = received::<T>(&call)?;
                    let replaced = self.store.replace(&call.id, call.if_match.as_ref(), resource).await;
                    let resource = replaced.map_err(|e| refused::<T>(e, Some(&call.id)))?;
                    Ok(self.written(resource, StatusCode::OK, &projection, &call.base))
                }
                Operation::Patch => self.patch(&call, &projection()?).await,
                Operation::Delete => {
                    let deleted = self.store.delete(&call.id, call.if_match.as_ref()).await;
                    deleted.map_err(|e| refused::<T>(e, Some(&call.id)))?;
                    Ok(Reply::no_content())
                }
            }
        })
    }

    fn share<'a>(&'a self, ask: &'a Ask<'a>) -> Answer<'a, Share> {
        Box::pin(async move {
            let mut query = ask.params.query::<T>(Over::AllTypes, ask.max_results, &ask.compat)?;
            (query.start_index, query.count) = (ask.start_index, ask.count);
            let page = self.store.list(&query).await.map_err(|e| refused::<T>(e, None))?;
            let shared = |mut resource: T| {
                // The same for all resources of a type, but not for those of another.
                if let Some(meta) = resource.scim_meta_mut() {
                    meta.resource_type = Some(T::resource_type().name.to_owned());
                }
                let key = query.sort.as_ref().map(|sort| sort.key(&resource));
                self.present(&mut resource, ask.base);
                let mut json = Vec::new();
                write(&resource, &query.projection, &mut json);
                json.shrink_to_fit();
                (key, json)
            };
            let resources = page.resources.into_iter().map(shared).collect();
            Ok(Share { total_results: page.total_results, resources })
        })
    }
}

impl<T: ScimResource + Send + 'static, S: Store<T>> Mounted<T, S> {
    async fn get(&self, call: &Call, projection: &Projection<T>) -> Result<Reply, Failure> {
        let found = self.store.get_projected(&call.id, projection).await;
        let resource = found.map_err(|e| refused::<T>(e, Some(&call.id)))?;
        if let Some(condition) = &call.if_match {
            let version = version(&resource);
            if !condition.is_met(version) {
                return Err(refused::<T>(StoreError::VersionMismatch, Some(&call.id)));
            }
            if condition.is_known(version) {
                return Ok(Reply::not_modified(version.map(|version| entity_tag(version).into_owned())));
            }
        }
        Ok(self.written(resource, StatusCode::OK, projection, &call.base))
    }

    async fn patch(&self, call: &Call, projection: &Projection<T>) -> Result<Reply, Failure> {
        let patch = Patch::<T>::read_within(&call.body, &call.compat, call.patch_limits)?;
        report(patch.unknown(), patch.tolerances());
        let patched = self.store.patch(&call.id, call.if_match.as_ref(), &patch).await;
        let (resource, changes) = patched.map_err(|e| refused::<T>(e, Some(&call.id)))?;
        report(&[], changes.tolerances());
        tracing::debug!(changes = changes.len(), "patched");
        match self.store.patch_answer(&resource) {
            PatchAnswer::Whole => Ok(self.written(resource, StatusCode::OK, projection, &call.base)),
            PatchAnswer::NoContent if !call.params.is_projected() => {
                let mut reply = Reply::no_content();
                reply.etag = version(&resource).map(|version| entity_tag(version).into_owned());
                Ok(reply)
            }
            // "The server MUST return a 200 OK if the `attributes` parameter is specified" (RFC 7644 §3.5.2).
            PatchAnswer::NoContent | PatchAnswer::Projected => {
                let found = self.store.get_projected(&call.id, projection).await;
                let resource = found.map_err(|e| refused::<T>(e, Some(&call.id)))?;
                Ok(self.written(resource, StatusCode::OK, projection, &call.base))
            }
        }
    }

    async fn list(&self, call: &Call, params: &Params) -> Result<Reply, Failure> {
        let query = params.query::<T>(Over::OneType, call.max_results, &call.compat)?;
        let mut page = self.store.list(&query).await.map_err(|e| refused::<T>(e, None))?;
        for resource in &mut page.resources {
            self.present(resource, &call.base);
        }
        let list = ListResponse::page(page.total_results, query.start_index, page.resources);
        let mut body = Vec::with_capacity(256 + 512 * list.resources.len());
        write_list(&list, &query.projection, &mut body);
        Ok(Reply::ok(body))
    }

    fn written(
        &self,
        mut resource: T,
        status: StatusCode,
        projection: &Projection<T>,
        base: &BaseUrl,
    ) -> Reply {
        let location = self.present(&mut resource, base);
        let mut body = Vec::with_capacity(1024);
        write(&resource, projection, &mut body);
        // RFC 7644 §3.1 and §3.3: Location goes with what was created.
        let location = (status == StatusCode::CREATED).then_some(location);
        Reply { status, location, etag: version(&resource).map(str::to_owned), body }
    }

    /// Adds what only the service knows; gives the resource's URL.
    fn present(&self, resource: &mut T, base: &BaseUrl) -> String {
        let location = base.resource(T::resource_type().endpoint, &resource.scim_id());
        if let Some(meta) = resource.scim_meta_mut() {
            meta.resource_type = Some(T::resource_type().name.to_owned());
            meta.location = Some(location.clone());
            if let Some(version) = &mut meta.version {
                *version = entity_tag(version).into_owned();
            }
        }
        self.store.link(resource, base);
        location
    }
}

fn version<T: ScimResource>(resource: &T) -> Option<&str> {
    resource.scim_meta()?.version.as_deref()
}

fn refused<T: ScimResource>(error: StoreError, id: Option<&str>) -> Failure {
    Failure::from_store(error, T::resource_type().name, id)
}

/// The resource in a body.
fn received<T: ScimResource>(call: &Call) -> Result<T, Failure> {
    Ok(reported(read_request::<T>(&call.body, &call.compat)?))
}

/// The search in a body.
pub(crate) fn searched(body: &[u8], compat: &Compat) -> Result<Params, ScimError> {
    Ok(reported(SearchRequest::read(body, compat)?).into())
}

fn reported<R>(read: Read<R>) -> R {
    report(&read.unknown, read.tolerances);
    read.value
}

/// What was ignored or tolerated in a body is reported by name, never with its value.
fn report(unknown: &[String], tolerances: Tolerances) {
    if !unknown.is_empty() {
        tracing::debug!(attributes = ?unknown, "attributes that no schema has were ignored");
    }
    if !tolerances.is_empty() {
        tracing::debug!(%tolerances, "the body deviates from the RFCs");
    }
}
