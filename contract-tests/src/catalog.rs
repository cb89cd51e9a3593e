//! The committed operations and recordings.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
};

use huaweicloud::testing::ErasedOperation;
use huaweicloud::{Error, testing};
use serde_json::Value;
use spec::model::{Location, Operation, RecordingFile, RequestBody};

/// One operation with what is recorded of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What its page states.
    pub operation: Operation,
    /// Its recordings, if there are any.
    pub recordings: Option<RecordingFile>,
}

impl Entry {
    /// `dws DeleteDataSource`.
    pub fn name(&self) -> String {
        format!("{} {}", self.operation.service, self.operation.id)
    }

    /// Whether the client can send it: it takes no form, and no body that is not JSON.
    pub fn is_sent(&self) -> bool {
        let binary = |body: &RequestBody| body.schema.format.as_deref() == Some("binary");
        self.operation.parameters_in(Location::Form).next().is_none()
            && !self.operation.request_body.as_ref().is_some_and(binary)
    }

    /// The client's operation with these [flat](crate::arguments::flat) arguments.
    ///
    /// # Errors
    /// If the client has no such operation, or the arguments do not fit it.
    pub fn client_operation(&self, arguments: Value) -> Result<Box<dyn ErasedOperation>, Refused> {
        let Operation { service, id, .. } = &self.operation;
        let missing =
            || Refused { place: None, problem: format!("the client has no operation {}", self.name()) };
        testing::operation(service, id, arguments).ok_or_else(missing)?.map_err(|error: Error| Refused {
            place: error.field_path().map(str::to_owned),
            problem: error.to_string(),
        })
    }
}

/// Why the client takes no such call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The argument that does not fit: `body.nodes[0].id`.
    pub place: Option<String>,
    problem: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.problem)
    }
}

impl From<Refused> for String {
    fn from(refused: Refused) -> Self {
        refused.problem
    }
}

/// All operations.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// Sorted by service, then by id.
    pub entries: Vec<Entry>,
    /// Recordings of operations that the specification no longer has.
    pub orphans: Vec<RecordingFile>,
}

impl Catalog {
    /// Reads `spec/services` and `contract-tests/recordings` of this repository.
    ///
    /// # Errors
    /// If a file cannot be read or is not what it should be.
    pub fn load() -> Result<Self, CatalogError> {
        let mut recordings = BTreeMap::new();
        for path in json_files(&recordings_folder())? {
            let file: RecordingFile = read(&path)?;
            recordings.insert((file.service.clone(), file.operation.clone()), file);
        }
        let mut entries = Vec::new();
        for path in json_files(&services_folder())? {
            let operation: Operation = read(&path)?;
            let recordings = recordings.remove(&(operation.service.clone(), operation.id.clone()));
            entries.push(Entry { operation, recordings });
        }
        Ok(Self { entries, orphans: recordings.into_values().collect() })
    }
}

/// The root of this repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where the operations are: one folder for each service.
pub fn services_folder() -> PathBuf {
    root().join("spec/services")
}

/// Where the recordings are: one folder for each service.
pub fn recordings_folder() -> PathBuf {
    root().join("contract-tests/recordings")
}

/// The JSON files one level below a folder, sorted.
///
/// # Errors
/// If a folder cannot be read.
pub fn json_files(folder: &Path) -> Result<Vec<PathBuf>, CatalogError> {
    let mut files = Vec::new();
    for service in children(folder)?.into_iter().filter(|path| path.is_dir()) {
        let is_json = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
        files.extend(children(&service)?.into_iter().filter(is_json));
    }
    files.sort();
    Ok(files)
}

fn children(folder: &Path) -> Result<Vec<PathBuf>, CatalogError> {
    let entries = fs::read_dir(folder).map_err(|error| CatalogError::new(folder, &error))?;
    entries
        .map(|entry| entry.map(|entry| entry.path()).map_err(|error| CatalogError::new(folder, &error)))
        .collect()
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, CatalogError> {
    let text = fs::read_to_string(path).map_err(|error| CatalogError::new(path, &error))?;
    serde_json::from_str(&text).map_err(|error| CatalogError::new(path, &error))
}

/// A committed file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogError {
    path: PathBuf,
    problem: String,
}

impl CatalogError {
    fn new(path: &Path, problem: &dyn fmt::Display) -> Self {
        Self { path: path.to_owned(), problem: problem.to_string() }
    }
}

impl fmt::Display for CatalogError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path.display(), self.problem)
    }
}

impl std::error::Error for CatalogError {}
