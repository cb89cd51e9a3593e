//! Responses by status code, from status tables, parameter tables and examples.

use std::collections::BTreeMap;

use super::locate::Purpose;
use super::schemas::{SchemaBuilder, root};
use crate::diagnostics::{Code, Diagnostic};
use crate::extract::Draft;
use crate::model::{ExampleRole, Method, Response, Schema, SchemaType};

/// The responses of a draft. What no status code is stated for belongs to the success.
pub(super) fn responses(
    draft: &Draft,
    purposes: &[Purpose],
    builder: &mut SchemaBuilder<'_>,
) -> (BTreeMap<String, Response>, Option<Diagnostic>) {
    let mut responses: BTreeMap<u16, Response> = BTreeMap::new();
    let tables = draft.tables.iter().filter_map(|table| table.status);
    let examples = draft.examples.iter().filter(|example| example.role == ExampleRole::Response);
    for status in draft
        .statuses
        .iter()
        .map(|row| row.status)
        .chain(draft.listed_statuses.iter().copied())
        .chain(tables)
        .chain(examples.filter_map(|e| e.status))
    {
        responses.entry(status).or_default();
    }
    let mut assumed = None;
    // Where it is all that is stated, a list of choices is the answer meant.
    let stated = responses.keys().copied().find(|status| (200..=300).contains(status));
    let success = stated.unwrap_or_else(|| usual_status(draft));
    if stated.is_none() {
        responses.insert(success, Response { assumed: true, ..Response::default() });
        let message = format!("no status code of success is stated; {success} is assumed");
        assumed = Some(Diagnostic::new(Code::AssumedStatus, &draft.page, draft.span, message));
    }
    for (purpose, index) in purposes.iter().zip(0..) {
        let Some(table) = draft.tables.get(index) else { continue };
        let response = responses.entry(table.status.unwrap_or(success)).or_default();
        match purpose {
            Purpose::Response => merge(&mut response.schema, builder.object(index, |_| true)),
            Purpose::ResponseHeader => {
                for (field, row) in table.fields.iter().zip(0..) {
                    let schema = super::schemas::parameter_schema(field, builder, index, row);
                    response.headers.insert(field.name.clone(), schema);
                }
            }
            _ => {}
        }
    }
    for response in responses.values_mut() {
        response.schema = response.schema.take().map(root);
    }
    add_shown(draft, success, &mut responses);
    let responses = responses.into_iter().map(|(status, response)| (status.to_string(), response)).collect();
    (responses, assumed)
}

/// A second table of the same status adds members.
fn merge(schema: &mut Option<Schema>, object: Schema) {
    match schema {
        Some(schema) => schema.properties.extend(object.properties),
        None => *schema = Some(object),
    }
}

/// A body that only an example shows: its type is known, its members are not documented.
fn add_shown(draft: &Draft, success: u16, responses: &mut BTreeMap<u16, Response>) {
    for example in draft.examples.iter().filter(|example| example.role == ExampleRole::Response) {
        let status = match example.status {
            Some(status) => status,
            None if example.failure => continue,
            None => success,
        };
        let Some(response) = responses.get_mut(&status) else { continue };
        if response.schema.is_some() {
            continue;
        }
        response.schema = match &example.body {
            Some(serde_json::Value::Object(_)) => Some(Schema::of(SchemaType::Object)),
            Some(serde_json::Value::Array(_)) => Some(Schema::of(SchemaType::Array)),
            _ => None,
        };
    }
}

/// The status of success that a method has by convention.
fn usual_status(draft: &Draft) -> u16 {
    let answers = draft.tables.iter().any(|table| table.section == crate::vocabulary::Role::Response)
        || draft.examples.iter().any(|example| example.role == ExampleRole::Response);
    if draft.uri.method == Method::Delete && !answers { 204 } else { 200 }
}
