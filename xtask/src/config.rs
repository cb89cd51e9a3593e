//! `spec/services.toml` and `spec/names.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use spec::model::ServiceInfo;

/// What the project knows of its services before reading a page.
#[derive(Debug)]
pub(crate) struct Config {
    /// By service name.
    pub(crate) services: BTreeMap<String, ServiceEntry>,
    /// Operation ids by `METHOD path`, by service name.
    pub(crate) names: BTreeMap<String, BTreeMap<String, String>>,
}

/// A service's entry in `services.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceEntry {
    title: String,
    endpoint: String,
    documentation: Option<String>,
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
        }
    }
}

impl Config {
    /// Reads both files below `root`.
    pub(crate) fn load(root: &Path) -> Result<Self, String> {
        Ok(Self {
            services: read(&root.join("spec/services.toml"))?,
            names: read(&root.join("spec/names.toml"))?,
        })
    }
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{} is not valid: {error}", path.display()))
}
