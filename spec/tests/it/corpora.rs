//! Real pages, where they are at hand: every one is read, and no row is lost.

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::common::{self, assert_balanced, files_in, read, shared};
use spec::pipeline::{PageFile, ServiceReading};

/// The services of all corpora, each a folder of pages.
fn services() -> Vec<PathBuf> {
    let corpora = ["corpus", "corpus-text", "corpus-html"].into_iter().filter_map(shared);
    let mut folders: Vec<PathBuf> = corpora
        .filter_map(|corpus| std::fs::read_dir(corpus).ok())
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// Every service, read once.
static READINGS: LazyLock<Vec<(PathBuf, ServiceReading)>> = LazyLock::new(|| {
    services().into_iter().map(|folder| (folder.clone(), read("corpus", files_in(&folder)))).collect()
});

/// What a reading gave, as bytes.
fn bytes(reading: &ServiceReading) -> String {
    let resolved = &reading.resolved;
    let operations = serde_json::to_string(&resolved.operations).unwrap_or_default();
    let recordings = serde_json::to_string(&resolved.recordings).unwrap_or_default();
    format!("{operations}\n{recordings}\n{:?}\n{:?}", resolved.diagnostics, resolved.rows)
}

#[test]
fn every_page_is_read_and_every_row_accounted_for() {
    for (folder, reading) in READINGS.iter() {
        let pages = reading.pages;
        assert_eq!(pages, files_in(folder).len(), "{}", folder.display());
        assert!(!reading.resolved.operations.is_empty(), "{}", folder.display());
        assert_balanced(reading);
        for (id, operation) in &reading.resolved.operations {
            assert_eq!(*id, operation.id);
            assert!(spec::names::is_type_name(id), "{}: {id}", folder.display());
            assert!(operation.path.starts_with('/'), "{}: {id}: {}", folder.display(), operation.path);
        }
        let rows = reading
            .resolved
            .rows
            .values()
            .fold(spec::resolve::RowCount::default(), |sum, page| sum.plus(*page));
        println!("{}: {pages} pages, {rows:?}", folder.display());
    }
}

#[test]
fn the_order_of_pages_does_not_matter() {
    for (folder, reading) in READINGS.iter() {
        let reversed: Vec<PageFile> = files_in(folder).into_iter().rev().collect();
        assert!(bytes(reading) == bytes(&read("corpus", reversed)), "{}", folder.display());
    }
}

/// The specification of a page that was read before is the same when it is read with it committed.
#[test]
fn reading_again_changes_nothing() {
    for (folder, first) in READINGS.iter() {
        let again = common::read_with("corpus", files_in(folder), &first.resolved.operations);
        assert!(first.resolved.operations == again.resolved.operations, "{}", folder.display());
    }
}
