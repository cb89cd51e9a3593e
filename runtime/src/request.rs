//! From parts to an HTTP request without credentials.

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request,
    header::{CONTENT_TYPE, HOST, USER_AGENT},
};

use bytes::Bytes;

use crate::{
    Error, OperationMeta, RequestParts,
    body::Body,
    client::Settings,
    encode::append_query,
    endpoint::Endpoint,
    path::{self, Known},
};

/// What the runtime calls itself.
pub(crate) const AGENT: &str = concat!("huaweicloud-rust/", env!("CARGO_PKG_VERSION"));

/// How many headers there are beside an operation's own, at the most: room for them is made once.
const COMMON_HEADERS: usize = 9;

/// What fills placeholders that the operation's arguments do not.
#[derive(Clone, Copy)]
pub(crate) struct Ids<'a> {
    pub(crate) project_id: Option<&'a str>,
    pub(crate) domain_id: Option<&'a str>,
}

/// The request of an operation, complete but for what proves who is calling.
pub(crate) fn build(
    settings: &Settings,
    meta: &OperationMeta,
    parts: &RequestParts,
    endpoint: &Endpoint,
    ids: Ids<'_>,
) -> Result<Request<Body>, Error> {
    let mut target = path::fill(meta.path, |name| path_value(ids, parts, name))?;
    let query = query(meta, parts);
    if !query.is_empty() {
        target.push('?');
        append_query(&mut target, query);
    }

    let mut headers = HeaderMap::with_capacity(parts.headers.len() + COMMON_HEADERS);
    for (name, value) in &parts.headers {
        headers.append(header_name(name)?, header_value(name, value)?);
    }
    headers.insert(HOST, endpoint.host().clone());
    headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
    if settings.content_type_on_get || meta.method != Method::GET || !parts.body.is_empty() {
        let content_type = match &parts.content_type {
            Some(content_type) => HeaderValue::from_str(content_type),
            None => HeaderValue::from_maybe_shared(Bytes::from_static(meta.content_type.as_bytes())),
        };
        let content_type = content_type.map_err(|_| control_character("Content-Type"))?;
        headers.entry(CONTENT_TYPE).or_insert(content_type);
    }

    let mut request = Request::new(parts.body.clone());
    *request.method_mut() = meta.method.clone();
    *request.uri_mut() = endpoint.uri(target)?;
    *request.headers_mut() = headers;
    Ok(request)
}

fn path_value<'a>(ids: Ids<'a>, parts: &'a RequestParts, name: &str) -> Result<&'a str, Error> {
    if let Some((_, value)) = parts.path.iter().find(|(given, _)| *given == name) {
        return Ok(value);
    }
    let (value, setter, variable) = match path::known(name) {
        Some(Known::Project) => (ids.project_id, "project_id", "HUAWEICLOUD_SDK_PROJECT_ID"),
        Some(Known::Domain) => (ids.domain_id, "domain_id", "HUAWEICLOUD_SDK_DOMAIN_ID"),
        None => return Err(Error::invalid(format!("path parameter `{name}` has no value"))),
    };
    value.ok_or_else(|| {
        Error::invalid(format!(
            "the path needs `{name}`: call `.{setter}(…)` on the client builder or on the operation, \
             or set the environment variable {variable}"
        ))
    })
}

fn query<'a>(meta: &OperationMeta, parts: &'a RequestParts) -> Vec<(&'a str, &'a str)> {
    let fixed = meta.fixed_query.iter().map(|(name, value)| (*name, value.unwrap_or_default()));
    let given = parts.query.iter().map(|(name, value)| (name.as_ref(), value.as_str()));
    fixed.chain(given).collect()
}

fn header_name(name: &str) -> Result<HeaderName, Error> {
    HeaderName::try_from(name)
        .map_err(|_| Error::invalid(format!("`{}` is not a header name", name.escape_debug())))
}

/// UTF-8 is allowed. Control characters are not: a line break would start another header. Neither is
/// white space at the ends: HTTP drops it, and another value than the caller's would arrive.
pub(crate) fn header_value(name: &str, value: &str) -> Result<HeaderValue, Error> {
    if value.starts_with([' ', '\t']) || value.ends_with([' ', '\t']) {
        return Err(Error::invalid(format!("header parameter `{name}` begins or ends with white space")));
    }
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| control_character(name))
}

/// The value itself is not quoted: it may be a secret.
pub(crate) fn control_character(name: &str) -> Error {
    Error::invalid(format!("header parameter `{name}` has a line break or another control character"))
}
