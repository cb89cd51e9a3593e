//! What callers ask about an error.

use std::time::Duration;

use http::{StatusCode, header};

use super::{Error, Kind};
use crate::{TransportErrorKind, clock};

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

    /// The service sends the caller elsewhere, or has nothing new to say (304). Redirects are not followed:
    /// look whether the endpoint is the right one.
    pub fn is_redirect(&self) -> bool {
        self.0.status.is_some_and(|status| status.is_redirection())
    }

    /// The resource is in another state than needed, or exists already (409). Look at it first.
    pub fn is_conflict(&self) -> bool {
        self.0.status == Some(StatusCode::CONFLICT)
    }

    /// No answer in time. If [`is_connect`](Self::is_connect) holds too, nothing was sent; else the
    /// operation may have been executed all the same: look before you send it again.
    pub fn is_timeout(&self) -> bool {
        use TransportErrorKind::{ConnectTimeout, Timeout};
        matches!(self.0.kind, Kind::Transport(Timeout | ConnectTimeout) | Kind::CallTimeout)
    }

    /// The credentials could not be fetched, or what belongs to them (the project, the account) could not
    /// be found; the operation was not sent. The cause is in [`source`](std::error::Error::source).
    pub fn is_credentials(&self) -> bool {
        self.0.kind == Kind::Credentials
    }

    /// The service refuses the signature. Compare
    /// [`canonical_request`](Self::canonical_request) with what the service says it expected, and look
    /// whether the secret key belongs to the access key.
    pub fn is_signature_refused(&self) -> bool {
        self.0.canonical_request.is_some()
    }

    /// What was hashed for a signature that [was refused](Self::is_signature_refused). A security token in
    /// it is replaced by `[secret]`.
    pub fn canonical_request(&self) -> Option<&str> {
        self.0.canonical_request.as_deref()
    }

    /// How long the service asks to wait before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.0.headers.get(header::RETRY_AFTER)?.to_str().ok()?;
        clock::from_now(text, self.date())
    }

    /// No connection to the service; the operation was not executed. Check region, network and proxy.
    pub fn is_connect(&self) -> bool {
        use TransportErrorKind::{Certificate, Connect, ConnectTimeout, Name};
        matches!(self.0.kind, Kind::Transport(Connect | ConnectTimeout | Name | Certificate))
    }

    /// The service answered without an error, but not in the form that its documentation promises. The
    /// operation was executed: read [`body`](Self::body) yourself, and report it.
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }

    /// A list does not go on as its documentation says: a page came twice, or what the next one would be
    /// asked for with is missing or came twice. What was listed before is right, and there may be more.
    pub fn is_paging(&self) -> bool {
        self.0.kind == Kind::Paging
    }

    /// The operation began a job, and the job failed; [`job`](Self::job) says how. Mend what the reason names,
    /// then begin it anew.
    pub fn is_job_failed(&self) -> bool {
        self.0.kind == Kind::Job
    }

    /// A job did not end in the time that was given to [`Wait`](crate::Wait). It goes on: wait again for the
    /// [`job`](Self::job) with this id.
    pub fn is_job_timeout(&self) -> bool {
        self.0.kind == Kind::JobTimeout
    }

    /// The same request may succeed later: no connection, no answer in time, a connection that broke, 429
    /// and 500, 502, 503, 504. Send it again after a pause if the operation does the same when executed
    /// twice; if it does not (most POSTs), only when [`is_connect`](Self::is_connect) or
    /// [`is_throttled`](Self::is_throttled) holds.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            Kind::Transport(kind) => {
                !matches!(kind, TransportErrorKind::TooLarge | TransportErrorKind::Certificate)
            }
            Kind::Service => {
                self.0.status.is_some_and(|status| matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504))
            }
            Kind::Invalid
            | Kind::Decode
            | Kind::Credentials
            | Kind::CallTimeout
            | Kind::Paging
            | Kind::Job
            | Kind::JobTimeout => false,
        }
    }

    /// Another endpoint of the same service may do.
    pub(crate) fn is_name_or_certificate(&self) -> bool {
        use TransportErrorKind::{Certificate, Name};
        matches!(self.0.kind, Kind::Transport(Name | Certificate))
    }

    /// The service may have refused the date of the request.
    pub(crate) fn is_about_the_date(&self) -> bool {
        self.is_unauthorized() || self.is_forbidden()
    }

    /// The service speaks of the signature.
    pub(crate) fn is_about_the_signature(&self) -> bool {
        let message = self.0.message.to_ascii_lowercase();
        let words = ["signature", "aksk", "ak/sk", "x-sdk-date", "canonical"];
        self.is_about_the_date() && words.iter().any(|word| message.contains(word))
    }
}
