//! For code scanning: SARIF 2.1.0.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use spec::diagnostics::uri;

use super::{Report, values};
use crate::{Class, Reviewed, RuleId};

/// The changes as results. A place is the operation's committed file; what was accepted is suppressed.
///
/// # Errors
/// None in practice: all keys are texts.
pub fn sarif(report: &Report) -> Result<String, serde_json::Error> {
    let rules: Vec<Value> = RuleId::ALL.iter().map(|id| rule(*id)).collect();
    let results: Vec<Value> = report.changes.iter().map(result).collect();
    let driver = json!({ "name": "cargo xtask diff", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "results": results }],
    });
    Ok(serde_json::to_string_pretty(&log)? + "\n")
}

fn rule(id: RuleId) -> Value {
    let rule = id.rule();
    let worst = rule.wire.iter().chain(rule.rust).max().copied().unwrap_or_default();
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": format!("{}: {}. Example: {}", rule.title, rule.reason, rule.example) },
        "defaultConfiguration": { "level": level(worst) },
    })
}

fn level(class: Class) -> &'static str {
    match class {
        Class::Breaking => "error",
        Class::Risky => "warning",
        Class::Additive | Class::None => "note",
    }
}

fn result(reviewed: &Reviewed) -> Value {
    let change = &reviewed.change;
    let rule = change.rule.rule();
    let values = values(reviewed);
    let values = if values.is_empty() { values } else { format!(" ({values})") };
    let message = format!(
        "{}: {}{values}. Wire {}, Rust {}: {}.",
        change.subject(),
        rule.title,
        change.wire,
        change.rust,
        change.reason
    );
    let file = if change.operation.is_empty() {
        "spec/services.toml".to_owned()
    } else {
        format!("spec/services/{}/{}.json", change.service, change.operation)
    };
    let place = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&file) } } });
    let fingerprint = format!("{} {} {}", rule.name, change.subject(), values);
    let mut result = json!({
        "ruleId": rule.name,
        "ruleIndex": RuleId::ALL.iter().position(|id| *id == change.rule).unwrap_or_default(),
        "level": level(change.worst()),
        "message": { "text": message },
        "locations": [place],
        "partialFingerprints": BTreeMap::from([("change/v1", fingerprint)]),
        "properties": {
            "wire": change.wire,
            "rust": change.rust,
            "pointer": change.pointer,
            "page": change.page.as_ref().map(|page| page.path.as_str()),
            "generated": change.file,
        },
    });
    if let (Some(reason), Some(result)) = (&reviewed.accepted, result.as_object_mut()) {
        let suppression = json!([{ "kind": "external", "justification": reason }]);
        result.insert("suppressions".to_owned(), suppression);
    }
    result
}
