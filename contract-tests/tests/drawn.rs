//! Requests and answers drawn from the specification, for every operation.

mod common;

use common::{config, drawn_or_listed, for_all};
use contract_tests::{
    arguments::flat,
    bench::{Bench, Proof},
    catalog::{Catalog, Entry},
    check_request::Expectation,
    check_response,
    draw::{Adverse, Draw, adverse},
    finding::Finding,
    loopback::Answer,
};
use proptest::prelude::*;
use spec::model::Arguments;

fn none(findings: &[Finding]) -> Result<(), TestCaseError> {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    prop_assert!(findings.is_empty(), "{}", lines.join("\n"));
    Ok(())
}

#[test]
fn what_is_asked_arrives() {
    let bench = Bench::new().unwrap();
    for_all("requests", |entry, runner| {
        let Some(arguments) = drawn_or_listed(entry, Draw::new(&entry.operation).arguments()) else {
            return Ok(());
        };
        runner
            .run(&arguments, |arguments| request(&bench, entry, &arguments))
            .map_err(|error| error.to_string())
    });
}

fn request(bench: &Bench, entry: &Entry, arguments: &Arguments) -> Result<(), TestCaseError> {
    let operation = &entry.operation;
    let call = entry.client_operation(flat(operation, arguments)).map_err(TestCaseError::fail)?;
    let proof = Proof::ALL[arguments.path.len() % 2];
    let exchange = bench.call(proof, &*call, &Answer::status(204));
    let sender = bench.sender(proof);
    none(&Expectation { operation, arguments, sender: &sender }.check_only(&exchange.received))?;
    exchange.outcome.map_err(|error| TestCaseError::fail(error.to_string()))?;
    Ok(())
}

/// Each documented status with a body, and what the client makes of it.
fn for_all_answers(
    what: &str,
    check: impl Fn(
        &Entry,
        u16,
        &mut proptest::test_runner::TestRunner,
        BoxedStrategy<serde_json::Value>,
    ) -> Result<(), String>,
) {
    for_all(what, |entry, runner| {
        let mut draw = Draw::new(&entry.operation);
        for status in entry.operation.responses.keys() {
            let Some(Some(answers)) = drawn_or_listed(entry, draw.response(status)) else { continue };
            let code = status.parse().map_err(|_| format!("{status} is no status"))?;
            check(entry, code, runner, answers).map_err(|error| format!("{status}: {error}"))?;
        }
        Ok(())
    });
}

/// The client's operation with some arguments: for answers it does not matter which.
fn any_call(entry: &Entry) -> Result<Box<dyn huaweicloud::testing::ErasedOperation>, String> {
    let arguments = contract_tests::arguments::complete(&entry.operation, &Arguments::default());
    entry.client_operation(flat(&entry.operation, &arguments.map_err(|why| why.to_string())?))
}

#[test]
fn what_is_answered_is_read_and_nothing_lost() {
    let bench = Bench::new().unwrap();
    for_all_answers("answers", |entry, status, runner, answers| {
        let call = any_call(entry)?;
        let run = runner.run(&answers, |body| {
            let answer = Answer::json(status, &body);
            let exchange = bench.call(Proof::Token, &*call, &answer);
            let checked = check_response::check(&entry.operation, &answer, &exchange.outcome);
            none(&checked.findings)?;
            prop_assert_eq!(checked.undocumented, Vec::<String>::new());
            Ok(())
        });
        run.map_err(|error| error.to_string())
    });
}

#[test]
fn an_answer_that_breaks_its_promise_is_read_or_refused_by_name() {
    for_all_answers("adverse answers", |entry, status, runner, answers| {
        if status >= 400 {
            return Ok(());
        }
        let call = any_call(entry)?;
        let run =
            runner.run(&adverse(answers), |spoilt| match (call.decode(status, &spoilt.body), &spoilt.json) {
                (Ok(decoded), Some(sent)) if spoilt.how.is_harmless() => {
                    none(&check_response::check_value(&entry.operation, status, sent, &decoded).findings)
                }
                (Ok(_), _) => Ok(()),
                (Err(error), _) => {
                    prop_assert!(!spoilt.how.is_harmless(), "{error}");
                    refused_by_name(entry, status, &spoilt, &error)
                }
            });
        run.map_err(|error| error.to_string())
    });
}

fn refused_by_name(
    entry: &Entry,
    status: u16,
    spoilt: &Adverse,
    error: &huaweicloud::Error,
) -> Result<(), TestCaseError> {
    let message = error.to_string();
    prop_assert!(error.is_decode(), "{message}");
    prop_assert!(message.starts_with(&entry.name()), "{message}");
    prop_assert!(message.contains(&status.to_string()), "{message}");
    prop_assert_eq!(error.body(), &spoilt.body[..spoilt.body.len().min(64 * 1024)]);
    let path = error.field_path().unwrap_or_default();
    prop_assert!(path == "." || message.contains(path), "{message}");
    match &spoilt.place {
        // A root has no name; a value that is too deep is refused wherever the reader gives up.
        Some(place) if place != "." => prop_assert!(path.starts_with(place.as_str()), "{place}: {message}"),
        _ => prop_assert!(!path.is_empty(), "{message}"),
    }
    Ok(())
}

#[test]
fn truncated_answers_are_refused_at_every_byte() {
    for entry in Catalog::load().unwrap().entries {
        let mut draw = Draw::new(&entry.operation);
        let Some(status) = entry.operation.responses.keys().find(|status| status.starts_with('2')) else {
            continue;
        };
        let Some(Some(answers)) = drawn_or_listed(&entry, draw.response(status)) else { continue };
        let text = contract_tests::draw::always_the_same(&answers).unwrap().to_string();
        let call = any_call(&entry).unwrap();
        for end in 1..text.len() {
            let outcome = call.decode(status.parse().unwrap(), &text.as_bytes()[..end]);
            assert!(outcome.is_err_and(|error| error.is_decode()), "{}: {text} up to {end}", entry.name());
        }
    }
}

#[test]
fn the_number_of_cases_follows_the_number_of_operations() {
    assert_eq!(config(1).cases, 256);
    assert!(config(1_450).cases >= 8 && 1_450 * config(1_450).cases < 30_000);
}
