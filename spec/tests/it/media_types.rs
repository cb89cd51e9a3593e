//! What a request body is sent as: JSON, a form, or a file alone.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may panic")]

use crate::common::{page, read};
use spec::model::{Operation, SchemaType};

/// The operation of a page; `rest` follows its URI section.
fn operation(method: &str, rest: &str) -> Operation {
    let text = format!("# Loading a Boat\n\n## URI\n\n{method} /v1/boats\n\n## Request Parameters\n\n{rest}");
    let mut reading = read("harbour", vec![page("boats.md", text)]);
    reading.resolved.operations.pop_first().unwrap().1
}

fn table(caption: &str, rows: &[(&str, &str)]) -> String {
    let rows: Vec<String> =
        rows.iter().map(|(name, ty)| format!("| {name} | Yes | {ty} | The {name}. |\n")).collect();
    let rows = rows.concat();
    format!(
        "**Table 1** {caption}\n\n| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n{rows}\n"
    )
}

fn sent(operation: &Operation) -> (&str, Vec<&str>) {
    let body = operation.request_body.as_ref().unwrap();
    (&body.content_type, body.schema.properties.keys().map(String::as_str).collect())
}

#[test]
fn a_form_with_a_file_has_parts() {
    let rows = table("FormData Parameter", &[("chart", "File"), ("mode", "String")]);
    let operation = operation("POST", &rows);
    assert_eq!(sent(&operation), ("multipart/form-data", vec!["chart", "mode"]));
    let body = operation.request_body.unwrap();
    assert!(body.required && body.schema.required.contains("chart"));
    assert_eq!(operation.source.tables[0].placed, "/request_body/schema");
}

#[test]
fn a_form_without_a_file_is_url_encoded() {
    let operation = operation("POST", &table("Form Parameter", &[("answer", "String")]));
    assert_eq!(sent(&operation), ("application/x-www-form-urlencoded", vec!["answer"]));
}

#[test]
fn a_form_that_an_example_shows_as_json_is_json() {
    let rows = table("Form Parameter", &[("name", "String")]);
    let operation =
        operation("POST", &format!("{rows}## Example Request\n\n```\n{{\"name\": \"Ada\"}}\n```\n"));
    assert_eq!(sent(&operation), ("application/json", vec!["name"]));
}

#[test]
fn a_form_with_a_file_stays_one_whatever_an_example_shows() {
    let rows = table("Form Parameter", &[("chart", "File")]);
    let operation =
        operation("POST", &format!("{rows}## Example Request\n\n```\n{{\"chart\": \"a.png\"}}\n```\n"));
    assert_eq!(sent(&operation), ("multipart/form-data", vec!["chart"]));
}

#[test]
fn a_put_of_nothing_but_a_file_is_the_file() {
    let operation = operation("PUT", &table("Body Parameter", &[("chart", "File")]));
    let body = operation.request_body.unwrap();
    assert_eq!(body.content_type, "application/octet-stream");
    assert_eq!(
        (body.schema.schema_type, body.schema.format.as_deref()),
        (Some(SchemaType::String), Some("binary"))
    );
}

#[test]
fn a_post_of_nothing_but_a_file_is_a_form() {
    let operation = operation("POST", &table("Body Parameter", &[("chart", "File")]));
    assert_eq!(sent(&operation), ("multipart/form-data", vec!["chart"]));
}

#[test]
fn the_row_of_the_content_type_decides() {
    let header = "**Table 1** Request header parameters\n\n| Parameter | Mandatory | Type | Description |\n\
                  |---|---|---|---|\n| Content-Type | Yes | String | Always multipart/form-data. |\n\n";
    let body = table("Form Parameter", &[("answer", "String")]).replace("Table 1", "Table 2");
    let operation = operation("POST", &format!("{header}{body}"));
    assert_eq!(sent(&operation), ("multipart/form-data", vec!["answer"]));
}

#[test]
fn a_row_without_a_name_may_be_a_file_that_is_the_whole_answer() {
    let rows = table("Response Body Parameter", &[("-", "File")]);
    let operation = operation("PUT", &format!("None\n\n## Response Parameters\n\n{rows}"));
    let schema = operation.responses["200"].schema.as_ref().unwrap();
    assert_eq!((schema.schema_type, schema.format.as_deref()), (Some(SchemaType::String), Some("binary")));
}
