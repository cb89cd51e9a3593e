//! The kept recordings of calls: one file for each operation, as those of pages, in a folder that nothing
//! generates.

use std::fs;
use std::path::{Path, PathBuf};

use spec::model::{Operation, Recording, RecordingFile};
use spec::outline::outline;

use super::changes::changes;
use crate::catalog::Entry;
use crate::stale;

/// What keeping a recording means.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The operation's file, with the recording in it.
    pub file: RecordingFile,
    /// What to tell people, one line each.
    pub lines: Vec<String>,
}

/// The operation's file with one more recording: one of the same request and status is replaced.
pub fn keep(entry: &Entry, file: Option<&RecordingFile>, recording: &Recording) -> Kept {
    let operation = &entry.operation;
    let mut lines = Vec::new();
    let mut file = file.cloned().unwrap_or_else(|| RecordingFile {
        service: operation.service.clone(),
        operation: operation.id.clone(),
        contract: operation.contract_hash(),
        outline: outline(operation),
        recordings: Vec::new(),
    });
    if !stale::is_current(operation, &file) {
        lines.push("the contract has changed since the file was recorded:".to_owned());
        lines.extend(stale::contract_changes(operation, &file).iter().map(|change| format!("  {change}")));
        file.contract = operation.contract_hash();
        file.outline = outline(operation);
    }
    let same_request = |old: &Recording| old.request == recording.request;
    let position = file.recordings.iter().position(|old| same_request(old) && old.status == recording.status);
    if let Some(old) = position.and_then(|position| file.recordings.get_mut(position)) {
        lines.extend(differences(old, recording, "the same request answered otherwise"));
        *old = recording.clone();
    } else {
        let of_request = file.recordings.iter().find(|old| same_request(old));
        let of_status = || file.recordings.iter().find(|old| old.status == recording.status);
        match of_request.or_else(of_status) {
            Some(old) => lines.extend(differences(old, recording, "beside another request or status")),
            None => lines.push(format!("the first recording with status {}", recording.status)),
        }
        file.recordings.push(recording.clone());
    }
    let key = |recording: &Recording| {
        (recording.status, serde_json::to_string(&recording.request).unwrap_or_default())
    };
    file.recordings.sort_by_cached_key(key);
    lines.extend(misfits(operation, recording));
    Kept { file, lines }
}

fn differences(old: &Recording, new: &Recording, when: &str) -> Vec<String> {
    let changes = changes(old, new);
    if changes.is_empty() {
        return vec!["nothing changed but values".to_owned()];
    }
    let changes = changes.iter().map(|change| format!("  {change}"));
    std::iter::once(format!("{when}:")).chain(changes).collect()
}

fn misfits(operation: &Operation, recording: &Recording) -> Vec<String> {
    let misfits = stale::misfits(operation, recording);
    if misfits.is_empty() {
        return Vec::new();
    }
    let misfits = misfits.iter().map(|misfit| format!("  {misfit}"));
    std::iter::once("not as documented:".to_owned()).chain(misfits).collect()
}

/// Where the file of an operation is.
pub(super) fn path(folder: &Path, operation: &Operation) -> PathBuf {
    folder.join(&operation.service).join(format!("{}.json", operation.id))
}

/// Reads the file of an operation; `None` if there is none.
///
/// # Errors
/// If it cannot be read, or is not what it should be.
pub(super) fn read(folder: &Path, operation: &Operation) -> Result<Option<RecordingFile>, String> {
    let path = path(folder, operation);
    match fs::read(&path) {
        Ok(bytes) => {
            serde_json::from_slice(&bytes).map(Some).map_err(|error| format!("{}: {error}", path.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// Writes the file of an operation: beside its place first, so that a full disk spoils nothing.
///
/// # Errors
/// If it cannot be written.
pub(super) fn write(folder: &Path, operation: &Operation, file: &RecordingFile) -> Result<PathBuf, String> {
    let path = path(folder, operation);
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = serde_json::to_string_pretty(file).map_err(|error| failed(&error))? + "\n";
    let beside = path.with_extension("json.new");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, &path)).map_err(|error| failed(&error))?;
    Ok(path)
}
