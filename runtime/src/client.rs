//! The client: settings that all calls share.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::Request;

use crate::{
    ClientBuilder, Credentials, Error, Operation, Response, SdkDate, ServiceMeta, Transport,
    authenticate::authenticate, decode::decode_response, endpoint::Endpoint, execute::execute, request,
};

/// Calls operations. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
}

pub(crate) struct Settings {
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) credentials: Credentials,
    pub(crate) project_id: Option<String>,
    pub(crate) domain_id: Option<String>,
    pub(crate) transport: Arc<dyn Transport>,
}

impl Client {
    /// Settings for a new client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings: Arc::new(settings) }
    }

    /// Sends an operation. Generated operations have a `send` of their own that reads better.
    ///
    /// # Errors
    /// If the request cannot be built, does not reach the service, is answered with a status of 400 or
    /// above, or the answer does not decode. See [`Error`] for telling them apart.
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<Response<O::Output>, Error> {
        let meta = O::META;
        let parts = operation.parts().map_err(|error| error.of(&meta))?;
        let answer = execute(self, &meta, parts).await?;
        decode_response(&meta, answer)
    }

    /// The request of an operation as it would be sent, but without credentials. Does no I/O.
    ///
    /// # Errors
    /// If the request cannot be built from the operation's arguments and the client's settings.
    pub fn request<O: Operation>(&self, operation: &O) -> Result<Request<Bytes>, Error> {
        let meta = O::META;
        let build = || request::build(self, &meta, operation.parts()?);
        build().map_err(|error| error.of(&meta))
    }

    /// The request of an operation exactly as it would be sent at a given time. Does no I/O.
    ///
    /// Its headers hold the signature or the token: `Debug` hides them, but take care where it goes.
    ///
    /// # Errors
    /// As [`request`](Self::request).
    pub fn signed_request<O: Operation>(&self, operation: &O, at: &SdkDate) -> Result<Request<Bytes>, Error> {
        let mut request = self.request(operation)?;
        authenticate(&mut request, self, at).map_err(|error| error.of(&O::META))?;
        Ok(request)
    }

    /// The region, if one was given.
    pub fn region(&self) -> Option<&str> {
        self.settings.region.as_deref()
    }

    /// The project that fills `{project_id}` where an operation does not.
    pub fn project_id(&self) -> Option<&str> {
        self.settings.project_id.as_deref()
    }

    /// The account (domain) that fills `{domain_id}` where an operation does not.
    pub fn domain_id(&self) -> Option<&str> {
        self.settings.domain_id.as_deref()
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.settings.credentials
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        self.settings.transport.as_ref()
    }

    pub(crate) fn endpoint(&self, service: &ServiceMeta) -> Result<Endpoint, Error> {
        match (&self.settings.endpoint, &self.settings.region) {
            (Some(endpoint), _) => Ok(endpoint.clone()),
            (None, Some(region)) => Ok(Endpoint::of(service, region)),
            (None, None) => Err(Error::no_region()),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("region", &self.settings.region)
            .field("endpoint", &self.settings.endpoint)
            .field("credentials", &self.settings.credentials)
            .field("project_id", &self.settings.project_id)
            .field("domain_id", &self.settings.domain_id)
            .finish_non_exhaustive()
    }
}
