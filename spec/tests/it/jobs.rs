//! Jobs: which operations tell their states, and which begin one that can be waited for.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::collections::BTreeMap;

use crate::common::{page, read};
use serde_json::{Value, json};
use spec::model::Operation;

/// A page that shows a job; `state` describes its state.
fn showing(path: &str, state: &str) -> String {
    format!(
        "# Querying a Job\n\n## URI\n\nGET {path}\n\n## Response\n\n| Parameter | Type | Description |\n\
         |---|---|---|\n| status | String | {state} |\n| error_code | String | What went wrong. |\n\
         | fail_reason | String | Why. |\n\n## Status Code\n\n| Status Code | Description |\n|---|---|\n\
         | 200 | Fine |\n"
    )
}

/// A page that begins a job.
fn beginning(path: &str) -> String {
    format!(
        "# Building a Boat\n\n## URI\n\nPOST {path}\n\n## Response\n\n| Parameter | Type | Description |\n\
         |---|---|---|\n| job_id | String | The job. |\n\n## Status Code\n\n| Status Code | Description |\n\
         |---|---|\n| 200 | Fine |\n"
    )
}

const STATES: &str = "One of RUNNING, SUCCESS, FAIL.";

fn operations(pages: &[String]) -> BTreeMap<String, Operation> {
    let files = pages.iter().zip(0..).map(|(text, number)| page(&format!("{number}.md"), text.clone()));
    read("harbour", files.collect()).resolved.operations
}

/// What is known of the job that the first page shows.
fn query(path: &str, state: &str) -> Value {
    let operations = operations(&[showing(path, state)]);
    serde_json::to_value(&operations.values().next().unwrap().job_query).unwrap()
}

#[test]
fn the_states_stand_in_the_description() {
    assert_eq!(
        query("/v1/jobs/{job_id}", STATES),
        json!({
            "id": { "name": "job_id", "in": "path" }, "state": "/status",
            "success": ["SUCCESS"], "failure": ["FAIL"], "code": "/error_code", "reason": "/fail_reason",
        })
    );
}

#[test]
fn states_that_no_page_names_are_not_guessed() {
    assert_eq!(query("/v1/jobs/{job_id}", "How far it is."), Value::Null);
    assert_eq!(query("/v1/jobs/{job_id}", "SUCCESS if it is ready."), Value::Null);
}

#[test]
fn a_state_or_an_id_that_is_no_text_is_not_asked_about() {
    let page = showing("/v1/jobs/{job_id}", STATES);
    let id = "## URI\n\nGET /v1/jobs/{job_id}\n\n| Parameter | Type | Description |\n|---|---|---|\n\
              | job_id | Integer | The job. |\n";
    let numbered = page.replace("## URI\n\nGET /v1/jobs/{job_id}\n", id);
    for page in [numbered, page.replace("| status | String |", "| status | Integer |")] {
        let operations = operations(&[page]);
        assert_eq!(operations.values().next().unwrap().job_query, None);
    }
    let text = id.replace("Integer", "String");
    let page = showing("/v1/jobs/{job_id}", STATES).replace("## URI\n\nGET /v1/jobs/{job_id}\n", &text);
    assert!(operations(&[page]).values().next().unwrap().job_query.is_some());
}

#[test]
fn the_state_of_something_else_is_no_job() {
    assert_eq!(query("/v1/boats/{boat_id}", STATES), Value::Null);
}

/// The operation that is asked about the job that the first page begins.
fn asked(pages: &[String]) -> Option<String> {
    let operations = operations(pages);
    let begins = operations.values().find(|operation| operation.title.starts_with("Building")).unwrap();
    begins.waiter.as_ref().map(|waiter| operations.get(&waiter.query).unwrap().path.clone())
}

#[test]
fn an_operation_that_begins_a_job_has_the_query_of_its_service() {
    let found = asked(&[beginning("/v1/boats"), showing("/v1/jobs/{job_id}", STATES)]);
    assert_eq!(found.as_deref(), Some("/v1/jobs/{job_id}"));
}

#[test]
fn a_query_that_requires_what_the_operation_lacks_is_not_for_it() {
    let of_harbour = showing("/v1/harbours/{harbour_id}/jobs/{job_id}", STATES);
    assert_eq!(asked(&[beginning("/v1/boats"), of_harbour.clone()]), None);
    let found = asked(&[
        beginning("/v1/harbours/{harbour_id}/boats"),
        showing("/v1/jobs/{job_id}", STATES),
        of_harbour,
    ]);
    assert_eq!(found.as_deref(), Some("/v1/harbours/{harbour_id}/jobs/{job_id}"));
}

#[test]
fn of_two_queries_that_fit_as_well_neither_is_taken() {
    let found = asked(&[
        beginning("/v1/boats"),
        showing("/v1/jobs/{job_id}", STATES),
        showing("/v2/jobs/{job_id}", STATES),
    ]);
    assert_eq!(found, None);
}

#[test]
fn recordings_stay_valid_when_a_job_is_recognised() {
    let operations = operations(&[beginning("/v1/boats"), showing("/v1/jobs/{job_id}", STATES)]);
    for operation in operations.values() {
        let plain = Operation { job_query: None, waiter: None, ..operation.clone() };
        assert_ne!(*operation, plain);
        assert_eq!(operation.contract_hash(), plain.contract_hash());
    }
}
