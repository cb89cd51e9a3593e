//! Reading should take time in proportion to a page's size, whatever its tables refer to:
//! `cargo bench -p spec`.
//!
//! Prints how many times as long a page of eight times the tables takes, findings shown: 8 is linear.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a benchmark may stop, and rounds")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use spec::diagnostics::{LineIndex, render};
use spec::pipeline::{PageFile, read_service};
use spec::resolve::Context;

const HEAD: &str = "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n";

/// How many tables the smaller page has.
const TABLES: usize = 100;
const FACTOR: usize = 8;

/// One table of a page, by its number.
type Table = fn(usize) -> String;

fn main() {
    let kinds: [(&str, Table); 5] = [
        ("found by captions that repeat", repeated_captions),
        ("found by links", links),
        ("found by order, no captions", no_captions),
        ("found by type names, no captions", type_names),
        ("referred to by nothing", unreferenced),
    ];
    println!("{:<34}{:>10}{:>10}{:>8}", "tables", TABLES, TABLES * FACTOR, "ratio");
    for (kind, table) in kinds {
        let [small, large] =
            [TABLES, TABLES * FACTOR].map(|tables| time(&fleet(tables, table)).as_secs_f64());
        println!("{kind:<34}{:>7.1} ms{:>7.1} ms{:>8.1}", small * 1e3, large * 1e3, large / small);
    }
}

fn repeated_captions(n: usize) -> String {
    let (next, list) = (format!("Hull{} object", n.div_ceil(2)), format!("Array of Hull{} objects", n / 3));
    format!("**Table {}** Hull{}\n\n{}", n + 2, n / 2, rows(&next, &list))
}

fn links(n: usize) -> String {
    let (next, list) = (format!("[Hull](#t{}) object", n + 1), format!("[list](#t{})", n * 7 % 800));
    format!("<a name=\"t{n}\"></a>\n\n**Table {}** Hull\n\n{}", n + 2, rows(&next, &list))
}

fn no_captions(n: usize) -> String {
    format!("Hull {n}\n\n{}", rows("Object", "Array of objects"))
}

fn type_names(n: usize) -> String {
    format!("Hull {n}\n\n{}", rows(&format!("Hull{} object", n + 1), &format!("Array of Sail{n} objects")))
}

fn unreferenced(n: usize) -> String {
    format!("**Table {}** Sail{n}\n\n{}", n + 2, rows("Nothing object", "Fathoms"))
}

/// A page of so many object tables, each of them given by `table` for its number.
fn fleet(tables: usize, table: impl Fn(usize) -> String) -> String {
    let root = format!("{HEAD}| first | Yes | Hull0 object | see Table 2 |\n");
    let rest: String = (0..tables).map(table).collect();
    format!("# Building a Fleet\n\n## URI\n\nPOST /v1/fleets\n\n## Request Parameters\n\n{root}\n{rest}")
}

/// Rows of plain members, and two that refer to other tables.
fn rows(next: &str, list: &str) -> String {
    let members: Vec<String> =
        (0..9).map(|row| format!("| member{row} | No | String | Length: 1 to {row}0 |\n")).collect();
    let members = members.concat();
    format!("{HEAD}{members}| next | No | {next} | - |\n| list | No | {list} | - |\n\n")
}

/// The shortest of a few readings: what else runs on the machine only adds to it.
fn time(text: &str) -> Duration {
    let reading = || {
        let file = PageFile { path: "fleet.md".to_owned(), bytes: text.as_bytes().to_vec() };
        let (locked, names) = (BTreeMap::new(), BTreeMap::new());
        let context =
            Context { service: "fleet", origin: "pages", locked: &locked, names: &names, patches: None };
        let started = Instant::now();
        let reading = read_service(context, vec![file], &|| ());
        let lines = LineIndex::new(text);
        for finding in &reading.resolved.diagnostics {
            render(finding, &lines, false);
        }
        started.elapsed()
    };
    (0..5).map(|_| reading()).min().unwrap()
}
