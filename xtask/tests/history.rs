//! Real revisions of pages: what is known to have changed is reported, and nothing breaks that did not.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod common;

use std::path::{Path, PathBuf};

use common::Repository;
use serde_json::Value;

/// Whole snapshots of a service's pages before and after a revision; not part of this repository.
fn snapshots() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/history");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

/// All changes between two snapshots.
fn changes(repository: &Repository, folder: &Path, service: &str) -> Vec<Value> {
    let [before, after] = ["before", "after"].map(|side| folder.join(side).to_str().unwrap().to_owned());
    let sides = ["--docs-base", &before, "--docs-head", &after, "--service", service, "--format", "json"];
    let run = repository.run("diff", &sides);
    assert!(run.code < 2, "{}", run.stderr);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    document["changes"].as_array().unwrap().clone()
}

/// Page, rule, class on the wire, field.
type Known = (&'static str, &'static str, &'static str, &'static str);
