//! `contract-tests/recordings`: what pages show, as exchanges that tests replay.

use spec::model::Service;

use crate::error::{GenerateError, Problem};
use crate::file::OutputFile;

/// Generates one file for each operation that has recordings.
pub(crate) fn files(service: &Service) -> Result<Vec<OutputFile>, GenerateError> {
    service
        .recordings
        .iter()
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
