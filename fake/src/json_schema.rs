//! Schemas of an operation as JSON Schema documents.

use jsonschema::Validator;
use serde_json::{Value, json};
use spec::model::{Operation, Schema};

use crate::finding::Finding;
use crate::percent;

/// A schema with everything that it refers to: `#/schemas/X` becomes `#/$defs/X`.
pub fn document(operation: &Operation, schema: &Schema) -> Value {
    // Values of the model always serialize: their maps have text keys.
    let part = |value: Result<Value, serde_json::Error>| with_references(value.unwrap_or_default());
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": part(serde_json::to_value(&operation.schemas)),
        "allOf": [part(serde_json::to_value(schema))],
    })
}

/// A reference is a URI, in which names that are not ASCII have to be percent-encoded.
fn with_references(part: Value) -> Value {
    match part {
        Value::Array(items) => items.into_iter().map(with_references).collect(),
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, member)| match (name.as_str(), &member) {
                ("$ref", Value::String(target)) => (name, reference(target).into()),
                _ => (name, with_references(member)),
            });
            Value::Object(members.collect())
        }
        scalar => scalar,
    }
}

fn reference(target: &str) -> String {
    let Some(name) = target.strip_prefix(Schema::REFERENCE_PREFIX) else { return target.to_owned() };
    let pointer = name.replace('~', "~0").replace('/', "~1");
    format!("#/$defs/{}", percent::encode(&pointer))
}

/// The schema that a chain of references ends at.
pub fn resolve<'a>(operation: &'a Operation, mut schema: &'a Schema) -> &'a Schema {
    for _ in 0..=operation.schemas.len() {
        match schema.referenced_name().and_then(|name| operation.schemas.get(name)) {
            Some(target) => schema = target,
            None => break,
        }
    }
    schema
}

/// A validator for a schema of the operation.
///
/// # Errors
/// If the schema is not valid, such as by a pattern that is no regular expression.
pub fn validator(operation: &Operation, schema: &Schema) -> Result<Validator, String> {
    jsonschema::validator_for(&document(operation, schema)).map_err(|error| error.to_string())
}

/// What is wrong with a value, by the schema. `place` says what the value is: `request body`.
pub fn violations(operation: &Operation, schema: &Schema, value: &Value, place: &str) -> Vec<Finding> {
    let validator = match validator(operation, schema) {
        Ok(validator) => validator,
        Err(problem) => {
            return vec![Finding::new(
                "the specification's schema is not valid",
                place,
                "a JSON Schema",
                problem,
            )];
        }
    };
    let finding = |error: jsonschema::ValidationError<'_>| {
        let place = format!("{place} at {}", pointer(error.instance_path().as_str()));
        let rule = error.schema_path().as_str().replacen("/allOf/0", "", 1);
        Finding::new(error.to_string(), place, format!("what {rule} says"), error.instance())
    };
    validator.iter_errors(value).map(finding).collect()
}

fn pointer(path: &str) -> &str {
    if path.is_empty() { "its root" } else { path }
}
