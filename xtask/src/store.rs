//! The committed specification and recordings on disk.

use std::collections::BTreeMap;
use std::path::Path;

use spec::model::{Operation, RecordingFile};

/// The committed operations of a service, by id.
pub(crate) fn load_operations(root: &Path, service: &str) -> Result<BTreeMap<String, Operation>, String> {
    load(&root.join("spec/services").join(service))
}

/// The committed recordings of a service, by operation id.
pub(crate) fn load_recordings(root: &Path, service: &str) -> Result<BTreeMap<String, RecordingFile>, String> {
    load(&root.join("contract-tests/recordings").join(service))
}

/// All JSON files of a folder, by their names; a folder that does not exist has none.
fn load<T: serde::de::DeserializeOwned>(folder: &Path) -> Result<BTreeMap<String, T>, String> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(format!("cannot list {}: {error}", folder.display())),
    };
    let mut loaded = BTreeMap::new();
    for entry in entries {
        let path = entry.map_err(|error| format!("cannot list {}: {error}", folder.display()))?.path();
        let Some(id) = path.file_stem().and_then(|stem| stem.to_str()).filter(|_| is_json(&path)) else {
            continue;
        };
        let text =
            std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let value = serde_json::from_slice(&text).map_err(|error| {
            format!("{} is not valid: {error}; restore it with git, it is generated", path.display())
        })?;
        loaded.insert(id.to_owned(), value);
    }
    Ok(loaded)
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}
