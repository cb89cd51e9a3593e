//! Rows of one table that are members of other rows, and several tables that each describe a whole body.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may panic")]

use crate::common::{codes, page, read};
use serde_json::{Value, json};
use spec::diagnostics::Code;
use spec::model::Operation;

const HEAD: &str = "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n";

/// A page that takes bodies by these tables, `(caption, rows)` each, and shows `examples` of them.
fn taking(tables: &[(&str, &str)], examples: &[&str]) -> (Operation, Vec<Code>) {
    let tables: Vec<String> = tables
        .iter()
        .zip(2..)
        .map(|((caption, rows), number)| format!("**Table {number}** {caption}\n\n{HEAD}{rows}\n"))
        .collect();
    let examples: Vec<String> = examples.iter().map(|example| format!("```\n{example}\n```\n")).collect();
    let text = format!(
        "# Loading Boats\n\n## URI\n\nPOST /v1/boats\n\n## Request\n\n{}\n\n## Example Request\n\n{}\n\n\
         ## Response\n\nStatus code: 200\n",
        tables.join("\n\n"),
        examples.join("\n\n")
    );
    let reading = read("harbour", vec![page("boats.md", text)]);
    (reading.resolved.operations.values().next().unwrap().clone(), codes(&reading))
}

fn body(operation: &Operation) -> Value {
    serde_json::to_value(&operation.request_body.as_ref().unwrap().schema).unwrap()
}

fn object(operation: &Operation, name: &str) -> Value {
    serde_json::to_value(&operation.schemas[name]).unwrap()
}

#[test]
fn rows_are_members_of_the_row_that_the_example_shows_them_in() {
    let (operation, found) = taking(
        &[(
            "Body parameters",
            "| cargo | Yes | Object | Goods |\n| weight | Yes | Integer | Tons |\n| crew | No | Integer | People |",
        )],
        &[r#"{"cargo": {"weight": 3}, "crew": 2}"#],
    );
    assert_eq!(
        body(&operation),
        json!({
            "type": "object",
            "properties": {"cargo": {"$ref": "#/schemas/Cargo"}, "crew": {"type": "integer", "format": "int32"}},
            "required": ["cargo"]
        })
    );
    assert_eq!(object(&operation, "Cargo")["required"], json!(["weight"]));
    assert!(!found.contains(&Code::UnknownExampleField), "{found:?}");
}

#[test]
fn rows_of_one_name_belong_to_the_objects_before_them() {
    let (operation, found) = taking(
        &[(
            "Body parameters",
            "| from | Yes | Object | Origin |\n| port | Yes | String | Name |\n\
             | to | Yes | Object | Target |\n| port | No | Integer | Number |",
        )],
        &[r#"{"from": {"port": "Oslo"}, "to": {"port": 3}}"#],
    );
    assert_eq!(object(&operation, "From_")["properties"]["port"]["type"], "string");
    assert_eq!(object(&operation, "To")["properties"]["port"]["type"], "integer");
    assert!(!found.contains(&Code::DuplicateRow), "{found:?}");
}

#[test]
fn paths_of_any_number_of_objects_are_followed() {
    let names: Vec<String> = (0..12).map(|n| format!("hold{n}")).collect();
    let rows: Vec<String> =
        names.iter().map(|name| format!("| {name}.weight | Yes | Integer | Tons |\n")).collect();
    let members: Vec<String> = names.iter().map(|name| format!("\"{name}\": {{\"weight\": 3}}")).collect();
    let (operation, found) =
        taking(&[("Body parameters", &rows.concat())], &[&format!("{{{}}}", members.join(", "))]);
    assert_eq!(body(&operation)["required"].as_array().unwrap().len(), names.len());
    assert!(!found.contains(&Code::UnknownExampleField), "{found:?}");
}

#[test]
fn a_row_that_is_shown_elsewhere_as_well_stays() {
    let (operation, _) = taking(
        &[("Body parameters", "| cargo | Yes | Object | Goods |\n| name | Yes | String | Name |")],
        &[r#"{"cargo": {"name": "salt"}, "name": "Ada"}"#],
    );
    assert_eq!(body(&operation)["required"], json!(["cargo", "name"]));
}

#[test]
fn an_object_with_a_table_of_its_own_takes_no_rows() {
    let (operation, _) = taking(
        &[
            (
                "Body parameters",
                "| cargo | Yes | Cargo object | Goods |\n| weight | Yes | Integer | Of all |",
            ),
            ("Cargo", "| weight | No | Integer | Tons |"),
        ],
        &[r#"{"cargo": {"weight": 3}}"#],
    );
    assert_eq!(body(&operation)["required"], json!(["cargo", "weight"]));
}

#[test]
fn two_tables_that_examples_show_as_bodies_are_forms_of_one_body() {
    let (operation, found) = taking(
        &[
            ("Loading by weight", "| weight | Yes | Integer | Tons |\n| name | Yes | String | Name |"),
            ("Loading by pieces", "| pieces | Yes | Integer | Number |\n| name | Yes | String | Name |"),
        ],
        &[r#"{"weight": 3, "name": "Ada"}"#, r#"{"pieces": 40, "name": "Ada"}"#],
    );
    let body = body(&operation);
    assert_eq!(body["properties"].as_object().unwrap().len(), 3);
    assert_eq!(body["required"], json!(["name"]), "only what both require");
    assert!(!found.contains(&Code::UnreferencedTable), "{found:?}");
}

#[test]
fn rows_that_examples_show_in_each_other_stay_in_the_body() {
    let (operation, _) = taking(
        &[(
            "Body parameters",
            "| crate | No | Object | A crate |\n| pallet | No | Object | A pallet |\n\
             | deck | No | Object | Above |\n| hold | No | Object | Below |",
        )],
        &[r#"{"deck": {"crate": {"pallet": {}}}, "hold": {"pallet": {"crate": {}}}}"#],
    );
    let reached = serde_json::to_string(&(body(&operation), &operation.schemas)).unwrap();
    for name in ["crate", "pallet", "deck", "hold"] {
        assert!(reached.contains(&format!("\"{name}\":")), "{name} in {reached}");
    }
}
