//! The strategies themselves: what they draw is what the schema allows, and not always the same.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;

use contract_tests::draw::{Draw, always_the_same};
use contract_tests::json_schema::violations;
use proptest::{strategy::Strategy, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};
use spec::model::Operation;

fn operation(body: &Value, schemas: &Value) -> Operation {
    serde_json::from_value(json!({
        "id": "Draw", "service": "made-up", "title": "", "method": "POST", "path": "/x",
        "request_body": {"content_type": "application/json", "schema": body},
        "responses": {}, "schemas": schemas, "source": {},
    }))
    .unwrap()
}

fn draw(operation: &Operation, times: usize) -> Vec<Value> {
    let strategy = Draw::new(operation).body().unwrap().unwrap();
    let mut runner = TestRunner::deterministic();
    (0..times).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn what_is_drawn_satisfies_the_schema_and_varies() {
    for schema in [
        json!({"type": "string", "minLength": 2, "maxLength": 3}),
        json!({"type": "string", "minLength": 300}),
        json!({"type": "string", "enum": ["a", "b"]}),
        json!({"type": "string", "pattern": "^[a-z][a-z0-9_-]{3,9}$", "maxLength": 6}),
        json!({"type": "string", "pattern": "^\\d{4}-\\d{2}$"}),
        json!({"type": "integer", "minimum": -3, "maximum": 3}),
        json!({"type": "integer", "format": "int32", "minimum": 1_000_000}),
        json!({"type": "integer", "minimum": 0.5, "maximum": 1e30}),
        json!({"type": "number", "minimum": 0.25, "maximum": 0.75}),
        json!({"type": "number"}),
        json!({"type": "boolean"}),
        json!({"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 2}),
        json!({"type": "object", "additionalProperties": {"type": "integer"}}),
        json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "boolean"}},
               "required": ["a"], "additionalProperties": {"type": "integer"}}),
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"$ref": "#/schemas/Tree"}),
        json!({"type": "array", "items": {"$ref": "#/schemas/数组 元素"}, "minItems": 1}),
        json!({}),
    ] {
        let schemas = json!({"数组 元素": {"type": "integer"}, "Tree": {
            "type": "object", "required": ["name"],
            "properties": {
                "name": {"type": "string"},
                "parent": {"$ref": "#/schemas/Tree"},
                "children": {"type": "array", "items": {"$ref": "#/schemas/Tree"}},
            },
        }});
        let operation = operation(&schema, &schemas);
        let values = draw(&operation, 100);
        for value in &values {
            let body = operation.request_body.as_ref().unwrap();
            let wrong = violations(&operation, &body.schema, value, "drawn");
            assert!(wrong.is_empty(), "{schema}: {value}: {}", wrong[0]);
        }
        let different: BTreeSet<String> = values.iter().map(ToString::to_string).collect();
        assert!(different.len() > 1, "{schema}: always {}", values[0]);
    }
}

#[test]
fn edges_and_absent_members_are_drawn() {
    let edges = operation(&json!({"type": "integer", "minimum": -3, "maximum": 70_000}), &json!({}));
    let values = draw(&edges, 200);
    assert!(values.contains(&json!(-3)) && values.contains(&json!(70_000)), "{values:?}");
    let optional =
        operation(&json!({"type": "object", "properties": {"a": {"type": "boolean"}}}), &json!({}));
    let values = draw(&optional, 50);
    assert!(values.contains(&json!({})) && values.contains(&json!({"a": true})), "{values:?}");
}

#[test]
fn what_nothing_satisfies_has_no_strategy_and_says_why() {
    for (schema, why) in [
        (json!({"type": "string", "minLength": 3, "maxLength": 2}), "at least 3 and at most 2"),
        (json!({"type": "integer", "minimum": 3, "maximum": 2}), "at least 3 and at most 2"),
        (json!({"type": "array", "minItems": 3, "maxItems": 2}), "at least 3 and at most 2"),
        (json!({"type": "integer", "enum": ["a"]}), "no documented value"),
        (json!({"type": "string", "pattern": "^(?=x)y$"}), "^(?=x)y$"),
        (json!({"$ref": "#/schemas/Endless"}), "without end"),
        (json!({"$ref": "#/schemas/Missing"}), "Missing"),
    ] {
        let endless = json!({"Endless": {"type": "object", "required": ["a"],
            "properties": {"a": {"$ref": "#/schemas/Endless"}}}});
        let error = Draw::new(&operation(&schema, &endless)).body().unwrap_err().to_string();
        assert!(error.contains(why), "{schema}: {error}");
    }
}

#[test]
fn a_value_can_be_the_same_each_time() {
    let operation = operation(&json!({"type": "string", "minLength": 5}), &json!({}));
    let value = || always_the_same(&Draw::new(&operation).body().unwrap().unwrap()).unwrap();
    assert_eq!(value(), value());
}
