//! The body: what was given, and what the schema allows.

use huaweicloud_fake::form::{is_file, is_form};
use serde_json::Value;

use super::{Expectation, form};
use crate::finding::Finding;
use crate::json::differences;
use crate::json_schema::violations;
use crate::loopback::Received;

const PLACE: &str = "request body";

pub(super) fn check(expected: &Expectation<'_>, received: &Received, findings: &mut Vec<Finding>) {
    let text = String::from_utf8_lossy(&received.body);
    let (Some(body), Some(given)) = (&expected.operation.request_body, &expected.arguments.body) else {
        if !text.is_empty() {
            findings.push(Finding::new("nobody asked for this", PLACE, "nothing", text));
        }
        return;
    };
    if is_form(body) {
        findings.extend(form::check(expected.operation, &body.schema, given, received, PLACE));
        return;
    }
    if is_file(&body.schema) {
        findings.extend(form::check_file(&body.schema, given, received, PLACE));
        return;
    }
    let sent: Value = match serde_json::from_slice(&received.body) {
        Ok(sent) => sent,
        Err(error) => {
            findings.push(Finding::new(format!("not JSON: {error}"), PLACE, given, format!("{text:?}")));
            return;
        }
    };
    findings.extend(differences(given, &sent, PLACE));
    findings.extend(violations(expected.operation, &body.schema, &sent, PLACE));
    if let Some(root) = &expected.operation.discriminator.body_root {
        let names: Vec<&String> = sent.as_object().into_iter().flat_map(|object| object.keys()).collect();
        if names != [root] {
            let what = "the member that makes the operation what it is";
            findings.push(Finding::new(what, PLACE, format!("[{root:?}]"), format!("{names:?}")));
        }
    }
}
