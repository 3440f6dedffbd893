//! One resource type over its store, with both types forgotten: everything around it is compiled once.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use bytes::Bytes;
use http::StatusCode;
use scim_types::{
    Compat, ListResponse, Projection, ResourceTypeDef, SchemaDef, ScimResource, read_request, write,
    write_list,
};

use crate::params::Params;
use crate::reply::{Failure, Reply};
use crate::route::Operation;
use crate::{BaseUrl, IfMatch, Query, Store, StoreError};

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
}

pub(crate) type Answer<'a> = Pin<Box<dyn Future<Output = Result<Reply, Failure>> + Send + 'a>>;

pub(crate) trait Endpoint: Send + Sync {
    fn resource_type(&self) -> &'static ResourceTypeDef;
    fn schemas(&self) -> &'static [&'static SchemaDef];
    fn handle(&self, call: Call) -> Answer<'_>;
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

    fn handle(&self, call: Call) -> Answer<'_> {
        Box::pin(async move {
            // Before the store is asked, so that a request which cannot be answered changes nothing.
            let projection = call.params.projection::<T>()?;
            match call.operation {
                Operation::List => self.list(&call, projection).await,
                Operation::Get => {
                    let found = self.store.get_projected(&call.id, &projection).await;
                    let resource = found.map_err(|e| refused::<T>(e, Some(&call.id)))?;
                    Ok(self.written(resource, StatusCode::OK, &projection, &call.base))
                }
                Operation::Create => {
                    let resource = received::<T>(&call)?;
                    let created = self.store.create(resource).await.map_err(|e| refused::<T>(e, None))?;
                    Ok(self.written(created, StatusCode::CREATED, &projection, &call.base))
                }
                Operation::Replace => {
                    let resource = received::<T>(&call)?;
                    let replaced = self.store.replace(&call.id, call.if_match.as_ref(), resource).await;
                    let resource = replaced.map_err(|e| refused::<T>(e, Some(&call.id)))?;
                    Ok(self.written(resource, StatusCode::OK, &projection, &call.base))
                }
                Operation::Delete => {
                    let deleted = self.store.delete(&call.id, call.if_match.as_ref()).await;
                    deleted.map_err(|e| refused::<T>(e, Some(&call.id)))?;
                    Ok(Reply::no_content())
                }
            }
        })
    }
}

impl<T: ScimResource + Send + 'static, S: Store<T>> Mounted<T, S> {
    async fn list(&self, call: &Call, projection: Projection<T>) -> Result<Reply, Failure> {
        call.params.supported()?;
        let (start_index, count) = call.params.window(call.max_results)?;
        let query = Query { start_index, count, projection };
        let mut page = self.store.list(&query).await.map_err(|e| refused::<T>(e, None))?;
        for resource in &mut page.resources {
            self.present(resource, &call.base);
        }
        let list = ListResponse::page(page.total_results, start_index, page.resources);
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
        Reply { status, location: (status == StatusCode::CREATED).then_some(location), body }
    }

    /// Adds what only the service knows; gives the resource's URL.
    fn present(&self, resource: &mut T, base: &BaseUrl) -> String {
        let location = base.resource(T::resource_type().endpoint, &resource.scim_id());
        if let Some(meta) = resource.scim_meta_mut() {
            meta.resource_type = Some(T::resource_type().name.to_owned());
            meta.location = Some(location.clone());
        }
        self.store.link(resource, base);
        location
    }
}

fn refused<T: ScimResource>(error: StoreError, id: Option<&str>) -> Failure {
    Failure::from_store(error, T::resource_type().name, id)
}

/// The resource in a body. What was ignored or tolerated in it is reported by name, never with its value.
fn received<T: ScimResource>(call: &Call) -> Result<T, Failure> {
    let read = read_request::<T>(&call.body, &call.compat)?;
    if !read.unknown.is_empty() {
        tracing::debug!(attributes = ?read.unknown, "attributes that no schema has were ignored");
    }
    if !read.tolerances.is_empty() {
        tracing::debug!(tolerances = %read.tolerances, "the body deviates from the RFCs");
    }
    Ok(read.value)
}
