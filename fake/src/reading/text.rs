//! Values that are sent as text.

use std::fmt::Debug;

use serde_json::Value;
use spec::model::{Operation, Schema, SchemaType};

use crate::{
    finding::Finding,
    json_schema::{resolve, violations},
};

/// What a parameter's texts say: one value, or all of them where a list is documented.
pub(super) fn value(
    operation: &Operation,
    schema: &Schema,
    sent: &[String],
    place: &str,
    findings: &mut Vec<Finding>,
) -> Value {
    let target = resolve(operation, schema);
    let value = if target.schema_type == Some(SchemaType::Array) {
        let open = Schema::default();
        let items = target.items.as_deref().map_or(&open, |items| resolve(operation, items));
        sent.iter().map(|text| one(items, text)).collect()
    } else {
        only(sent, place, findings).map_or(Value::Null, |text| one(target, text))
    };
    findings.extend(violations(operation, schema, &value, place));
    value
}

/// The first value, where only one may be sent.
pub(super) fn only<'a, T: Debug>(sent: &'a [T], place: &str, findings: &mut Vec<Finding>) -> Option<&'a T> {
    if sent.len() > 1 {
        let found = format!("{sent:?}");
        findings.push(Finding::new("a parameter was sent several times", place, "one value", found));
    }
    sent.first()
}

/// A text that is not what the type asks for stays a text, which the schema then refuses.
fn one(schema: &Schema, text: &str) -> Value {
    let json = || serde_json::from_str::<Value>(text).ok();
    let read = match schema.schema_type {
        Some(SchemaType::Boolean) => json().filter(Value::is_boolean),
        Some(SchemaType::Integer) => json().filter(|value| value.is_i64() || value.is_u64()),
        Some(SchemaType::Number) => json().filter(Value::is_number),
        Some(SchemaType::Object)
            if !schema.properties.is_empty() || schema.additional_properties.is_some() =>
        {
            json().filter(Value::is_object)
        }
        Some(SchemaType::Object) => Some(json().filter(Value::is_object).unwrap_or_else(|| text.into())),
        _ => None,
    };
    read.unwrap_or_else(|| text.into())
}
