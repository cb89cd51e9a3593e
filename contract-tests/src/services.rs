//! What requests of a service announce.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use huaweicloud_fake::services;
use spec::model::{Operation, ServiceInfo};

use crate::catalog::{FileError, root};

static SERVICES: LazyLock<Result<BTreeMap<String, ServiceInfo>, FileError>> =
    LazyLock::new(|| services::read(&root()));

/// Whether `spec/services.toml` can be read. Loading the [catalog](crate::catalog::Catalog) asks.
///
/// # Errors
/// If it cannot.
pub fn check() -> Result<(), FileError> {
    SERVICES.as_ref().map(drop).map_err(FileError::clone)
}

fn of(operation: &Operation) -> Option<&'static ServiceInfo> {
    SERVICES.as_ref().ok()?.get(&operation.service)
}

/// The `Content-Type` that requests of an operation must have.
pub fn content_type(operation: &Operation) -> String {
    services::content_type(of(operation), operation).to_owned()
}

/// Whether the operation is called in the name of an account, not of a project.
pub fn is_global(operation: &Operation) -> bool {
    of(operation).is_some_and(|service| service.global)
}

/// The first part of the host that a service has in each region.
pub fn endpoint(service: &str) -> Option<&'static str> {
    SERVICES.as_ref().ok()?.get(service).map(|info| info.endpoint.as_str())
}
