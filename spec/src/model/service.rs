//! A service: what `services.toml` says of it, and its operations.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ErrorCodes, Operation, RecordingFile};

/// What the generator needs to know of a service beside its operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceInfo {
    /// Name of the service, of its crate and of its feature: lower case ASCII.
    pub name: String,
    /// The service's full name in English, for documentation.
    pub title: String,
    /// Host name prefix of its endpoint, `dms` for Kafka: `https://<endpoint>.<region>.myhuaweicloud.com`.
    pub endpoint: String,
    /// Where its documentation stands, for links in the generated documentation.
    pub documentation: Option<String>,
}

/// A service with its operations.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its entry in `services.toml`.
    pub info: ServiceInfo,
    /// By operation id.
    pub operations: BTreeMap<String, Operation>,
    /// By operation id.
    pub recordings: BTreeMap<String, RecordingFile>,
    /// Codes that pages list for the whole service.
    pub error_codes: ErrorCodes,
}

impl Service {
    /// All documented error codes, those of single operations too, with their HTTP status codes.
    pub fn all_error_codes(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut codes = self.error_codes.codes();
        for (code, stated) in self.operations.values().flat_map(|operation| &operation.error_codes) {
            codes.entry(code.clone()).or_default().extend(stated.status.clone());
        }
        codes
    }
}
