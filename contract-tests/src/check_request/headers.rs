//! The headers: what the client sets, and the arguments among them.

use spec::model::{Location, SetBy};

use super::Expectation;
use crate::arguments::value_of;
use crate::finding::Finding;
use crate::json::is_same_text;
use crate::loopback::Received;
use crate::services::content_type;

/// Its forms bring a boundary of their own.
const MULTIPART: &str = "multipart/form-data";

pub(super) fn check(expected: &Expectation<'_>, received: &Received, findings: &mut Vec<Finding>) {
    let announced = content_type(expected.operation);
    let boundary = |sent: &String| sent.starts_with(&format!("{announced}; boundary="));
    if !received.header("Content-Type").is_some_and(|sent| announced == MULTIPART && boundary(&sent)) {
        only("Content-Type", &announced, received, findings);
    }
    only("Host", &expected.sender.host, received, findings);
    if received.header("User-Agent").is_none() {
        findings.push(Finding::new(
            "a header is missing",
            "header User-Agent",
            "the client's name",
            "nothing",
        ));
    }
    for parameter in expected.operation.parameters_in(Location::Header) {
        let given = value_of(expected.arguments, parameter);
        let name = &parameter.name;
        let sent = received.header_values(name);
        let place = format!("header {name}");
        let wanted = match given {
            Some(value) => value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]),
            None if parameter.set_by == SetBy::Client => continue,
            None => Vec::new(),
        };
        let same = wanted.len() == sent.len()
            && wanted.iter().zip(&sent).all(|(wanted, sent)| is_same_text(wanted, sent));
        if !same {
            let wanted = serde_json::Value::Array(wanted);
            findings.push(Finding::new("another header value", place, wanted, format!("{sent:?}")));
        }
    }
}

/// The header has to be there once, with this value.
pub(super) fn only(name: &str, value: &str, received: &Received, findings: &mut Vec<Finding>) {
    let sent = received.header_values(name);
    if sent != [value] {
        let place = format!("header {name}");
        findings.push(Finding::new("another header value", place, format!("{value:?}"), format!("{sent:?}")));
    }
}

/// The header must not be there.
pub(super) fn none(name: &str, received: &Received, findings: &mut Vec<Finding>) {
    if !received.header_values(name).is_empty() {
        findings.push(Finding::new("a header too many", format!("header {name}"), "none", "one"));
    }
}
