//! Reading takes time in proportion to a page's size, whatever its tables refer to.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod common;

use std::time::{Duration, Instant};

use common::{assert_balanced, page, read};
use spec::diagnostics::render;

const HEAD: &str = "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n";

/// A page of so many object tables, each of them given by `table` for its number.
fn fleet(tables: usize, table: impl Fn(usize) -> String) -> String {
    let root = format!("{HEAD}| first | Yes | Hull0 object | see Table 2 |\n");
    let rest: String = (0..tables).map(table).collect();
    format!("# Building a Fleet\n\n## URI\n\nPOST /v1/fleets\n\n## Request Parameters\n\n{root}\n{rest}")
}

/// Rows of plain members, and two that refer to other tables.
fn rows(next: &str, list: &str) -> String {
    let members: String =
        (0..9).map(|row| format!("| member{row} | No | String | Length: 1 to {row}0 |\n")).collect();
    format!("{HEAD}{members}| next | No | {next} | - |\n| list | No | {list} | - |\n\n")
}

/// The shortest of a few readings: what else runs on the machine only adds to it.
fn time(text: &str) -> Duration {
    let reading = || {
        let started = Instant::now();
        let reading = read("fleet", vec![page("fleet.md", text)]);
        for finding in &reading.resolved.diagnostics {
            render(finding, text, false);
        }
        assert_balanced(&reading);
        started.elapsed()
    };
    (0..3).map(|_| reading()).min().unwrap()
}

/// Eight times the tables may take three times as long as in proportion, not eight times.
fn assert_linear(table: impl Fn(usize) -> String) {
    let (small, large) = (time(&fleet(100, &table)), time(&fleet(800, &table)));
    assert!(large < small * 24, "100 tables take {small:?}, 800 take {large:?}");
}

#[test]
fn tables_found_by_captions_that_repeat() {
    assert_linear(|n| {
        let (next, list) =
            (format!("Hull{} object", n.div_ceil(2)), format!("Array of Hull{} objects", n / 3));
        format!("**Table {}** Hull{}\n\n{}", n + 2, n / 2, rows(&next, &list))
    });
}

#[test]
fn tables_found_by_links() {
    assert_linear(|n| {
        let (next, list) = (format!("[Hull](#t{}) object", n + 1), format!("[list](#t{})", n * 7 % 800));
        format!("<a name=\"t{n}\"></a>\n\n**Table {}** Hull\n\n{}", n + 2, rows(&next, &list))
    });
}

#[test]
fn tables_without_captions() {
    assert_linear(|n| format!("Hull {n}\n\n{}", rows("Object", "Array of objects")));
}

#[test]
fn tables_that_nothing_refers_to() {
    assert_linear(|n| format!("**Table {}** Sail{n}\n\n{}", n + 2, rows("Nothing object", "Fathoms")));
}
