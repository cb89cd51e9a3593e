//! Changes as texts: for the terminal, for a pull request, for programs, and for a changelog.

mod changelog;
mod json;
mod links;
mod markdown;
mod sarif;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use crate::{Axis, Class, CrateStep, Reviewed, steps};

pub use changelog::changelog;
pub use json::json;
pub use links::Links;
pub use markdown::markdown;
pub use sarif::sarif;
pub use text::text;

/// Everything that a report tells.
#[derive(Clone, Debug)]
pub struct Report {
    /// What is compared, as the user calls it.
    pub base: String,
    /// What it is compared with.
    pub head: String,
    /// The changes, by service and operation.
    pub changes: Vec<Reviewed>,
    /// The steps of the crates.
    pub steps: Vec<CrateStep>,
}

impl Report {
    /// A report of these changes.
    pub fn new(base: String, head: String, changes: Vec<Reviewed>) -> Self {
        let all: Vec<_> = changes.iter().map(|reviewed| reviewed.change.clone()).collect();
        Self { base, head, steps: steps(&all), changes }
    }

    /// Whether a change that nobody accepted is as bad as `limit` on this axis.
    pub fn has(&self, axis: Axis, limit: Class) -> bool {
        let open = self.changes.iter().filter(|reviewed| reviewed.accepted.is_none());
        open.into_iter().any(|reviewed| reviewed.change.class(axis) >= limit)
    }
}

/// How many changes have which class on an axis, the worst first.
fn counts<'a>(changes: impl IntoIterator<Item = &'a Reviewed>, axis: Axis) -> BTreeMap<Class, usize> {
    let mut counts = BTreeMap::new();
    for reviewed in changes {
        *counts.entry(reviewed.change.class(axis)).or_default() += 1;
    }
    counts
}

/// `2 breaking, 1 additive`; `nothing` if there is nothing to say.
fn classes(counts: &BTreeMap<Class, usize>) -> String {
    let said = counts.iter().rev().filter(|(class, _)| **class != Class::None);
    let parts: Vec<String> = said.map(|(class, count)| format!("{count} {class}")).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

/// `1 change`, `2 changes`.
pub fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The first line of a report.
fn summary(report: &Report) -> String {
    let changes = &report.changes;
    if changes.is_empty() {
        return "Nothing changed for users.".to_owned();
    }
    let each = || changes.iter().map(|reviewed| &reviewed.change);
    // What changed of a service itself has no operation.
    let operations: BTreeSet<_> = each()
        .filter(|change| !change.operation.is_empty())
        .map(|change| (&change.service, &change.operation))
        .collect();
    let services: BTreeSet<_> = each().map(|change| &change.service).collect();
    let operations = match operations.len() {
        0 => String::new(),
        count => format!("{} of ", counted(count, "operation")),
    };
    format!(
        "{} in {operations}{}. On the wire: {}. In Rust: {}.",
        counted(changes.len(), "change"),
        counted(services.len(), "service"),
        classes(&counts(changes, Axis::Wire)),
        classes(&counts(changes, Axis::Rust)),
    )
}

/// The changes by service, the worst service first, and in it the worst change first.
fn by_service(changes: &[Reviewed]) -> Vec<(&str, Vec<&Reviewed>)> {
    let mut services: BTreeMap<&str, Vec<&Reviewed>> = BTreeMap::new();
    for reviewed in changes {
        services.entry(&reviewed.change.service).or_default().push(reviewed);
    }
    let mut services: Vec<_> = services.into_iter().collect();
    for (_, changes) in &mut services {
        changes.sort_by_key(|reviewed| std::cmp::Reverse(rank(reviewed)));
    }
    services.sort_by_key(|(_, changes)| std::cmp::Reverse(changes.iter().map(|change| rank(change)).max()));
    services
}

/// Accepted changes come after all others.
fn rank(reviewed: &Reviewed) -> (bool, Class, Class) {
    let change = &reviewed.change;
    (reviewed.accepted.is_none(), change.worst(), change.wire)
}

/// `optional → required`, `+ limit`, `- limit`.
fn values(reviewed: &Reviewed) -> String {
    match (&reviewed.change.before, &reviewed.change.after) {
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (None, Some(after)) => format!("+ {after}"),
        (Some(before), None) => format!("- {before}"),
        (None, None) => String::new(),
    }
}
