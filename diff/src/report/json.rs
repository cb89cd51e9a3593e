//! For programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Links, Report, changelog, counts};
use crate::{Axis, Class, CrateStep, Reviewed};

#[derive(Serialize)]
struct Document<'a> {
    tool: Tool,
    base: &'a str,
    head: &'a str,
    summary: Summary,
    crates: &'a [CrateStep],
    changelog: String,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    changes: usize,
    accepted: usize,
    wire: BTreeMap<Class, usize>,
    rust: BTreeMap<Class, usize>,
}

#[derive(Serialize)]
struct Entry<'a> {
    service: &'a str,
    operation: &'a str,
    endpoint: &'a str,
    rule: &'static str,
    direction: &'static str,
    field: &'a str,
    pointer: &'a str,
    wire: Class,
    rust: Class,
    title: &'static str,
    reason: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_link: Option<String>,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
}

/// The JSON text, with a newline at its end.
///
/// # Errors
/// None in practice: all keys are texts.
pub fn json(report: &Report, links: &Links) -> Result<String, serde_json::Error> {
    let changes = &report.changes;
    let accepted = changes.iter().filter(|reviewed| reviewed.accepted.is_some()).count();
    let document = Document {
        tool: Tool { name: "cargo xtask diff", version: env!("CARGO_PKG_VERSION") },
        base: &report.base,
        head: &report.head,
        summary: Summary {
            changes: changes.len(),
            accepted,
            wire: counts(changes, Axis::Wire),
            rust: counts(changes, Axis::Rust),
        },
        crates: &report.steps,
        changelog: changelog(report),
        changes: changes.iter().map(|reviewed| entry(reviewed, links)).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn entry<'a>(reviewed: &'a Reviewed, links: &Links) -> Entry<'a> {
    let change = &reviewed.change;
    let rule = change.rule.rule();
    Entry {
        service: &change.service,
        operation: &change.operation,
        endpoint: &change.endpoint,
        rule: rule.name,
        direction: change.direction.as_str(),
        field: &change.field,
        pointer: &change.pointer,
        wire: change.wire,
        rust: change.rust,
        title: rule.title,
        reason: &change.reason,
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        page: change.page.as_ref().map(|page| page.path.as_str()),
        page_link: change.page.as_ref().and_then(|page| links.page(&change.service, page)),
        file: &change.file,
        accepted: reviewed.accepted.as_deref(),
    }
}
