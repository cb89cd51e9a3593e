//! Requests, answers and errors as JSON.

use bytes::Bytes;
use http::{HeaderMap, Request};
use huaweicloud::{Error, Response};
use serde_json::{Value, json};

/// `{method, url, headers, body}`; the body as text, exactly as it was signed.
pub(super) fn request(request: &Request<Bytes>) -> Value {
    json!({
        "method": request.method().as_str(),
        "url": request.uri().to_string(),
        "headers": headers(request.headers()),
        "body": String::from_utf8_lossy(request.body()),
    })
}

/// `{status, headers, request_id, body}`
pub(super) fn response(response: &Response<Value>) -> Value {
    json!({
        "status": response.status().as_u16(),
        "headers": headers(response.headers()),
        "request_id": response.request_id(),
        "body": **response,
    })
}

/// `{status, headers, request_id, error}`; the error has the service's code and message, the printed form
/// of it all, and the body as it came.
pub(super) fn error(error: &Error) -> Value {
    json!({
        "status": error.status().map(|status| status.as_u16()),
        "headers": headers(error.headers()),
        "request_id": error.request_id(),
        "error": {
            "code": error.code(),
            "message": error.message(),
            "encoded_authorization_message": error.encoded_authorization_message(),
            "field_path": error.field_path(),
            "retryable": error.is_retryable(),
            "printed": error.to_string(),
            "body": String::from_utf8_lossy(error.body()),
        },
    })
}

/// Pairs of name and value; names as they are usually written, such as `X-Sdk-Date`.
fn headers(headers: &HeaderMap) -> Value {
    let pair = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        json!([usual(name.as_str()), String::from_utf8_lossy(value.as_bytes())])
    };
    headers.iter().map(pair).collect()
}

fn usual(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join("-")
}
