//! The entry for a changelog.

use std::fmt::Write as _;

use super::{Report, by_service, values};
use crate::{Class, Reviewed};

/// A section for each service's crate, with what users have to know; what means nothing to them is left out.
pub fn changelog(report: &Report) -> String {
    let mut text = String::new();
    for (service, changes) in by_service(&report.changes) {
        let name = crate::step::crate_name(service);
        let version = report.steps.iter().find(|step| step.name == name).map(|step| step.to.as_str());
        let sections = [("Breaking", Class::Breaking), ("Changed", Class::Risky), ("Added", Class::Additive)];
        let mut body = String::new();
        for (title, class) in sections {
            let own: Vec<&&Reviewed> =
                changes.iter().filter(|reviewed| reviewed.change.worst() == class).collect();
            if own.is_empty() {
                continue;
            }
            let _ = writeln!(body, "\n### {title}\n");
            for reviewed in own {
                let _ = writeln!(body, "- {}", entry(reviewed));
            }
        }
        if !body.is_empty() {
            let version = version.unwrap_or("is gone");
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = write!(text, "{gap}## {name} {version}\n{body}");
        }
    }
    text
}

fn entry(reviewed: &Reviewed) -> String {
    let change = &reviewed.change;
    let subject: Vec<String> = [&change.operation, &change.field]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| format!("`{}`", part.replace('`', "")))
        .collect();
    let subject = if subject.is_empty() { String::new() } else { format!("{}: ", subject.join(" ")) };
    let values = values(reviewed);
    let values = if values.is_empty() { values } else { format!(" ({})", super::markdown::cell(&values)) };
    let wire_only = change.rust == Class::None && change.wire > Class::Additive;
    let note = if wire_only { "; the crate's code is the same, the service is not" } else { "" };
    format!("{subject}{}{values}{note}", change.rule.rule().title)
}
