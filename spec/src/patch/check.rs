//! Whether a patched operation still makes sense.

use std::collections::BTreeSet;

use crate::model::{Location, Operation, Schema};
use crate::names;

/// What is wrong with an operation that the types of the model let pass.
pub(super) fn check(operation: &Operation) -> Vec<String> {
    let mut problems = Vec::new();
    check_path(operation, &mut problems);
    let mut places = BTreeSet::new();
    for parameter in &operation.parameters {
        if !places.insert((parameter.location, parameter.name.as_str())) {
            problems.push(format!("`{}.{}` is there twice", parameter.location.as_str(), parameter.name));
        }
    }
    for status in operation.responses.keys() {
        if status.len() != 3 || !status.bytes().all(|byte| byte.is_ascii_digit()) {
            problems.push(format!("`{status}` is no status code"));
        }
    }
    for name in operation.schemas.keys().filter(|name| !names::is_type_name(name)) {
        problems.push(format!("`{name}` is no type name, such as `BoatDetail`"));
    }
    for (place, schema) in schemas(operation) {
        check_references(operation, &place, schema, &mut problems);
    }
    problems
}

fn check_path(operation: &Operation, problems: &mut Vec<String>) {
    if !operation.path.starts_with('/') {
        problems.push(format!("the path `{}` does not begin with `/`", operation.path));
    }
    let placeholders: BTreeSet<&str> = operation
        .path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect();
    let parameters: BTreeSet<&str> =
        operation.parameters_in(Location::Path).map(|parameter| parameter.name.as_str()).collect();
    for name in placeholders.difference(&parameters) {
        problems.push(format!("no path parameter is called `{name}`, as a placeholder of the path is"));
    }
    for name in parameters.difference(&placeholders) {
        problems.push(format!("the path has no placeholder `{name}`, as a path parameter is called"));
    }
}

/// The outermost schemas of an operation, and where they stand.
fn schemas(operation: &Operation) -> Vec<(String, &Schema)> {
    let parameters = operation.parameters.iter().map(|parameter| {
        (format!("/parameters/{}.{}", parameter.location.as_str(), parameter.name), &parameter.schema)
    });
    let body = operation.request_body.iter().map(|body| ("/request_body".to_owned(), &body.schema));
    let responses = operation.responses.iter().flat_map(|(status, response)| {
        let schemas = response.schema.iter().chain(response.headers.values());
        schemas.map(move |schema| (format!("/responses/{status}"), schema))
    });
    let named = operation.schemas.iter().map(|(name, schema)| (format!("/schemas/{name}"), schema));
    parameters.chain(body).chain(responses).chain(named).collect()
}

fn check_references(operation: &Operation, place: &str, schema: &Schema, problems: &mut Vec<String>) {
    if let Some(reference) = &schema.reference {
        match schema.referenced_name() {
            None => problems.push(format!("{place} refers to `{reference}`; write `#/schemas/NAME`")),
            Some(name) if !operation.schemas.contains_key(name) => {
                problems.push(format!("{place} refers to the schema `{name}`, which is not there"));
            }
            Some(_) => {}
        }
    }
    let boxed = schema.items.iter().chain(&schema.additional_properties).map(AsRef::as_ref);
    for inner in boxed.chain(schema.properties.values()).chain(&schema.one_of) {
        check_references(operation, place, inner, problems);
    }
}
