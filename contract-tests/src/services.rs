//! What `spec/services.toml` says of the services.

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use serde::Deserialize;
use spec::model::{JsonBodies, Operation, ServiceInfo};

use crate::catalog::root;

#[derive(Deserialize)]
struct Entry {
    title: String,
    endpoint: String,
    documentation: Option<String>,
    json_bodies: Option<JsonBodies>,
}

/// By name; empty if the file cannot be read, which other tests report.
static SERVICES: LazyLock<BTreeMap<String, ServiceInfo>> = LazyLock::new(|| {
    let text = fs::read_to_string(root().join("spec/services.toml")).unwrap_or_default();
    let entries: BTreeMap<String, Entry> = toml::from_str(&text).unwrap_or_default();
    let info = |(name, entry): (String, Entry)| {
        let Entry { title, endpoint, documentation, json_bodies } = entry;
        (name.clone(), ServiceInfo { name, title, endpoint, documentation, json_bodies })
    };
    entries.into_iter().map(info).collect()
});

/// The `Content-Type` that requests of an operation must have.
pub fn content_type(operation: &Operation) -> String {
    match (SERVICES.get(&operation.service), &operation.request_body) {
        (Some(service), _) => service.content_type(operation).to_owned(),
        (None, Some(body)) => body.content_type.clone(),
        (None, None) => "application/json".to_owned(),
    }
}
