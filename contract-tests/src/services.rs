//! What requests of a service announce.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use huaweicloud_fake::services;
use spec::model::{Operation, ServiceInfo};

use crate::catalog::root;

/// By name; empty if the file cannot be read, which other tests report.
static SERVICES: LazyLock<BTreeMap<String, ServiceInfo>> =
    LazyLock::new(|| services::read(&root()).unwrap_or_default());

/// The `Content-Type` that requests of an operation must have.
pub fn content_type(operation: &Operation) -> String {
    services::content_type(SERVICES.get(&operation.service), operation).to_owned()
}
