//! The tower Service.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body::Body;
use scim_types::{Compat, PatchLimits};
use tower_service::Service;
use tracing::{Instrument, Span, field};

use crate::auth::AnyAuthenticator;
use crate::body::{collect, drain};
use crate::endpoint::{Call, Endpoint, searched};
use crate::guard::{Stopped, guarded};
use crate::params::Params;
use crate::reply::{Failure, Reply, respond};
use crate::route::{Action, Operation, Target, resolve};
use crate::{BaseUrl, IfMatch, Principal, ResponseBody, discovery, media, search};

/// The SCIM protocol (RFC 7644) as a tower [`Service`]. Clones share everything.
///
/// Made by [`ScimService::builder`].
#[derive(Clone)]
pub struct ScimService(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) endpoints: Vec<Box<dyn Endpoint>>,
    pub(crate) authenticator: Box<dyn AnyAuthenticator>,
    pub(crate) open_discovery: bool,
    pub(crate) base_url: Option<BaseUrl>,
    pub(crate) base_path: String,
    pub(crate) documentation: Option<String>,
    pub(crate) max_results: u64,
    pub(crate) body_limit: usize,
    pub(crate) timeout: Option<Duration>,
    pub(crate) compat: Compat,
    pub(crate) patch_limits: PatchLimits,
    pub(crate) change_password: bool,
}

impl fmt::Debug for ScimService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoints: Vec<_> = self.0.endpoints.iter().map(|e| e.resource_type().endpoint).collect();
        f.debug_struct("ScimService").field("endpoints", &endpoints).finish_non_exhaustive()
    }
}

impl ScimService {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }
}

impl<B> Service<Request<B>> for ScimService
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Send,
{
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let inner = Arc::clone(&self.0);
        Box::pin(async move { Ok(inner.serve(request).await) })
    }
}

/// How long an answer waits for the rest of a body that nobody reads.
const DRAIN_TIME: Duration = Duration::from_secs(1);

/// A request that was let in and understood.
struct Plan {
    target: Target,
    /// `None` for discovery.
    operation: Option<Operation>,
    params: Params,
    if_match: Option<IfMatch>,
    base: BaseUrl,
}

impl Inner {
    async fn serve<B: Body>(self: Arc<Self>, request: Request<B>) -> Response<ResponseBody> {
        let started = Instant::now();
        let (parts, body) = request.into_parts();
        let mut body = pin!(body);
        let target = resolve(
            parts.uri.path(),
            &self.base_path,
            self.endpoints.iter().map(|endpoint| endpoint.resource_type().endpoint),
        );
        let span = self.span(&parts, &target);
        let work = async {
            let (media, not_acceptable) = match media::negotiate(&parts.headers) {
                Ok(media) => (media, None),
                Err(error) => (media::SCIM_JSON, Some(Failure::from(error))),
            };
            let mut principal = None;
            let outcome = match self.admit(&parts, &target).await {
                Ok(who) => {
                    principal = who;
                    match not_acceptable {
                        Some(failure) => Err(failure),
                        None => self.answer(&parts, target, body.as_mut()).await,
                    }
                }
                Err(failure) => Err(failure),
            };
            let response = finish(outcome, &media, &parts, principal, started);
            if !body.is_end_stream() {
                // However that ends, the response is ready. It waits a moment only: what a client does not send should not hold back
                // the answer, nor a task.
                let patience = self.timeout.map_or(DRAIN_TIME, |timeout| timeout.min(DRAIN_TIME));
                let _ = guarded(Some(patience), drain(body.as_mut(), &parts.headers)).await;
            }
            response
        };
        work.instrument(span).await
    }

    /// No ids, no query, no headers: nothing in it may be personal data.
    fn span(&self, parts: &Parts, target: &Target) -> Span {
        let resource_type = match target {
            Target::Collection(index) | Target::Resource(index, _) | Target::Search(Some(index)) => {
                Some(self.endpoints[*index].resource_type())
            }
            _ => None,
        };
        tracing::info_span!(
            "scim",
            method = %parts.method,
            route = &*target.template(resource_type.map_or("", |r| r.endpoint)),
            resource_type = resource_type.map(|r| r.name),
            status = field::Empty,
        )
    }

    /// Lets the request in, or not. What is answered without authentication has no principal.
    async fn admit(&self, parts: &Parts, target: &Target) -> Result<Option<Principal>, Failure> {
        let discovery = matches!(
            target,
            Target::ServiceProviderConfig
                | Target::ResourceTypes
                | Target::ResourceType(_)
                | Target::Schemas
                | Target::Schema(_)
        );
        if discovery && self.open_discovery {
            return Ok(None);
        }
        match guarded(self.timeout, self.authenticator.decide(parts)).await {
            Ok(Ok(principal)) => Ok(Some(principal)),
            Ok(Err(error)) => Err(Failure::from_auth(error)),
            Err(stopped) => Err(not_done(stopped)),
        }
    }

    async fn answer<B: Body>(
        &self,
        parts: &Parts,
        target: Target,
        body: Pin<&mut B>,
    ) -> Result<Reply, Failure> {
        let plan = self.plan(parts, target)?;
        let mut bytes = Bytes::new();
        if plan.operation.is_some_and(Operation::takes_body) {
            media::check_body(&parts.headers)?;
            bytes = match guarded(self.timeout, collect(body, &parts.headers, self.body_limit)).await {
                Ok(collected) => collected?,
                // The client was too slow (RFC 9110 §15.5.9).
                Err(Stopped::TimedOut) => {
                    return Err(Failure::new(
                        StatusCode::REQUEST_TIMEOUT,
                        "the body took too long to arrive",
                    ));
                }
                Err(stopped) => return Err(not_done(stopped)),
            };
        }
        match guarded(self.timeout, self.carry_out(plan, bytes)).await {
            Ok(outcome) => outcome,
            Err(stopped) => Err(not_done(stopped)),
        }
    }

    fn plan(&self, parts: &Parts, target: Target) -> Result<Plan, Failure> {
        let operation = match target.action(&parts.method) {
            Action::Resource(operation) => Some(operation),
            Action::Discover => None,
            Action::NotImplemented(what) => return Err(Failure::not_implemented(what)),
            Action::NotAllowed(allow) => return Err(Failure::not_allowed(allow)),
            Action::NotFound => {
                return Err(Failure::new(
                    StatusCode::NOT_FOUND,
                    "no such endpoint; GET ResourceTypes lists those there are",
                ));
            }
        };
        let params = Params::parse(parts.uri.query().unwrap_or(""), self.compat)?;
        if params.case_differs {
            tracing::debug!(tolerances = %scim_types::Tolerance::QueryParamCase, "the query deviates from the RFCs");
        }
        let base = match &self.base_url {
            Some(base) => base.clone(),
            None => BaseUrl::from_request(parts, &self.base_path)?,
        };
        Ok(Plan { target, operation, params, if_match: IfMatch::from_headers(&parts.headers), base })
    }

    async fn carry_out(&self, plan: Plan, body: Bytes) -> Result<Reply, Failure> {
        let Plan { target, operation, params, if_match, base } = plan;
        let (index, id) = match target {
            Target::Collection(index) | Target::Search(Some(index)) => (index, String::new()),
            Target::Resource(index, id) => (index, id),
            Target::Everything => return search::across(self, &params, &base).await,
            Target::Search(None) => {
                return search::across(self, &searched(&body, &self.compat)?, &base).await;
            }
            target => return discovery::answer(self, &target, &params, &base),
        };
        // Every resource target has an operation; anything else was refused before.
        let (Some(operation), Some(endpoint)) = (operation, self.endpoints.get(index)) else {
            return Err(Failure::internal());
        };
        let (compat, max_results, patch_limits) = (self.compat, self.max_results, self.patch_limits);
        endpoint
            .handle(Call { operation, id, params, if_match, body, base, compat, max_results, patch_limits })
            .await
    }
}

fn not_done(stopped: Stopped) -> Failure {
    match stopped {
        Stopped::TimedOut => {
            tracing::error!("the request took longer than the time limit");
            Failure::unavailable(None)
        }
        Stopped::Panicked => {
            tracing::error!("the request ended in a panic, which the panic hook has reported");
            Failure::internal()
        }
    }
}

fn finish(
    outcome: Result<Reply, Failure>,
    media: &HeaderValue,
    parts: &Parts,
    principal: Option<Principal>,
    started: Instant,
) -> Response<ResponseBody> {
    let scim_type = outcome.as_ref().err().and_then(Failure::scim_type).map(|t| Cow::Borrowed(t.as_str()));
    let mut response = respond(outcome, media, &parts.method);
    if let Some(principal) = principal {
        response.extensions_mut().insert(principal);
    }
    let status = response.status().as_u16();
    Span::current().record("status", status);
    let latency_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(latency_us, scim_type = scim_type.as_deref(), "answered");
    response
}
