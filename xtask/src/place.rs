//! Where the pages of a source are.

use std::path::{Path, PathBuf};

use spec::diagnostics::Diagnostic;

use crate::cache;
use crate::config::SourceEntry;
use crate::lock::{LOCK, Lock, Pinned, short};
use crate::sources::{Folder, read_folder, services_in};

/// Where a source's pages are.
#[derive(Debug)]
pub(crate) struct Place {
    folder: PathBuf,
    /// The folder as the user would write it.
    pub(crate) shown: String,
    /// What a page's path begins with in the specification.
    prefix: String,
    /// What a page's path begins with in diagnostics.
    shown_prefix: String,
    /// What the pages must be.
    pinned: Option<Pinned>,
}

impl Place {
    /// A folder of this repository.
    fn own(root: &Path, pages: &str) -> Self {
        Self {
            folder: root.join(pages),
            shown: pages.to_owned(),
            prefix: format!("{pages}/"),
            shown_prefix: String::new(),
            pinned: None,
        }
    }

    /// The folder that stands in for the repository of a service.
    pub(crate) fn in_docs(docs: &Path, service: &str) -> Self {
        Self::of_folder(&docs.join(service))
    }

    /// A folder of pages of one service.
    pub(crate) fn of_folder(folder: &Path) -> Self {
        let shown = folder.display().to_string();
        let (folder, shown_prefix) = (folder.to_owned(), format!("{shown}/"));
        Self { folder, shown_prefix, shown, prefix: String::new(), pinned: None }
    }

    /// Pages that were fetched.
    fn in_cache(root: &Path, pinned: &Pinned) -> Self {
        let shown = cache::folder(&pinned.service, &pinned.hash);
        Self {
            folder: root.join(&shown),
            shown_prefix: format!("{shown}/"),
            shown,
            prefix: String::new(),
            pinned: Some(pinned.clone()),
        }
    }

    /// The commit that the pages are from, if that is known.
    pub(crate) fn revision(&self) -> Option<&str> {
        self.pinned.as_ref().map(|pinned| pinned.revision.as_str())
    }

    /// The page of a finding as the user finds it.
    pub(crate) fn shown_page(&self, diagnostic: &Diagnostic) -> String {
        format!("{}{}", self.shown_prefix, diagnostic.page)
    }

    /// The file of a page that the specification calls by this path.
    pub(crate) fn file(&self, page: &str) -> PathBuf {
        self.folder.join(page.strip_prefix(&self.prefix).unwrap_or(page))
    }

    /// The pages; an error if they are not those that are pinned.
    pub(crate) fn read(&self) -> Result<Folder, String> {
        let found = read_folder(&self.folder, &self.prefix);
        match &self.pinned {
            Some(pinned) if cache::hash(&found.files) != pinned.hash => Err(format!(
                "{} is not what {LOCK} pins for {} at {}; run cargo xtask fetch --service {}",
                self.shown,
                pinned.git,
                short(&pinned.revision),
                pinned.service
            )),
            _ => Ok(found),
        }
    }
}

/// The name of a source in the specification.
pub(crate) fn origin(source: &SourceEntry) -> &str {
    match source {
        SourceEntry::Pages { .. } => "pages",
        SourceEntry::Git(source) => &source.git,
    }
}

/// What stands in for the git repositories: one of these in a run, never a mixture.
#[derive(Debug)]
pub(crate) struct Upstream<'a> {
    root: &'a Path,
    from: From,
}

#[derive(Debug)]
enum From {
    /// A folder with a folder for each service.
    Docs(PathBuf),
    /// What was fetched, as far as it is what the lock file pins.
    Cache(Lock),
}

impl<'a> Upstream<'a> {
    /// `docs` if it is given, else the cache. A folder in which no service has one is an error.
    pub(crate) fn open(root: &'a Path, docs: Option<&Path>) -> Result<Self, String> {
        let from = match docs {
            Some(docs) => services_in(docs).map(|_| From::Docs(docs.to_owned()))?,
            None => From::Cache(Lock::load(root)?),
        };
        Ok(Self { root, from })
    }

    /// Where the pages of a source are; `None` if the source is not at hand.
    pub(crate) fn place(&self, source: &SourceEntry, service: &str) -> Option<Place> {
        let place = match (source, &self.from) {
            (SourceEntry::Pages { pages }, _) => return Some(Place::own(self.root, pages)),
            (SourceEntry::Git(_), From::Docs(docs)) => Place::in_docs(docs, service),
            (SourceEntry::Git(source), From::Cache(lock)) => {
                Place::in_cache(self.root, lock.of(service, source)?)
            }
        };
        Some(place).filter(|place| place.folder.exists())
    }

    /// Where the pages of a service are that `services.toml` does not name.
    pub(crate) fn unknown(&self, service: &str) -> Option<Place> {
        match &self.from {
            From::Docs(docs) => Some(Place::in_docs(docs, service)),
            From::Cache(_) => None,
        }
    }

    /// For people.
    pub(crate) fn shown(&self) -> String {
        let lock = match &self.from {
            From::Docs(docs) => return format!("{} and nothing that was fetched", docs.display()),
            From::Cache(lock) => lock,
        };
        let there = |pinned: &&Pinned| self.root.join(cache::folder(&pinned.service, &pinned.hash)).exists();
        match lock.sources.iter().filter(there).count() {
            0 => "none fetched; what is committed stays".to_owned(),
            some if some == lock.sources.len() => format!("as fetched, at the commits of {LOCK}"),
            some => format!(
                "as fetched, at the commits of {LOCK}, for {some} of {}; the others stay as committed",
                lock.sources.len()
            ),
        }
    }
}
