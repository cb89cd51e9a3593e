//! HAR 1.2: what browsers and proxies save, and what they read.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

/// An entry of a capture, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    /// HTTP method.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// Request headers, in order.
    pub headers: Vec<(String, String)>,
    /// Request body.
    pub body: Vec<u8>,
    /// HTTP status.
    pub status: u16,
    /// Response headers, in order.
    pub answer_headers: Vec<(String, String)>,
    /// Response body.
    pub answer: Vec<u8>,
    /// `YYYY-MM-DD`.
    pub date: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(default)]
    started_date_time: String,
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    method: String,
    url: String,
    #[serde(default)]
    headers: Vec<Pair>,
    post_data: Option<PostData>,
}

#[derive(Deserialize)]
struct PostData {
    text: Option<String>,
    #[serde(default)]
    params: Vec<Value>,
    encoding: Option<String>,
}

#[derive(Deserialize)]
struct Response {
    status: u16,
    #[serde(default)]
    headers: Vec<Pair>,
    #[serde(default)]
    content: Content,
}

#[derive(Default, Deserialize)]
struct Content {
    text: Option<String>,
    encoding: Option<String>,
    size: Option<i64>,
}

#[derive(Deserialize)]
struct Pair {
    name: String,
    value: String,
}

/// Reads a capture: its entries, each as it is or with why it cannot be used.
///
/// # Errors
/// If the text is no HAR.
pub fn read(bytes: &[u8]) -> Result<Vec<Result<Captured, String>>, String> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let har: Value = serde_json::from_slice(text).map_err(|error| format!("it is no JSON: {error}"))?;
    let log = har.get("log").ok_or("it is no HAR: there is no `log`")?;
    if let Some(version) = log.get("version").and_then(Value::as_str)
        && !version.starts_with("1.")
    {
        return Err(format!("it is HAR {version}, and only 1.2 can be read"));
    }
    let entries =
        log.get("entries").and_then(Value::as_array).ok_or("it is no HAR: `log` has no `entries`")?;
    Ok(entries.iter().map(captured).collect())
}

fn captured(entry: &Value) -> Result<Captured, String> {
    let entry = Entry::deserialize(entry).map_err(|error| format!("it is no entry of a HAR: {error}"))?;
    let Entry { started_date_time, request, response } = entry;
    if response.status == 0 {
        return Err("it has no answer: the request was blocked, or broke".to_owned());
    }
    let body = match request.post_data {
        Some(PostData { text: None, params, .. }) if !params.is_empty() => {
            return Err("the request body is a form, of which the capture has only the fields".to_owned());
        }
        Some(PostData { text, encoding, .. }) => decoded(text, encoding.as_deref(), "request")?,
        None => Vec::new(),
    };
    let Content { text, encoding, size } = response.content;
    if text.is_none() && size.is_some_and(|size| size > 0) {
        return Err("the capture was saved without the answer's content".to_owned());
    }
    let answer = decoded(text, encoding.as_deref(), "answer")?;
    Ok(Captured {
        method: request.method,
        url: request.url,
        headers: pairs(request.headers),
        body,
        status: response.status,
        answer_headers: pairs(response.headers),
        answer,
        date: started_date_time.get(..10).unwrap_or_default().to_owned(),
    })
}

fn decoded(text: Option<String>, encoding: Option<&str>, what: &str) -> Result<Vec<u8>, String> {
    let text = text.unwrap_or_default();
    let bytes = match encoding {
        None | Some("") => text.into_bytes(),
        Some("base64") => {
            let compact: String = text.split_whitespace().collect();
            BASE64_STANDARD
                .decode(&compact)
                .or_else(|_| BASE64_STANDARD_NO_PAD.decode(&compact))
                .map_err(|error| format!("the body of the {what} is no base64: {error}"))?
        }
        Some(other) => return Err(format!("the body of the {what} is encoded as {other:?}")),
    };
    if bytes.starts_with(b"\x1f\x8b") {
        return Err(format!("the body of the {what} is compressed; save the capture with decoded content"));
    }
    Ok(bytes)
}

fn pairs(pairs: Vec<Pair>) -> Vec<(String, String)> {
    pairs.into_iter().map(|Pair { name, value }| (name, value)).collect()
}

/// A request with the answer that was recorded of it.
pub struct Exchange {
    /// The request.
    pub request: http::Request<bytes::Bytes>,
    /// HTTP status of the answer.
    pub status: u16,
    /// Headers of the answer.
    pub headers: Vec<(String, String)>,
    /// Its body, if it has one.
    pub body: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Where it comes from.
    pub comment: String,
}

/// Writes exchanges as HAR 1.2.
pub fn write(exchanges: &[Exchange]) -> Value {
    let entries: Vec<Value> = exchanges.iter().map(entry).collect();
    json!({"log": {
        "version": "1.2",
        "creator": {"name": "huaweicloud contract-tests", "version": env!("CARGO_PKG_VERSION")},
        "entries": entries,
    }})
}

fn entry(exchange: &Exchange) -> Value {
    let Exchange { request, status, headers, body, date, comment } = exchange;
    let url = request.uri().to_string();
    let query = request.uri().query().unwrap_or_default();
    let query: Vec<Value> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| {
            let plain = |text: &str| crate::percent::decode(text).unwrap_or_else(|_| text.to_owned());
            json!({"name": plain(name), "value": plain(value)})
        })
        .collect();
    let mut sent = json!({
        "method": request.method().as_str(),
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": header_pairs(request.headers()),
        "queryString": query,
        "headersSize": -1,
        "bodySize": request.body().len(),
    });
    if !request.body().is_empty()
        && let Some(sent) = sent.as_object_mut()
    {
        let text = String::from_utf8_lossy(request.body());
        sent.insert(
            "postData".to_owned(),
            json!({"mimeType": content_type(request.headers()), "text": text}),
        );
    }
    let text = body.as_deref().unwrap_or_default();
    let mime = if body.is_some() { "application/json" } else { "" };
    let mut answer_headers: Vec<Value> =
        headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    if body.is_some() {
        answer_headers.push(json!({"name": "content-type", "value": mime}));
    }
    let reason = http::StatusCode::from_u16(*status).ok().and_then(|status| status.canonical_reason());
    json!({
        "startedDateTime": format!("{date}T00:00:00.000Z"),
        "time": 0,
        "request": sent,
        "response": {
            "status": status,
            "statusText": reason.unwrap_or_default(),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": answer_headers,
            "content": {"size": text.len(), "mimeType": mime, "text": text},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": text.len(),
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "comment": comment,
    })
}

fn header_pairs(headers: &HeaderMap) -> Vec<Value> {
    let pair = |(name, value): (&http::HeaderName, &http::HeaderValue)| json!({"name": name.as_str(), "value": String::from_utf8_lossy(value.as_bytes())});
    headers.iter().map(pair).collect()
}

fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get(http::header::CONTENT_TYPE).map(http::HeaderValue::as_bytes);
    String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
}
