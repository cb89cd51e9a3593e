//! Properties of every operation of the catalog.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use std::cell::Cell;

use contract_tests::arguments::complete;
use contract_tests::catalog::{Catalog, Entry, chosen_service};
use contract_tests::draw::Undrawable;
use contract_tests::failures;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, FileFailurePersistence, TestCaseError, TestRunner};
use serde_json::{Map, Value};
use spec::model::Arguments;

/// Where failures are kept, so that they are tried first the next time.
const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regressions.txt");

/// Runs properties, and counts the cases.
pub(crate) struct Cases {
    config: Config,
    tried: Cell<u64>,
}

impl Cases {
    /// Fewer for each operation if there are many, so that the whole stays a matter of seconds.
    pub(crate) fn of(operations: usize) -> Self {
        const ALL: usize = 20_000;
        let cases = (ALL / operations.max(1)).clamp(8, if failures::are_asked_for() { 16 } else { 256 });
        let config = Config {
            cases: u32::try_from(cases).unwrap(),
            failure_persistence: Some(Box::new(FileFailurePersistence::Direct(REGRESSIONS))),
            source_file: Some(file!()),
            // Who only wants to know which operations fail needs no small example.
            max_shrink_iters: if failures::are_asked_for() { 0 } else { u32::MAX },
            ..Config::default()
        };
        Self { config, tried: Cell::new(0) }
    }

    /// How many cases each property gets.
    pub(crate) fn each(&self) -> u32 {
        self.config.cases
    }

    /// Runs one property. With a runner of its own: a runner counts its cases over all properties.
    pub(crate) fn run<S: Strategy>(
        &self,
        drawn: &S,
        property: impl Fn(S::Value) -> Result<(), TestCaseError>,
    ) -> Result<(), String> {
        let counted = |value| {
            self.tried.set(self.tried.get() + 1);
            property(value)
        };
        TestRunner::new(self.config.clone()).run(drawn, counted).map_err(|error| error.to_string())
    }
}

/// Checks each operation that the client can send, and fails with all failures together.
pub(crate) fn for_all(what: &str, check: impl Fn(&Entry, &Cases) -> Result<(), String>) {
    let mut entries = Catalog::load().unwrap().entries;
    // One service takes its share of the time that all take.
    let cases = Cases::of(entries.len());
    if let Some(service) = chosen_service() {
        entries.retain(|entry| entry.operation.service == service);
    }
    assert!(!entries.is_empty(), "there are no operations");
    let failures: Vec<String> = entries
        .iter()
        .filter(|entry| drawn_or_listed(entry, complete(&entry.operation, &Arguments::default())).is_some())
        .filter_map(|entry| {
            let failure = check(entry, &cases).err()?;
            failures::note(what, &entry.name()).unwrap();
            Some(format!("{}: {failure}", entry.name()))
        })
        .collect();
    println!("{what}: {} operations, {} drawn cases", entries.len(), cases.tried.get());
    assert!(failures.is_empty(), "{what}:\n{}", failures.join("\n"));
}

/// The strategy, or a line that says why there is none.
pub(crate) fn drawn_or_listed<T>(entry: &Entry, drawn: Result<T, Undrawable>) -> Option<T> {
    drawn.inspect_err(|why| println!("{}: not drawn: {why}", entry.name())).ok()
}

/// Sets a member of an answer, in objects that are made if they are not there.
pub(crate) fn put(answer: &mut Value, pointer: &str, value: Value) {
    let mut place = answer;
    for token in pointer.split('/').skip(1) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[token.replace("~1", "/").replace("~0", "~")];
    }
    *place = value;
}
