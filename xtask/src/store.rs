//! The committed specification and recordings on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use spec::model::{ErrorCodes, Operation, RecordingFile};

use crate::file::{list_if_there, read_bytes};

/// Where the error codes of a service are, below its folder.
pub(crate) const ERROR_CODES: &str = "shared/error_codes.json";

/// The committed operations of a service, by id.
pub(crate) fn load_operations(root: &Path, service: &str) -> Result<BTreeMap<String, Operation>, String> {
    load(&root.join("spec/services").join(service))
}

/// The committed recordings of an operation, if it has any.
pub(crate) fn load_recording(root: &Path, service: &str, id: &str) -> Result<Option<RecordingFile>, String> {
    let path = root.join("contract-tests/recordings").join(service).join(format!("{id}.json"));
    if path.exists() { read(&path).map(Some) } else { Ok(None) }
}

/// What was recorded of calls of an operation, if anything was.
pub(crate) fn load_live(root: &Path, service: &str, id: &str) -> Result<Option<RecordingFile>, String> {
    let path = root.join("contract-tests/live").join(service).join(format!("{id}.json"));
    if path.exists() { read(&path).map(Some) } else { Ok(None) }
}

/// Where the error codes of a service are, below the repository.
pub(crate) fn error_codes_file(service: &str) -> String {
    format!("spec/services/{service}/{ERROR_CODES}")
}

/// The committed error codes of a service; none if it documents none.
pub(crate) fn load_error_codes(root: &Path, service: &str) -> Result<ErrorCodes, String> {
    let path = root.join(error_codes_file(service));
    if path.exists() {
        return read(&path);
    }
    Ok(ErrorCodes { service: service.to_owned(), pages: Vec::new() })
}

/// How many operations of a service are committed; they are not read.
pub(crate) fn count_operations(root: &Path, service: &str) -> Result<usize, String> {
    json_files(&root.join("spec/services").join(service)).map(|paths| paths.len())
}

/// All JSON files of a folder, by their names.
fn load<T: DeserializeOwned + Send>(folder: &Path) -> Result<BTreeMap<String, T>, String> {
    let loaded: Vec<_> = json_files(folder)?
        .par_iter()
        .filter_map(|path| Some((path.file_stem()?.to_str()?, path)))
        .map(|(id, path)| (id.to_owned(), read(path)))
        .collect();
    loaded.into_iter().map(|(id, value)| Ok((id, value?))).collect()
}

/// The JSON files of a folder, sorted; a folder that does not exist has none.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = list_if_there(folder)?;
    paths.retain(|path| is_json(path));
    Ok(paths)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    serde_json::from_slice(&read_bytes(path)?).map_err(|error| {
        format!("{} is not valid: {error}; restore it with git, it is generated", path.display())
    })
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}
