//! What the Rust side of a specification is: names, types and arguments, before any token.

mod arguments;
mod boxes;
mod definition;
mod job;
mod naming;
mod operation;
mod paging;
mod shape;
mod types;

use std::collections::BTreeMap;

pub(crate) use arguments::Argument;
pub(crate) use definition::{Definition, Field, Kind, Origin, Others};
pub use definition::{Direction, Type, TypeKey};
pub(crate) use job::TextField;
pub(crate) use operation::{Body, Encoding, OperationPlan};
pub(crate) use paging::{ArgumentField, NextField, PagingPlan};

use spec::model::Service;
use spec::names;

use crate::error::{GenerateError, Problem};

/// One service crate.
pub(crate) struct ServicePlan<'a> {
    pub(crate) service: &'a Service,
    /// Sorted by id.
    pub(crate) operations: Vec<OperationPlan<'a>>,
    /// What cannot be sent yet.
    pub(crate) skipped: Vec<GenerateError>,
}

impl<'a> ServicePlan<'a> {
    /// Plans a service and all its operations.
    pub(crate) fn new(service: &'a Service) -> Result<Self, GenerateError> {
        check_names(service)?;
        let ids = || service.operations.keys().map(String::as_str);
        let types = operation_names(ids());
        let modules = crate::surface::modules(ids());
        let (mut operations, mut skipped) = (Vec::new(), Vec::new());
        for (id, operation) in &service.operations {
            let name = |names: &BTreeMap<String, String>| names.get(id).cloned().unwrap_or_default();
            match OperationPlan::new(operation, name(&types), name(&modules)) {
                Ok(plan) => operations.push(plan),
                Err(error) if error.problem == Problem::Form => skipped.push(error),
                Err(error) => return Err(error),
            }
        }
        Ok(Self { service, operations, skipped })
    }

    /// The service's name.
    pub(crate) fn name(&self) -> &'a str {
        &self.service.info.name
    }

    /// Whether the service documents error codes.
    pub(crate) fn has_error_codes(&self) -> bool {
        !self.service.all_error_codes().is_empty()
    }

    /// Path of a file of the service's crate.
    pub(crate) fn path(&self, file: &str) -> String {
        format!("generated/services/{}/{file}", self.name())
    }
}

/// The names of the structs of a service's operations, by id.
pub(crate) fn operation_names<'a>(ids: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, String> {
    names::unique(ids, &BTreeMap::new(), naming::given_type_name)
}

/// The façade's features that are no services, and what would name another crate of the workspace.
const TAKEN: [&str; 8] =
    ["blocking", "default", "fake", "full", "native-tls", "runtime", "rustls", "testing"];

/// Names become paths and crate names, so they are checked before anything is made of them.
fn check_names(service: &Service) -> Result<(), GenerateError> {
    let name = &service.info.name;
    let error = |operation: Option<&str>, problem| GenerateError {
        service: name.clone(),
        operation: operation.map(str::to_owned),
        problem,
    };
    let is_crate_name = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-');
    if !is_crate_name || TAKEN.contains(&name.as_str()) {
        return Err(error(None, Problem::ServiceName));
    }
    let ids = service.operations.keys().chain(service.recordings.keys());
    let plain = |char: char| char.is_alphanumeric() || char == '_';
    let bad = ids.into_iter().find(|id| id.is_empty() || !id.chars().all(plain));
    bad.map_or(Ok(()), |id| Err(error(Some(id), Problem::OperationId)))
}
