//! How much of the specification recordings show: operations, statuses, members.
//!
//! Nothing here needs the client. That the client sends and reads what is counted is the replay's to prove.

mod places;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::model::{Operation, Recording, RecordingSource};

/// What recordings show of a specification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// All services together.
    pub sum: Figures,
    /// By name.
    pub services: BTreeMap<String, ServiceCoverage>,
}

/// What recordings show of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCoverage {
    /// All operations together.
    pub sum: Figures,
    /// By id.
    pub operations: BTreeMap<String, OperationCoverage>,
}

/// What recordings show of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationCoverage {
    /// The recordings, by where they come from.
    pub recordings: Recorded,
    /// The documented statuses, with the number of their recordings.
    pub statuses: BTreeMap<String, usize>,
    /// Recorded statuses that the page does not list.
    pub other_statuses: BTreeSet<String>,
    /// Arguments and members of the request body: `query.limit`, `body/nodes/*/id`.
    pub request: Members,
    /// Members of the answers: `200/nodes/*/id`.
    pub response: Members,
    /// Recorded members that the page does not document: `200/links`, `body/more`.
    pub undocumented: BTreeSet<String>,
    /// Lines of `contradictions.toml`: where the page's example contradicts the page's tables.
    pub contradictions: BTreeSet<String>,
}

/// Recordings by where they come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Examples of pages.
    pub page: usize,
    /// Statuses that a page states without a body.
    pub status: usize,
    /// Calls to the cloud.
    pub live: usize,
}

/// Members, and which of them no recording shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// How many are documented.
    pub documented: usize,
    /// Those that no recording has a value for.
    pub unexercised: BTreeSet<String>,
}

/// The figures of many operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Operations of the specification.
    pub operations: usize,
    /// Those that have a recording.
    pub recorded_operations: usize,
    /// Recordings.
    pub recordings: Recorded,
    /// Pairs of operation and documented status.
    pub statuses: usize,
    /// Those that have a recording.
    pub recorded_statuses: usize,
    /// Documented arguments and members of request bodies.
    pub request_members: usize,
    /// Those that a recording has a value for.
    pub exercised_request_members: usize,
    /// Documented members of answers.
    pub response_members: usize,
    /// Those that a recording has a value for.
    pub exercised_response_members: usize,
    /// Recorded members that no page documents.
    pub undocumented: usize,
    /// Operations whose page contradicts its own example.
    pub contradicting_pages: usize,
}

impl Coverage {
    /// Adds an operation.
    pub fn add(&mut self, operation: &Operation, coverage: OperationCoverage) {
        let figures = coverage.figures();
        let service = self.services.entry(operation.service.clone()).or_default();
        service.sum += figures;
        self.sum += figures;
        service.operations.insert(operation.id.clone(), coverage);
    }
}

impl OperationCoverage {
    /// Compares an operation with its recordings, whatever file they stand in. `contradictions` are the
    /// lines that are listed of it.
    pub fn of<'a>(
        operation: &Operation,
        recordings: impl IntoIterator<Item = &'a Recording>,
        contradictions: BTreeSet<String>,
    ) -> Self {
        let documented = |status: &String| (status.clone(), 0);
        let mut coverage = Self {
            statuses: operation.responses.keys().map(documented).collect(),
            contradictions,
            ..Self::default()
        };
        let (mut request, mut response) = (places::Seen::default(), places::Seen::default());
        for recording in recordings {
            coverage.recordings.count(&recording.source);
            let status = recording.status.to_string();
            match coverage.statuses.get_mut(&status) {
                Some(count) => *count += 1,
                None => {
                    coverage.other_statuses.insert(status);
                }
            }
            places::seen_in_request(operation, &recording.request, &mut request);
            places::seen_in_response(operation, recording, &mut response);
        }
        coverage.undocumented.extend(request.undocumented);
        coverage.undocumented.extend(response.undocumented);
        let (of_request, of_response) = places::documented(operation);
        coverage.request = Members::new(&of_request, &request.documented);
        coverage.response = Members::new(&of_response, &response.documented);
        coverage
    }

    /// What it adds to a sum.
    pub fn figures(&self) -> Figures {
        let one = |is: bool| usize::from(is);
        Figures {
            operations: 1,
            recorded_operations: one(self.recordings.all() > 0),
            recordings: self.recordings,
            statuses: self.statuses.len(),
            recorded_statuses: self.statuses.values().filter(|count| **count > 0).count(),
            request_members: self.request.documented,
            exercised_request_members: self.request.exercised(),
            response_members: self.response.documented,
            exercised_response_members: self.response.exercised(),
            undocumented: self.undocumented.len(),
            contradicting_pages: one(!self.contradictions.is_empty()),
        }
    }
}

impl Recorded {
    /// From wherever.
    pub fn all(self) -> usize {
        self.page + self.status + self.live
    }

    fn count(&mut self, source: &RecordingSource) {
        *match source {
            RecordingSource::Page { .. } => &mut self.page,
            RecordingSource::Status { .. } => &mut self.status,
            RecordingSource::Live { .. } => &mut self.live,
        } += 1;
    }
}

impl Members {
    fn new(documented: &BTreeSet<String>, seen: &BTreeSet<String>) -> Self {
        Self { documented: documented.len(), unexercised: documented.difference(seen).cloned().collect() }
    }

    /// How many a recording has a value for.
    pub fn exercised(&self) -> usize {
        self.documented - self.unexercised.len()
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.operations += other.operations;
        self.recorded_operations += other.recorded_operations;
        self.recordings.page += other.recordings.page;
        self.recordings.status += other.recordings.status;
        self.recordings.live += other.recordings.live;
        self.statuses += other.statuses;
        self.recorded_statuses += other.recorded_statuses;
        self.request_members += other.request_members;
        self.exercised_request_members += other.exercised_request_members;
        self.response_members += other.response_members;
        self.exercised_response_members += other.exercised_response_members;
        self.undocumented += other.undocumented;
        self.contradicting_pages += other.contradicting_pages;
    }
}
