//! What a generated operation tells the runtime about itself.

use http::Method;

use crate::{Error, RequestParts, object::Answer};

/// One service: facts shared by its operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceMeta {
    /// The service's own name, as in errors: `kafka`.
    pub name: &'static str,
    /// The first label of its host name, which may differ: `dms`.
    pub endpoint: &'static str,
    /// Its resources belong to an account, not to a region's project: calls are made in the name of the
    /// account if it is known.
    pub global: bool,
}

/// One operation: where it goes, whatever its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationMeta {
    /// The service it belongs to.
    pub service: &'static ServiceMeta,
    /// Its name, unique in the service: `UpdateDataSource`.
    pub id: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path template with placeholders in braces.
    pub path: &'static str,
    /// Query that belongs to the operation itself, such as `?action=start`. `None` is a flag, sent as
    /// `flag=` because a signed query always has the `=`.
    pub fixed_query: &'static [(&'static str, Option<&'static str>)],
    /// The `Content-Type` header, sent also without a body.
    pub content_type: &'static str,
}

/// An operation with its arguments: data that a [`Client`](crate::Client) can send.
///
/// Implemented by generated code.
pub trait Operation: Send + Sync {
    /// What a successful answer decodes to. An empty body gives its default.
    type Output: Answer;

    /// Where it goes.
    const META: OperationMeta;

    /// Whether a successful answer is a file instead of JSON.
    const ANSWERS_FILE: bool = false;

    /// What it carries.
    ///
    /// # Errors
    /// If the body cannot be written.
    fn parts(&self) -> Result<RequestParts, Error>;
}
