//! What can go wrong with a call.

mod display;
mod envelope;

use bytes::Bytes;
use http::StatusCode;

use crate::{OperationMeta, Response, TransportError, TransportErrorKind};

/// How much of a body an error keeps.
const BODY_LIMIT: usize = 64 * 1024;

/// Why a call did not succeed.
///
/// One type for all failures. Ask the `is_…` methods what to do about it, and [`code`](Self::code) for
/// the service's own word. `Display` says operation, status, code, message and request id; the cause of a
/// failed connection is in [`source`](std::error::Error::source). No secret is ever part of it.
pub struct Error(Box<Details>);

struct Details {
    kind: Kind,
    operation: Option<(&'static str, &'static str)>,
    status: Option<StatusCode>,
    code: Option<String>,
    message: String,
    request_id: Option<String>,
    encoded_authorization_message: Option<String>,
    path: Option<String>,
    body: Bytes,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Invalid,
    Transport(TransportErrorKind),
    Service,
    Decode,
}

/// Making errors.
impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind,
            operation: None,
            status: None,
            code: None,
            message: message.into(),
            request_id: None,
            encoded_authorization_message: None,
            path: None,
            body: Bytes::new(),
            source: None,
        }))
    }

    /// Nothing was sent: settings or arguments make no request.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, message)
    }

    /// Says at which field of the arguments something is wrong.
    #[cfg(feature = "testing")]
    pub(crate) fn at(mut self, path: String) -> Self {
        self.0.path = Some(path);
        self
    }

    pub(crate) fn no_region() -> Self {
        Self::invalid("no region: call `.region(…)` or `.endpoint(…)` on the client builder")
    }

    /// An answer with an error status.
    pub(crate) fn service(answer: &Response<Bytes>) -> Self {
        let envelope = envelope::read(answer);
        let mut error = Self::new(Kind::Service, envelope.message);
        error.0.code = envelope.code.or_else(|| Some(answer.status().as_str().to_owned()));
        error.0.encoded_authorization_message = envelope.encoded_authorization_message;
        error.with_answer(answer, envelope.request_id)
    }

    /// An answer that is not what its type says, at a field path.
    pub(crate) fn decode(answer: &Response<Bytes>, path: String, problem: serde_json::Error) -> Self {
        let at = if path == "." { String::new() } else { format!(" at `{path}`") };
        let mut error = Self::new(Kind::Decode, format!("the answer does not decode{at}: {problem}"));
        error.0.path = Some(path);
        error.0.source = Some(Box::new(problem));
        error.with_answer(answer, None)
    }

    fn with_answer(mut self, answer: &Response<Bytes>, id_in_body: Option<String>) -> Self {
        self.0.status = Some(answer.status());
        self.0.request_id = answer.request_id().map(str::to_owned).or(id_in_body);
        // Copied if cut, so that the rest can be freed.
        self.0.body = match answer.get(..BODY_LIMIT) {
            Some(start) => Bytes::copy_from_slice(start),
            None => Bytes::clone(answer),
        };
        self
    }

    /// Says which operation failed.
    pub(crate) fn of(mut self, meta: &OperationMeta) -> Self {
        self.0.operation = Some((meta.service.name, meta.id));
        self
    }
}

impl From<TransportError> for Error {
    fn from(failure: TransportError) -> Self {
        let mut error = Self::new(Kind::Transport(failure.kind()), failure.to_string());
        error.0.source = Some(failure.into_source());
        error
    }
}

/// What happened.
impl Error {
    /// The service of the operation that failed: `dws`.
    pub fn service_name(&self) -> Option<&'static str> {
        self.0.operation.map(|(service, _)| service)
    }

    /// The operation that failed: `UpdateDataSource`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|(_, operation)| operation)
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The service's error code, such as `DWS.0015`; the HTTP status as text if the answer names none.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What the service said, or the runtime.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the service calls this request; its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Why a permission is missing, in a form that IAM can decode.
    pub fn encoded_authorization_message(&self) -> Option<&str> {
        self.0.encoded_authorization_message.as_deref()
    }

    /// Where in the answer the value is that did not decode: `clusters[0].id`; in tests that are data also
    /// where in the arguments the value is that did not fit.
    pub fn field_path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The first 64 KiB of the answer as they came. Not part of `Display` or `Debug`: answers may hold
    /// secrets.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }
}

/// What to do about it.
impl Error {
    /// The client's settings or the operation's arguments make no request; nothing was sent. Mend what
    /// the message names.
    pub fn is_invalid(&self) -> bool {
        self.0.kind == Kind::Invalid
    }

    /// The resource does not exist (404). When deleting, take it as done.
    pub fn is_not_found(&self) -> bool {
        self.0.status == Some(StatusCode::NOT_FOUND)
    }

    /// Too many requests (429). Wait, then send the same again, and send fewer.
    pub fn is_throttled(&self) -> bool {
        self.0.status == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// The service does not know who is calling (401): wrong or expired credentials, or a clock that is
    /// off. Renew the credentials.
    pub fn is_unauthorized(&self) -> bool {
        self.0.status == Some(StatusCode::UNAUTHORIZED)
    }

    /// The caller is known but may not do this (403). Ask for the permission;
    /// [`encoded_authorization_message`](Self::encoded_authorization_message) may say which.
    pub fn is_forbidden(&self) -> bool {
        self.0.status == Some(StatusCode::FORBIDDEN)
    }

    /// The resource is in another state than needed, or exists already (409). Look at it first.
    pub fn is_conflict(&self) -> bool {
        self.0.status == Some(StatusCode::CONFLICT)
    }

    /// No answer in time. If [`is_connect`](Self::is_connect) holds too, nothing was sent; else the
    /// operation may have been executed all the same: look before you send it again.
    pub fn is_timeout(&self) -> bool {
        use TransportErrorKind::{ConnectTimeout, Timeout};
        matches!(self.0.kind, Kind::Transport(Timeout | ConnectTimeout))
    }

    /// No connection to the service; the operation was not executed. Check region, network and proxy.
    pub fn is_connect(&self) -> bool {
        use TransportErrorKind::{Connect, ConnectTimeout};
        matches!(self.0.kind, Kind::Transport(Connect | ConnectTimeout))
    }

    /// The service answered without an error, but not in the form that its documentation promises. The
    /// operation was executed: read [`body`](Self::body) yourself, and report it.
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }

    /// The same request may succeed later: no connection, no answer in time, a connection that broke, 429
    /// and 500, 502, 503, 504. Send it again after a pause if the operation does the same when executed
    /// twice; if it does not (most POSTs), only when [`is_connect`](Self::is_connect) or
    /// [`is_throttled`](Self::is_throttled) holds.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            Kind::Transport(kind) => kind != TransportErrorKind::TooLarge,
            Kind::Service => {
                self.0.status.is_some_and(|status| matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504))
            }
            Kind::Invalid | Kind::Decode => false,
        }
    }
}
