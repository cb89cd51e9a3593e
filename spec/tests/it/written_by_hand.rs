//! Tables and examples as people write them: names with marks and remarks, bodies that are lists, commands,
//! notes that something is obsolete.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may panic")]

use crate::common::{self, codes, operation, page, read};
use serde_json::{Value, json, to_value};
use spec::diagnostics::Code;
use spec::model::Operation;

const HEAD: &str = "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n";

/// An operation whose body has these rows, shown in this example.
fn sending(rows: &str, example: &str) -> Operation {
    let text = format!(
        "# Loading Boats\n\n## URI\n\nPOST /v1/boats\n\n## Request\n\n**Table 1** Body parameters\n\n{HEAD}{rows}\n\n\
         ## Example Request\n\n{example}\n\n## Response\n\nStatus code: 204\n"
    );
    let reading = read("harbour", vec![page("boats.md", text)]);
    common::assert_balanced(&reading);
    reading.resolved.operations.into_values().next().unwrap()
}

fn body(operation: &Operation) -> Value {
    to_value(&operation.request_body.as_ref().unwrap().schema).unwrap()
}

/// An operation whose answer has these rows, shown in this example.
fn answering(rows: &str, example: &str) -> Operation {
    let text = format!(
        "# Listing Boats\n\n## URI\n\nGET /v1/boats\n\n## Response\n\n**Table 1** Response parameters\n\n\
         | Parameter | Type | Description |\n|---|---|---|\n{rows}\n\n\
         **Table 2** Boat\n\n| Parameter | Type | Description |\n|---|---|---|\n| name | String | Its name |\n\n\
         ## Example Response\n\nStatus code: 200\n\n```\n{example}\n```\n"
    );
    operation("harbour", page("boats.md", text))
}

#[test]
fn marks_before_names_and_paths_nest_rows() {
    for [first, second] in [
        ["- weight", "- kind"],
        ["> weight", "> kind"],
        ["└ weight", "└ kind"],
        ["--weight", "--kind"],
        [".weight", ".kind"],
        ["cargo[].weight", "cargo[].kind"],
        ["cargo[0].weight", "cargo[0].kind"],
        ["cargo/weight", "cargo/kind"],
        ["cargo->weight", "cargo->kind"],
    ] {
        let rows = format!(
            "| cargo | Yes | Array | Goods |\n| {first} | Yes | Integer | Tons |\n| {second} | No | String | What |\n\
             | crew | No | Integer | People |"
        );
        let operation =
            sending(&rows, "```\n{\"cargo\": [{\"weight\": 3, \"kind\": \"tea\"}], \"crew\": 2}\n```");
        let found = body(&operation);
        let members: Vec<&String> = found["properties"].as_object().unwrap().keys().collect();
        assert_eq!(members, ["cargo", "crew"], "{first}");
        let cargo = to_value(operation.schemas.values().next().unwrap()).unwrap();
        assert_eq!(cargo["required"], json!(["weight"]), "{first}");
    }
}

#[test]
fn objects_that_only_names_of_members_name_are_those_of_the_example() {
    let rows = "| cargo.weight | Yes | Integer | Tons |\n| cargo.label.color | No | String | Paint |\n\
                | sail.area | No | Integer | Size |\n| crew | No | Integer | People |";
    let example = "```\n{\"cargo\": {\"weight\": 3, \"label\": {\"color\": \"red\"}}, \"sail.area\": 4, \"crew\": 2}\n```";
    let operation = sending(rows, example);
    let found = body(&operation);
    let members: Vec<&String> = found["properties"].as_object().unwrap().keys().collect();
    assert_eq!(members, ["cargo", "crew", "sail.area"]);
    assert_eq!(found["required"], json!(["cargo"]));
    let object = |name: &str| to_value(&operation.schemas[name]).unwrap();
    assert_eq!(object("Cargo")["required"], json!(["weight"]));
    assert_eq!(object("Cargo")["properties"]["label"], json!({"$ref": "#/schemas/Label"}));
    assert_eq!(object("Label")["properties"]["color"], json!({"type": "string"}));
}

#[test]
fn remarks_at_a_name_are_no_part_of_it() {
    let rows = "| *sail | | String | x |\n| mast（必选） | | String | x |\n| keel (optional) | | String | x |\n\
                | \"rudder\" | Yes[1] | String | x |\n| hull：| Must | String | x |\n| flag | 非必需 | Integer[2] | x |";
    let found = body(&sending(rows, ""));
    let members: Vec<&String> = found["properties"].as_object().unwrap().keys().collect();
    assert_eq!(members, ["flag", "hull", "keel", "mast", "rudder", "sail"]);
    assert_eq!(found["required"], json!(["hull", "mast", "rudder"]));
    assert_eq!(found["properties"]["flag"]["type"], "integer");
}

#[test]
fn a_row_of_nothing_is_no_parameter() {
    let text = format!(
        "# Loading Boats\n\n## URI\n\nPOST /v1/boats\n\n**Table 1** Query parameters\n\n{HEAD}| 无 | 无 | 无 | 无 |\n\n\
         ## Response\n\nStatus code: 204\n"
    );
    let reading = read("harbour", vec![page("boats.md", text)]);
    assert!(codes(&reading).contains(&Code::RowWithoutName));
    common::assert_balanced(&reading);
    assert!(reading.resolved.operations.values().next().unwrap().parameters.is_empty());
}

#[test]
fn the_only_list_of_a_body_that_is_shown_as_a_list_is_the_body() {
    for name in ["[]", "Array", "（数组）", "body", "boats", ""] {
        let operation =
            answering(&format!("| {name} | Array of Boat objects | All |"), "[{\"name\": \"tub\"}]");
        let schema = to_value(&operation.responses["200"].schema).unwrap();
        assert_eq!(schema, json!({"type": "array", "items": {"$ref": "#/schemas/Boat"}}), "{name}");
    }
    let operation =
        answering("| boats | Array of Boat objects | All |", "{\"boats\": [{\"name\": \"tub\"}]}");
    assert_eq!(to_value(&operation.responses["200"].schema).unwrap()["type"], "object");
}

#[test]
fn objects_called_like_plain_types_are_plain_unless_a_table_describes_them() {
    let operation = answering(
        "| names | Array of String objects | All |\n| boat | Boat object | One |",
        "{\"names\": [\"tub\"], \"boat\": {\"name\": \"tub\"}}",
    );
    let schema = to_value(&operation.responses["200"].schema).unwrap();
    assert_eq!(schema["properties"]["names"], json!({"type": "array", "items": {"type": "string"}}));
}

#[test]
fn requests_are_shown_as_commands_and_under_labels() {
    let rows = "| crew | Yes | Integer | People |";
    for example in [
        "```\ncurl -X POST -H \"A: b\" https://x/v1/boats -d '{\"crew\": 2}'\n```",
        "```\nPOST https://x/v1/boats\nBody:\n{\"crew\": 2}\n```",
        "```\nPOST https://x/v1/boats\n请求体：\n{\"crew\": 2}\n```",
    ] {
        let text = format!(
            "# Loading Boats\n\n## URI\n\nPOST /v1/boats\n\n## Request\n\n**Table 1** Body parameters\n\n{HEAD}{rows}\n\n\
             ## Example Request\n\n{example}\n\n## Response\n\nStatus code: 204\n"
        );
        let reading = read("harbour", vec![page("boats.md", text)]);
        let recordings = to_value(&reading.resolved.recordings).unwrap().to_string();
        assert!(recordings.contains("\"crew\":2"), "{example}: {recordings}");
    }
}

#[test]
fn what_is_said_to_be_obsolete_is_deprecated() {
    let rows = "| crew | Yes | Integer | （已废弃）People |\n| cargo | No | Integer | This field has been deprecated. |\n\
                | sail | No | String | Replaces the deprecated one |";
    let found = body(&sending(rows, ""));
    let deprecated = |name: &str| found["properties"][name]["deprecated"].as_bool().unwrap_or(false);
    assert_eq!(["crew", "cargo", "sail"].map(deprecated), [true, true, false]);
    let titled = |title: &str, note: &str| {
        let text = format!(
            "# {title}\n\n## Function\n\nLoads. {note}\n\n## URI\n\nPOST /v1/boats\n\n## Response\n\nStatus code: 204\n"
        );
        operation("harbour", page("boats.md", text)).deprecated
    };
    assert!(titled("Loading Boats (Discarded)", ""));
    assert!(titled("Loading Boats", "This API has been deprecated."));
    assert!(!titled("Loading Boats", "It replaces a deprecated API."));
}
