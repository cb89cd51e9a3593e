//! For the terminal.

use std::fmt::Write as _;

use super::{Report, by_service, classes, counted, counts, summary, values};
use crate::{Axis, Class, Reviewed};

/// The changes by operation, the worst first, then a line for each service and crate.
///
/// Changes that mean nothing to users are counted, and shown if `all` is set.
pub fn text(report: &Report, all: bool, color: bool) -> String {
    let mut text = String::new();
    let mut hidden = 0;
    for (_, changes) in by_service(&report.changes) {
        let mut shown: Vec<&Reviewed> = Vec::new();
        for reviewed in &changes {
            if shown.iter().any(|other| is_same_operation(other, reviewed)) {
                continue;
            }
            let own: Vec<&&Reviewed> =
                changes.iter().filter(|other| is_same_operation(other, reviewed)).collect();
            let visible: Vec<&&Reviewed> =
                own.iter().filter(|other| all || other.change.worst() > Class::None).copied().collect();
            hidden += own.len() - visible.len();
            shown.push(reviewed);
            if !visible.is_empty() {
                heading(&mut text, reviewed, color);
                for reviewed in visible {
                    change(&mut text, reviewed, color);
                }
                text.push('\n');
            }
        }
    }
    text.push_str(&summary(report));
    text.push('\n');
    if hidden > 0 {
        let _ = writeln!(text, "{} without effect; --all shows them.", counted(hidden, "change"));
    }
    text.push_str(&services(report));
    text
}

fn is_same_operation(a: &Reviewed, b: &Reviewed) -> bool {
    (&a.change.service, &a.change.operation) == (&b.change.service, &b.change.operation)
}

fn heading(text: &mut String, reviewed: &Reviewed, color: bool) {
    let change = &reviewed.change;
    let name = if change.operation.is_empty() {
        change.service.clone()
    } else {
        format!("{}::{}", change.service, change.operation)
    };
    let name = if color { format!("\u{1b}[1m{name}\u{1b}[0m") } else { name };
    let _ = writeln!(text, "{name}  {}", change.endpoint);
    let page = change.page.as_ref().map(|page| format!("{}, ", page.path)).unwrap_or_default();
    let _ = writeln!(text, "  {page}{}", change.file);
}

fn change(text: &mut String, reviewed: &Reviewed, color: bool) {
    let change = &reviewed.change;
    let classes = format!("wire {}  rust {}", colored(change.wire, color), colored(change.rust, color));
    let subject = if change.field.is_empty() { "" } else { "  " };
    let _ = writeln!(text, "  {classes}  {}{subject}{}", change.rule.rule().name, change.field);
    let values = values(reviewed);
    if !values.is_empty() {
        let _ = writeln!(text, "      {values}");
    }
    let _ = writeln!(text, "      {}", change.reason);
    if let Some(reason) = &reviewed.accepted {
        let _ = writeln!(text, "      accepted: {reason}");
    }
}

fn colored(class: Class, color: bool) -> String {
    let code = match class {
        Class::Breaking => "31",
        Class::Risky => "33",
        Class::Additive => "32",
        Class::None => "2",
    };
    if color { format!("\u{1b}[{code}m{class:8}\u{1b}[0m") } else { format!("{class:8}") }
}

/// A line for each service: what changed, and the step of its crate.
fn services(report: &Report) -> String {
    let mut rows = Vec::new();
    for (service, changes) in by_service(&report.changes) {
        let name = crate::step::crate_name(service);
        let step = report.steps.iter().find(|step| step.name == name);
        let step = step.map(|step| format!("{} {} → {} ({})", step.name, step.from, step.to, step.step));
        let of = |axis| classes(&counts(changes.iter().copied(), axis));
        rows.push([
            service.to_owned(),
            format!("wire {}", of(Axis::Wire)),
            format!("rust {}", of(Axis::Rust)),
            step.unwrap_or_else(|| "no crate any more".to_owned()),
        ]);
    }
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let [first, second, third] = [0, 1, 2].map(width);
    let mut text = String::new();
    for [service, wire, rust, step] in &rows {
        let _ = writeln!(text, "  {service:first$}  {wire:second$}  {rust:third$}  {step}");
    }
    text
}
