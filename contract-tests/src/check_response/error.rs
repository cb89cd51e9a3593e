//! An error answer as the typed error tells it.

use huaweicloud::Error;
use serde_json::Value;
use spec::model::Operation;

use crate::bench::REQUEST_ID;
use crate::finding::Finding;
use crate::loopback::Answer;

/// How many bytes of a body an error promises to keep.
const KEPT: usize = 64 * 1024;

pub(super) fn check(operation: &Operation, answer: &Answer, error: &Error) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut same = |what: &str, expected: String, found: String| {
        if expected != found {
            findings.push(Finding::new(
                format!("another {what}"),
                format!("{what} of the error"),
                expected,
                found,
            ));
        }
    };
    let status = error.status().map_or_else(String::new, |status| status.as_u16().to_string());
    same("status", answer.status.to_string(), status);
    same("service", operation.service.clone(), owned(error.service_name()));
    same("operation", operation.id.clone(), owned(error.operation()));
    same("request id", REQUEST_ID.to_owned(), owned(error.request_id()));
    same("body", text(answer.body.get(..KEPT).unwrap_or(&answer.body)), text(error.body()));

    let said = Said::in_body(&answer.body);
    let code = owned(error.code());
    if said.codes.is_empty() {
        same("code", answer.status.to_string(), code);
    } else if !said.codes.contains(&code) {
        same("code", said.codes.join(" or "), code);
    }
    if !said.messages.is_empty() && !said.messages.iter().any(|message| message == error.message()) {
        same("message", said.messages.join(" or "), error.message().to_owned());
    }
    let shown = error.to_string();
    for part in [owned(error.code()), error.message().to_owned(), REQUEST_ID.to_owned()] {
        if !shown.contains(&part) {
            same("text for people", format!("{part} in it"), shown.clone());
        }
    }
    findings
}

fn owned(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The names of a code and its message. One without the other is no error envelope.
const PAIRS: [(&str, &str); 4] = [
    ("error_code", "error_msg"),
    ("errorCode", "errorMsg"),
    ("errorCode", "errorMessage"),
    ("code", "message"),
];

/// The pairs of code and message that a body holds: at its root, one level below, or in the first item of a list there.
struct Said {
    codes: Vec<String>,
    messages: Vec<String>,
}

impl Said {
    fn in_body(body: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let inner: Vec<&Value> = json.as_object().into_iter().flat_map(|object| object.values()).collect();
        let items = inner.iter().filter_map(|value| value.as_array()?.first());
        let pairs = std::iter::once(&json).chain(inner.iter().copied()).chain(items).flat_map(|level| {
            PAIRS.iter().filter_map(move |(code, message)| {
                Some((scalar(level.get(code)?)?, level.get(message)?.as_str()?.to_owned()))
            })
        });
        let (codes, messages) = pairs.unzip();
        Self { codes, messages }
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
