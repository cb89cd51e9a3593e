//! Forms and files: what was given, field by field.

use huaweicloud_fake::form::{Field, fields, is_file};
use serde_json::Value;
use spec::model::{Operation, Schema};

use crate::draw::resolve;
use crate::finding::Finding;
use crate::loopback::Received;

/// Compares the fields of a form, each by its name; their order is free.
pub(super) fn check(
    operation: &Operation,
    schema: &Schema,
    given: &Value,
    received: &Received,
    place: &str,
) -> Vec<Finding> {
    let announced = received.header("Content-Type").unwrap_or_default();
    let sent = match fields(&announced, &received.body) {
        Ok(sent) => sent,
        Err(problem) => return vec![Finding::new(problem, place, given, &announced)],
    };
    let mut wanted: Vec<Field> = given
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(name, value)| {
            let schema = schema.properties.get(name).map(|schema| resolve(operation, schema));
            wanted(name, schema, value)
        })
        .collect();
    let mut found = sent;
    wanted.sort_by(|a, b| a.name.cmp(&b.name));
    found.sort_by(|a, b| a.name.cmp(&b.name));
    if wanted == found {
        return Vec::new();
    }
    vec![Finding::new("another form", place, format!("{wanted:?}"), format!("{found:?}"))]
}

/// The fields that a member of the given object has to become.
fn wanted(name: &str, schema: Option<&Schema>, value: &Value) -> Vec<Field> {
    let items = schema.and_then(|schema| schema.items.as_deref());
    match (items, value) {
        (Some(schema), Value::Array(items)) => {
            items.iter().map(|item| field(name, Some(schema), item)).collect()
        }
        _ => vec![field(name, schema, value)],
    }
}

fn field(name: &str, schema: Option<&Schema>, value: &Value) -> Field {
    let is_file = schema.is_some_and(is_file);
    let (filename, content) = match (file(value).filter(|_| is_file), value) {
        (Some((filename, content)), _) => (Some(filename.to_owned()), content.to_owned()),
        // A file without a name is called as its field.
        (None, Value::String(text)) => (is_file.then(|| name.to_owned()), text.clone()),
        (None, value) => (None, value.to_string()),
    };
    Field { name: name.to_owned(), filename, content: content.into_bytes() }
}

/// Name and content of a given file.
fn file(value: &Value) -> Option<(&str, &str)> {
    Some((value.get("filename")?.as_str()?, value.get("content")?.as_str()?))
}

/// Compares a body that is a file alone.
pub(super) fn check_file(schema: &Schema, given: &Value, received: &Received, place: &str) -> Vec<Finding> {
    let content = file(given).map(|(_, content)| content).filter(|_| is_file(schema));
    if content.is_some_and(|content| content.as_bytes() == received.body) {
        return Vec::new();
    }
    vec![Finding::new("another file", place, given, String::from_utf8_lossy(&received.body))]
}
