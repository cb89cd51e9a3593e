//! Words of jobs: their states, and where an answer tells them.

use serde::Deserialize;

/// Names of members are compared without case, `_` and `-`; states without case.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    /// Names of ids.
    id: Vec<String>,
    /// Last literal segments of paths under which a bare `id` is a job's.
    segments: Vec<String>,
    /// Members with the state.
    state: Vec<String>,
    /// Members with an error code.
    code: Vec<String>,
    /// Members with the reason of a failure.
    reason: Vec<String>,
    /// States of success.
    success: Vec<String>,
    /// States of failure.
    failure: Vec<String>,
}

/// What a word can be for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobWord {
    /// The name of a job's id.
    Id,
    /// A segment of a path to jobs.
    Segment,
    /// The name of the state.
    State,
    /// The name of an error code.
    Code,
    /// The name of a failure's reason.
    Reason,
    /// A state of success.
    Success,
    /// A state of failure.
    Failure,
}

impl Jobs {
    /// Whether a name or a state says this.
    pub fn is(&self, kind: JobWord, word: &str) -> bool {
        let words = match kind {
            JobWord::Id => &self.id,
            JobWord::Segment => &self.segments,
            JobWord::State => &self.state,
            JobWord::Code => &self.code,
            JobWord::Reason => &self.reason,
            JobWord::Success => &self.success,
            JobWord::Failure => &self.failure,
        };
        words.contains(&word.replace(['_', '-'], "").to_lowercase())
    }
}
