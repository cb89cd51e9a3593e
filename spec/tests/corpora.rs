//! Real pages, where they are at hand: every one is read, and no row is lost.

mod common;

use std::path::PathBuf;

use common::{assert_balanced, files_in, read, shared};
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

/// What a reading gave, as bytes.
fn bytes(reading: &ServiceReading) -> String {
    let resolved = &reading.resolved;
    let operations = serde_json::to_string(&resolved.operations).unwrap_or_default();
    let recordings = serde_json::to_string(&resolved.recordings).unwrap_or_default();
    format!("{operations}\n{recordings}\n{:?}\n{:?}", resolved.diagnostics, resolved.rows)
}

#[test]
fn every_page_is_read_and_every_row_accounted_for() {
    for folder in services() {
        let files = files_in(&folder);
        let pages = files.len();
        let reading = read("corpus", files);
        assert_eq!(reading.pages, pages, "{}", folder.display());
        assert!(!reading.resolved.operations.is_empty(), "{}", folder.display());
        assert_balanced(&reading);
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
    for folder in services() {
        let files = files_in(&folder);
        let reversed: Vec<PageFile> = files.iter().rev().cloned().collect();
        assert!(bytes(&read("corpus", files)) == bytes(&read("corpus", reversed)), "{}", folder.display());
    }
}

/// The specification of a page that was read before is the same when it is read with it committed.
#[test]
fn reading_again_changes_nothing() {
    for folder in services() {
        let first = read("corpus", files_in(&folder));
        let again = common::read_with("corpus", files_in(&folder), &first.resolved.operations);
        assert!(first.resolved.operations == again.resolved.operations, "{}", folder.display());
    }
}
