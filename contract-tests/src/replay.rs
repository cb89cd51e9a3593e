//! Replays recordings through the real client, and says what came of it.

use std::collections::BTreeSet;
use std::fmt;

use spec::model::{Arguments, Recording};

use crate::arguments::{complete, flat, unknown};
use crate::bench::{Bench, Proof};
use crate::catalog::{Catalog, Entry};
use crate::check_request::Expectation;
use crate::check_response;
use crate::finding::Finding;
use crate::loopback::Answer;
use crate::stale;

/// What came of a replay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is wrong, and in which recording.
    pub findings: Vec<(String, Finding)>,
    /// Places of recorded values that no page knows, by operation.
    pub undocumented: BTreeSet<(String, String)>,
    /// How many recordings were replayed.
    pub replayed: usize,
}

/// Replays everything.
pub fn all(catalog: &Catalog, bench: &Bench) -> Report {
    let mut report = Report::default();
    for orphan in &catalog.orphans {
        let name = format!("{} {}", orphan.service, orphan.operation);
        let finding =
            Finding::new("recordings of an operation that is gone", "recordings", "an operation", &name);
        report.findings.push((name, finding));
    }
    for entry in &catalog.entries {
        for file in entry.files() {
            if !stale::is_current(&entry.operation, file) {
                let stale = stale::report(&entry.operation, file);
                report.findings.extend(stale.into_iter().map(|finding| (entry.name(), finding)));
                continue;
            }
            for recording in &file.recordings {
                report.replayed += 1;
                for proof in Proof::ALL {
                    one(entry, recording, bench, proof, &mut report);
                }
            }
        }
    }
    report
}

fn one(entry: &Entry, recording: &Recording, bench: &Bench, proof: Proof, report: &mut Report) {
    let operation = &entry.operation;
    let name = format!("{} {}", entry.name(), recording.status);
    let mut findings = unknown(operation, &recording.request);
    let arguments = match complete(operation, &recording.request) {
        Ok(arguments) => arguments,
        Err(why) => {
            findings.push(Finding::new("an argument is missing", "arguments", "a value", why));
            Arguments::default()
        }
    };
    match entry.client_operation(&flat(operation, &arguments)) {
        Err(why) => {
            let place = why.place.as_deref().map_or_else(String::new, |place| format!(" at {place}"));
            let what = "the client refuses the arguments";
            findings.push(Finding::new(what, format!("arguments{place}"), "a call", why));
        }
        Ok(call) => {
            let answer = answer(recording);
            let exchange = bench.call(proof, &call, &answer);
            let sender = bench.sender(proof);
            let expectation = Expectation { operation, arguments: &arguments, sender: &sender };
            findings.extend(expectation.check_only(&exchange.received));
            let checked = check_response::check(operation, &answer, &exchange.outcome);
            findings.extend(checked.findings);
            report.undocumented.extend(checked.undocumented.into_iter().map(|place| (entry.name(), place)));
        }
    }
    for finding in findings.into_iter().map(|finding| (name.clone(), finding)) {
        // Mostly both ways to prove who is calling find the same.
        if !report.findings.contains(&finding) {
            report.findings.push(finding);
        }
    }
}

/// What the server answers to replay a recording.
pub fn answer(recording: &Recording) -> Answer {
    let answer = match &recording.body {
        Some(body) => Answer::json(recording.status, body),
        None => Answer::status(recording.status),
    };
    recording.headers.iter().fold(answer, |answer, (name, value)| answer.with_header(name, value))
}

impl fmt::Display for Report {
    /// The findings, one a line, then the undocumented values.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, finding) in &self.findings {
            writeln!(formatter, "{name}: {finding}")?;
        }
        for (name, place) in &self.undocumented {
            writeln!(formatter, "{name}: not documented: response body at {place}")?;
        }
        Ok(())
    }
}
