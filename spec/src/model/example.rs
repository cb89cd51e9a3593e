//! Recordings: request and response pairs that contract tests replay.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The recordings of one operation: one file, `contract-tests/recordings/<service>/<OperationId>.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordingFile {
    /// The service's name.
    pub service: String,
    /// The operation's id.
    pub operation: String,
    /// [`Operation::contract_hash`](super::Operation::contract_hash) at the time of recording.
    pub contract: String,
    /// Of live recordings, the [outline](crate::outline::outline) of the contract at that time, which says
    /// what has changed since. Those of pages change with their page.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outline: BTreeMap<String, String>,
    /// Sorted by status, then in the order of the page.
    pub recordings: Vec<Recording>,
}

/// One exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// Where it comes from.
    pub source: RecordingSource,
    /// What was sent. What the source does not show is absent; a replay fills it in.
    pub request: Arguments,
    /// HTTP status code of the answer.
    pub status: u16,
    /// Response headers worth keeping, names in lower case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Body of the answer. Absent if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// Where a recording comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "kind")]
pub enum RecordingSource {
    /// An example on a documentation page.
    Page {
        /// The page, as in [`Source::page`](super::Source::page).
        page: String,
        /// Anchor of the section that holds the example.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        anchor: Option<String>,
    },
    /// The page states the status code and no body; nothing was shown.
    Status {
        /// The page, as in [`Source::page`](super::Source::page).
        page: String,
    },
    /// A call to the cloud.
    Live {
        /// `YYYY-MM-DD`.
        date: String,
    },
}

/// The arguments of one call, by documented name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Arguments {
    /// Values of the path's placeholders, decoded.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub path: BTreeMap<String, Value>,
    /// Query parameters, decoded; a list is sent as repeated keys.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, Value>,
    /// Headers that are arguments of the operation.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub header: BTreeMap<String, Value>,
    /// Request body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}
