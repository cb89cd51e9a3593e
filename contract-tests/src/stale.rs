//! Recordings of an operation that has changed since.

use serde_json::Value;
use spec::model::{Operation, Recording, RecordingFile};

use crate::arguments;
use crate::check_response;
use crate::finding::Finding;
use crate::json_schema::violations;

/// Whether the operation is still the one that was recorded.
pub fn is_current(operation: &Operation, file: &RecordingFile) -> bool {
    file.contract == operation.contract_hash()
}

/// That the recordings are stale, and which parts of them the operation no longer allows.
pub fn report(operation: &Operation, file: &RecordingFile) -> Vec<Finding> {
    let what = "the operation has changed since it was recorded: run `cargo xtask regen`, or record it again";
    let changed = Finding::new(what, "contract", operation.contract_hash(), &file.contract);
    let parts = file.recordings.iter().enumerate().flat_map(|(position, recording)| {
        let named = move |finding: Finding| Finding {
            place: format!("recording {}: {}", position + 1, finding.place),
            ..finding
        };
        misfits(operation, recording).into_iter().map(named)
    });
    std::iter::once(changed).chain(parts).collect()
}

/// What a recording holds that the operation does not allow.
fn misfits(operation: &Operation, recording: &Recording) -> Vec<Finding> {
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
