//! The query: exactly the arguments, and what belongs to the operation itself.

use serde_json::Value;

use super::Expectation;
use crate::finding::Finding;
use crate::json::is_same_text;
use crate::loopback::Received;
use crate::percent;

pub(super) fn check(expected: &Expectation<'_>, received: &Received, findings: &mut Vec<Finding>) {
    let mut sent = decoded(received, findings);
    for (name, value) in wanted(expected) {
        let place = format!("query parameter {name}");
        let found = sent.iter().position(|(known, text)| *known == name && is_same_text(&value, text));
        match found.or_else(|| sent.iter().position(|(known, _)| *known == name)) {
            Some(position) => {
                let (_, text) = sent.remove(position);
                if !is_same_text(&value, &text) {
                    findings.push(Finding::new("another query value", place, value, format!("{text:?}")));
                }
            }
            None => findings.push(Finding::new("the query lacks a parameter", place, value, "nothing")),
        }
    }
    for (name, text) in sent {
        let place = format!("query parameter {name}");
        findings.push(Finding::new("nobody asked for this", place, "nothing", format!("{text:?}")));
    }
}

/// One pair for each value; a list is repeated, a flag has no value.
fn wanted(expected: &Expectation<'_>) -> Vec<(String, Value)> {
    let fixed = &expected.operation.discriminator.query;
    let fixed = fixed.iter().map(|(name, value)| (name.clone(), Value::from(value.as_deref().unwrap_or(""))));
    let given = expected.arguments.query.iter().flat_map(|(name, value)| {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        values.into_iter().map(|value| (name.clone(), value))
    });
    fixed.chain(given).collect()
}

fn decoded(received: &Received, findings: &mut Vec<Finding>) -> Vec<(String, String)> {
    let Some(query) = received.query() else { return Vec::new() };
    // A form reader takes `+` for a space, so a plus sign has to be encoded.
    if !percent::is_encoded(query, "&=") {
        findings.push(Finding::new("the query is not encoded", "query", "percent-encoding", query));
    }
    let mut pairs = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (percent::decode(name), percent::decode(value)) {
            (Ok(name), Ok(value)) => pairs.push((name, value)),
            (Err(problem), _) | (_, Err(problem)) => {
                findings.push(Finding::new("the query does not decode", "query", "UTF-8", problem));
            }
        }
    }
    pairs
}
