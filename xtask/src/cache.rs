//! Fetched pages on disk.
//!
//! Each set of pages has a folder that is named after its hash, and comes there by one renaming: it is
//! whole or not there, and another set never touches it. Only the lock file says which set counts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use spec::pipeline::PageFile;

use crate::sources::read_folder;

/// Below the repository; not committed.
const CACHE: &str = ".cache/pages";

/// The folder of a set of pages, below the repository.
pub(crate) fn folder(service: &str, hash: &str) -> String {
    format!("{CACHE}/{service}/{}", hash.get(..16).unwrap_or(hash))
}

/// SHA-256 of pages and their paths, in whatever order they come.
pub(crate) fn hash(pages: &[PageFile]) -> String {
    let mut sorted: Vec<&PageFile> = pages.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut hasher = Sha256::new();
    for page in sorted {
        // With lengths, so that nothing can pass from one part to the next.
        hasher.update(format!("{} {}\n", page.path.len(), page.bytes.len()));
        hasher.update(&page.path);
        hasher.update(&page.bytes);
    }
    hex::encode(hasher.finalize())
}

/// Whether the cache holds these pages.
pub(crate) fn holds(root: &Path, service: &str, expected: &str) -> bool {
    let found = read_folder(&root.join(folder(service, expected)), "");
    found.diagnostics.is_empty() && hash(&found.files) == expected
}

/// Puts pages into the cache; what is there already is replaced if it is damaged.
pub(crate) fn store(root: &Path, service: &str, hash: &str, pages: &[PageFile]) -> Result<(), String> {
    if holds(root, service, hash) {
        return Ok(());
    }
    let target = root.join(folder(service, hash));
    let failed = |error: std::io::Error| format!("cannot write {}: {error}", target.display());
    let staged = scratch(root, service, "pages")?;
    for page in pages {
        let file = staged.join(&page.path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        // Where the disk takes two paths for one, the second is refused.
        let mut file = fs::File::create_new(&file)
            .map_err(|error| format!("cannot write the page {}: {error}", page.path))?;
        std::io::Write::write_all(&mut file, &page.bytes).map_err(failed)?;
    }
    if target.exists() {
        fs::remove_dir_all(&target).map_err(failed)?;
    }
    fs::create_dir_all(target.parent().unwrap_or(root)).map_err(failed)?;
    fs::rename(&staged, &target).map_err(failed)
}

/// Removes the sets of a service that are not kept. What cannot be removed does no harm.
pub(crate) fn prune(root: &Path, service: &str, kept: &[&str]) {
    let kept: BTreeSet<PathBuf> = kept.iter().map(|hash| root.join(folder(service, hash))).collect();
    for entry in fs::read_dir(root.join(CACHE).join(service)).into_iter().flatten().flatten() {
        if !kept.contains(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// An empty folder for a service's fetch; what an interrupted one left there is removed.
pub(crate) fn scratch(root: &Path, service: &str, name: &str) -> Result<PathBuf, String> {
    let path = root.join(CACHE).join(format!(".{service}.{name}"));
    let failed = |error: std::io::Error| format!("cannot make {}: {error}", path.display());
    if path.exists() {
        fs::remove_dir_all(&path).map_err(failed)?;
    }
    fs::create_dir_all(&path).map_err(failed)?;
    Ok(path)
}

/// Removes what [`scratch`] made.
pub(crate) fn clear(root: &Path, service: &str, name: &str) {
    // Best effort: the next fetch removes what is left.
    let _ = fs::remove_dir_all(root.join(CACHE).join(format!(".{service}.{name}")));
}
