//! Committed specifications of git revisions.

use std::path::Path;
use std::process::Command;

use super::files::Files;
use crate::git;
use crate::store::ERROR_CODES;

/// The commit that a revision names, if it names one.
pub(super) fn commit(root: &Path, revision: &str) -> Result<Option<String>, String> {
    let name = format!("{revision}^{{commit}}");
    let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &name];
    let output = git::run(command(root).args(arguments))?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok(Some(text).filter(|commit| output.status.success() && !commit.is_empty()))
}

/// Where the work on HEAD left the main branch, else HEAD.
pub(super) fn default_base(root: &Path) -> Result<String, String> {
    for branch in ["main", "origin/main"] {
        if commit(root, branch)?.is_none() {
            continue;
        }
        let output = git::run(command(root).args(["merge-base", "HEAD", branch]))?;
        let base = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if output.status.success() && !base.is_empty() {
            return Ok(base);
        }
    }
    Ok("HEAD".to_owned())
}

/// The specification at a commit.
pub(super) fn files(root: &Path, commit: &str) -> Result<Files, String> {
    let listed = ["ls-tree", "-r", "-z", commit, "--", "spec/services", "spec/services.toml"];
    let listed = git::printed(command(root).args(listed))?;
    let listed = String::from_utf8_lossy(&listed);
    // Each entry is `<mode> blob <object>\t<path>`.
    let entries: Vec<(&str, &str)> = listed
        .split('\0')
        .filter_map(|entry| {
            let (head, path) = entry.split_once('\t')?;
            Some((head.rsplit(' ').next()?, path))
        })
        .collect();
    let objects: Vec<&str> = entries.iter().map(|(object, _)| *object).collect();
    let contents = git::blobs(command(root), &objects)?;
    let mut files = Files::default();
    for ((_, path), bytes) in entries.into_iter().zip(contents) {
        if path == "spec/services.toml" {
            files.services = Some(bytes);
            continue;
        }
        let Some((service, file)) =
            path.strip_prefix("spec/services/").and_then(|inner| inner.split_once('/'))
        else {
            continue;
        };
        if file == ERROR_CODES {
            files.error_codes.insert(service.to_owned(), bytes);
        } else if let Some(id) = file.strip_suffix(".json").filter(|id| !id.contains('/')) {
            files.operations.insert((service.to_owned(), id.to_owned()), bytes);
        }
    }
    Ok(files)
}

fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root);
    command
}
