//! The reviewed list of places where a page's example contradicts its own tables.
//!
//! `contradictions.toml` has a table for each operation: the page, and one line for each place, without
//! positions in lists. What is listed is no failure; what is listed and no longer occurs is one, so that
//! the list never hides more than it says.

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, io, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, root};
use crate::finding::Finding;
use crate::replay::Report;
use crate::stale;

/// Set it to any value, and the replay test writes the list instead of comparing with it.
pub const UPDATE: &str = "UPDATE_CONTRADICTIONS";

const HEAD: &str = "\
# Where a page's example contradicts the page's own tables, so that its recording cannot replay as the
# specification says. A new line needs a look at the page: what is the reader's or the client's mistake
# belongs mended, not listed. A line that no longer occurs fails the test. Written by
#
#     UPDATE_CONTRADICTIONS=1 cargo test -p contract-tests --test it replay
";

/// The list, by service and operation id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Contradictions(BTreeMap<String, BTreeMap<String, Listed>>);

/// What is listed of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    /// Where to look: the page, with the anchor of its title.
    page: String,
    /// `<what> (<place>)`, after the status if it is in the answer.
    contradictions: BTreeSet<String>,
}

/// How a report differs from the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Findings that are not listed, as in the report.
    pub new: Vec<String>,
    /// Lines of the list that no longer occur.
    pub stale: Vec<String>,
}

impl Contradictions {
    /// Reads the list of this repository.
    ///
    /// # Errors
    /// If it cannot be read or is not what it should be.
    pub fn load() -> io::Result<Self> {
        toml::from_str(&fs::read_to_string(file())?).map_err(io::Error::other)
    }

    /// Writes this as the list of this repository.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save(&self) -> io::Result<()> {
        let entries = toml::to_string_pretty(self).map_err(io::Error::other)?;
        fs::write(file(), format!("{HEAD}\n{entries}"))
    }

    /// The list that would hold all findings of a report.
    pub fn of(report: &Report, catalog: &Catalog) -> Self {
        let mut list = Self::default();
        // That an operation has changed is no contradiction of its page.
        let of_examples = |(_, finding): &&(String, Finding)| !finding.place.starts_with(stale::CONTRACT);
        for (name, finding) in report.findings.iter().filter(of_examples) {
            let (service, id, line) = line(name, finding);
            let listed = list.0.entry(service.to_owned()).or_default().entry(id.to_owned()).or_default();
            listed.contradictions.insert(line);
        }
        for entry in &catalog.entries {
            let operation = &entry.operation;
            let listed = list.0.get_mut(&operation.service).and_then(|ids| ids.get_mut(&operation.id));
            if let Some(listed) = listed {
                let anchor = operation.source.anchor.as_ref().map(|anchor| format!("#{anchor}"));
                listed.page = format!("{}{}", operation.source.page, anchor.unwrap_or_default());
            }
        }
        list
    }

    /// Compares a report with the list.
    pub fn compare(&self, report: &Report) -> Difference {
        let mut difference = Difference::default();
        let mut seen: BTreeSet<(&str, &str, String)> = BTreeSet::new();
        for (name, finding) in &report.findings {
            let (service, id, line) = line(name, finding);
            if !self.has(service, id, &line) {
                difference.new.push(format!("{name}: {finding}"));
            }
            seen.insert((service, id, line));
        }
        for (service, ids) in &self.0 {
            for (id, listed) in ids {
                let gone = |line: &&String| !seen.contains(&(service.as_str(), id.as_str(), (*line).clone()));
                let lines = listed.contradictions.iter().filter(gone);
                difference.stale.extend(lines.map(|line| format!("{service} {id} {line}")));
            }
        }
        difference
    }

    /// The lines that are listed of an operation.
    pub fn lines(&self, service: &str, id: &str) -> BTreeSet<String> {
        let listed = self.0.get(service).and_then(|ids| ids.get(id));
        listed.map(|listed| listed.contradictions.clone()).unwrap_or_default()
    }

    fn has(&self, service: &str, id: &str, line: &str) -> bool {
        let listed = self.0.get(service).and_then(|ids| ids.get(id));
        listed.is_some_and(|listed| listed.contradictions.contains(line))
    }
}

fn file() -> PathBuf {
    root().join("contract-tests/contradictions.toml")
}

/// Service, operation and line of a finding, whose name is `<service> <operation> <status>`.
fn line<'a>(name: &'a str, finding: &Finding) -> (&'a str, &'a str, String) {
    let mut parts = name.splitn(3, ' ');
    let mut part = || parts.next().unwrap_or_default();
    let (service, id, status) = (part(), part(), part());
    // A page shows one request, and it is replayed for each status.
    let answered = finding.place.starts_with("answer") || finding.place.starts_with("response");
    let when = if answered { format!("{status}: ") } else { String::new() };
    (service, id, format!("{when}{} ({})", finding.what, without_positions(&finding.place)))
}

/// `/nodes/0/id` as `/nodes/*/id`, `nodes[0].id` as `nodes[*].id`.
pub fn without_positions(place: &str) -> String {
    let mut text = String::with_capacity(place.len());
    let mut digits = String::new();
    let mut before = ' ';
    for char in place.chars().chain(['/']) {
        if char.is_ascii_digit() && (!digits.is_empty() || matches!(before, '/' | '[')) {
            digits.push(char);
            continue;
        }
        if matches!(char, '/' | ']') && !digits.is_empty() {
            text.push('*');
        } else {
            text.push_str(&digits);
        }
        digits.clear();
        text.push(char);
        before = char;
    }
    text.pop();
    text
}

#[cfg(test)]
mod tests {
    use super::without_positions;

    #[test]
    fn positions_in_lists_are_left_out_and_names_with_digits_stay() {
        for (place, expected) in [
            ("response body at /nodes/12/id", "response body at /nodes/*/id"),
            ("response body at /nodes/0", "response body at /nodes/*"),
            ("answer at nodes[3].v2.id1", "answer at nodes[*].v2.id1"),
            ("request body at /2fa/1a/ipv4", "request body at /2fa/1a/ipv4"),
        ] {
            assert_eq!(without_positions(place), expected);
        }
    }
}
