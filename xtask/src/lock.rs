//! `spec/services.lock`: which pages of git repositories the specification is read from.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::config::GitSource;
use crate::file::{read_toml, replace};

/// Below the repository.
pub(crate) const LOCK: &str = "spec/services.lock";

const HEAD: &str =
    "# Which pages of git repositories the specification is read from. Written by `cargo xtask fetch`.\n";

/// The pinned sources, sorted by service and name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    #[serde(default, rename = "source")]
    pub(crate) sources: Vec<Pinned>,
}

/// A source at a commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pinned {
    pub(crate) service: String,
    pub(crate) git: String,
    pub(crate) folder: String,
    /// The revision in `services.toml` that led to the commit.
    pub(crate) follows: String,
    /// The commit.
    pub(crate) revision: String,
    /// Pages in the folder.
    pub(crate) pages: usize,
    /// SHA-256 of the pages and their paths.
    pub(crate) hash: String,
}

impl Pinned {
    /// Whether it is `services.toml`'s entry that is pinned, and not an earlier one.
    fn pins(&self, service: &str, source: &GitSource) -> bool {
        (self.service.as_str(), &self.git, &self.folder, &self.follows)
            == (service, &source.git, &source.folder, &source.revision)
    }
}

impl Lock {
    /// Reads the file below `root`, which need not exist.
    pub(crate) fn load(root: &Path) -> Result<Self, String> {
        let path = root.join(LOCK);
        if path.exists() { read_toml(&path) } else { Ok(Self::default()) }
    }

    /// Writes the file below `root`, unless it says so already.
    pub(crate) fn save(&self, root: &Path) -> Result<(), String> {
        let text = toml::to_string(self).map_err(|error| format!("cannot write {LOCK}: {error}"))?;
        let (path, text) = (root.join(LOCK), format!("{HEAD}\n{text}"));
        if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        replace(&path, &text)
    }

    /// What a source is pinned at.
    pub(crate) fn of(&self, service: &str, source: &GitSource) -> Option<&Pinned> {
        self.sources.iter().find(|pinned| pinned.pins(service, source))
    }

    /// Pins a source, instead of what it was pinned at.
    pub(crate) fn pin(&mut self, new: Pinned) {
        let key = |pinned: &Pinned| [&pinned.service, &pinned.git, &pinned.folder].map(String::clone);
        self.sources.retain(|old| key(old) != key(&new));
        self.sources.push(new);
        self.sources.sort_by_key(key);
    }
}

/// A commit as people write it.
pub(crate) fn short(revision: &str) -> &str {
    revision.get(..12).unwrap_or(revision)
}
