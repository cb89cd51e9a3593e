//! Committed specifications as files: of a folder or of a git revision.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diff::{Tree, TreeService};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use spec::model::{ErrorCodes, JsonBodies, Operation, ServiceInfo};

use crate::file::{list_if_there, name, read_bytes};
use crate::store::ERROR_CODES;

/// The files of a specification, not parsed: what is the same on both sides need not be.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// `spec/services.toml`, if there is one.
    pub(super) services: Option<Vec<u8>>,
    /// By service and id.
    pub(super) operations: BTreeMap<(String, String), Vec<u8>>,
    /// Error codes of whole services, by service.
    pub(super) error_codes: BTreeMap<String, Vec<u8>>,
}

/// A service's entry in `services.toml`, whatever revision of this project wrote it.
#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    title: String,
    endpoint: String,
    documentation: Option<String>,
    #[serde(default)]
    global: bool,
    json_bodies: Option<JsonBodies>,
}

/// What an operation says of error codes.
#[derive(Deserialize)]
struct WithCodes {
    #[serde(default)]
    error_codes: BTreeMap<String, Value>,
}

impl Files {
    /// Reads a repository, or a folder with a folder for each service.
    pub(super) fn of_folder(folder: &Path) -> Result<Self, String> {
        let inside = folder.join("spec/services");
        let (specification, services) = if inside.is_dir() {
            (inside, folder.join("spec/services.toml"))
        } else {
            (folder.to_owned(), folder.join("services.toml"))
        };
        let mut paths = Vec::new();
        let mut error_codes = BTreeMap::new();
        for inner in list_if_there(&specification)?.into_iter().filter(|path| path.is_dir()) {
            let service = name(&inner);
            let codes = inner.join(ERROR_CODES);
            if codes.exists() {
                error_codes.insert(service.clone(), read_bytes(&codes)?);
            }
            for path in list_if_there(&inner)? {
                if let Some(id) = name(&path).strip_suffix(".json") {
                    paths.push(((service.clone(), id.to_owned()), path));
                }
            }
        }
        let operations: Result<_, String> =
            paths.into_par_iter().map(|(key, path)| Ok((key, read_bytes(&path)?))).collect();
        let services = if services.exists() { Some(read_bytes(&services)?) } else { None };
        Ok(Self { services, operations: operations?, error_codes })
    }

    /// What `services.toml` says of each service.
    fn infos(&self, shown: &str) -> Result<BTreeMap<String, ServiceInfo>, String> {
        let text = String::from_utf8_lossy(self.services.as_deref().unwrap_or_default());
        let entries: BTreeMap<String, Entry> = toml::from_str(&text)
            .map_err(|error| format!("spec/services.toml of {shown} is not valid: {error}"))?;
        let info = |(name, entry): (String, Entry)| {
            let Entry { title, endpoint, documentation, global, json_bodies } = entry;
            (name.clone(), ServiceInfo { name, title, endpoint, documentation, global, json_bodies })
        };
        Ok(entries.into_iter().map(info).collect())
    }

    /// All error codes that a service documents.
    fn codes(&self, service: &str, shown: &str) -> Result<BTreeSet<String>, String> {
        let failed = |file: &str, error: serde_json::Error| {
            format!("spec/services/{service}/{file} of {shown} is not valid: {error}")
        };
        let mut codes = BTreeSet::new();
        if let Some(bytes) = self.error_codes.get(service) {
            let shared: ErrorCodes =
                serde_json::from_slice(bytes).map_err(|error| failed(ERROR_CODES, error))?;
            codes.extend(shared.codes().into_keys());
        }
        let of_service = (service.to_owned(), String::new())..;
        let own = self.operations.range(of_service).take_while(|((found, _), _)| found == service);
        for ((_, id), bytes) in own.filter(|(_, bytes)| names_codes(bytes)) {
            let found: WithCodes =
                serde_json::from_slice(bytes).map_err(|error| failed(&format!("{id}.json"), error))?;
            codes.extend(found.error_codes.into_keys());
        }
        Ok(codes)
    }

    /// Parses everything.
    pub(super) fn parsed(&self, shown: &str) -> Result<Tree, String> {
        self.tree(shown, &BTreeSet::new())
    }

    /// Parses all but the operations in `same`.
    fn tree(&self, shown: &str, same: &BTreeSet<(String, String)>) -> Result<Tree, String> {
        let infos = self.infos(shown)?;
        let changed: Vec<_> = self.operations.iter().filter(|(key, _)| !same.contains(*key)).collect();
        let parsed: Vec<_> = changed
            .into_par_iter()
            .map(|((service, id), bytes)| (service, id, serde_json::from_slice::<Operation>(bytes)))
            .collect();
        let mut tree = Tree::default();
        for (service, id, operation) in parsed {
            let operation = operation.map_err(|error| {
                format!("spec/services/{service}/{id}.json of {shown} is not valid: {error}")
            })?;
            entry(&mut tree, &infos, service).operations.insert(id.clone(), operation);
        }
        for (service, id) in same {
            entry(&mut tree, &infos, service).same.insert(id.clone());
        }
        for (name, service) in &mut tree.services {
            service.error_codes = Some(self.codes(name, shown)?);
        }
        Ok(tree)
    }
}

fn entry<'t>(
    tree: &'t mut Tree,
    infos: &BTreeMap<String, ServiceInfo>,
    service: &str,
) -> &'t mut TreeService {
    let info = || TreeService { info: infos.get(service).cloned(), ..TreeService::default() };
    tree.services.entry(service.to_owned()).or_insert_with(info)
}

/// Whether a committed operation may have error codes: most have none, and need not be parsed for that.
fn names_codes(operation: &[u8]) -> bool {
    std::str::from_utf8(operation).is_ok_and(|text| text.contains("\"error_codes\""))
}

/// Both sides; `shown` are their names for messages.
pub(super) fn trees(base: &Files, head: &Files, shown: [&str; 2]) -> Result<(Tree, Tree), String> {
    let same = base.operations.iter().filter(|(key, bytes)| head.operations.get(*key) == Some(bytes));
    let same: BTreeSet<(String, String)> = same.map(|(key, _)| key.clone()).collect();
    let [base_name, head_name] = shown;
    let (base, head) = rayon::join(|| base.tree(base_name, &same), || head.tree(head_name, &same));
    Ok((base?, head?))
}
