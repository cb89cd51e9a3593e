//! Committed specifications of git revisions.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::files::Files;

/// The commit that a revision names, if it names one.
pub(super) fn commit(root: &Path, revision: &str) -> Option<String> {
    let name = format!("{revision}^{{commit}}");
    let output = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name]).ok()?;
    let text = String::from_utf8(output).ok()?;
    Some(text.trim().to_owned()).filter(|commit| !commit.is_empty())
}

/// Where the work on HEAD left the main branch, else HEAD.
pub(super) fn default_base(root: &Path) -> String {
    let branches = ["main", "origin/main"].into_iter().filter(|branch| commit(root, branch).is_some());
    let base = branches
        .filter_map(|branch| git(root, &["merge-base", "HEAD", branch]).ok())
        .find_map(|output| Some(String::from_utf8(output).ok()?.trim().to_owned()));
    base.filter(|base| !base.is_empty()).unwrap_or_else(|| "HEAD".to_owned())
}

/// The specification at a commit.
pub(super) fn files(root: &Path, commit: &str) -> Result<Files, String> {
    let listed = git(root, &["ls-tree", "-r", "-z", commit, "--", "spec/services", "spec/services.toml"])?;
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
    let contents = blobs(root, &objects)?;
    let mut files = Files::default();
    for ((_, path), bytes) in entries.into_iter().zip(contents) {
        if path == "spec/services.toml" {
            files.services = Some(bytes);
            continue;
        }
        let name = path.strip_prefix("spec/services/").and_then(|path| path.strip_suffix(".json"));
        // What lies deeper is no operation: a service's error codes.
        let operation = name.and_then(|name| name.split_once('/')).filter(|(_, id)| !id.contains('/'));
        if let Some((service, id)) = operation {
            files.operations.insert((service.to_owned(), id.to_owned()), bytes);
        }
    }
    Ok(files)
}

/// The contents of objects, in one process.
fn blobs(root: &Path, objects: &[&str]) -> Result<Vec<Vec<u8>>, String> {
    let failed = |error: std::io::Error| format!("cannot run git: {error}");
    let mut child = command(root)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut input = child.stdin.take();
    let wanted = objects.join("\n") + "\n";
    // Both pipes are of limited size: what is written and what is read must not wait for each other.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // If git ends early, its output is short, and that is noticed.
            let _ = input.as_mut().map(|input| input.write_all(wanted.as_bytes()));
        });
        child.wait_with_output()
    });
    let output = output.map_err(failed)?.stdout;
    let mut rest = output.as_slice();
    let mut contents = Vec::new();
    for object in objects {
        let (bytes, after) =
            next_blob(rest).ok_or_else(|| format!("git does not give the object {object}"))?;
        contents.push(bytes.to_vec());
        rest = after;
    }
    Ok(contents)
}

/// `<object> blob <size>\n<contents>\n`, and what follows.
fn next_blob(output: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = output.iter().position(|byte| *byte == b'\n')?;
    let (head, rest) = output.split_at_checked(end)?;
    let size: usize = std::str::from_utf8(head).ok()?.rsplit(' ').next()?.parse().ok()?;
    let (contents, after) = rest.get(1..)?.split_at_checked(size)?;
    Some((contents, after.get(1..)?))
}

fn git(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output =
        command(root).args(arguments).output().map_err(|error| format!("cannot run git: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("git {} failed: {}", arguments.join(" "), said.trim()))
}

fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root);
    command
}
