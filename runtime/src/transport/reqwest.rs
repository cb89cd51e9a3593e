//! The default transport. The only file that knows the HTTP library.

use std::{
    error::Error as StdError,
    io,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};

use super::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind, tls};
use crate::{Error, Upload};

pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
    max_response_size: usize,
    /// Why no `https` call can succeed. Kept until one is made: plain `http` works without certificates.
    tls_problem: Option<String>,
}

impl ReqwestTransport {
    pub(crate) fn new(limits: &Limits) -> Result<Self, Error> {
        let (builder, tls_problem) = tls::set_up(reqwest::Client::builder())?;
        let mut builder = builder
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

    async fn exchange<B: Into<reqwest::Body>>(
        &self,
        request: http::Request<B>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        if let (Some("https"), Some(problem)) = (request.uri().scheme_str(), &self.tls_problem) {
            return Err(TransportError::new(TransportErrorKind::Certificate, problem.as_str()));
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

    fn upload(
        &self,
        request: http::Request<Upload>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        // The library wants bodies that several threads can look at; this one is looked at by its owner.
        let request = request.map(|upload| reqwest::Body::wrap(OnTheWay(Mutex::new(upload))));
        Box::pin(self.exchange(request))
    }
}

/// A body as the HTTP library takes it.
struct OnTheWay(Mutex<Upload>);

impl OnTheWay {
    fn upload(&mut self) -> &mut Upload {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Body for OnTheWay {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.upload().poll_next(context).map_ok(Frame::data)
    }

    /// Known, so that the request says how long it is instead of being sent in chunks.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.lock().unwrap_or_else(PoisonError::into_inner).length())
    }
}

/// The URL is left out of the cause: its query belongs to the caller.
fn failure(error: reqwest::Error) -> TransportError {
    let kind = match (error.is_connect() || error.is_builder(), error.is_timeout()) {
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) => connect_failure(&error),
        (false, true) => TransportErrorKind::Timeout,
        (false, false) => TransportErrorKind::Interrupted,
    };
    TransportError::new(kind, error.without_url())
}

/// Names and certificates are told from other failed connections, because another endpoint may have better
/// ones.
fn connect_failure(error: &reqwest::Error) -> TransportErrorKind {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.to_string() == "dns error" {
            return TransportErrorKind::Name;
        }
        if tls::is_failure(error) {
            return TransportErrorKind::Certificate;
        }
        cause = error.source();
    }
    TransportErrorKind::Connect
}
