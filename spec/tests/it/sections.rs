//! Which section a table or an example belongs to when headings are not marked as such.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may panic")]

use crate::common::{page, read};
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

#[test]
fn headings_are_composed_of_words() {
    for heading in ["Request Messages", "Parameters in the Request", "请求消息参数说明", "2.1 Request Body"]
    {
        let operation = operation(&format!("## {heading}\n\n{TABLE}"));
        assert_eq!(sent(&operation), ["name"], "{heading}");
    }
}

#[test]
fn a_sentence_of_the_same_words_begins_no_part() {
    let operation = operation(&format!(
        "## Request\n\n{TABLE}\n## Example Response\n\n请求正常。\n\n```\n{{\"name\": \"Ada\"}}\n```\n"
    ));
    assert_eq!(operation.source.examples.first().unwrap().role, ExampleRole::Response);
}

#[test]
fn a_deeper_heading_names_what_stands_in_its_section() {
    let answer = "| Parameter | Type |\n|---|---|\n";
    let operation = operation(&format!(
        "## Response\n\n### Status code: 200\n\n{answer}| crew | Sailor object |\n\n#### Sailor\n\n\
         {answer}| rank | Integer |\n\n### Status code: 404\n\n{answer}| reason | String |\n"
    ));
    let members = |status: &str| {
        let schema = operation.responses[status].schema.as_ref().unwrap();
        schema.properties.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!((members("200"), members("404")), (vec!["crew".to_owned()], vec!["reason".to_owned()]));
    assert!(operation.schemas["Sailor"].properties.contains_key("rank"));
}

#[test]
fn labels_of_status_codes_in_several_spellings() {
    for label in [
        "HTTP状态码：404",
        "**返回码：404**",
        "Response code: 404",
        "When the status code is 404:",
        "404 Not Found",
    ] {
        let operation = operation(&format!(
            "## Response\n\n{label}\n\n| Parameter | Type |\n|---|---|\n| reason | String |\n"
        ));
        assert!(operation.responses["404"].schema.is_some(), "{label}");
    }
}

#[test]
fn what_is_asked_and_answered_among_examples_is_shown() {
    let operation = operation(&format!(
        "## Request\n\n{TABLE}\n## Example Request\n\nRequest body:\n\n```\n{{\"name\": \"Ada\"}}\n```\n\n\
         Response body:\n\n```\n{{\"since\": 3}}\n```\n"
    ));
    let roles: Vec<_> = operation.source.examples.iter().map(|example| example.role).collect();
    assert_eq!(roles, [ExampleRole::Request, ExampleRole::Response]);
}

#[test]
fn status_codes_stand_in_columns_of_any_name_in_their_section() {
    for table in [
        "| HTTP Status Code | Meaning |\n|---|---|\n| 202 Accepted | Later |",
        "| Outcome | Meaning |\n|---|---|\n| Accepted (202) | Later |",
        "| 状态码 | 编码 | 说明 |\n|---|---|---|\n| 202 | Accepted | Later |",
    ] {
        let operation = operation(&format!("## Request\n\n{TABLE}\n## Status Codes\n\n{table}\n"));
        assert_eq!(operation.responses.keys().collect::<Vec<_>>(), ["202"], "{table}");
        assert!(operation.error_codes.is_empty(), "{table}");
    }
}

#[test]
fn in_reader_text_a_label_inside_a_cell_ends_no_table() {
    let text = "Naming a Boat\n\nFunction\n\nNames it.\n\nURI\n\nPUT /v1/boats\n\nRequest Parameters\n\nParameter\n\nMandatory\n\n\
                Type\n\nDescription\n\nname\n\nYes\n\nString\n\nDefinition\n\nIts name.\n\nConstraints\n\nLatin letters.\n\n\
                crew\n\nNo\n\nInteger\n\nWho sails.\n\nStatus Codes\n\nStatus Code\n\nDescription\n\n200\n\nNamed.\n";
    let mut reading = read("harbour", vec![page("boats.txt", text)]);
    assert_eq!(sent(&reading.resolved.operations.pop_first().unwrap().1), ["crew", "name"]);
}

#[test]
fn a_list_of_choices_is_the_answer_where_no_success_is_stated() {
    let operation = operation(&format!(
        "## Response\n\n{TABLE}\n## Status Codes\n\n| Status Code | Description |\n|---|---|\n\
         | 300 | Choose. |\n| 404 | None. |\n"
    ));
    let statuses: Vec<_> = operation.responses.keys().map(String::as_str).collect();
    assert_eq!(statuses, ["300", "404"]);
    assert!(operation.responses["300"].schema.is_some());
}
