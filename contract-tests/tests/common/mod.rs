//! Properties of every operation of the catalog.

#![allow(dead_code, reason = "each test uses a part")]

use contract_tests::catalog::{Catalog, Entry};
use contract_tests::draw::Undrawable;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, FileFailurePersistence, TestCaseError, TestRunner};

/// Where failures are kept, so that they are tried first the next time.
const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions.txt");

/// Fewer cases for each operation if there are many, so that the whole stays a matter of seconds.
pub(crate) fn config(operations: usize) -> Config {
    const CASES: usize = 20_000;
    let cases = (CASES / operations.max(1)).clamp(8, 256);
    Config {
        cases: u32::try_from(cases).unwrap(),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(REGRESSIONS))),
        source_file: Some(file!()),
        ..Config::default()
    }
}

/// Runs a property. Each with a runner of its own: a runner counts its cases over all properties.
pub(crate) fn run<S: Strategy>(
    config: &Config,
    drawn: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) -> Result<(), String> {
    TestRunner::new(config.clone()).run(drawn, property).map_err(|error| error.to_string())
}

/// Runs properties for each operation, and fails with all failures together.
pub(crate) fn for_all(what: &str, check: impl Fn(&Entry, &Config) -> Result<(), String>) {
    let entries = Catalog::load().unwrap().entries;
    assert!(!entries.is_empty());
    let config = config(entries.len());
    let failures: Vec<String> = entries
        .iter()
        .filter_map(|entry| {
            let failure = check(entry, &config).err()?;
            Some(format!("{}: {failure}", entry.name()))
        })
        .collect();
    println!("{what} of {} operations, {} cases each", entries.len(), config.cases);
    assert!(failures.is_empty(), "{what}:\n{}", failures.join("\n"));
}

/// The strategy, or a line that says why there is none.
pub(crate) fn drawn_or_listed<T>(entry: &Entry, drawn: Result<T, Undrawable>) -> Option<T> {
    drawn.inspect_err(|why| println!("{}: not drawn: {why}", entry.name())).ok()
}
