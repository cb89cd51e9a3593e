//! The client: settings that all calls share.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::Request;

use crate::{
    Call, ClientBuilder, Error, Items, JobQuery, Operation, OperationMeta, Paged, Pages, RequestParts, Retry,
    SdkDate, StartsJob, Wait,
    authenticate::authenticate,
    body::Body,
    clock::Clock,
    credentials::{Cache, Source},
    endpoint::Endpoints,
    execute::answer_of,
    flight::AskedOnce,
    identity::Identity,
    request::{self, Ids},
    retry::Budget,
};

/// Calls operations. Cheap to clone; clones share connections, credentials and the retry budget.
///
/// A clone can have other settings for single calls:
///
/// ```no_run
/// # use std::time::Duration;
/// # use huaweicloud_runtime::{Client, Error, Operation, Response, Retry};
/// # async fn example<O: Operation>(client: &Client, operation: &O) -> Result<(), Error> {
/// let patient = client.with_call_timeout(Duration::from_secs(300)).with_retry(Retry::default().attempts(8));
/// patient.send(operation).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
    retry: Retry,
    call_timeout: Option<Duration>,
}

pub(crate) struct Settings {
    pub(crate) endpoints: Endpoints,
    pub(crate) source: Source,
    pub(crate) cache: Cache,
    /// Given, or found when first needed.
    pub(crate) project: AskedOnce,
    /// As the project.
    pub(crate) domain: AskedOnce,
    pub(crate) clock: Clock,
    pub(crate) budget: Budget,
    pub(crate) derived_signatures: bool,
    pub(crate) content_type_on_get: bool,
}

impl Settings {
    pub(crate) fn project_id(&self) -> Option<&str> {
        self.project.get()
    }

    pub(crate) fn domain_id(&self) -> Option<&str> {
        self.domain.get()
    }
}

impl Client {
    /// Settings for a new client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(settings: Settings, retry: Retry, call_timeout: Option<Duration>) -> Self {
        Self { settings: Arc::new(settings), retry, call_timeout }
    }

    /// Sends an operation. Generated operations have a `send` of their own that reads better.
    ///
    /// Nothing is sent before the call is awaited. Dropping it cancels the call; whether the service still executes
    /// it is open then.
    pub fn send<'a, O: Operation>(&'a self, operation: &O) -> Call<'a, O::Output> {
        let meta = const { &O::META };
        Call::new(meta, O::ANSWERS_FILE, answer_of(self, meta, operation.parts()))
    }

    /// Sends an operation for one page after the other. Generated operations have a `pages` of their own.
    pub fn pages<O: Paged>(&self, operation: O) -> Pages<O> {
        Pages::new(self.clone(), operation)
    }

    /// The items of all pages, one after the other. Generated operations have an `items` of their own.
    pub fn items<O: Paged>(&self, operation: O) -> Items<O> {
        Items::new(self.clone(), operation)
    }

    /// Sends an operation that begins a job, and waits for the job's end. Generated operations have a
    /// `send_and_wait` of their own.
    pub fn send_and_wait<O: StartsJob>(&self, operation: O) -> Wait<O::Query> {
        Wait::start(self.clone(), operation)
    }

    /// Waits for the end of a job that was begun before: `query` asks for its state.
    pub fn wait<Q: JobQuery>(&self, query: Q) -> Wait<Q> {
        Wait::for_job(self.clone(), query)
    }

    /// Fetches credentials that have to be fetched, now instead of with the first call.
    ///
    /// # Errors
    /// If they cannot be fetched.
    pub async fn fetch_credentials(&self) -> Result<(), Error> {
        let settings = self.settings();
        settings.cache.get(&|| settings.clock.now(), settings.source.fetch()).await?;
        Ok(())
    }

    /// The same client with another way of sending calls again.
    #[must_use]
    pub fn with_retry(&self, retry: Retry) -> Self {
        Self { retry, ..self.clone() }
    }

    /// The same client with another limit for a call in all, attempts and pauses included.
    #[must_use]
    pub fn with_call_timeout(&self, timeout: Duration) -> Self {
        Self { call_timeout: Some(timeout), ..self.clone() }
    }

    /// The request of an operation as it would be sent, but without credentials. Does no I/O.
    ///
    /// # Errors
    /// If the request cannot be built from the operation's arguments and what the client knows, or if its
    /// body is a file that is not in memory.
    pub fn request<O: Operation>(&self, operation: &O) -> Result<Request<Bytes>, Error> {
        self.request_for(const { &O::META }, operation.parts())
    }

    /// As [`request`](Self::request). Not generic: the compiler sees it once.
    pub(crate) fn request_for(
        &self,
        meta: &'static OperationMeta,
        parts: Result<RequestParts, Error>,
    ) -> Result<Request<Bytes>, Error> {
        let settings = self.settings();
        let ids = Ids { project_id: settings.project_id(), domain_id: settings.domain_id() };
        self.built(meta, parts, ids).and_then(in_memory).map_err(|error| error.of(meta))
    }

    /// The request of an operation exactly as it would be sent at a given time. Does no I/O: credentials
    /// that are fetched must have been fetched by an earlier call, and a project or account that nobody
    /// gave must have been found by one.
    ///
    /// Its headers hold the signature or the token: `Debug` hides them, but take care where it goes.
    ///
    /// # Errors
    /// As [`request`](Self::request), and if credentials would have to be fetched.
    pub fn signed_request<O: Operation>(&self, operation: &O, at: &SdkDate) -> Result<Request<Bytes>, Error> {
        self.signed_request_for(const { &O::META }, operation.parts(), at)
    }

    /// As [`signed_request`](Self::signed_request). Not generic: the compiler sees it once.
    pub(crate) fn signed_request_for(
        &self,
        meta: &'static OperationMeta,
        parts: Result<RequestParts, Error>,
        at: &SdkDate,
    ) -> Result<Request<Bytes>, Error> {
        self.signed(meta, parts, at).map_err(|error| error.of(meta))
    }

    fn signed(
        &self,
        meta: &'static OperationMeta,
        parts: Result<RequestParts, Error>,
        at: &SdkDate,
    ) -> Result<Request<Bytes>, Error> {
        let identity = Identity::known(self.settings()).ok_or_else(|| {
            Error::invalid("the credentials have to be fetched first: send any operation before")
        })?;
        let ids = Ids { project_id: identity.project_id(), domain_id: identity.domain_id() };
        let mut request = self.built(meta, parts, ids)?;
        authenticate(&mut request, &identity.signer(meta), at)?;
        in_memory(request)
    }

    fn built(
        &self,
        meta: &'static OperationMeta,
        parts: Result<RequestParts, Error>,
        ids: Ids<'_>,
    ) -> Result<Request<Body>, Error> {
        let settings = self.settings();
        let endpoints = settings.endpoints.of(meta.service)?;
        let endpoint = endpoints.first().ok_or_else(Error::no_region)?;
        request::build(settings, meta, &parts?, endpoint, ids)
    }

    /// The region, if one was given.
    pub fn region(&self) -> Option<&str> {
        self.settings.source.region.as_deref()
    }

    /// The project that fills `{project_id}` where an operation does not, if it was given or found.
    pub fn project_id(&self) -> Option<&str> {
        self.settings.project_id()
    }

    /// The account (domain) that fills `{domain_id}` where an operation does not, if it was given or found.
    pub fn domain_id(&self) -> Option<&str> {
        self.settings.domain_id()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn retry(&self) -> &Retry {
        &self.retry
    }

    pub(crate) fn call_timeout(&self) -> Option<Duration> {
        self.call_timeout
    }
}

fn in_memory(request: Request<Body>) -> Result<Request<Bytes>, Error> {
    let (head, body) = request.into_parts();
    match body {
        Body::Bytes(bytes) => Ok(Request::from_parts(head, bytes)),
        Body::Pieces(_) => {
            Err(Error::invalid("the body is a file that is read when it is sent: it cannot be shown before"))
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("region", &self.region())
            .field("endpoint", &self.settings.endpoints.given())
            .field("credentials", &self.settings.source.credentials())
            .field("project_id", &self.project_id())
            .field("domain_id", &self.domain_id())
            .finish_non_exhaustive()
    }
}
