//! Reading and replacing single files.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

/// A text file; the error names it.
pub(crate) fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// A TOML file; the error names it, and the place in it.
pub(crate) fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    toml::from_str(&read_text(path)?).map_err(|error| format!("{} is not valid: {error}", path.display()))
}

/// Writes a file at once: whoever reads it meets the old contents or the new ones.
pub(crate) fn replace(path: &Path, contents: &str) -> Result<(), String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let staged = path.with_file_name(format!(".{name}.new"));
    let written = fs::write(&staged, contents).and_then(|()| fs::rename(&staged, path));
    written.map_err(|error| {
        // Best effort: the error is reported whatever comes of it.
        let _ = fs::remove_file(&staged);
        format!("cannot write {}: {error}", path.display())
    })
}
