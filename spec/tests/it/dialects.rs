//! One operation in fourteen dialects: all give the same contract.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::path::Path;

use crate::common::{self, codes, contract, files_in, fixture, operation, read};
use spec::model::{Operation, Recording};
use spec::page::Dialect;
use spec::pipeline::PageFile;

/// All fixtures; each has the same facts.
fn pages() -> Vec<PageFile> {
    let pages = files_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/dialects"));
    assert_eq!(pages.len(), 14);
    pages
}

fn sample() -> Operation {
    operation("harbour", fixture("dialects/markdown-tables.md"))
}

#[test]
fn the_operation() {
    insta::assert_json_snapshot!("boat", contract(&sample()));
}

#[test]
fn every_dialect_gives_the_same_contract() {
    let expected = contract(&sample());
    for page in pages() {
        let path = page.path.clone();
        assert_eq!(contract(&operation("harbour", page)), expected, "{path}");
    }
}

#[test]
fn every_dialect_gives_the_same_recordings() {
    let exchanges = |page: PageFile| {
        let recordings =
            read("harbour", vec![page]).resolved.recordings.remove("CreateBoat").unwrap().recordings;
        recordings
            .into_iter()
            .map(|Recording { request, status, body, .. }| (request, status, body))
            .collect::<Vec<_>>()
    };
    let expected = exchanges(fixture("dialects/markdown-tables.md"));
    assert_eq!(expected.iter().map(|(_, status, _)| *status).collect::<Vec<_>>(), [201, 400]);
    assert_eq!(expected[0].0.query["dry_run"], true);
    for page in pages() {
        let path = page.path.clone();
        assert_eq!(exchanges(page), expected, "{path}");
    }
}

#[test]
fn no_dialect_has_findings_or_loses_a_row() {
    for page in pages() {
        let reading = read("harbour", vec![page]);
        assert_eq!(codes(&reading), [], "{}", common::rendered(&reading));
        common::assert_balanced(&reading);
        let rows = reading.resolved.rows.values().next().unwrap();
        assert_eq!(rows.read, 19, "{:?}", reading.resolved.rows);
    }
}

#[test]
fn dialects_are_recognised_by_name_and_content() {
    for page in pages() {
        let text = String::from_utf8(page.bytes).unwrap();
        let expected = match page.path.rsplit_once('.').unwrap().1 {
            "md" => Dialect::Markdown,
            "html" => Dialect::Html,
            _ => Dialect::ReaderText,
        };
        assert_eq!(Dialect::of(&page.path, &text), expected, "{}", page.path);
        // The extension is a hint and no more.
        assert_eq!(Dialect::of("page", &text), expected, "{}", page.path);
    }
}
