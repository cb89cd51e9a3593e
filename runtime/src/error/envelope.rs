//! What services write into an error body. Many shapes, one reading.

use bytes::Bytes;
use serde_json::Value;

use crate::Response;

/// How much of a body that is none of the known shapes becomes the message.
const MESSAGE_LIMIT: usize = 1024;

/// The names of code and message; the first complete pair counts.
const PAIRS: [(&str, &str); 4] = [
    ("error_code", "error_msg"),
    ("errorCode", "errorMsg"),
    ("errorCode", "errorMessage"),
    ("code", "message"),
];

/// Above this length the answer to a call that did not fail is not searched for an error.
const FAILURE_LIMIT: usize = 8 * 1024;

/// What may stand in an error body beside code and message.
const COMPANIONS: [&str; 7] = [
    "request_id",
    "requestId",
    "encoded_authorization_message",
    "details",
    "error_detail",
    "title",
    "status",
];

/// What an error body says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) code: Option<String>,
    pub(super) message: String,
    pub(super) request_id: Option<String>,
    pub(super) encoded_authorization_message: Option<String>,
}

/// Reads a body of any shape. What has none of the known shapes is the message itself.
pub(super) fn read(answer: &Response<Bytes>) -> Envelope {
    let text = String::from_utf8_lossy(answer);
    let text = text.trim();
    let known = match serde_json::from_str::<Value>(text) {
        Ok(json) => from_json(&json),
        Err(_) => from_xml(text),
    };
    let envelope = known.unwrap_or_default();
    if envelope.code.is_some() || !envelope.message.is_empty() {
        return envelope;
    }
    Envelope { message: start_of(text).to_owned(), ..envelope }
}

/// Whether the body of a status that says success says the opposite: `is_success` is false, or there is
/// nothing in it but an error. A body with members of its own may hold the error of something else, such as
/// that of a job that was asked for.
pub(super) fn is_failure(body: &[u8]) -> bool {
    if body.len() > FAILURE_LIMIT {
        return false;
    }
    let Ok(text) = std::str::from_utf8(body) else { return false };
    if !text.contains("rror") && !text.contains("is_success") {
        return false;
    }
    let Ok(Value::Object(top)) = serde_json::from_str::<Value>(text) else { return false };
    if top.get("is_success").is_some_and(is_no) {
        return true;
    }
    match top.get("error") {
        // What an `error` holds is one, whatever its members are called.
        Some(error) if top.keys().all(|name| name == "error" || is_companion(name)) => {
            is_nothing_but_an_error(error, &PAIRS)
        }
        // `code` and `message` alone may be an answer like any other.
        _ => is_nothing_but_an_error(&Value::Object(top), PAIRS.split_at(3).0),
    }
}

fn is_companion(name: &str) -> bool {
    COMPANIONS.contains(&name)
}

/// Whether the object has one of the pairs, with a code that is one, and no member beside it that an error
/// would not have.
fn is_nothing_but_an_error(error: &Value, pairs: &[(&str, &str)]) -> bool {
    let Some(members) = error.as_object() else { return false };
    let known =
        |name: &String| is_companion(name) || pairs.iter().any(|(c, m)| [*c, *m].contains(&name.as_str()));
    let has = |(code, message): &(&str, &str)| members.contains_key(*code) && members.contains_key(*message);
    let is_code = |code: &str| !["", "0", "200"].contains(&code);
    members.keys().all(known) && pairs.iter().any(has) && pair(error).is_some_and(|(code, _)| is_code(&code))
}

fn from_json(json: &Value) -> Option<Envelope> {
    // A list of errors counts as its first.
    let top = json.as_array().map_or(Some(json), |list| list.first())?;
    let nested: Vec<&Value> = top.as_object()?.values().map(first_if_list).collect();
    let levels = || std::iter::once(&top).chain(&nested);
    let (code, message) = levels()
        .find_map(|level| pair(level))
        .map(|(code, message)| (Some(code), message))
        .or_else(|| failed_without_code(top).map(|message| (None, message)))
        .unwrap_or_default();
    let text_of = |names: &[&str]| {
        levels().find_map(|level| names.iter().find_map(|name| level.get(name)?.as_str())).map(str::to_owned)
    };
    Some(Envelope {
        code,
        message,
        request_id: text_of(&["request_id", "requestId"]),
        encoded_authorization_message: text_of(&["encoded_authorization_message"]),
    })
}

fn first_if_list(value: &Value) -> &Value {
    value.as_array().and_then(|list| list.first()).unwrap_or(value)
}

fn pair(level: &Value) -> Option<(String, String)> {
    PAIRS.iter().find_map(|(code, message)| {
        let code = match level.get(code)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some((code, level.get(message)?.as_str()?.to_owned()))
    })
}

fn is_no(value: &Value) -> bool {
    match value {
        Value::Bool(value) => !value,
        Value::String(text) => text.eq_ignore_ascii_case("false"),
        _ => false,
    }
}

/// `{"is_success": false, "message": "…"}`
fn failed_without_code(top: &Value) -> Option<String> {
    let message = top.get("message")?.as_str()?;
    is_no(top.get("is_success")?).then(|| message.to_owned())
}

/// `<Error><Code>…</Code><Message>…</Message></Error>`
fn from_xml(text: &str) -> Option<Envelope> {
    if !text.starts_with('<') {
        return None;
    }
    Some(Envelope {
        code: Some(element(text, "Code")?),
        message: element(text, "Message")?,
        request_id: element(text, "RequestId"),
        encoded_authorization_message: None,
    })
}

fn element(xml: &str, name: &str) -> Option<String> {
    let (_, after) = xml.split_once(&format!("<{name}>"))?;
    let (content, _) = after.split_once(&format!("</{name}>"))?;
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    Some(entities.iter().fold(content.to_owned(), |text, (entity, plain)| text.replace(entity, plain)))
}

fn start_of(text: &str) -> &str {
    let end = (0..=text.len().min(MESSAGE_LIMIT)).rev().find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}
