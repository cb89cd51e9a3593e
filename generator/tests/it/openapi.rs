//! The OpenAPI document of operations that share method and path.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use spec::model::{ErrorCodes, Operation, Service, ServiceInfo};

/// `GET /v1/boats/{boat_id}`, with more members.
fn operation(id: &str, more: &Value) -> Operation {
    let mut operation = json!({
        "id": id,
        "service": "boats",
        "title": id,
        "method": "GET",
        "path": "/v1/boats/{boat_id}",
        "parameters": [boat(&json!({ "type": "string" }))],
        "responses": {},
        "source": { "origin": "pages", "page": format!("{id}.md") },
    });
    operation.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(operation).unwrap()
}

fn boat(schema: &Value) -> Value {
    json!({ "name": "boat_id", "in": "path", "required": true, "schema": schema })
}

/// What two operations become.
fn merged(first: &Value, second: &Value) -> Value {
    let operations = [operation("ShowBoat", first), operation("ShowBoatV2", second)];
    let service = Service {
        info: ServiceInfo {
            name: "boats".to_owned(),
            title: "Boats".to_owned(),
            endpoint: "boats".to_owned(),
            documentation: None,
            global: false,
            json_bodies: None,
        },
        operations: operations.into_iter().map(|operation| (operation.id.clone(), operation)).collect(),
        recordings: BTreeMap::new(),
        error_codes: ErrorCodes::default(),
    };
    generator::openapi(&service)["paths"]["/v1/boats/{boat_id}"]["get"].clone()
}

#[test]
fn response_headers_of_all_are_kept() {
    let answer = |headers: &Value| json!({ "responses": { "200": { "headers": headers } } });
    let string = json!({ "type": "string" });
    let integer = json!({ "type": "integer" });
    let merged = merged(
        &answer(&json!({ "X-Crew": string, "X-Length": string })),
        &answer(&json!({ "X-Crew": string, "X-Length": integer })),
    );
    let expected = json!({
        "X-Crew": { "schema": string },
        "X-Length": { "schema": { "oneOf": [string, integer] } },
    });
    assert_eq!(merged["responses"]["200"]["headers"], expected);
}

#[test]
fn what_one_of_them_is_stands_with_it() {
    let query = json!({
        "id": { "name": "boat_id", "in": "path" }, "state": "/status", "success": ["ok"], "failure": ["bad"],
    });
    let merged = merged(&json!({ "deprecated": true }), &json!({ "job_query": query }));
    let [first, second] = merged["x-operations"].as_array().unwrap().as_slice() else { unreachable!() };
    assert_eq!((&first["deprecated"], &second["deprecated"]), (&json!(true), &Value::Null));
    assert_eq!((&first["x-job-query"], &second["x-job-query"]["state"]), (&Value::Null, &json!("/status")));
    assert_eq!((&merged["deprecated"], &merged["x-job-query"]), (&Value::Null, &Value::Null));
}

#[test]
fn what_all_of_them_are_the_whole_is() {
    let merged = merged(&json!({ "deprecated": true }), &json!({ "deprecated": true }));
    assert_eq!(merged["deprecated"], json!(true));
}

/// The schema of the placeholder if the operations state these.
fn shared(first: &Value, second: &Value) -> Value {
    let parameters = |schema| json!({ "parameters": [boat(schema)] });
    merged(&parameters(first), &parameters(second))["parameters"][0]["schema"].clone()
}

#[test]
fn a_parameter_takes_what_any_of_them_takes() {
    let [string, integer] = [json!({ "type": "string" }), json!({ "type": "integer" })];
    assert_eq!(shared(&string, &string), string);
    assert_eq!(shared(&integer, &string), json!({ "oneOf": [integer, string] }));
}

#[test]
fn only_enumerations_of_one_kind_become_one() {
    let of = |values: &[&str]| json!({ "type": "string", "enum": values });
    assert_eq!(shared(&of(&["a", "b"]), &of(&["b", "c"])), of(&["a", "b", "c"]));
    let string = json!({ "type": "string" });
    assert_eq!(shared(&of(&["a"]), &string), json!({ "anyOf": [of(&["a"]), string] }));
    let numbers = json!({ "type": "integer", "enum": [1] });
    assert_eq!(shared(&numbers, &of(&["a"])), json!({ "oneOf": [numbers, of(&["a"])] }));
}
