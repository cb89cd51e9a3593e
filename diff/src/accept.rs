//! Changes that a maintainer accepted, with a reason.

use serde::{Deserialize, Serialize};

use crate::Change;

/// An accepted change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    /// The service.
    pub service: String,
    /// The operation's id; absent for a change of the service itself.
    #[serde(default)]
    pub operation: String,
    /// The rule's name.
    pub rule: String,
    /// [`Change::field`]; absent for the operation itself.
    #[serde(default)]
    pub field: String,
    /// Why it is accepted.
    pub reason: String,
}

impl Acknowledgement {
    fn covers(&self, change: &Change) -> bool {
        (&self.service, &self.operation, &self.field) == (&change.service, &change.operation, &change.field)
            && self.rule == change.rule.rule().name
    }
}

/// A change and why it is accepted, if it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// The change.
    pub change: Change,
    /// The reason that a maintainer gave.
    pub accepted: Option<String>,
}

/// Joins changes with their acknowledgements.
///
/// # Errors
/// One text for each acknowledgement that covers no change or gives no reason.
pub fn review(
    changes: Vec<Change>,
    acknowledgements: &[Acknowledgement],
) -> Result<Vec<Reviewed>, Vec<String>> {
    let mut problems = Vec::new();
    for entry in acknowledgements {
        let subject = [&entry.operation, &entry.field].map(String::as_str).join(" ");
        let what = format!("{} of {} {}", entry.rule, entry.service, subject.trim());
        if entry.reason.trim().is_empty() {
            problems.push(format!("the acknowledgement of {what} gives no reason"));
        }
        if !changes.iter().any(|change| entry.covers(change)) {
            problems
                .push(format!("the acknowledgement of {what} is stale: there is no such change; remove it"));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let reviewed = changes.into_iter().map(|change| {
        let entry = acknowledgements.iter().find(|entry| entry.covers(&change));
        Reviewed { accepted: entry.map(|entry| entry.reason.clone()), change }
    });
    Ok(reviewed.collect())
}
