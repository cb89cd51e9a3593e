//! Examples against the tables of their page: a contradiction is the page's, and reported.

use serde_json::Value;

use super::propose::{Proposal, replacement};
use super::shape::infer;
use crate::diagnostics::{Code, Diagnostic};
use crate::extract::DraftExample;
use crate::model::{Operation, Schema, SchemaType};
use crate::patch::escape;

/// More contradictions of one example are summed up.
const MAX_FINDINGS: usize = 20;

/// A contradiction.
struct Finding {
    code: Code,
    message: String,
    /// The member that it is about: `boats[].name`.
    path: String,
    proposal: Proposal,
}

/// Where in a value a check is.
#[derive(Default)]
struct Place {
    /// As people write it: `boats[].name`.
    path: String,
    /// The schema, as a pointer into the operation's file.
    pointer: String,
}

/// Reports members that no table names, and values of another type than documented.
///
/// `value` is the example's body, and `pointer` says where `schema` stands in the operation's file.
pub(super) fn check_value(
    operation: &Operation,
    (schema, pointer): (&Schema, String),
    value: &Value,
    page: &str,
    example: &DraftExample,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut findings = Vec::new();
    let mut place = Place { pointer, ..Place::default() };
    walk(operation, schema, value, &mut place, &mut findings);
    let more = findings.len().saturating_sub(MAX_FINDINGS);
    findings.truncate(MAX_FINDINGS);
    if let Some(last) = findings.last_mut().filter(|_| more > 0) {
        last.message = format!("{}, and there are {more} more contradictions", last.message);
    }
    for Finding { code, message, path, proposal } in findings {
        let member = path.trim_end_matches("[]").rsplit('.').next().unwrap_or_default();
        let shown = &example.code;
        let span = if member.is_empty() { shown.span } else { shown.place_of(&format!("\"{member}\"")) };
        let proposal = proposal.patch(operation, page, example.anchor.as_deref(), &message);
        let diagnostic = Diagnostic::new(code, page, span, message);
        diagnostics.push(Diagnostic { proposal: proposal.map(Box::new), ..diagnostic });
    }
}

fn walk(
    operation: &Operation,
    stated: &Schema,
    value: &Value,
    place: &mut Place,
    findings: &mut Vec<Finding>,
) {
    let schema = match stated.referenced_name() {
        Some(name) => match operation.schemas.get(name) {
            Some(schema) => schema,
            None => return,
        },
        None => stated,
    };
    if !fits(schema, value) {
        let documented = schema.schema_type.map(|t| format!("{t:?}").to_lowercase()).unwrap_or_default();
        let member = if place.path.is_empty() { "the body" } else { place.path.as_str() };
        let message =
            format!("`{member}` is documented as {documented} and the example shows {}", kind(value));
        let new = replacement(stated, schema, value);
        let proposal = Proposal { select: place.pointer.clone(), old: Some(stated.clone()), new };
        findings.push(Finding {
            code: Code::ExampleTypeMismatch,
            message,
            path: place.path.clone(),
            proposal,
        });
        return;
    }
    let outer = stated.referenced_name().map(|name| {
        let component = format!("/schemas/{}", escape(name));
        std::mem::replace(&mut place.pointer, component)
    });
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                walk_member(operation, schema, (name, member), place, findings);
            }
        }
        Value::Array(items) => {
            if let Some(schema) = &schema.items {
                place.within("[]", "/items", |place| {
                    for item in items {
                        walk(operation, schema, item, place, findings);
                    }
                });
            }
        }
        _ => {}
    }
    if let Some(outer) = outer {
        place.pointer = outer;
    }
}

fn walk_member(
    operation: &Operation,
    schema: &Schema,
    (name, member): (&str, &Value),
    place: &mut Place,
    findings: &mut Vec<Finding>,
) {
    let dot = if place.path.is_empty() { "" } else { "." };
    let own = format!("/properties/{}", escape(name));
    let (stated, pointer) = match (schema.properties.get(name), schema.additional_properties.as_deref()) {
        (Some(property), _) => (Some(property), own.as_str()),
        (None, Some(values)) => (Some(values), "/additionalProperties"),
        (None, None) if schema.properties.is_empty() => return,
        (None, None) => (None, own.as_str()),
    };
    place.within(&format!("{dot}{name}"), pointer, |place| match stated {
        Some(stated) => walk(operation, stated, member, place, findings),
        None => findings.push(Finding {
            code: Code::UnknownExampleField,
            message: format!("the example shows `{}`, which no table names", place.path),
            path: place.path.clone(),
            proposal: Proposal { select: place.pointer.clone(), old: None, new: infer(&[member], 0) },
        }),
    });
}

impl Place {
    /// Runs `visit` one level deeper.
    fn within(&mut self, path: &str, pointer: &str, visit: impl FnOnce(&mut Self)) {
        let (path_length, pointer_length) = (self.path.len(), self.pointer.len());
        self.path.push_str(path);
        self.pointer.push_str(pointer);
        visit(self);
        self.path.truncate(path_length);
        self.pointer.truncate(pointer_length);
    }
}

/// Whether a value has the documented type; null fits every type.
pub(super) fn fits(schema: &Schema, value: &Value) -> bool {
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
