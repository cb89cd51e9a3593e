//! Holds what a caller gets to what was sent.

mod error;
mod failure;
mod value;

use huaweicloud::{Error, Response};
use huaweicloud_fake::form;
use serde_json::Value;
use spec::model::Operation;

pub use self::failure::says_failure;
use crate::bench::REQUEST_ID;
use crate::finding::Finding;
use crate::loopback::Answer;

/// What a check of an answer has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Places of sent values that no page knows. The typed value may do without them.
    pub undocumented: Vec<String>,
}

/// Compares an answer with what the caller got: the typed value written as JSON again, or an error.
pub fn check(operation: &Operation, answer: &Answer, outcome: &Result<Response<Value>, Error>) -> Checked {
    match outcome {
        Err(error) if is_error(answer.status) || says_failure(&answer.body) => {
            Checked { findings: error::check(operation, answer, error), ..Checked::default() }
        }
        Err(error) => Checked {
            findings: vec![Finding::new("a good answer was refused", place_of(error), "a value", error)],
            ..Checked::default()
        },
        Ok(response) if is_error(answer.status) => Checked {
            findings: vec![Finding::new(
                "an error was taken for a success",
                "answer",
                "an error",
                &**response,
            )],
            ..Checked::default()
        },
        Ok(response) => success(operation, answer, response),
    }
}

/// Whether a status says that the call failed. Redirects are not followed; 300 is a list of choices.
pub fn is_error(status: u16) -> bool {
    status > 300
}

/// Where an answer does not decode.
fn place_of(error: &Error) -> String {
    error.field_path().map_or_else(|| "answer".to_owned(), |path| format!("answer at {path}"))
}

fn success(operation: &Operation, answer: &Answer, response: &Response<Value>) -> Checked {
    // What is no JSON does not decode, and was reported by that.
    let sent = serde_json::from_slice(&answer.body).unwrap_or_default();
    let mut checked = if is_file(operation, answer.status) {
        file(&answer.body, response)
    } else {
        check_value(operation, answer.status, &sent, response)
    };
    let findings = &mut checked.findings;
    if response.status().as_u16() != answer.status {
        findings.push(Finding::new("another status", "answer", answer.status, response.status()));
    }
    if response.request_id() != Some(REQUEST_ID) {
        let found = response.request_id().unwrap_or("nothing");
        findings.push(Finding::new("another request id", "answer", REQUEST_ID, found));
    }
    for (name, value) in &answer.headers {
        let found = response.headers().get(name);
        if found.is_none_or(|found| found != value) {
            let place = format!("response header {name}");
            findings.push(Finding::new("a header was lost", place, value, format!("{found:?}")));
        }
    }
    checked
}

/// Whether the documented answer with a status is a file.
pub fn is_file(operation: &Operation, status: u16) -> bool {
    let response = operation.responses.get(&status.to_string());
    response.and_then(|response| response.schema.as_ref()).is_some_and(form::is_file)
}

/// Compares a sent file with the typed value, which is its text.
fn file(sent: &[u8], decoded: &Value) -> Checked {
    let sent = String::from_utf8_lossy(sent);
    let mut checked = Checked::default();
    if decoded.as_str() != Some(&sent) {
        checked.findings.push(Finding::new("another file was read", "answer", sent, decoded));
    }
    checked
}

/// Compares a sent value with the typed one.
pub fn check_value(operation: &Operation, status: u16, sent: &Value, decoded: &Value) -> Checked {
    let schema = operation.responses.get(&status.to_string()).and_then(|response| response.schema.as_ref());
    let mut comparison = value::Comparison::new(operation);
    comparison.root(sent, decoded, schema);
    comparison.checked
}
