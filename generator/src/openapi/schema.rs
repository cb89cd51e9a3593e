//! Schemas: the same JSON Schema, with references to the document's components.

use serde_json::{Value, json};
use spec::model::Schema;

/// The component that holds the schema `name` of an operation.
pub(super) fn component_name(operation: &str, name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let name: String =
        name.chars().map(|c| if plain(c) { c.to_string() } else { format!("u{:x}", u32::from(c)) }).collect();
    format!("{operation}.{name}")
}

/// A schema of an operation as it stands in the document.
pub(super) fn to_component(schema: &Schema, operation: &str) -> Value {
    let mut value = serde_json::to_value(schema).unwrap_or_else(|_| json!({}));
    point_to_components(&mut value, operation);
    value
}

fn point_to_components(value: &mut Value, operation: &str) {
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                match member {
                    Value::String(target) if key == "$ref" => {
                        if let Some(name) = target.strip_prefix(Schema::REFERENCE_PREFIX) {
                            *target = format!("#/components/schemas/{}", component_name(operation, name));
                        }
                    }
                    member => point_to_components(member, operation),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| point_to_components(item, operation)),
        _ => {}
    }
}
