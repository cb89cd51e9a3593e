//! The committed files: operations, recordings, services.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

/// The root of the repository that this crate was built from.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where the operations of a repository are: one folder for each service.
pub fn services_folder(root: &Path) -> PathBuf {
    root.join("spec/services")
}

/// Where the recordings of a repository are: one folder for each service.
pub fn recordings_folder(root: &Path) -> PathBuf {
    root.join("contract-tests/recordings")
}

/// Where recordings of calls to the cloud are: one folder for each service. Nothing generates them.
pub fn live_folder(root: &Path) -> PathBuf {
    root.join("contract-tests/live")
}

/// The JSON files one level below a folder, sorted.
///
/// # Errors
/// If a folder cannot be read.
pub fn json_files(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut files = Vec::new();
    for service in folders(folder)? {
        files.extend(json_files_in(&service)?);
    }
    files.sort();
    Ok(files)
}

/// The JSON files in a folder, sorted.
///
/// # Errors
/// If the folder cannot be read.
pub fn json_files_in(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let is_json = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
    Ok(children(folder)?.into_iter().filter(is_json).collect())
}

/// The folders in a folder, sorted.
///
/// # Errors
/// If the folder cannot be read.
pub fn folders(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    Ok(children(folder)?.into_iter().filter(|path| path.is_dir()).collect())
}

fn children(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let entries = fs::read_dir(folder).map_err(|error| FileError::new(folder, &error))?;
    let mut children = entries
        .map(|entry| entry.map(|entry| entry.path()).map_err(|error| FileError::new(folder, &error)))
        .collect::<Result<Vec<_>, _>>()?;
    children.sort();
    Ok(children)
}

/// Reads a JSON file.
///
/// # Errors
/// If it cannot be read or is not what it should be.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, FileError> {
    let text = fs::read_to_string(path).map_err(|error| FileError::new(path, &error))?;
    serde_json::from_str(&text).map_err(|error| FileError::new(path, &error))
}

/// A committed file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    path: PathBuf,
    problem: String,
}

impl FileError {
    pub(crate) fn new(path: &Path, problem: &dyn fmt::Display) -> Self {
        Self { path: path.to_owned(), problem: problem.to_string() }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path.display(), self.problem)
    }
}

impl std::error::Error for FileError {}
