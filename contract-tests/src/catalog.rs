//! The committed operations and recordings.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use huaweicloud::testing::ErasedOperation;
use huaweicloud::{Error, testing};
use huaweicloud_fake::files::read;
pub use huaweicloud_fake::files::{FileError, json_files, root};
use serde_json::Value;
use spec::model::{Operation, Recording, RecordingFile};

use crate::services;

/// One operation with what is recorded of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What its page states.
    pub operation: Operation,
    /// What its page shows, if it shows anything.
    pub recordings: Option<RecordingFile>,
    /// What was recorded of calls to the cloud, if any was.
    pub live: Option<RecordingFile>,
}

impl Entry {
    /// `dws DeleteDataSource`.
    pub fn name(&self) -> String {
        format!("{} {}", self.operation.service, self.operation.id)
    }

    /// What its page shows, then what was recorded.
    pub fn files(&self) -> impl Iterator<Item = &RecordingFile> {
        self.recordings.iter().chain(&self.live)
    }

    /// All its recordings.
    pub fn recorded(&self) -> impl Iterator<Item = &Recording> {
        self.files().flat_map(|file| &file.recordings)
    }

    /// The client's operation with these [flat](crate::arguments::flat) arguments.
    ///
    /// # Errors
    /// If the client has no such operation, or the arguments do not fit it.
    pub fn client_operation(&self, arguments: &Value) -> Result<ErasedOperation, Refused> {
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
    /// Reads `spec/services`, `contract-tests/recordings` and `contract-tests/live` of this repository.
    ///
    /// # Errors
    /// If a file cannot be read or is not what it should be.
    pub fn load() -> Result<Self, FileError> {
        Self::load_with(&live_folder())
    }

    /// The same, with what was recorded of calls in another folder, which need not exist.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_with(live_folder: &Path) -> Result<Self, FileError> {
        services::check()?;
        let mut recordings = recording_files(&recordings_folder())?;
        let mut live = if live_folder.is_dir() { recording_files(live_folder)? } else { BTreeMap::new() };
        let mut entries = Vec::new();
        for path in json_files(&services_folder())? {
            let operation: Operation = read(&path)?;
            let key = (operation.service.clone(), operation.id.clone());
            let (recordings, live) = (recordings.remove(&key), live.remove(&key));
            entries.push(Entry { operation, recordings, live });
        }
        Ok(Self { entries, orphans: recordings.into_values().chain(live.into_values()).collect() })
    }
}

/// The service that the environment variable `CONTRACT_SERVICE` names, for whoever works on one: properties of every
/// operation are then tried with its operations only.
pub fn chosen_service() -> Option<String> {
    std::env::var("CONTRACT_SERVICE").ok().filter(|name| !name.is_empty())
}

/// Where the operations are: one folder for each service.
pub fn services_folder() -> PathBuf {
    huaweicloud_fake::files::services_folder(&root())
}

/// Where the recordings are: one folder for each service.
pub fn recordings_folder() -> PathBuf {
    huaweicloud_fake::files::recordings_folder(&root())
}

/// Where recordings of calls to the cloud are: one folder for each service. Nothing generates them.
pub fn live_folder() -> PathBuf {
    huaweicloud_fake::files::live_folder(&root())
}

/// By service and operation id.
fn recording_files(folder: &Path) -> Result<BTreeMap<(String, String), RecordingFile>, FileError> {
    let file = |path: PathBuf| {
        let file: RecordingFile = read(&path)?;
        Ok(((file.service.clone(), file.operation.clone()), file))
    };
    json_files(folder)?.into_iter().map(file).collect()
}
