//! Which section a table or an example belongs to when headings are not marked as such.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod common;

use common::{page, read};
use spec::model::{ExampleRole, Operation};

/// The operation of a page that sends the boat's name; `rest` follows its URI section.
fn operation(rest: &str) -> Operation {
    let text = format!("# Naming a Boat\n\n## URI\n\nPUT /v1/boats\n\n{rest}");
    let mut reading = read("harbour", vec![page("boats.md", text)]);
    reading.resolved.operations.pop_first().unwrap().1
}

const TABLE: &str = "| Parameter | Mandatory | Type |\n|---|---|---|\n| name | Yes | String |\n";

fn sent(operation: &Operation) -> Vec<&String> {
    operation.request_body.iter().flat_map(|body| body.schema.properties.keys()).collect()
}

#[test]
fn a_table_under_the_heading_of_the_example_describes_what_is_sent() {
    let operation = operation(&format!("## Example Request\n\n{TABLE}\n```\n{{\"name\": \"Ada\"}}\n```\n"));
    assert_eq!(sent(&operation), ["name"]);
}

#[test]
fn a_bare_paragraph_with_the_name_of_a_part_begins_it() {
    let operation = operation(&format!(
        "## Request\n\n{TABLE}\n## Examples\n\nExample Request\n\n```\n{{\"name\": \"Ada\"}}\n```\n\n\
         Example Response\n\n```\n{{\"name\": \"Ada\", \"since\": 3}}\n```\n"
    ));
    let roles: Vec<_> = operation.source.examples.iter().map(|example| example.role).collect();
    assert_eq!(roles, [ExampleRole::Request, ExampleRole::Response]);
}

#[test]
fn what_follows_a_label_in_a_list_of_examples_belongs_to_it() {
    let operation = operation(&format!(
        "## Request\n\n{TABLE}\n## Examples\n\n-   Example Request\n\n    ```\n    PUT https://host/v1/boats\n    ```\n\n\
         ```\n{{\"name\": \"Ada\"}}\n```\n\n```\n{{\"name\": \"Bo\"}}\n```\n"
    ));
    assert!(operation.source.examples.iter().all(|example| example.role == ExampleRole::Request));
    assert_eq!(operation.source.examples.len(), 2);
}
