//! Recordings of an operation that has changed since.

use std::collections::BTreeSet;

use serde_json::Value;
use spec::model::{Operation, Recording, RecordingFile};
use spec::outline::outline;

use crate::arguments;
use crate::check_response;
use crate::finding::Finding;
use crate::json_schema::violations;

/// The place of findings that no page's example is the reason of.
pub const CONTRACT: &str = "contract";

/// Whether the operation is still the one that was recorded.
pub fn is_current(operation: &Operation, file: &RecordingFile) -> bool {
    file.contract == operation.contract_hash()
}

/// That the recordings are stale, and which parts of them the operation no longer allows.
pub fn report(operation: &Operation, file: &RecordingFile) -> Vec<Finding> {
    let what = "the operation has changed since it was recorded: run `cargo xtask regen`, or record it again";
    let stale = Finding::new(what, CONTRACT, operation.contract_hash(), &file.contract);
    let changes = contract_changes(operation, file);
    let parts = file.recordings.iter().enumerate().flat_map(|(position, recording)| {
        let named = move |finding: Finding| Finding {
            place: format!("recording {}: {}", position + 1, finding.place),
            ..finding
        };
        misfits(operation, recording).into_iter().map(named)
    });
    std::iter::once(stale).chain(changes).chain(parts).collect()
}

/// What the operation states otherwise than at the time of recording, place by place. Nothing if the file
/// does not say what it stated: those of pages change with their page.
pub fn contract_changes(operation: &Operation, file: &RecordingFile) -> Vec<Finding> {
    if file.outline.is_empty() {
        return Vec::new();
    }
    let (then, now) = (&file.outline, outline(operation));
    let places: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let change = |place: &String| {
        let at = format!("{CONTRACT} at {place}");
        match (then.get(place), now.get(place)) {
            (Some(then), None) => Some(Finding::new("it is documented no more", at, then, "nothing")),
            (None, Some(now)) => Some(Finding::new("it is documented since", at, "nothing", now)),
            (Some(then), Some(now)) if then != now => {
                Some(Finding::new("it is documented otherwise", at, then, now))
            }
            _ => None,
        }
    };
    places.into_iter().filter_map(change).collect()
}

/// What a recording holds that the operation does not allow.
pub fn misfits(operation: &Operation, recording: &Recording) -> Vec<Finding> {
    let mut findings = arguments::unknown(operation, &recording.request);
    if let (Some(body), Some(given)) = (&operation.request_body, &recording.request.body) {
        findings.extend(violations(operation, &body.schema, given, "request body"));
    }
    let status = recording.status.to_string();
    match (operation.responses.get(&status), &recording.body) {
        (None, _) => {
            let documented: Vec<&str> = operation.responses.keys().map(String::as_str).collect();
            let what = "the status is not documented";
            findings.push(Finding::new(what, "status", documented.join(", "), status));
        }
        (Some(response), Some(body)) => {
            if let Some(schema) = &response.schema {
                findings.extend(violations(operation, schema, body, "response body"));
            }
            let empty = Value::Object(serde_json::Map::new());
            let checked = check_response::check_value(operation, recording.status, body, &empty);
            let place = |place| format!("response body at {place}");
            findings.extend(checked.undocumented.into_iter().map(|undocumented| {
                Finding::new("the member is not documented", place(undocumented), "nothing", "a value")
            }));
        }
        (Some(_), None) => {}
    }
    findings
}
