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
    /// Whether its resources belong to an account, not to a region's project.
    pub global: bool,
    /// How JSON bodies are announced, if in another way than as `application/json`.
    pub json_bodies: Option<JsonBodies>,
}

/// How a service wants JSON bodies to be announced. No page says it; it is what the vendor's SDKs send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JsonBodies {
    /// The value of `Content-Type`.
    pub content_type: String,
    /// Paths that begin so are announced as `application/json` all the same.
    #[serde(default)]
    pub except: Vec<String>,
}

impl ServiceInfo {
    /// The `Content-Type` of an operation's requests; it is sent without a body too.
    pub fn content_type<'a>(&'a self, operation: &'a Operation) -> &'a str {
        const JSON: &str = "application/json";
        let Some(body) = &operation.request_body else { return JSON };
        match &self.json_bodies {
            Some(own)
                if body.content_type == JSON
                    && !own.except.iter().any(|path| operation.path.starts_with(path)) =>
            {
                &own.content_type
            }
            _ => &body.content_type,
        }
    }
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
