//! What can go wrong with a call.

mod display;
mod envelope;
mod predicates;

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use crate::{Job, OperationMeta, Response, TransportError, TransportErrorKind, clock};

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
    source: Option<Cause>,
    canonical_request: Option<String>,
    headers: HeaderMap,
    job: Option<Job>,
}

/// What an error comes from.
enum Cause {
    Own(Box<dyn std::error::Error + Send + Sync>),
    /// Of several errors the same.
    Shared(Arc<Error>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Invalid,
    Transport(TransportErrorKind),
    CallTimeout,
    Credentials,
    Service,
    Decode,
    Paging,
    Job,
    JobTimeout,
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
            canonical_request: None,
            headers: HeaderMap::new(),
            job: None,
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

    /// Says which setting is wrong.
    pub(crate) fn in_setting(mut self, name: &str) -> Self {
        self.0.message = format!("{name}: {}", self.0.message);
        self
    }

    /// Credentials were looked for everywhere.
    pub(crate) fn no_credentials(cause: Error) -> Self {
        let mut error = Self::invalid(
            "no credentials: set the environment variables HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, write \
             the profile ~/.huaweicloud/credentials, give the cloud server an agency, or call \
             `.credentials(…)` on the client builder",
        );
        error.0.source = Some(Cause::Own(Box::new(cause)));
        error
    }

    /// The call took longer than it may.
    pub(crate) fn call_timeout(limit: Duration) -> Self {
        Self::new(Kind::CallTimeout, format!("the call did not end within {limit:?}"))
    }

    /// Credentials could not be fetched. Those who waited for the same fetch share the cause.
    pub(crate) fn credentials(cause: Arc<Error>) -> Self {
        let mut error =
            Self::new(Kind::Credentials, format!("the credentials could not be fetched: {cause}"));
        error.0.source = Some(Cause::Shared(cause));
        error
    }

    /// What belongs to the credentials could not be found. The cause is shared as well.
    pub(crate) fn identity(problem: impl std::fmt::Display, cause: Arc<Error>) -> Self {
        let mut error = Self::new(Kind::Credentials, format!("{problem}: {cause}"));
        error.0.source = Some(Cause::Shared(cause));
        error
    }

    /// A list does not go on as documented.
    pub(crate) fn paging(message: impl Into<String>) -> Self {
        Self::new(Kind::Paging, message)
    }

    /// An answer names no job to wait for.
    pub(crate) fn no_job() -> Self {
        Self::new(Kind::Decode, "the answer has no job id to wait for; the operation was executed")
    }

    /// A job ended without success.
    pub(crate) fn job_failed(job: Job) -> Self {
        let mut error = Self::new(Kind::Job, job.to_string());
        error.0.code.clone_from(&job.code);
        error.0.job = Some(job);
        error
    }

    /// Says which job was waited for.
    pub(crate) fn about(mut self, job: Job) -> Self {
        self.0.job = Some(job);
        self
    }

    /// A job did not end in time.
    pub(crate) fn job_timeout(job: Job, limit: Duration) -> Self {
        let mut error = Self::new(Kind::JobTimeout, format!("{job}, and did not end within {limit:?}"));
        error.0.job = Some(job);
        error
    }

    /// An answer without an error that does not say what was asked.
    pub(crate) fn unreadable(answer: &Response<Bytes>, problem: impl Into<String>) -> Self {
        Self::new(Kind::Decode, problem).with_answer(answer, None)
    }

    /// The error that an answer says, if it says one.
    pub(crate) fn of_answer(answer: &Response<Bytes>) -> Option<Self> {
        let status = answer.status();
        // 300 is an answer: a list of choices.
        if status.is_redirection() && status != StatusCode::MULTIPLE_CHOICES {
            return Some(Self::redirect(answer));
        }
        let failed = status.as_u16() >= 400 || envelope::is_failure(answer);
        failed.then(|| Self::service(answer))
    }

    /// An answer that sends the caller elsewhere. Following it would show the credentials to another host.
    fn redirect(answer: &Response<Bytes>) -> Self {
        let mut error = Self::service(answer);
        if error.0.message.is_empty() {
            "redirects are not followed; the header `Location` says where this one leads"
                .clone_into(&mut error.0.message);
        }
        error
    }

    /// An answer that is an error.
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
        error.0.source = Some(Cause::Own(Box::new(problem)));
        error.with_answer(answer, None)
    }

    fn with_answer(mut self, answer: &Response<Bytes>, id_in_body: Option<String>) -> Self {
        self.0.status = Some(answer.status());
        self.0.request_id = answer.request_id().map(str::to_owned).or(id_in_body);
        self.0.headers = answer.headers().clone();
        // Copied, so that an error which is kept does not keep the buffers of the connection.
        self.0.body = Bytes::copy_from_slice(answer.get(..BODY_LIMIT).unwrap_or(answer));
        self
    }

    /// Keeps what was signed.
    pub(crate) fn explained(mut self, canonical_request: Option<String>) -> Self {
        self.0.canonical_request = canonical_request;
        self
    }

    /// What the service takes for the time.
    pub(crate) fn date(&self) -> Option<SystemTime> {
        clock::from_http(self.0.headers.get(header::DATE)?.to_str().ok()?)
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
        error.0.source = Some(Cause::Own(failure.into_source()));
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

    /// All headers of the answer; none if there was no answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
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

    /// The job that was waited for, if it did not succeed, did not end in time or could not be asked for. Its
    /// id serves to ask again.
    pub fn job(&self) -> Option<&Job> {
        self.0.job.as_ref()
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
