//! Operations that share method and path as one.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use spec::model::Operation;

use super::examples::media;
use super::union::union;

/// One operation as it is, several as alternatives.
pub(super) fn merge(
    operations: &[&Operation],
    mut described: Vec<Map<String, Value>>,
    components: &Map<String, Value>,
) -> Value {
    if described.len() == 1 {
        return described.pop().map(Value::Object).unwrap_or_default();
    }
    let mut merged = Map::new();
    let ids: Vec<_> = operations.iter().map(|operation| operation.id.as_str()).collect();
    merged.insert("operationId".to_owned(), json!(ids.first()));
    merged.insert("summary".to_owned(), json!(ids.join(", ")));
    merged.insert("x-operations".to_owned(), operations.iter().map(|operation| listed(operation)).collect());
    let parameters = merge_parameters(&described);
    if !parameters.is_empty() {
        merged.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some(body) = merge_bodies(&described, components) {
        merged.insert("requestBody".to_owned(), body);
    }
    merged.insert("responses".to_owned(), Value::Object(merge_responses(&described, components)));
    Value::Object(merged)
}

/// What tells an operation from the others.
fn listed(operation: &Operation) -> Value {
    json!({ "operationId": operation.id, "summary": operation.title, "discriminator": operation.discriminator })
}

/// A parameter is required only if every operation requires it; constant values become an enumeration.
fn merge_parameters(described: &[Map<String, Value>]) -> Vec<Value> {
    let mut merged: BTreeMap<(String, String), (Value, usize)> = BTreeMap::new();
    for operation in described {
        for parameter in list(operation.get("parameters")) {
            let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let required = parameter.get("required") == Some(&json!(true));
            let (known, count) =
                merged.entry((text("in"), text("name"))).or_insert_with(|| (parameter.clone(), 0));
            *count += usize::from(required);
            add_values(known, parameter);
        }
    }
    let finished = merged.into_values().map(|(mut parameter, count)| {
        if let Value::Object(members) = &mut parameter {
            members.insert("required".to_owned(), json!(count == described.len()));
        }
        parameter
    });
    finished.collect()
}

fn add_values(known: &mut Value, parameter: &Value) {
    let more = list(parameter.pointer("/schema/enum"));
    if let Some(Value::Array(values)) = known.pointer_mut("/schema/enum") {
        for value in more {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn merge_bodies(described: &[Map<String, Value>], components: &Map<String, Value>) -> Option<Value> {
    let bodies: Vec<_> = described.iter().filter_map(|operation| operation.get("requestBody")).collect();
    let required = bodies.len() == described.len()
        && bodies.iter().all(|body| body.get("required") == Some(&json!(true)));
    let content = merge_content(&bodies, components)?;
    Some(json!({ "required": required, "content": content }))
}

fn merge_responses(described: &[Map<String, Value>], components: &Map<String, Value>) -> Map<String, Value> {
    let mut statuses: BTreeMap<&String, Vec<&Value>> = BTreeMap::new();
    for (status, response) in
        described.iter().filter_map(|operation| operation.get("responses")?.as_object()).flatten()
    {
        statuses.entry(status).or_default().push(response);
    }
    let merged = statuses.into_iter().map(|(status, responses)| {
        let mut response = json!({ "description": format!("Status {status}") });
        if let (Some(content), Value::Object(members)) =
            (merge_content(&responses, components), &mut response)
        {
            members.insert("content".to_owned(), content);
        }
        (status.clone(), response)
    });
    merged.collect()
}

/// By media type: one schema for all, and the examples of all.
fn merge_content(holders: &[&Value], components: &Map<String, Value>) -> Option<Value> {
    let mut types: BTreeMap<&String, (Vec<&Value>, Map<String, Value>)> = BTreeMap::new();
    for (name, content) in holders.iter().filter_map(|holder| holder.get("content")?.as_object()).flatten() {
        let (schemas, examples) = types.entry(name).or_default();
        schemas.extend(content.get("schema").filter(|schema| !schemas.contains(schema)));
        examples.extend(content.get("examples").and_then(Value::as_object).cloned().unwrap_or_default());
    }
    let content: Map<String, Value> = types
        .into_iter()
        .map(|(name, (schemas, examples))| (name.clone(), media(union(&schemas, components), examples)))
        .collect();
    (!content.is_empty()).then_some(Value::Object(content))
}
