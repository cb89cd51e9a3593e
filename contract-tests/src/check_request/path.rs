//! The path: an instance of the template, with each value as one segment.

use serde_json::Value;

use super::Expectation;
use crate::finding::Finding;
use crate::json::is_same_text;
use crate::loopback::Received;
use crate::percent;

pub(super) fn check(expected: &Expectation<'_>, received: &Received, findings: &mut Vec<Finding>) {
    let template: Vec<&str> = expected.operation.path.split('/').collect();
    let sent: Vec<&str> = received.path().split('/').collect();
    if template.len() != sent.len() {
        let template = format!("{} segments of {}", template.len(), expected.operation.path);
        let sent = format!("{} of {}", sent.len(), received.path());
        findings.push(Finding::new("another number of segments", "path", template, sent));
        return;
    }
    for (position, (template, sent)) in template.into_iter().zip(sent).enumerate() {
        let place = format!("path segment {position}, {template}");
        if !percent::is_encoded(sent, ":@!$&'()*+,;=") {
            findings.push(Finding::new("a segment is not encoded", &place, "percent-encoding", sent));
        }
        match percent::decode(sent) {
            Err(problem) => findings.push(Finding::new("a segment does not decode", place, "UTF-8", problem)),
            Ok(decoded) => segment(expected, template, &decoded, &place, findings),
        }
    }
}

fn segment(expected: &Expectation<'_>, template: &str, sent: &str, place: &str, findings: &mut Vec<Finding>) {
    let whole = template.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
    if let Some(name) = whole.filter(|name| !name.contains(['{', '}'])) {
        let value = value(expected, name);
        if !value.as_ref().is_some_and(|value| is_same_text(value, sent)) {
            let value =
                value.map_or_else(|| "a value that nobody gave".to_owned(), |value| value.to_string());
            findings.push(Finding::new("another path value", place, value, format!("{sent:?}")));
        }
        return;
    }
    let filled = fill(expected, template);
    if filled != sent {
        findings.push(Finding::new("another segment", place, format!("{filled:?}"), format!("{sent:?}")));
    }
}

/// A segment with placeholders beside literal text.
fn fill(expected: &Expectation<'_>, template: &str) -> String {
    let mut pieces = template.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, literal) = piece.split_once('}').unwrap_or((piece, ""));
        match value(expected, name) {
            Some(Value::String(text)) => filled.push_str(&text),
            Some(other) => filled.push_str(&other.to_string()),
            None => {}
        }
        filled.push_str(literal);
    }
    filled
}

/// What the caller gave, else what the client knows.
fn value(expected: &Expectation<'_>, name: &str) -> Option<Value> {
    let given = expected.arguments.path.get(name).cloned();
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    given.or_else(|| match letters.to_ascii_lowercase().as_str() {
        "projectid" => Some(expected.sender.project_id.clone().into()),
        "domainid" => Some(expected.sender.domain_id.clone().into()),
        _ => None,
    })
}
