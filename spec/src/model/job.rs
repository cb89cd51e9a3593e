//! Jobs: operations that only begin something, and those that tell what became of it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Location;

/// That an operation tells the state of a job, and how.
///
/// Pointers are JSON pointers into the body of a successful answer. Recognised from names and descriptions,
/// and no part of the contract that recordings are held to; so is [`Waiter`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobQuery {
    /// The argument that says which job.
    pub id: JobArgument,
    /// The job's state.
    pub state: String,
    /// States of a job that has done what it was to do.
    pub success: BTreeSet<String>,
    /// States of a job that has ended without that.
    pub failure: BTreeSet<String>,
    /// The error code of a job that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Why a job failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The argument that says which job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobArgument {
    /// Its name on the wire.
    pub name: String,
    /// Where it is sent: path or query.
    #[serde(rename = "in")]
    pub location: Location,
}

/// That an operation begins a job, and which operation tells its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiter {
    /// The job's id, in the answer.
    pub job: String,
    /// The id of the operation that tells the state. What it requires beside the job's id has the same
    /// name in both.
    pub query: String,
}
