//! `contract-tests/recordings`: what pages show, as exchanges that tests replay.

use crate::error::{GenerateError, Problem};
use crate::file::OutputFile;
use crate::plan::ServicePlan;

/// Generates one file for each operation that has recordings.
pub(crate) fn files(plan: &ServicePlan<'_>) -> Result<Vec<OutputFile>, GenerateError> {
    let service = plan.service;
    let is_skipped = |id: &String| plan.skipped.iter().any(|error| error.operation.as_ref() == Some(id));
    service
        .recordings
        .iter()
        .filter(|(id, _)| !is_skipped(id))
        .map(|(id, recordings)| {
            let json = serde_json::to_string_pretty(recordings).map_err(|error| GenerateError {
                service: service.info.name.clone(),
                operation: Some(id.clone()),
                problem: Problem::Recording(error.to_string()),
            })?;
            let path = format!("contract-tests/recordings/{}/{id}.json", service.info.name);
            Ok(OutputFile { path, contents: format!("{json}\n") })
        })
        .collect()
}
