//! The default transport. The only file that knows the HTTP library.

use std::{
    error::Error as StdError,
    io,
    pin::Pin,
    sync::{Mutex, PoisonError, RwLock},
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use http::{Uri, uri};
use http_body::{Body, Frame, SizeHint};
use reqwest::Url;

use super::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind, tls};
use crate::{Error, Upload};

pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
    max_response_size: usize,
    /// Why no `https` call can succeed. Kept until one is made: plain `http` works without certificates.
    tls_problem: Option<String>,
    latest: RwLock<Option<Host>>,
}

/// The host of the latest request, as the HTTP library has it. Most requests go to the same one, and
/// reading its name anew costs more than the rest of a URL.
struct Host {
    scheme: uri::Scheme,
    authority: uri::Authority,
    url: Url,
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
        let latest = RwLock::default();
        Ok(Self { client, max_response_size: limits.max_response_size, tls_problem, latest })
    }

    fn url(&self, uri: &Uri) -> Option<Url> {
        let latest = self.latest.read().unwrap_or_else(PoisonError::into_inner);
        let known = latest
            .as_ref()
            .filter(|host| uri.scheme() == Some(&host.scheme) && uri.authority() == Some(&host.authority));
        if let Some(host) = known {
            let mut url = host.url.clone();
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Some(url);
        }
        drop(latest);
        let url = Url::parse(&uri.to_string()).ok()?;
        let (scheme, authority) = (uri.scheme()?.clone(), uri.authority()?.clone());
        let host = Host { scheme, authority, url: url.join("/").ok()? };
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = Some(host);
        Some(url)
    }

    /// What is to be sent, before anything is.
    fn request<B: Into<reqwest::Body>>(
        &self,
        request: http::Request<B>,
    ) -> Result<reqwest::Request, TransportError> {
        if let (Some("https"), Some(problem)) = (request.uri().scheme_str(), &self.tls_problem) {
            return Err(TransportError::new(TransportErrorKind::Certificate, problem.as_str()));
        }
        let (head, body) = request.into_parts();
        let url = self.url(&head.uri).ok_or_else(|| {
            TransportError::new(TransportErrorKind::Connect, "the HTTP library does not read the URL")
        })?;
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    fn exchange(
        &self,
        request: Result<reqwest::Request, TransportError>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let pending = request.map(|request| self.client.execute(request));
        // The request itself is no part of the future, which is moved and kept until the answer is there.
        Box::pin(async move { self.answer(pending?.await.map_err(failure)?).await })
    }

    async fn answer(&self, mut answer: reqwest::Response) -> Result<http::Response<Bytes>, TransportError> {
        let body = self.read(&mut answer).await?;
        let mut response = http::Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }

    /// The body of an answer. Most come in one piece, which is not copied.
    async fn read(&self, answer: &mut reqwest::Response) -> Result<Bytes, TransportError> {
        let Some(first) = self.piece(answer, 0).await? else { return Ok(Bytes::new()) };
        let Some(second) = self.piece(answer, first.len()).await? else { return Ok(first) };
        let mut body = BytesMut::from(first);
        body.extend_from_slice(&second);
        while let Some(piece) = self.piece(answer, body.len()).await? {
            body.extend_from_slice(&piece);
        }
        Ok(body.freeze())
    }

    /// The next piece of a body of which `read` bytes have come.
    async fn piece(
        &self,
        answer: &mut reqwest::Response,
        read: usize,
    ) -> Result<Option<Bytes>, TransportError> {
        let piece = answer.chunk().await.map_err(failure)?;
        if read + piece.as_ref().map_or(0, Bytes::len) > self.max_response_size {
            let limit = format!("the limit is {} bytes", self.max_response_size);
            return Err(TransportError::new(TransportErrorKind::TooLarge, limit));
        }
        Ok(piece)
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.exchange(self.request(request))
    }

    fn upload(
        &self,
        request: http::Request<Upload>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        // The library wants bodies that several threads can look at; this one is looked at by its owner.
        let request = request.map(|upload| reqwest::Body::wrap(OnTheWay(Mutex::new(upload))));
        self.exchange(self.request(request))
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
