//! `spec/services.toml`, `spec/names.toml` and `spec/patches`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use spec::model::{JsonBodies, ServiceInfo};
use spec::patch::PatchFile;

/// What the project knows of its services before reading a page.
#[derive(Debug)]
pub(crate) struct Config {
    /// By service name.
    pub(crate) services: BTreeMap<String, ServiceEntry>,
    /// Operation ids by `METHOD path`, by service name.
    pub(crate) names: BTreeMap<String, BTreeMap<String, String>>,
    /// Corrections of pages, by service name.
    pub(crate) patches: BTreeMap<String, PatchFile>,
}

/// A service's entry in `services.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceEntry {
    title: String,
    endpoint: String,
    documentation: Option<String>,
    json_bodies: Option<JsonBodies>,
    /// In order of precedence.
    pub(crate) sources: Vec<SourceEntry>,
}

/// Where pages come from.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum SourceEntry {
    /// A folder of this repository.
    Pages { pages: String },
    /// A folder of a git repository at a pinned revision.
    Git {
        git: String,
        #[allow(dead_code, reason = "fetching repositories comes with `cargo xtask fetch`")]
        folder: String,
        #[allow(dead_code, reason = "fetching repositories comes with `cargo xtask fetch`")]
        revision: String,
    },
}

impl ServiceEntry {
    pub(crate) fn info(&self, name: &str) -> ServiceInfo {
        ServiceInfo {
            name: name.to_owned(),
            title: self.title.clone(),
            endpoint: self.endpoint.clone(),
            documentation: self.documentation.clone(),
            json_bodies: self.json_bodies.clone(),
        }
    }
}

impl Config {
    /// Reads all files below `root`.
    pub(crate) fn load(root: &Path) -> Result<Self, String> {
        let services: BTreeMap<String, ServiceEntry> = read(&root.join("spec/services.toml"))?;
        let patches = load_patches(root)?;
        if let Some((_, file)) = patches.iter().find(|(name, _)| !services.contains_key(*name)) {
            return Err(format!("{} patches a service that spec/services.toml does not name", file.path));
        }
        Ok(Self { services, names: read(&root.join("spec/names.toml"))?, patches })
    }
}

/// The files of `spec/patches`, which need not exist.
fn load_patches(root: &Path) -> Result<BTreeMap<String, PatchFile>, String> {
    let entries = match std::fs::read_dir(root.join("spec/patches")) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(format!("cannot list spec/patches: {error}")),
    };
    let mut patches = BTreeMap::new();
    for entry in entries {
        let name = entry.map_err(|error| format!("cannot list spec/patches: {error}"))?.file_name();
        let shown = format!("spec/patches/{}", name.to_string_lossy());
        let Some(service) = name.to_str().and_then(|name| name.strip_suffix(".toml")) else {
            return Err(format!("{shown} is no patch file: they are called SERVICE.toml"));
        };
        let text = std::fs::read_to_string(root.join(&shown))
            .map_err(|error| format!("cannot read {shown}: {error}"))?;
        let file = PatchFile::parse(&shown, &text).map_err(|error| error.to_string())?;
        patches.insert(service.to_owned(), file);
    }
    Ok(patches)
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{} is not valid: {error}", path.display()))
}
