//! The generated files on disk: what would change, and changing all of it or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// Folders in which every file is generated. A file that is generated no more is removed.
pub(crate) fn owned() -> Vec<String> {
    ["spec/schema", "spec/services", "generated", "contract-tests/recordings"].map(str::to_owned).into()
}

/// The part of the owned folders that is of one service alone.
pub(crate) fn owned_by(service: &str) -> [String; 3] {
    ["spec/services", "generated/services", "contract-tests/recordings"]
        .map(|folder| format!("{folder}/{service}"))
}

/// Folders of tools inside generated ones.
const IGNORED: [&str; 1] = ["target"];

/// What it takes to make the disk equal to the generated files.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Files to write, by path relative to the repository.
    pub(crate) write: BTreeMap<String, String>,
    /// Files to remove.
    pub(crate) remove: BTreeSet<String>,
    /// Files that are as they should be.
    pub(crate) unchanged: BTreeSet<String>,
}

impl Changes {
    /// Compares `files` with the disk below `root`. What the `owned` folders hold beside them is removed.
    pub(crate) fn between(
        root: &Path,
        files: BTreeMap<String, String>,
        owned: &[String],
    ) -> Result<Self, String> {
        let mut changes = Changes::default();
        for folder in owned {
            for path in list(root, folder).map_err(|error| format!("cannot list {folder}: {error}"))? {
                if !files.contains_key(&path) {
                    changes.remove.insert(path);
                }
            }
        }
        let compared: Vec<_> = files
            .into_par_iter()
            .map(|(path, contents)| {
                let same = is_on_disk(&root.join(&path), &contents);
                (path, contents, same)
            })
            .collect();
        for (path, contents, same) in compared {
            if same.map_err(|error| format!("cannot read {path}: {error}"))? {
                changes.unchanged.insert(path);
            } else {
                changes.write.insert(path, contents);
            }
        }
        Ok(changes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    /// Writes and removes. If any write fails, the old files are put back.
    pub(crate) fn apply(&self, root: &Path) -> Result<(), String> {
        let mut staged = Vec::new();
        let outcome = self.stage(root, &mut staged).and_then(|()| commit(root, &staged));
        for stage in &staged {
            // Gone already where the commit moved it.
            let _ = fs::remove_file(&stage.temporary);
        }
        outcome?;
        for path in &self.remove {
            let file = root.join(path);
            fs::remove_file(&file).map_err(|error| format!("cannot remove {path}: {error}"))?;
            remove_empty_parents(root, &file);
        }
        Ok(())
    }

    /// Writes every file beside its place, so that a full disk changes nothing.
    fn stage(&self, root: &Path, staged: &mut Vec<Staged>) -> Result<(), String> {
        for (path, contents) in &self.write {
            let target = root.join(path);
            let failed = |error: io::Error| format!("cannot write {path}: {error}");
            let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let temporary = target.with_file_name(format!(".{name}.new"));
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).map_err(failed)?;
            }
            let old = match fs::read(&target) {
                Ok(bytes) => Some(bytes),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(failed(error)),
            };
            staged.push(Staged { temporary: temporary.clone(), path: path.clone(), old });
            fs::write(&temporary, contents).map_err(failed)?;
        }
        Ok(())
    }
}

/// Whether a file holds `contents`.
fn is_on_disk(path: &Path, contents: &str) -> io::Result<bool> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes == contents.as_bytes()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

struct Staged {
    temporary: PathBuf,
    path: String,
    old: Option<Vec<u8>>,
}

fn commit(root: &Path, staged: &[Staged]) -> Result<(), String> {
    for (index, stage) in staged.iter().enumerate() {
        if let Err(error) = fs::rename(&stage.temporary, root.join(&stage.path)) {
            for done in staged.iter().take(index) {
                restore(root, done);
            }
            return Err(format!("cannot write {}: {error}; the old files were put back", stage.path));
        }
    }
    Ok(())
}

/// Best effort: the error that made it necessary is reported whatever comes of it.
fn restore(root: &Path, stage: &Staged) {
    let target = root.join(&stage.path);
    let _ = match &stage.old {
        Some(bytes) => fs::write(target, bytes),
        None => fs::remove_file(target),
    };
}

fn remove_empty_parents(root: &Path, file: &Path) {
    let mut folder = file.parent();
    while let Some(path) = folder.filter(|path| *path != root) {
        if fs::remove_dir(path).is_err() {
            return;
        }
        folder = path.parent();
    }
}

/// All files below `folder`, relative to `root`, with `/`.
fn list(root: &Path, folder: &str) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if !entry.file_type()?.is_dir() {
            files.push(path);
        } else if !IGNORED.contains(&name.as_str()) {
            files.extend(list(root, &path)?);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::{Changes, owned};

    fn files(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let root = tempfile::tempdir().unwrap();
        let wanted = files(&[("generated/a.rs", "a"), ("generated/b/c.toml", "c")]);
        Changes::between(root.path(), wanted.clone(), &owned()).unwrap().apply(root.path()).unwrap();
        assert!(Changes::between(root.path(), wanted, &owned()).unwrap().is_empty());
    }

    #[test]
    fn a_file_that_is_generated_no_more_is_removed_with_its_folder() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("generated/old")).unwrap();
        fs::write(root.path().join("generated/old/notes.md"), "x").unwrap();
        let changes = Changes::between(root.path(), files(&[("generated/a.rs", "a")]), &owned()).unwrap();
        assert!(changes.remove.contains("generated/old/notes.md"));
        changes.apply(root.path()).unwrap();
        assert!(!root.path().join("generated/old").exists());
    }

    #[test]
    fn a_failed_write_leaves_the_old_files() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("generated/b")).unwrap();
        fs::write(root.path().join("generated/a.rs"), "old").unwrap();
        // A folder stands where the second file should go.
        fs::create_dir_all(root.path().join("generated/b/c.rs/d")).unwrap();
        let write = files(&[("generated/a.rs", "new"), ("generated/b/c.rs", "new")]);
        let changes = Changes { write, ..Changes::default() };
        assert!(changes.apply(root.path()).is_err());
        assert_eq!(fs::read_to_string(root.path().join("generated/a.rs")).unwrap(), "old");
        assert_eq!(fs::read_dir(root.path().join("generated")).unwrap().count(), 2);
    }
}
