//! Requests and answers drawn from the specification, for every operation.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use crate::common::{Cases, drawn_or_listed, for_all};
use contract_tests::{
    arguments::{complete, flat},
    bench::{Bench, Proof},
    catalog::Entry,
    check_request::Expectation,
    check_response,
    draw::{Adverse, Draw, Drawn, How, adverse, always_the_same, resolve},
    finding::Finding,
    loopback::Answer,
};
use huaweicloud::{Error, testing::ErasedOperation};
use proptest::prelude::*;
use spec::model::{Arguments, Method, Operation};

fn none(findings: &[Finding]) -> Result<(), TestCaseError> {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    prop_assert!(findings.is_empty(), "{}", lines.join("\n"));
    Ok(())
}

#[test]
fn what_is_asked_arrives() {
    let bench = Bench::new().unwrap();
    for_all("requests", |entry, cases| {
        let drawn = drawn_or_listed(entry, Draw::new(&entry.operation).arguments());
        drawn.map_or(Ok(()), |drawn| cases.run(&drawn, |arguments| request(&bench, entry, &arguments)))
    });
}

fn request(bench: &Bench, entry: &Entry, arguments: &Arguments) -> Result<(), TestCaseError> {
    let operation = &entry.operation;
    let call = entry
        .client_operation(&flat(operation, arguments))
        .map_err(|refused| TestCaseError::fail(refused.to_string()))?;
    let proof = Proof::ALL[arguments.path.len() % 2];
    let exchange = bench.call(proof, &call, &Answer::status(204));
    exchange.outcome.map_err(|error| TestCaseError::fail(error.to_string()))?;
    let sender = bench.sender(proof);
    none(&Expectation { operation, arguments, sender: &sender }.check_only(&exchange.received))
}

/// One answer that the specification states: the client's call, the status, the strategy of bodies.
struct Stated<'a> {
    entry: &'a Entry,
    call: ErasedOperation,
    status: u16,
    bodies: Drawn,
}

/// Whether an answer with this status has a body on the wire, whatever its page shows.
fn has_body(operation: &Operation, status: &str) -> bool {
    operation.method != Method::Head && !matches!(status, "204" | "304")
}

/// Whether the whole answer is a map, in which an unknown member is a value of a documented type.
fn is_map(stated: &Stated<'_>) -> bool {
    let operation = &stated.entry.operation;
    let answer = operation.responses.get(&stated.status.to_string());
    let schema = answer.and_then(|answer| answer.schema.as_ref());
    schema.is_some_and(|schema| resolve(operation, schema).additional_properties.is_some())
}

/// Whether any bytes are a good answer.
fn is_file(stated: &Stated<'_>) -> bool {
    check_response::is_file(&stated.entry.operation, stated.status)
}

/// Checks each documented status that has a body. Which arguments the call has does not matter.
fn for_all_answers(what: &str, check: impl Fn(&Stated<'_>, &Cases) -> Result<(), String>) {
    for_all(what, |entry, cases| {
        let operation = &entry.operation;
        let Some(arguments) = drawn_or_listed(entry, complete(operation, &Arguments::default())) else {
            return Ok(());
        };
        let mut draw = Draw::new(operation);
        for status in operation.responses.keys().filter(|status| has_body(operation, status)) {
            let Some(Some(bodies)) = drawn_or_listed(entry, draw.response(status)) else { continue };
            let call = entry.client_operation(&flat(operation, &arguments))?;
            let number = status.parse().map_err(|_| format!("{status} is no status"))?;
            let stated = Stated { entry, call, status: number, bodies };
            check(&stated, cases).map_err(|error| format!("{status}: {error}"))?;
        }
        Ok(())
    });
}

#[test]
fn what_is_answered_is_read_and_nothing_lost() {
    let bench = Bench::new().unwrap();
    for_all_answers("answers", |stated, cases| {
        cases.run(&stated.bodies, |body| {
            let answer = Answer::json(stated.status, &body);
            let exchange = bench.call(Proof::Token, &stated.call, &answer);
            let checked = check_response::check(&stated.entry.operation, &answer, &exchange.outcome);
            none(&checked.findings)?;
            prop_assert_eq!(checked.undocumented, Vec::<String>::new());
            Ok(())
        })
    });
}

#[test]
fn an_answer_that_breaks_its_promise_is_read_or_refused_by_name() {
    for_all_answers("adverse answers", |stated, cases| {
        if check_response::is_error(stated.status) || is_file(stated) {
            return Ok(());
        }
        cases.run(&adverse(stated.bodies.clone()), |spoilt| {
            if spoilt.how == How::UnknownMembers && is_map(stated) {
                return Ok(());
            }
            match stated.call.decode(stated.status, &spoilt.body) {
                Err(_) if check_response::says_failure(&spoilt.body) => Ok(()),
                Err(error) => refused_by_name(stated, &spoilt, &error),
                Ok(read) => {
                    let sent = spoilt.json.filter(|_| spoilt.how.is_harmless());
                    sent.map_or(Ok(()), |sent| {
                        let operation = &stated.entry.operation;
                        none(&check_response::check_value(operation, stated.status, &sent, &read).findings)
                    })
                }
            }
        })
    });
}

fn refused_by_name(stated: &Stated<'_>, spoilt: &Adverse, error: &Error) -> Result<(), TestCaseError> {
    let message = error.to_string();
    prop_assert!(!spoilt.how.is_harmless(), "{message}");
    prop_assert!(error.is_decode(), "{message}");
    prop_assert!(message.starts_with(&stated.entry.name()), "{message}");
    prop_assert!(message.contains(&stated.status.to_string()), "{message}");
    prop_assert_eq!(error.body(), &spoilt.body[..spoilt.body.len().min(64 * 1024)]);
    let path = error.field_path().unwrap_or_default();
    prop_assert!(path == "." || message.contains(path), "{message}");
    match &spoilt.place {
        // The root has no name.
        Some(place) if place != "." => prop_assert!(path.starts_with(place.as_str()), "{place}: {message}"),
        _ => prop_assert!(!path.is_empty(), "{message}"),
    }
    Ok(())
}

#[test]
fn truncated_answers_are_refused_at_every_byte() {
    for_all_answers("truncated answers", |stated, _| {
        if stated.status != 200 || is_file(stated) {
            return Ok(());
        }
        let text = always_the_same(&stated.bodies).map_err(|why| why.to_string())?.to_string();
        for end in 1..text.len() {
            let outcome = stated.call.decode(200, &text.as_bytes()[..end]);
            if !outcome.is_err_and(|error| error.is_decode()) {
                return Err(format!("{text} up to {end}"));
            }
        }
        Ok(())
    });
}

#[test]
fn the_number_of_cases_follows_the_number_of_operations() {
    assert_eq!(Cases::of(1).each(), 256);
    assert!(Cases::of(1_450).each() >= 8 && 1_450 * Cases::of(1_450).each() < 30_000);
}
