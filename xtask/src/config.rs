//! `spec/services.toml`, `spec/names.toml` and `spec/patches`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diff::report::Links;
use serde::Deserialize;
use spec::model::{JsonBodies, ServiceInfo};
use spec::patch::PatchFile;

use crate::file::{list_if_there, name, read_text, read_toml};
use crate::lock::Pinned;
use crate::place::origin;

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
    #[serde(default)]
    global: bool,
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
    /// A folder of a git repository.
    Git(GitSource),
}

impl SourceEntry {
    /// Where people look at the pages, if that is known.
    fn documentation(&self) -> Option<String> {
        match self {
            SourceEntry::Git(source) => source.pages(),
            SourceEntry::Pages { .. } => None,
        }
    }
}

/// A folder of a git repository.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GitSource {
    /// What the specification calls it: `OWNER/NAME`, as on GitHub.
    pub(crate) git: String,
    pub(crate) folder: String,
    /// The branch, tag or commit that `cargo xtask fetch --update` follows.
    #[serde(default = "default_branch")]
    pub(crate) revision: String,
    /// Where git finds the repository if that is not on GitHub.
    url: Option<String>,
}

/// Git's name for the default branch of another repository.
fn default_branch() -> String {
    "HEAD".to_owned()
}

impl GitSource {
    /// Where people look at the pages, if that is GitHub: on the branch, since a commit would change all
    /// links with each update.
    fn pages(&self) -> Option<String> {
        let folder = self.folder.trim_matches('/');
        let address = format!("https://github.com/{}/blob/{}/{folder}", self.git, self.revision);
        self.url.is_none().then_some(address)
    }

    /// Where git finds the repository; a path is relative to `root`.
    pub(crate) fn address(&self, root: &Path) -> String {
        match &self.url {
            None => format!("https://github.com/{}.git", self.git),
            Some(path) if path.starts_with('.') => root.join(path).display().to_string(),
            Some(url) => url.clone(),
        }
    }
}

impl ServiceEntry {
    /// The first source that is a git repository.
    pub(crate) fn repository(&self) -> Option<&SourceEntry> {
        self.sources.iter().find(|source| matches!(source, SourceEntry::Git(_)))
    }

    /// The name of a source that another one has as well.
    fn name_used_twice(&self) -> Option<&str> {
        let mut names = BTreeSet::new();
        self.sources.iter().map(origin).find(|name| !names.insert(*name))
    }

    pub(crate) fn info(&self, name: &str) -> ServiceInfo {
        ServiceInfo {
            name: name.to_owned(),
            title: self.title.clone(),
            endpoint: self.endpoint.clone(),
            documentation: self.documentation.clone().or_else(|| self.repository()?.documentation()),
            global: self.global,
            json_bodies: self.json_bodies.clone(),
        }
    }
}

impl Config {
    /// The services that were chosen, all of them if none was.
    pub(crate) fn chosen(&self, services: &[String]) -> Result<BTreeSet<String>, String> {
        chosen(self.services.keys().cloned(), services, "in spec/services.toml")
    }

    /// As [`Self::chosen`], of the services that have a repository.
    pub(crate) fn with_repository(&self, services: &[String]) -> Result<BTreeSet<String>, String> {
        let known = self.services.iter().filter(|(_, entry)| entry.repository().is_some());
        chosen(known.map(|(name, _)| name.clone()), services, "with a repository in spec/services.toml")
    }

    /// Where pages and files are found, if those of this repository are found behind `repository`.
    pub(crate) fn links(&self, repository: &str) -> Links {
        let own_pages = |entry: &ServiceEntry| -> Vec<String> {
            let pages = entry.sources.iter().filter_map(|source| match source {
                SourceEntry::Pages { pages } => Some(pages.clone()),
                SourceEntry::Git(_) => None,
            });
            pages.collect()
        };
        let pages = self.services.iter();
        let pages = pages.filter_map(|(name, entry)| Some((name.clone(), entry.info(name).documentation?)));
        Links {
            repository: repository.to_owned(),
            own_pages: self.services.values().flat_map(own_pages).collect(),
            pages: pages.collect(),
        }
    }

    /// Whether the folder that is pinned is a source still.
    pub(crate) fn names(&self, pinned: &Pinned) -> bool {
        let entry = self.services.get(&pinned.service);
        entry.into_iter().flat_map(|entry| &entry.sources).any(|source| match source {
            SourceEntry::Git(source) => (&source.git, &source.folder) == (&pinned.git, &pinned.folder),
            SourceEntry::Pages { .. } => false,
        })
    }

    /// Reads all files below `root`.
    pub(crate) fn load(root: &Path) -> Result<Self, String> {
        let services: BTreeMap<String, ServiceEntry> = read_toml(&root.join("spec/services.toml"))?;
        let patches = load_patches(root)?;
        if let Some((_, file)) = patches.iter().find(|(name, _)| !services.contains_key(*name)) {
            return Err(format!("{} patches a service that spec/services.toml does not name", file.path));
        }
        if let Some(name) = services.keys().find(|name| !is_file_name(name)) {
            return Err(format!("`{name}` in spec/services.toml is no name of a service: it names folders"));
        }
        let twice = |(service, entry): (&String, &ServiceEntry)| {
            Some((service.clone(), entry.name_used_twice()?.to_owned()))
        };
        if let Some((service, source)) = services.iter().find_map(twice) {
            return Err(format!(
                "[{service}] in spec/services.toml has two sources called `{source}`: operations name their source, \
                 so each needs a name of its own"
            ));
        }
        Ok(Self { services, names: read_toml(&root.join("spec/names.toml"))?, patches })
    }
}

/// The services of `known` that were chosen, all of them if none was. `place` says for people where they are
/// known from.
pub(crate) fn chosen(
    known: impl IntoIterator<Item = String>,
    services: &[String],
    place: &str,
) -> Result<BTreeSet<String>, String> {
    let mut known: BTreeSet<String> = known.into_iter().collect();
    if let Some(unknown) = services.iter().find(|name| !known.contains(*name)) {
        let known: Vec<String> = known.into_iter().collect();
        return Err(format!("no service `{unknown}` {place}; there are {}", known.join(", ")));
    }
    known.retain(|name| services.is_empty() || services.contains(name));
    Ok(known)
}

/// The files of `spec/patches`, which need not exist.
fn load_patches(root: &Path) -> Result<BTreeMap<String, PatchFile>, String> {
    let mut patches = BTreeMap::new();
    for path in list_if_there(&root.join("spec/patches"))? {
        let name = name(&path);
        let shown = format!("spec/patches/{name}");
        let Some(service) = name.strip_suffix(".toml") else {
            return Err(format!("{shown} is no patch file: they are called SERVICE.toml"));
        };
        let text = read_text(&path)?;
        let file = PatchFile::parse(&shown, &text).map_err(|error| error.to_string())?;
        patches.insert(service.to_owned(), file);
    }
    Ok(patches)
}

/// Whether a service's name can stand in paths.
fn is_file_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || "-_".contains(char))
}
