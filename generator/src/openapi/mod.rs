//! The specification as OpenAPI 3.1, for the tools that read it.
//!
//! OpenAPI allows one operation per method and path. Operations that share them are merged: their
//! bodies and answers become alternatives, and `x-operations` lists them. What pages show stands in the
//! document as examples, `x-error-codes` has the HTTP status codes of each error code, and `x-pagination`,
//! `x-waiter` and `x-job-query` of an operation say how its list goes on and what is known of jobs. What only
//! one of merged operations has of these, or that it is deprecated, stands with it in `x-operations`.

mod examples;
mod merge;
mod schema;
mod union;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use spec::model::{Location, Operation, Parameter, Service, SetBy};

use examples::{Examples, media};
use merge::merge;
use schema::{component_name, to_component};

/// The mark of what is obsolete.
const DEPRECATED: &str = "deprecated";
/// The media type of bodies.
const JSON: &str = "application/json";
/// That of answers that are files.
const OCTETS: &str = "application/octet-stream";

/// The OpenAPI 3.1 document of a service.
pub fn openapi(service: &Service) -> Value {
    let mut groups: BTreeMap<(String, &str), Vec<&Operation>> = BTreeMap::new();
    for operation in service.operations.values() {
        groups.entry((operation.path_identity(), operation.method.as_str())).or_default().push(operation);
    }
    let components = components(service);
    // Templates that differ in the names of their placeholders only are one path.
    let mut paths: BTreeMap<String, (String, Map<String, Value>)> = BTreeMap::new();
    for ((identity, method), operations) in groups {
        let Some(first) = operations.first() else { continue };
        let (path, item) = paths.entry(identity).or_insert_with(|| (first.path.clone(), Map::new()));
        let described: Vec<_> = operations
            .iter()
            .map(|operation| described(operation, path, &Examples::of(service, operation)))
            .collect();
        item.insert(method.to_lowercase(), merge(&operations, described, &components));
    }
    let paths: Map<String, Value> =
        paths.into_values().map(|(path, item)| (path, Value::Object(item))).collect();
    let info = &service.info;
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": info.title, "version": "1" },
        "servers": [{
            "url": format!("https://{}.{{region}}.myhuaweicloud.com", info.endpoint),
            "variables": { "region": { "default": "cn-north-4" } },
        }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": { "token": { "type": "apiKey", "in": "header", "name": "X-Auth-Token" } },
        },
    });
    let error_codes = service.all_error_codes();
    if let (false, Value::Object(members)) = (error_codes.is_empty(), &mut document) {
        members.insert("x-error-codes".to_owned(), json!(error_codes));
    }
    document
}

fn components(service: &Service) -> Map<String, Value> {
    let mut components = Map::new();
    for operation in service.operations.values() {
        for (name, schema) in &operation.schemas {
            components.insert(component_name(&operation.id, name), to_component(schema, &operation.id));
        }
    }
    components
}

/// One operation by itself; `path` is the template of its path item.
fn described(operation: &Operation, path: &str, examples: &Examples<'_>) -> Map<String, Value> {
    let mut described = Map::new();
    described.insert("operationId".to_owned(), json!(operation.id));
    described.insert("summary".to_owned(), json!(operation.title));
    if operation.deprecated {
        described.insert(DEPRECATED.to_owned(), json!(true));
    }
    let mut parameters = fixed_query(operation);
    let placeholders: Vec<_> = placeholders(&operation.path).zip(placeholders(path)).collect();
    for parameter in operation.parameters.iter().filter(|parameter| is_stated(parameter)) {
        let renamed = placeholders
            .iter()
            .find(|(own, _)| parameter.location == Location::Path && *own == parameter.name);
        let name = renamed.map_or(parameter.name.as_str(), |(_, name)| name);
        parameters.push(self::parameter(operation, parameter, name, examples));
    }
    if !parameters.is_empty() {
        described.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some((content_type, required, schema)) = body(operation) {
        let shown = if content_type == JSON { examples.request_bodies() } else { Map::new() };
        let body = json!({ "required": required, "content": { content_type: media(schema, shown) } });
        described.insert("requestBody".to_owned(), body);
    }
    described.insert("responses".to_owned(), Value::Object(responses(operation, examples)));
    if let Some(pagination) = &operation.pagination {
        described.insert("x-pagination".to_owned(), json!(pagination));
    }
    if let Some(query) = &operation.job_query {
        described.insert("x-job-query".to_owned(), json!(query));
    }
    if let Some(waiter) = &operation.waiter {
        described.insert("x-waiter".to_owned(), json!(waiter));
    }
    described
}

/// Headers of authentication and content belong to the document's security and media types.
fn is_stated(parameter: &Parameter) -> bool {
    match parameter.location {
        Location::Path | Location::Query => true,
        Location::Header => parameter.set_by == SetBy::Caller,
        Location::Form => false,
    }
}

fn parameter(operation: &Operation, parameter: &Parameter, name: &str, examples: &Examples<'_>) -> Value {
    let mut value = json!({
        "name": name,
        "in": parameter.location.as_str(),
        "required": parameter.required || parameter.location == Location::Path,
        "schema": to_component(&parameter.schema, &operation.id),
    });
    let Value::Object(members) = &mut value else { return value };
    if parameter.deprecated {
        members.insert(DEPRECATED.to_owned(), json!(true));
    }
    if let Some(shown) = examples.parameter(parameter.location, &parameter.name) {
        members.insert("example".to_owned(), shown.clone());
    }
    value
}

/// Query parameters with a constant value.
fn fixed_query(operation: &Operation) -> Vec<Value> {
    let fixed = operation.discriminator.query.iter();
    fixed
        .map(|(name, value)| {
            let schema = json!({ "type": "string", "enum": [value.clone().unwrap_or_default()] });
            json!({ "name": name, "in": "query", "required": true, "schema": schema })
        })
        .collect()
}

fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

/// Media type, whether it is required, and the body's schema.
fn body(operation: &Operation) -> Option<(String, bool, Value)> {
    let body = operation.request_body.as_ref()?;
    let mut schema = body.schema.clone();
    // Without the member that tells operations apart, the body is another operation's.
    schema.required.extend(operation.discriminator.body_root.clone());
    Some((body.content_type.clone(), body.required, to_component(&schema, &operation.id)))
}

fn responses(operation: &Operation, examples: &Examples<'_>) -> Map<String, Value> {
    let mut responses = Map::new();
    for (status, response) in &operation.responses {
        let mut described = json!({ "description": format!("Status {status}") });
        let Value::Object(members) = &mut described else { continue };
        if !response.headers.is_empty() {
            let header = |(name, schema)| {
                (String::clone(name), json!({ "schema": to_component(schema, &operation.id) }))
            };
            members
                .insert("headers".to_owned(), Value::Object(response.headers.iter().map(header).collect()));
        }
        if let Some(schema) = &response.schema {
            let media_type = if schema.format.as_deref() == Some("binary") { OCTETS } else { JSON };
            let schema = to_component(schema, &operation.id);
            let content = media(schema, examples.response_bodies(status));
            members.insert("content".to_owned(), json!({ media_type: content }));
        }
        responses.insert(status.clone(), described);
    }
    responses
}
