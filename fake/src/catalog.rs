//! The operations that the cloud has, read from the specification when first asked for.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use spec::model::{Operation, Recording, RecordingFile, RecordingSource, ServiceInfo};

use crate::{
    files::{self, FileError, folders, json_files_in, recordings_folder, services_folder},
    refusal::Envelope,
    services,
};

/// The services.
pub(crate) struct Catalog {
    /// Where recordings of calls are.
    live: PathBuf,
    /// Where recordings of pages are.
    pages: PathBuf,
    /// By name.
    pub(crate) services: BTreeMap<String, Service>,
}

/// A service.
pub(crate) struct Service {
    pub(crate) name: String,
    /// What `services.toml` says of it.
    pub(crate) info: Option<ServiceInfo>,
    /// The files of its operations, by id.
    files: BTreeMap<String, PathBuf>,
    operations: OnceLock<Result<Vec<Arc<Operation>>, FileError>>,
}

impl Catalog {
    /// Finds the services of a repository, only these if there are any, with recordings of calls in a folder
    /// that need not exist.
    pub(crate) fn find(root: &Path, live: PathBuf, only: &[String]) -> Result<Self, FileError> {
        let mut infos = services::read(root)?;
        let folder = services_folder(root);
        let mut services = BTreeMap::new();
        for path in folders(&folder)? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if !only.is_empty() && !only.contains(&name) {
                continue;
            }
            let id = |path: &PathBuf| path.file_stem().map(|id| id.to_string_lossy().into_owned());
            let files = json_files_in(&path)?.into_iter().filter_map(|path| Some((id(&path)?, path)));
            let info = infos.remove(&name);
            let service =
                Service { name: name.clone(), info, files: files.collect(), operations: OnceLock::new() };
            services.insert(name, service);
        }
        match only.iter().find(|name| !services.contains_key(*name)) {
            Some(unknown) => Err(FileError::new(&folder, &format!("there is no service `{unknown}`"))),
            None => Ok(Self { live, pages: recordings_folder(root), services }),
        }
    }

    /// What is recorded of an operation: calls of the cloud, the newest first, then what its page shows.
    pub(crate) fn recordings(&self, operation: &Operation) -> Result<Vec<Recording>, FileError> {
        let mut recordings = Vec::new();
        for folder in [&self.live, &self.pages] {
            let path = folder.join(&operation.service).join(format!("{}.json", operation.id));
            if path.exists() {
                recordings.extend(files::read::<RecordingFile>(&path)?.recordings);
            }
        }
        recordings.sort_by_cached_key(|recording| match &recording.source {
            RecordingSource::Live { date } => Reverse(Some(date.clone())),
            RecordingSource::Page { .. } | RecordingSource::Status { .. } => Reverse(None),
        });
        Ok(recordings)
    }
}

impl Service {
    /// Whether it has an operation; nothing is read for that.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.files.contains_key(id)
    }

    /// The first label of its host names.
    pub(crate) fn endpoint(&self) -> &str {
        self.info.as_ref().map_or(&self.name, |info| &info.endpoint)
    }

    /// Its operations, sorted by id.
    pub(crate) fn operations(&self) -> Result<&[Arc<Operation>], FileError> {
        let read = || self.files.values().map(|path| files::read(path).map(Arc::new)).collect();
        self.operations.get_or_init(read).as_deref().map_err(Clone::clone)
    }

    /// How it tells of an error of the operation.
    pub(crate) fn envelope(&self, operation: &Operation) -> Envelope {
        let others = self.operations().unwrap_or_default();
        Envelope::of(operation, others.iter().map(AsRef::as_ref))
    }
}
