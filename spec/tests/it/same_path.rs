//! Several pages with one method and path.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::collections::BTreeMap;

use crate::common::{codes, page, read, read_with};
use spec::diagnostics::Code;
use spec::model::Operation;
use spec::pipeline::PageFile;

/// A page that sends the members `names` to one path.
fn sending(id: &str, names: &[&str]) -> PageFile {
    let rows: Vec<_> = names.iter().map(|name| format!("| {name} | Yes | String | What |")).collect();
    let rows = rows.join("\n");
    let table = format!("| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n{rows}\n");
    let text = format!(
        "# Creating a Boat<a name=\"{id}\"></a>\n\n## URI\n\nPOST /v1/boats\n\n## Request\n\n{table}\n\
         ## Status Code\n\n| Status Code | Description |\n|---|---|\n| 201 | Built |\n"
    );
    page(&format!("{id}.md"), text)
}

fn variants(operations: &BTreeMap<String, Operation>) -> Vec<(&str, Option<&str>)> {
    operations
        .iter()
        .map(|(id, operation)| (id.as_str(), operation.discriminator.variant.as_deref()))
        .collect()
}

#[test]
fn pages_that_state_different_contracts_are_operations_of_their_own() {
    let pages = vec![sending("CreateBoat", &["name", "oars"]), sending("CreateSailBoat", &["name", "sails"])];
    let reading = read("harbour", pages);
    let found = variants(&reading.resolved.operations);
    assert_eq!(found, [("CreateBoat", None), ("CreateSailBoat", Some("CreateSailBoat"))]);
}

#[test]
fn pages_that_state_one_contract_are_one_operation() {
    let pages = vec![sending("CreateBoat", &["name", "oars"]), sending("CreateBoatAgain", &["name", "oars"])];
    let reading = read("harbour", pages);
    assert_eq!(reading.resolved.operations.len(), 1);
    assert_eq!(codes(&reading), [Code::DuplicateOperation]);
}

#[test]
fn a_new_page_before_it_in_order_does_not_make_a_committed_operation_a_variant() {
    let committed = read("harbour", vec![sending("CreateBoat", &["name", "oars"])]).resolved.operations;
    let pages = vec![sending("AddBoat", &["name", "sails"]), sending("CreateBoat", &["name", "oars"])];
    let reading = read_with("harbour", pages, &committed);
    let found = variants(&reading.resolved.operations);
    assert_eq!(found, [("AddBoat", Some("AddBoat")), ("CreateBoat", None)]);
}

#[test]
fn an_operation_whose_path_changes_keeps_its_id() {
    let committed = read("harbour", vec![sending("TOPIC_1", &["name"])]).resolved.operations;
    let id = committed.keys().next().unwrap().clone();
    let PageFile { path, bytes } = sending("TOPIC_1", &["name"]);
    let text = String::from_utf8(bytes).unwrap().replace("/v1/boats", "/v1/ships");
    let reading = read_with("harbour", vec![page(&path, text)], &committed);
    let operations: Vec<_> = reading
        .resolved
        .operations
        .values()
        .map(|operation| (operation.id.as_str(), operation.path.as_str()))
        .collect();
    assert_eq!(operations, [(id.as_str(), "/v1/ships")]);
    assert_eq!(codes(&reading), []);
}

#[test]
fn committed_operations_stay_apart_when_their_pages_come_to_state_one_contract() {
    let pages = vec![sending("CreateBoat", &["name", "oars"]), sending("CreateSailBoat", &["name", "sails"])];
    let committed = read("harbour", pages).resolved.operations;
    let pages = vec![sending("CreateBoat", &["name", "oars"]), sending("CreateSailBoat", &["name", "oars"])];
    let reading = read_with("harbour", pages, &committed);
    assert_eq!(variants(&reading.resolved.operations), variants(&committed));
}
