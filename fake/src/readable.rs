//! Whether an answer has a reading at all: as a client of the specification reads it, which bridges whatever
//! can be bridged.

use huaweicloud_runtime::lenient::read;
use serde_json::Value;
use spec::model::{Operation, Schema, SchemaType};

use crate::json_schema::resolve;

/// Whether a value can be read as what the schema documents. A number for text can, and one item for a list;
/// an object for text cannot.
pub(crate) fn is_readable(operation: &Operation, schema: &Schema, value: &Value) -> bool {
    let schema = resolve(operation, schema);
    if value.is_null() || !schema.one_of.is_empty() {
        return true;
    }
    match schema.schema_type {
        Some(SchemaType::Boolean) => read::<Option<bool>, _>(value).is_ok(),
        Some(SchemaType::Integer) => read::<Option<i64>, _>(value).is_ok(),
        Some(SchemaType::Number) => read::<Option<f64>, _>(value).is_ok(),
        Some(SchemaType::String) => read::<Option<String>, _>(value).is_ok(),
        Some(SchemaType::Array) => is_readable_list(operation, schema, value),
        None if schema.items.is_some() => is_readable_list(operation, schema, value),
        None if is_one_of_texts(schema) => read::<Option<String>, _>(value).is_ok(),
        Some(SchemaType::Object) | None => is_readable_object(operation, schema, value),
    }
}

fn is_one_of_texts(schema: &Schema) -> bool {
    !schema.enumeration.is_empty() && schema.enumeration.iter().all(Value::is_string)
}

fn is_readable_list(operation: &Operation, schema: &Schema, value: &Value) -> bool {
    let Some(items) = schema.items.as_deref() else { return true };
    match value {
        Value::Array(values) => values.iter().all(|value| is_readable(operation, items, value)),
        Value::String(text) if text.is_empty() => true,
        one => is_readable(operation, items, one),
    }
}

fn is_readable_object(operation: &Operation, schema: &Schema, value: &Value) -> bool {
    let others = schema.additional_properties.as_deref();
    let is_open = schema.properties.is_empty() && others.is_none();
    match value {
        _ if is_open => true,
        Value::Object(members) => members.iter().all(|(name, member)| {
            // What stands beside documented members is kept as it is.
            let others = others.filter(|_| schema.properties.is_empty());
            let documented = schema.properties.get(name).or(others);
            documented.is_none_or(|documented| is_readable(operation, documented, member))
        }),
        Value::Array(items) => items.is_empty() && schema.properties.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_can_be_bridged_is_readable() {
        let text = json!({"type": "string"});
        let number = json!({"type": "integer"});
        let list = json!({"type": "array", "items": number});
        let map = json!({"type": "object", "additionalProperties": number});
        let object = json!({"type": "object", "properties": {"a": number}});
        for (schema, value, expected) in [
            (&text, json!(7), true),
            (&text, json!({"zh": "x"}), false),
            (&text, json!(["x"]), false),
            (&number, json!("7"), true),
            (&number, json!("7 GB"), false),
            (&list, json!(7), true),
            (&list, json!(""), true),
            (&list, json!([7, null, "x"]), false),
            (&map, json!([]), true),
            (&map, json!({"a": true}), false),
            (&object, json!({"a": null, "b": {}}), true),
            (&object, json!([]), false),
            (&object, json!("a"), false),
            (&json!({"type": "object"}), json!([7]), true),
            (&json!({"oneOf": [text, number]}), json!([7]), true),
            (&json!({"enum": ["on", "off"]}), json!({}), false),
        ] {
            let schema: Schema = serde_json::from_value(schema.clone()).unwrap();
            let operation = operation();
            assert_eq!(is_readable(&operation, &schema, &value), expected, "{schema:?} {value}");
        }
    }

    fn operation() -> Operation {
        let path = crate::files::services_folder(&crate::files::root()).join("vpc/ShowVpc.json");
        crate::files::read(&path).unwrap()
    }
}
