//! What the tests share: reading pages as `regen` does, and finding what lies beside the repository.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use spec::diagnostics::{Code, Diagnostic, LineIndex, render};
use spec::model::Operation;
use spec::pipeline::{PageFile, ServiceReading, read_service};
use spec::resolve::Context;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder of pages beside the repository, which not every machine has.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// A fixture, by its path below `tests/fixtures`.
pub(crate) fn fixture(path: &str) -> PageFile {
    file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path))
}

/// All files of a folder, sorted by name.
pub(crate) fn files_in(folder: &Path) -> Vec<PageFile> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().filter(|path| path.is_file()).map(|path| file(path)).collect()
}

/// A file as a page with its bare name.
pub(crate) fn file(path: &Path) -> PageFile {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    PageFile { path: name, bytes: std::fs::read(path).unwrap() }
}

/// A page made up by a test.
pub(crate) fn page(path: &str, text: impl Into<Vec<u8>>) -> PageFile {
    PageFile { path: path.to_owned(), bytes: text.into() }
}

/// Reads pages of a service that has nothing committed yet.
pub(crate) fn read(service: &str, files: Vec<PageFile>) -> ServiceReading {
    read_with(service, files, &BTreeMap::new())
}

/// Reads pages of a service that has `locked` committed.
pub(crate) fn read_with(
    service: &str,
    files: Vec<PageFile>,
    locked: &BTreeMap<String, Operation>,
) -> ServiceReading {
    let names = names_of(service);
    read_service(Context { service, origin: "pages", locked, names: &names, patches: None }, files, &|| ())
}

/// Reads one page that holds one operation.
pub(crate) fn operation(service: &str, file: PageFile) -> Operation {
    let reading = read(service, vec![file]);
    assert_eq!(reading.resolved.operations.len(), 1, "{}", rendered(&reading));
    reading.resolved.operations.into_values().next().unwrap()
}

/// An operation without what is no part of the contract: `Operation::contract_hash` is taken of this.
pub(crate) fn contract(operation: &Operation) -> Operation {
    Operation { title: String::new(), source: spec::model::Source::default(), ..operation.clone() }
}

/// The codes of all findings, in order.
pub(crate) fn codes(reading: &ServiceReading) -> Vec<Code> {
    reading.resolved.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// All findings as people see them.
pub(crate) fn rendered(reading: &ServiceReading) -> String {
    let render_one = |diagnostic: &Diagnostic| {
        let source = reading.sources.get(&diagnostic.page).map_or("", String::as_str);
        render(diagnostic, &LineIndex::new(source), false)
    };
    reading.resolved.diagnostics.iter().map(render_one).collect::<Vec<_>>().join("\n\n")
}

/// Every row of every operation page is in the specification or in a finding.
pub(crate) fn assert_balanced(reading: &ServiceReading) {
    for (page, rows) in &reading.resolved.rows {
        assert!(rows.is_balanced(), "{page}: {rows:?}");
    }
}

fn names_of(service: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root().join("spec/names.toml")).unwrap();
    let mut services: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(&text).unwrap();
    services.remove(service).unwrap_or_default()
}
