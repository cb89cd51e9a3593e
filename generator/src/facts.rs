//! The documented constraints of a value, in words of our own.

use serde_json::Value;
use spec::model::{Schema, SchemaType};

use crate::docs::code;

/// One sentence for each constraint.
pub(crate) fn of(schema: &Schema) -> Vec<String> {
    let mut facts = own(schema);
    if let Some(items) = &schema.items {
        let of_items = own(items);
        if !of_items.is_empty() {
            facts.push(format!("Each item: {}", of_items.join(" ")));
        }
    }
    facts
}

fn own(schema: &Schema) -> Vec<String> {
    let is_number = matches!(schema.schema_type, Some(SchemaType::Integer | SchemaType::Number));
    let format = schema.format.as_deref().filter(|_| !is_number);
    [
        format.map(|format| format!("Format: {}.", code(format))),
        between(schema.min_length, schema.max_length).map(|range| format!("Length: {range}.")),
        between(schema.minimum.as_ref(), schema.maximum.as_ref()).map(|range| format!("Range: {range}.")),
        between(schema.min_items, schema.max_items).map(|range| format!("Items: {range}.")),
        schema.pattern.as_ref().map(|pattern| format!("Pattern: {}.", code(pattern))),
        values(schema).map(|values| format!("Documented values: {values}.")),
        schema.default.as_ref().map(|value| format!("Default: {}.", literal(value))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn between<T: std::fmt::Display + PartialEq>(least: Option<T>, greatest: Option<T>) -> Option<String> {
    match (least, greatest) {
        (Some(least), Some(greatest)) if least == greatest => Some(least.to_string()),
        (Some(least), Some(greatest)) => Some(format!("{least} to {greatest}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(greatest)) => Some(format!("at most {greatest}")),
        (None, None) => None,
    }
}

/// The values of an enumeration that does not become a Rust enum, which lists them itself.
fn values(schema: &Schema) -> Option<String> {
    let listed = !schema.enumeration.is_empty() && !schema.enumeration.iter().all(Value::is_string);
    listed.then(|| schema.enumeration.iter().map(literal).collect::<Vec<_>>().join(", "))
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}
