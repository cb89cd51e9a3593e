//! The default transport. The only file that knows the HTTP library.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt;

use super::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
use crate::Error;

pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
    max_response_size: usize,
    /// Why no `https` call can succeed. Kept until one is made: plain `http` works without certificates.
    tls_problem: Option<String>,
}

impl ReqwestTransport {
    pub(crate) fn new(limits: &Limits) -> Result<Self, Error> {
        let (tls, tls_problem) = match tls() {
            Ok(tls) => (tls, None),
            Err(error) => (trusting_nobody()?, Some(error.to_string())),
        };
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(limits.connect_timeout)
            .timeout(limits.request_timeout);
        if !limits.use_proxy {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|error| Error::invalid(format!("the HTTP client cannot be set up: {error}")))?;
        Ok(Self { client, max_response_size: limits.max_response_size, tls_problem })
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        if let (Some("https"), Some(problem)) = (request.uri().scheme_str(), &self.tls_problem) {
            return Err(TransportError::new(TransportErrorKind::Connect, problem.as_str()));
        }
        let request = reqwest::Request::try_from(request).map_err(failure)?;
        let mut answer = self.client.execute(request).await.map_err(failure)?;
        let mut body = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(failure)? {
            if body.len() + chunk.len() > self.max_response_size {
                let limit = format!("the limit is {} bytes", self.max_response_size);
                return Err(TransportError::new(TransportErrorKind::TooLarge, limit));
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = http::Response::new(body.freeze());
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// TLS that trusts what the system trusts. The provider is named, because the process-wide default
/// belongs to the application.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?;
    Ok(config.with_no_client_auth())
}

fn trusting_nobody() -> Result<ClientConfig, Error> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::invalid(format!("TLS cannot be set up: {error}")))?;
    Ok(config.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// The URL is left out of the cause: its query belongs to the caller.
fn failure(error: reqwest::Error) -> TransportError {
    let kind = match (error.is_connect() || error.is_builder(), error.is_timeout()) {
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) => TransportErrorKind::Connect,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) => TransportErrorKind::Interrupted,
    };
    TransportError::new(kind, error.without_url())
}
