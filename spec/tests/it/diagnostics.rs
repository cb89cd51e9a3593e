//! Every diagnostic, as people see it.
//!
//! A diagnostic has a page in `fixtures/diagnostics` that is named after it, and perhaps another
//! one that ends in `-2`; they are read together, as the pages of one service.

use std::path::Path;

use crate::common::{self, codes, files_in, page, read, rendered};
use spec::diagnostics::{Code, Diagnostic, LineIndex, Report, Severity, render};
use spec::page::{MAX_PAGE_BYTES, Span};
use spec::pipeline::PageFile;

/// The pages that show a diagnostic.
fn fixtures(code: Code) -> Vec<PageFile> {
    if code == Code::PageTooLarge {
        return vec![page("page-too-large.md", format!("# A Boat\n{}", "x".repeat(MAX_PAGE_BYTES)))];
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/diagnostics");
    let is_of = |file: &PageFile| {
        let stem = file.path.split('.').next().unwrap_or_default();
        stem.strip_suffix("-2").unwrap_or(stem) == code.name()
    };
    files_in(&folder).into_iter().filter(is_of).collect()
}

#[test]
fn every_diagnostic_shows_the_excerpt_that_it_is_about() {
    for &code in Code::ALL {
        if code == Code::Unreadable {
            continue;
        }
        let reading = read("boats", fixtures(code));
        assert!(reading.pages > 0, "no fixture for {}", code.name());
        assert!(codes(&reading).contains(&code), "{}: {:?}", code.name(), codes(&reading));
        common::assert_balanced(&reading);
        insta::assert_snapshot!(format!("{}-{}", code.id(), code.name()), rendered(&reading));
    }
}

/// What reads the disk reports this one; there is no text to show.
#[test]
fn a_file_that_cannot_be_read_has_no_excerpt() {
    let message = "permission denied";
    let diagnostic = Diagnostic::new(Code::Unreadable, "boats/show.md", Span::default(), message);
    insta::assert_snapshot!("P004-unreadable", render(&diagnostic, &LineIndex::new(""), false));
}

#[test]
fn a_fixture_shows_nothing_but_its_diagnostic() {
    // A link that leads nowhere leaves its object without members, and that is said as well.
    let also = |code| if code == Code::DanglingLink { vec![Code::UnlinkedObject] } else { vec![] };
    for &code in Code::ALL.iter().filter(|code| **code != Code::Unreadable) {
        let others: Vec<_> =
            codes(&read("boats", fixtures(code))).into_iter().filter(|found| *found != code).collect();
        assert_eq!(others, also(code), "{}", code.name());
    }
}

#[test]
fn an_error_leaves_the_operation_out_and_a_warning_does_not() {
    // Two pages that state one contract are one operation: nothing is left out.
    for &code in Code::ALL.iter().filter(|code| **code != Code::DuplicateOperation) {
        let files = fixtures(code);
        let (pages, operations) = (files.len(), read("boats", files).resolved.operations.len());
        let lost = pages - operations;
        assert_eq!(lost > 0, code.severity() == Severity::Error && pages > 0, "{}", code.name());
    }
}

#[test]
fn programs_get_line_and_column() {
    let reading = read("boats", fixtures(Code::UnknownType));
    let diagnostic = &reading.resolved.diagnostics[0];
    let report = Report::new(diagnostic, &LineIndex::new(&reading.sources[&diagnostic.page]));
    insta::assert_json_snapshot!("report", report);
}
