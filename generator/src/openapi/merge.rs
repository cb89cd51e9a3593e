//! Operations that share method and path as one.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use spec::model::Operation;

use super::DEPRECATED;
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
    let each = operations.iter().zip(&described);
    merged.insert("x-operations".to_owned(), each.map(|(operation, own)| listed(operation, own)).collect());
    if described.iter().all(|operation| is_true(operation, DEPRECATED)) {
        merged.insert(DEPRECATED.to_owned(), json!(true));
    }
    let parameters = merge_parameters(&described, components);
    if !parameters.is_empty() {
        merged.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some(body) = merge_bodies(&described, components) {
        merged.insert("requestBody".to_owned(), body);
    }
    merged.insert("responses".to_owned(), Value::Object(merge_responses(&described, components)));
    Value::Object(merged)
}

/// What an operation is apart from the others.
fn listed(operation: &Operation, described: &Map<String, Value>) -> Value {
    let mut listed = Map::new();
    listed.insert("operationId".to_owned(), json!(operation.id));
    listed.insert("summary".to_owned(), json!(operation.title));
    listed.insert("discriminator".to_owned(), json!(operation.discriminator));
    let own = described.iter().filter(|(name, _)| *name == DEPRECATED || name.starts_with("x-"));
    listed.extend(own.map(|(name, value)| (name.clone(), value.clone())));
    Value::Object(listed)
}

/// A parameter is required only if every operation requires it.
fn merge_parameters(described: &[Map<String, Value>], components: &Map<String, Value>) -> Vec<Value> {
    let mut known: BTreeMap<[&str; 2], Vec<&Map<String, Value>>> = BTreeMap::new();
    for parameter in described.iter().flat_map(|operation| list(operation.get("parameters"))) {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
        known.entry([text("in"), text("name")]).or_default().extend(parameter.as_object());
    }
    let merged = known.into_iter().map(|([location, name], same)| {
        let required = same.iter().filter(|parameter| is_true(parameter, "required")).count();
        let mut parameter = Map::new();
        parameter.insert("name".to_owned(), json!(name));
        parameter.insert("in".to_owned(), json!(location));
        parameter.insert("required".to_owned(), json!(required == described.len()));
        parameter.insert("schema".to_owned(), merge_values(&same, components));
        if same.iter().all(|parameter| is_true(parameter, DEPRECATED)) {
            parameter.insert(DEPRECATED.to_owned(), json!(true));
        }
        if let Some(shown) = same.iter().find_map(|parameter| parameter.get("example")) {
            parameter.insert("example".to_owned(), shown.clone());
        }
        Value::Object(parameter)
    });
    merged.collect()
}

fn is_true(members: &Map<String, Value>, name: &str) -> bool {
    members.get(name) == Some(&json!(true))
}

/// The schema of a parameter or header of several operations. Enumerations that differ in nothing else become
/// one.
fn merge_values(holders: &[&Map<String, Value>], components: &Map<String, Value>) -> Value {
    let mut schemas: Vec<Value> = Vec::new();
    for schema in holders.iter().filter_map(|holder| holder.get("schema")) {
        let more = list(schema.get("enum"));
        let known = schemas.iter_mut().find(|known| {
            !more.is_empty() && known.get("enum").is_some() && without_values(known) == without_values(schema)
        });
        match known.and_then(|known| known.get_mut("enum")?.as_array_mut()) {
            None => schemas.push(schema.clone()),
            Some(values) => {
                for value in more {
                    if !values.contains(value) {
                        values.push(value.clone());
                    }
                }
            }
        }
    }
    union(&schemas.iter().collect::<Vec<_>>(), components)
}

fn without_values(schema: &Value) -> Vec<(&String, &Value)> {
    schema.as_object().into_iter().flatten().filter(|(keyword, _)| *keyword != "enum").collect()
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
        let mut response = Map::new();
        response.insert("description".to_owned(), json!(format!("Status {status}")));
        let headers = merge_headers(&responses, components);
        if !headers.is_empty() {
            response.insert("headers".to_owned(), Value::Object(headers));
        }
        if let Some(content) = merge_content(&responses, components) {
            response.insert("content".to_owned(), content);
        }
        (status.clone(), Value::Object(response))
    });
    merged.collect()
}

fn merge_headers(responses: &[&Value], components: &Map<String, Value>) -> Map<String, Value> {
    let mut headers: BTreeMap<&String, Vec<&Map<String, Value>>> = BTreeMap::new();
    for (name, header) in
        responses.iter().filter_map(|response| response.get("headers")?.as_object()).flatten()
    {
        headers.entry(name).or_default().extend(header.as_object());
    }
    let merged = headers
        .into_iter()
        .map(|(name, same)| (name.clone(), json!({ "schema": merge_values(&same, components) })));
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
