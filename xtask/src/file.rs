//! Reading and replacing single files, listing folders.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// A text file; the error names it.
pub(crate) fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// The bytes of a file; the error names it.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// What is in a folder, sorted; the error names it.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    listed(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))
}

/// As [`list`]; nothing is in a folder that does not exist.
pub(crate) fn list_if_there(folder: &Path) -> Result<Vec<PathBuf>, String> {
    match listed(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        found => found.map_err(|error| format!("cannot list {}: {error}", folder.display())),
    }
}

/// What is in a folder, sorted.
pub(crate) fn listed(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries: std::io::Result<Vec<PathBuf>> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut paths = entries?;
    paths.sort();
    Ok(paths)
}

/// The last part of a path, for people and for comparing.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A TOML file; the error names it, and the place in it.
pub(crate) fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    toml::from_str(&read_text(path)?).map_err(|error| format!("{} is not valid: {error}", path.display()))
}

/// Writes a file at once: whoever reads it meets the old contents or the new ones.
pub(crate) fn replace(path: &Path, contents: &str) -> Result<(), String> {
    let staged = path.with_file_name(format!(".{}.new", name(path)));
    let written = fs::write(&staged, contents).and_then(|()| fs::rename(&staged, path));
    written.map_err(|error| {
        // Best effort: the error is reported whatever comes of it.
        let _ = fs::remove_file(&staged);
        format!("cannot write {}: {error}", path.display())
    })
}
