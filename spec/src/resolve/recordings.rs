//! Examples of a page as recordings.

use serde_json::Value;

use super::check::check_value;
use crate::diagnostics::{Code, Diagnostic};
use crate::extract::{Draft, DraftExample, match_path};
use crate::model::{
    Arguments, ExampleRole, Location, Operation, Recording, RecordingFile, RecordingSource, Schema,
    SchemaType,
};

/// The recordings that a page's examples give. A success that is documented and not shown is one
/// as well, if it has no body.
pub(super) fn record(
    operation: &Operation,
    draft: &Draft,
    diagnostics: &mut Vec<Diagnostic>,
) -> RecordingFile {
    let request = arguments(operation, draft, diagnostics);
    let page = || operation.source.page.clone();
    let success =
        operation.responses.keys().find(|status| status.starts_with('2')).cloned().unwrap_or_default();
    let mut recordings = Vec::new();
    for example in draft.examples.iter().filter(|example| example.role == ExampleRole::Response) {
        let Some(status) = status_of(example, &success) else { continue };
        check_response(operation, draft, example, status, diagnostics);
        recordings.push(Recording {
            source: RecordingSource::Page { page: page(), anchor: example.anchor.clone() },
            request: request.clone(),
            status,
            headers: std::collections::BTreeMap::new(),
            body: example.body.clone(),
        });
    }
    let shown: Vec<String> = recordings.iter().map(|recording| recording.status.to_string()).collect();
    for (status, response) in &operation.responses {
        let Ok(code) = status.parse() else { continue };
        if status.starts_with('2') && response.schema.is_none() && !shown.contains(status) {
            recordings.push(Recording {
                source: RecordingSource::Status { page: page() },
                request: request.clone(),
                status: code,
                headers: std::collections::BTreeMap::new(),
                body: None,
            });
        }
    }
    recordings.sort_by_key(|recording| recording.status);
    RecordingFile {
        service: operation.service.clone(),
        operation: operation.id.clone(),
        contract: operation.contract_hash(),
        outline: std::collections::BTreeMap::new(),
        recordings,
    }
}

fn status_of(example: &DraftExample, success: &str) -> Option<u16> {
    match example.status {
        Some(status) => Some(status),
        None if example.failure => None,
        None => success.parse().ok(),
    }
}

fn check_response(
    operation: &Operation,
    draft: &Draft,
    example: &DraftExample,
    status: u16,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let schema = operation.responses.get(&status.to_string()).and_then(|response| response.schema.as_ref());
    if let (Some(schema), Some(body)) = (schema, &example.body) {
        let place = (schema, format!("/responses/{status}/schema"));
        check_value(operation, place, body, &draft.page, example, diagnostics);
    }
}

/// The arguments that the first request example shows.
fn arguments(operation: &Operation, draft: &Draft, diagnostics: &mut Vec<Diagnostic>) -> Arguments {
    let mut arguments = Arguments::default();
    let mut requests = draft.examples.iter().filter(|example| example.role == ExampleRole::Request);
    if let Some(example) = requests.clone().find(|example| example.url.is_some())
        && let Some(url) = &example.url
        && !read_url(operation, url, &mut arguments)
    {
        let message = format!("the example's address is no instance of `{}`", operation.path);
        diagnostics.push(Diagnostic::new(Code::ExampleUrlMismatch, &draft.page, example.code.span, message));
    }
    if let Some(body) = &operation.request_body
        && let Some(example) = requests.find(|example| example.body.is_some())
        && let Some(value) = &example.body
    {
        let place = (&body.schema, "/request_body/schema".to_owned());
        check_value(operation, place, value, &draft.page, example, diagnostics);
        arguments.body = Some(value.clone());
    }
    arguments
}

/// Reads path and query of `METHOD url` into arguments. False if the path does not fit.
fn read_url(operation: &Operation, url: &str, arguments: &mut Arguments) -> bool {
    let address = url.split_once(' ').map_or(url, |(_, address)| address);
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let Some(values) = match_path(&operation.path, crate::extract::without_host(path)) else { return false };
    for (name, value) in values {
        if let Some(value) = typed(operation, Location::Path, &name, &value) {
            arguments.path.insert(name, value);
        }
    }
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if value.is_empty() || value.starts_with(['{', '<', '$']) {
            continue;
        }
        let value = crate::extract::percent_decode(value);
        if let Some(value) = typed(operation, Location::Query, name, &value) {
            arguments.query.insert(name.to_owned(), value);
        }
    }
    true
}

/// A documented parameter's value as its type; `None` if the parameter or the value does not fit.
fn typed(operation: &Operation, location: Location, name: &str, text: &str) -> Option<Value> {
    let parameter = operation.parameters_in(location).find(|parameter| parameter.name == name)?;
    value_of(&parameter.schema, text)
}

fn value_of(schema: &Schema, text: &str) -> Option<Value> {
    match schema.schema_type {
        Some(SchemaType::Integer) => text.parse::<i64>().ok().map(Value::from),
        Some(SchemaType::Number) => text.parse::<f64>().ok().map(Value::from),
        Some(SchemaType::Boolean) => text.parse::<bool>().ok().map(Value::from),
        Some(SchemaType::Array) => {
            let items = schema.items.as_deref().cloned().unwrap_or_else(|| Schema::of(SchemaType::String));
            value_of(&items, text).map(|value| Value::Array(vec![value]))
        }
        Some(SchemaType::Object) => None,
        Some(SchemaType::String) | None => Some(Value::from(text)),
    }
}
