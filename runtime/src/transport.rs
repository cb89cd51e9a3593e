//! How a request reaches a service. A trait object, so that tests can answer without a socket.

#[cfg(not(target_arch = "wasm32"))]
mod reqwest;
#[cfg(not(target_arch = "wasm32"))]
mod tls;

use std::{error::Error as StdError, fmt, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;

use crate::{Error, Upload};

/// A future on the heap, as trait objects need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries one request to a service and brings the answer back.
///
/// It sends the request as it is: it changes no part of the URL or the signed headers, follows no
/// redirect and retries nothing.
pub trait Transport: Send + Sync {
    /// Sends one request.
    ///
    /// # Errors
    /// If there is no complete answer. An answer with an error status is an answer.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;

    /// Sends one request whose body comes piece by piece. A transport that does not know how collects the
    /// pieces first.
    ///
    /// # Errors
    /// As [`send`](Self::send), and if the body ends with an error.
    fn upload(
        &self,
        request: http::Request<Upload>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async {
            let (head, body) = request.into_parts();
            let unread = |error| TransportError::new(TransportErrorKind::Interrupted, error);
            let body = body.collect().await.map_err(unread)?;
            self.send(http::Request::from_parts(head, body)).await
        })
    }
}

/// Why there is no complete answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a request got that has no complete answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: nothing was sent.
    Connect,
    /// The host name has no address: nothing was sent.
    Name,
    /// The host could not prove who it is: nothing was sent.
    Certificate,
    /// No connection in time: nothing was sent.
    ConnectTimeout,
    /// Sent, but no complete answer in time.
    Timeout,
    /// Sent, perhaps in part; then the connection broke or carried something that is not HTTP.
    Interrupted,
    /// Answered with more bytes than the client accepts.
    TooLarge,
}

impl TransportError {
    /// A failure of a kind, with its cause.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// How far the request got.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    pub(crate) fn into_source(self) -> Box<dyn StdError + Send + Sync> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the service",
            TransportErrorKind::Name => "the service's host name has no address",
            TransportErrorKind::Certificate => "the service's host could not prove who it is",
            TransportErrorKind::ConnectTimeout => "no connection to the service in time",
            TransportErrorKind::Timeout => "no answer in time",
            TransportErrorKind::Interrupted => "the connection broke before the answer was complete",
            TransportErrorKind::TooLarge => "the answer is larger than the client accepts",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// What the default transport allows.
#[derive(Clone, Debug)]
#[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "there is no default transport"))]
pub(crate) struct Limits {
    pub(crate) connect_timeout: Duration,
    pub(crate) request_timeout: Duration,
    pub(crate) max_response_size: usize,
    pub(crate) use_proxy: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(60),
            max_response_size: 64 * 1024 * 1024,
            use_proxy: true,
        }
    }
}

/// Over the network.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn default_transport(limits: &Limits) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(reqwest::ReqwestTransport::new(limits)?))
}

/// There is none where programs have no sockets.
#[cfg(target_arch = "wasm32")]
pub(crate) fn default_transport(_: &Limits) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::invalid("there are no sockets on wasm32: call `.transport(…)` on the client builder"))
}
