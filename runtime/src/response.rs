//! An answer: the typed value and what came with it.

use std::{fmt, ops::Deref};

use http::{HeaderMap, StatusCode};

/// A decoded answer with its status, headers and request id. Reads like the value itself.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    value: T,
}

impl<T> Response<T> {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, value: T) -> Self {
        Self { status, headers, value }
    }

    /// An answer as the transport brings it.
    pub(crate) fn of(answer: http::Response<T>) -> Self {
        let (head, value) = answer.into_parts();
        Self::new(head.status, head.headers, value)
    }

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What the service calls this request; its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        ["x-request-id", "x-iam-trace-id", "x-obs-request-id"]
            .iter()
            .filter_map(|name| self.headers.get(*name)?.to_str().ok())
            .find(|id| !id.is_empty())
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    pub(crate) fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// The same answer with another value.
    pub(crate) fn with_value<U>(self, value: U) -> Response<U> {
        Response { status: self.status, headers: self.headers, value }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Without the headers: one of them may be a token that was asked for.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
