//! What examples decide about bodies: one object or a list, what it is wrapped in, what is inside.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use crate::common::{codes, page, read};
use serde_json::{Value, json};
use spec::diagnostics::Code;

/// A page that answers with the rows of `table` and shows `example`.
fn answering(table: &str, example: &str) -> String {
    format!(
        "# Showing Boats\n\n## URI\n\nGET /v1/boats\n\n## Response\n\n| Parameter | Type | Description |\n\
         |---|---|---|\n{table}\n\n## Example Response\n\n```\n{example}\n```\n\n## Status Code\n\n\
         | Status Code | Description |\n|---|---|\n| 200 | Fine |\n"
    )
}

/// The schema of the answer, its objects put in place, and the codes of the findings.
fn answer(table: &str, example: &str) -> (Value, Vec<Code>) {
    let reading = read("harbour", vec![page("boats.md", answering(table, example))]);
    let operation = reading.resolved.operations.values().next().unwrap();
    let schema =
        serde_json::to_value(operation.responses.get("200").unwrap().schema.as_ref().unwrap()).unwrap();
    (in_place(&schema, &serde_json::to_value(&operation.schemas).unwrap()), codes(&reading))
}

fn in_place(schema: &Value, schemas: &Value) -> Value {
    match schema {
        Value::Object(members) => match members.get("$ref").and_then(Value::as_str) {
            Some(target) => in_place(&schemas[target.trim_start_matches("#/schemas/")], schemas),
            None => members.iter().map(|(key, value)| (key.clone(), in_place(value, schemas))).collect(),
        },
        Value::Array(items) => items.iter().map(|item| in_place(item, schemas)).collect(),
        other => other.clone(),
    }
}

fn object(properties: &Value) -> Value {
    json!({"type": "object", "properties": properties})
}

#[test]
fn the_example_shows_a_list_of_what_the_table_describes() {
    let (schema, _) = answer("| name | String | Its name |", r#"[{"name": "Ada"}]"#);
    assert_eq!(schema, json!({"type": "array", "items": object(&json!({"name": {"type": "string"}}))}));
}

#[test]
fn the_example_wraps_what_the_table_describes() {
    let (schema, found) = answer("| name | String | Its name |", r#"{"boat": {"name": "Ada"}}"#);
    assert_eq!(schema, object(&json!({"boat": object(&json!({"name": {"type": "string"}}))})));
    assert_eq!(found, [Code::ShapeFromExample]);
}

#[test]
fn the_members_of_a_bare_object_are_those_of_the_example() {
    let (schema, _) = answer("| boat | Object | The boat |", r#"{"boat": {"name": "Ada", "oars": 2}}"#);
    let inside = object(&json!({"name": {"type": "string"}, "oars": {"type": "integer"}}));
    assert_eq!(schema, object(&json!({"boat": inside})));
}

#[test]
fn what_is_inferred_is_marked() {
    let text = answering("| boat | Object | The boat |", r#"{"boat": {"name": "Ada"}}"#);
    let reading = read("harbour", vec![page("boats.md", text)]);
    let inferred: Vec<_> =
        reading.resolved.operations.values().next().unwrap().source.inferred.iter().collect();
    assert_eq!(inferred, ["/responses/200/schema/properties/boat"]);
}

#[test]
fn an_object_with_free_keys_stays_open() {
    let (schema, _) = answer("| metadata | Object | Anything |", r#"{"metadata": {"colour": "red"}}"#);
    assert_eq!(schema, object(&json!({"metadata": {"type": "object"}})));
}

#[test]
fn a_plural_is_spelled_as_it_is_sent() {
    let (schema, found) = answer("| boat | Array of strings | Their names |", r#"{"boats": ["Ada"]}"#);
    assert_eq!(schema, object(&json!({"boats": {"type": "array", "items": {"type": "string"}}})));
    assert_eq!(found, [Code::ShapeFromExample]);
}

#[test]
fn a_type_that_the_example_contradicts_stays_and_is_reported() {
    let (schema, found) = answer("| oars | Integer | How many |", r#"{"oars": "two"}"#);
    assert_eq!(schema, object(&json!({"oars": {"type": "integer", "format": "int32"}})));
    assert_eq!(found, [Code::ExampleTypeMismatch]);
}

#[test]
fn a_member_that_no_table_names_is_reported_and_not_taken_over() {
    let (schema, found) = answer("| name | String | Its name |", r#"{"name": "Ada", "flag": "FI"}"#);
    assert_eq!(schema, object(&json!({"name": {"type": "string"}})));
    assert_eq!(found, [Code::UnknownExampleField]);
}

#[test]
fn an_empty_list_is_a_list() {
    let (schema, _) = answer("| routes | Object | Where it goes |", r#"{"routes": []}"#);
    assert_eq!(schema, object(&json!({"routes": {"type": "array"}})));
}

#[test]
fn a_table_of_key_and_value_describes_the_entries_of_a_map() {
    let page = "| values | Object | See Table 2 |\n\n**Table 2**  values\n\n| Parameter | Type | Description |\n\
                |---|---|---|\n| key | String | Its name |\n| value | Integer | How much |";
    let (schema, _) = answer(page, r#"{"values": {"speed": 3, "depth": 9}}"#);
    let value = json!({"type": "integer", "format": "int32"});
    assert_eq!(schema, object(&json!({"values": {"type": "object", "additionalProperties": value}})));
}

#[test]
fn numbered_names_in_an_example_are_keys_of_a_map() {
    let (schema, _) =
        answer("| berths | Object | Who lies where |", r#"{"berths": {"berth1": "Ada", "berth2": "Bo"}}"#);
    let value = json!({"type": "string"});
    assert_eq!(schema, object(&json!({"berths": {"type": "object", "additionalProperties": value}})));
}

#[test]
fn a_name_that_begins_like_a_sentence_is_spelled_as_it_is_sent() {
    let (schema, found) = answer("| Boat | String | Its name |", r#"{"boat": "Ada"}"#);
    assert_eq!(schema, object(&json!({"boat": {"type": "string"}})));
    assert_eq!(found, [Code::ShapeFromExample]);
}

#[test]
fn a_wrapper_that_only_the_table_has_stays() {
    let page = "| boat | Object | See Table 2 |\n\n**Table 2**  boat\n\n| Parameter | Type | Description |\n\
                |---|---|---|\n| name | String | Its name |";
    let (schema, _) = answer(page, r#"{"name": "Ada"}"#);
    assert_eq!(schema, object(&json!({"boat": object(&json!({"name": {"type": "string"}}))})));
}

#[test]
fn a_row_for_any_key_may_state_the_type_of_the_map() {
    let (schema, _) = answer("| {any key} | Map<String,Integer> | Lengths |", r#"{"Ada": 7}"#);
    let value = json!({"type": "integer", "format": "int32"});
    assert_eq!(schema, json!({"type": "object", "additionalProperties": value}));
}
