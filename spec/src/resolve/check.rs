//! Examples against the tables of their page: a contradiction is the page's, and reported.

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Operation, Schema, SchemaType};
use crate::page::Code as PageCode;

/// More contradictions of one example are summed up.
const MAX_FINDINGS: usize = 20;

/// A contradiction: the rule, the message, and the path of the member it is about.
type Finding = (Code, String, String);

/// Reports members that no table names, and values of another type than documented. `shown` is the
/// example's text.
pub(super) fn check_value(
    operation: &Operation,
    schema: &Schema,
    value: &Value,
    page: &str,
    shown: &PageCode,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut findings = Vec::new();
    walk(operation, schema, value, &mut String::new(), &mut findings);
    let more = findings.len().saturating_sub(MAX_FINDINGS);
    findings.truncate(MAX_FINDINGS);
    if let Some((_, message, _)) = findings.last_mut().filter(|_| more > 0) {
        *message = format!("{message}, and there are {more} more contradictions");
    }
    for (code, message, path) in findings {
        let member = path.trim_end_matches("[]").rsplit('.').next().unwrap_or_default();
        let span = if member.is_empty() { shown.span } else { shown.place_of(&format!("\"{member}\"")) };
        diagnostics.push(Diagnostic::new(code, page, span, message));
    }
}

fn walk(
    operation: &Operation,
    schema: &Schema,
    value: &Value,
    path: &mut String,
    findings: &mut Vec<Finding>,
) {
    let schema = match schema.referenced_name() {
        Some(name) => match operation.schemas.get(name) {
            Some(schema) => schema,
            None => return,
        },
        None => schema,
    };
    let place = if path.is_empty() { "the body" } else { path.as_str() };
    if !fits(schema, value) {
        let documented = schema.schema_type.map(|t| format!("{t:?}").to_lowercase()).unwrap_or_default();
        let message =
            format!("`{place}` is documented as {documented} and the example shows {}", kind(value));
        findings.push((Code::ExampleTypeMismatch, message, path.clone()));
        return;
    }
    let length = path.len();
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                path.push_str(if length == 0 { "" } else { "." });
                path.push_str(name);
                if let Some(property) = schema.properties.get(name) {
                    walk(operation, property, member, path, findings);
                } else if let Some(values) = &schema.additional_properties {
                    walk(operation, values, member, path, findings);
                } else if !schema.properties.is_empty() {
                    let message = format!("the example shows `{path}`, which no table names");
                    findings.push((Code::UnknownExampleField, message, path.clone()));
                }
                path.truncate(length);
            }
        }
        Value::Array(items) => {
            if let Some(schema) = &schema.items {
                path.push_str("[]");
                for item in items {
                    walk(operation, schema, item, path, findings);
                }
                path.truncate(length);
            }
        }
        _ => {}
    }
}

/// Whether a value has the documented type; null fits every type.
fn fits(schema: &Schema, value: &Value) -> bool {
    match (schema.schema_type, value) {
        (None, _) | (_, Value::Null) => true,
        (Some(SchemaType::Array), value) => value.is_array(),
        (Some(SchemaType::Boolean), value) => value.is_boolean(),
        (Some(SchemaType::Integer), value) => value.is_i64() || value.is_u64(),
        (Some(SchemaType::Number), value) => value.is_number(),
        (Some(SchemaType::Object), value) => value.is_object(),
        (Some(SchemaType::String), value) => value.is_string(),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
