//! Every sent value is found again in the typed one, at the same place.

use std::fmt::Display;

use serde_json::{Map, Value};
use spec::model::{Operation, Schema, SchemaType};

use super::Checked;
use crate::draw::resolve;
use crate::finding::Finding;

/// Says nothing about a value.
static OPEN: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(Schema::default);

/// One comparison, and what it has found so far.
pub(super) struct Comparison<'a> {
    operation: &'a Operation,
    pub(super) checked: Checked,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(operation: &'a Operation) -> Self {
        Self { operation, checked: Checked::default() }
    }

    /// Compares a whole body. Nothing at all is the type's default, whatever that is.
    pub(super) fn root(&mut self, sent: &Value, decoded: &Value, schema: Option<&'a Schema>) {
        if !sent.is_null() {
            self.value(sent, Some(decoded), schema.unwrap_or(&OPEN), "");
        }
    }

    fn value(&mut self, sent: &Value, decoded: Option<&Value>, schema: &'a Schema, place: &str) {
        let schema = resolve(self.operation, schema);
        let Some(decoded) = decoded.filter(|decoded| !decoded.is_null()) else {
            if !says_nothing(sent, schema) {
                self.finding("a value was lost", place, sent, &"nothing");
            }
            return;
        };
        let items = schema.items.as_deref().unwrap_or(&OPEN);
        match (sent, decoded) {
            // Where something has to stand, such as in a list, it is the type's default.
            (Value::Null, _) => {}
            (Value::Object(sent), Value::Object(decoded)) => self.members(sent, decoded, schema, place),
            (Value::Array(sent), Value::Array(decoded)) if sent.len() == decoded.len() => {
                for (position, (sent, decoded)) in sent.iter().zip(decoded).enumerate() {
                    self.value(sent, Some(decoded), items, &format!("{place}/{position}"));
                }
            }
            // Some languages write an empty map as an empty list.
            (Value::Array(sent), Value::Object(decoded)) if sent.is_empty() && decoded.is_empty() => {}
            (_, Value::Array(decoded)) if !sent.is_array() && decoded.len() == 1 => {
                self.value(sent, decoded.first(), items, place);
            }
            _ if reads_alike(sent, decoded) => {
                if !is_of_type(decoded, schema) {
                    let documented = format!("{:?}", schema.schema_type);
                    self.finding("a value was read as another type", place, &documented, decoded);
                }
            }
            _ => self.finding("another value was read", place, sent, decoded),
        }
    }

    fn members(
        &mut self,
        sent: &Map<String, Value>,
        decoded: &Map<String, Value>,
        schema: &'a Schema,
        place: &str,
    ) {
        for (name, value) in sent {
            let place = format!("{place}/{name}");
            let documented = schema.properties.get(name).or(schema.additional_properties.as_deref());
            match decoded.get(name) {
                None if documented.is_none() => self.checked.undocumented.push(place),
                found => self.value(value, found, documented.unwrap_or(&OPEN), &place),
            }
        }
        for (name, value) in decoded.iter().filter(|(_, value)| !value.is_null()) {
            if !sent.contains_key(name) {
                self.finding("a value was invented", &format!("{place}/{name}"), &"nothing", value);
            }
        }
    }

    fn finding(&mut self, what: &str, place: &str, expected: &dyn Display, found: &dyn Display) {
        let place = format!("response body at {}", if place.is_empty() { "its root" } else { place });
        self.checked.findings.push(Finding::new(what, place, expected, found));
    }
}

/// `null`, and an empty text where the type is another.
fn says_nothing(sent: &Value, schema: &Schema) -> bool {
    let is_text = schema.schema_type == Some(SchemaType::String);
    sent.is_null() || sent.as_str() == Some("") && schema.schema_type.is_some() && !is_text
}

/// Whether a value that was read is of the documented type, whatever was sent.
fn is_of_type(read: &Value, schema: &Schema) -> bool {
    if !schema.one_of.is_empty() {
        return true;
    }
    match schema.schema_type {
        Some(SchemaType::Integer) => read.is_i64() || read.is_u64(),
        Some(SchemaType::Number) => read.is_number(),
        Some(SchemaType::Boolean) => read.is_boolean(),
        Some(SchemaType::String) => read.is_string(),
        _ => true,
    }
}

/// Whether two scalars say the same: numbers, booleans and their texts are read from each other.
fn reads_alike(sent: &Value, decoded: &Value) -> bool {
    let (Some(sent), Some(read)) = (text_of(sent), text_of(decoded)) else { return false };
    match decoded {
        Value::Bool(true) => sent.trim().eq_ignore_ascii_case("true") || sent.trim() == "1",
        Value::Bool(false) => sent.trim().eq_ignore_ascii_case("false") || sent.trim() == "0",
        Value::Number(_) => is_same_number(sent.trim(), &read),
        _ => sent == read || is_same_number(&sent, &read),
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Large integers differ as integers even where they are one float.
#[expect(clippy::float_cmp, reason = "a number that was read is exactly the one that was sent")]
fn is_same_number(a: &str, b: &str) -> bool {
    match (a.parse::<i128>(), b.parse::<i128>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a.parse::<f64>().is_ok_and(|a| b.parse::<f64>().is_ok_and(|b| a == b)),
    }
}
