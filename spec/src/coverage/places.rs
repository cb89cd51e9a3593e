//! Places of members: which are documented, and which a recording has a value for.
//!
//! A place is `body/nodes/*/id`: list items and values of maps are `*`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::{Arguments, Location, Operation, Recording, Schema, SchemaType};
use crate::outline::outline;

/// Says nothing about a value.
static OPEN: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(Schema::default);

/// What recordings show.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) documented: BTreeSet<String>,
    pub(super) undocumented: BTreeSet<String>,
}

/// The documented arguments and members of the request body, and those of the answers.
pub(super) fn documented(operation: &Operation) -> (BTreeSet<String>, BTreeSet<String>) {
    let members = outline(operation).into_keys().filter(|place| {
        let (root, inner) = place.split_once('/').unwrap_or((place, ""));
        if inner.is_empty() {
            root.contains('.') && !root.contains(' ')
        } else {
            !root.contains('.') && !inner.ends_with('*')
        }
    });
    members.partition(|place| !place.starts_with(|char: char| char.is_ascii_digit()))
}

/// What the arguments of a recording show.
pub(super) fn seen_in_request(operation: &Operation, arguments: &Arguments, seen: &mut Seen) {
    let given = [
        (Location::Path, &arguments.path),
        (Location::Query, &arguments.query),
        (Location::Header, &arguments.header),
    ];
    for (location, values) in given {
        for name in values.keys() {
            let place = format!("{}.{name}", location.as_str());
            let known = operation.parameters_in(location).any(|parameter| parameter.name == *name);
            if known {
                seen.documented.insert(place)
            } else {
                seen.undocumented.insert(place)
            };
        }
    }
    if let (Some(body), Some(value)) = (&operation.request_body, &arguments.body) {
        value_at(operation, &[&body.schema], value, "body", seen);
    }
}

/// What the body of a recording shows.
pub(super) fn seen_in_response(operation: &Operation, recording: &Recording, seen: &mut Seen) {
    let status = recording.status.to_string();
    let schema = operation.responses.get(&status).and_then(|response| response.schema.as_ref());
    if let (Some(schema), Some(value)) = (schema, &recording.body) {
        value_at(operation, &[schema], value, &status, seen);
    }
}

/// Walks a value along the schemas that may describe it.
fn value_at(operation: &Operation, schemas: &[&Schema], value: &Value, place: &str, seen: &mut Seen) {
    let schemas: Vec<&Schema> = schemas.iter().flat_map(|schema| resolved(operation, schema, 0)).collect();
    let items: Vec<&Schema> = schemas.iter().filter_map(|schema| schema.items.as_deref()).collect();
    let item_place = || format!("{place}/*");
    match value {
        Value::Array(values) => {
            let items = if items.is_empty() { vec![&*OPEN] } else { items };
            for value in values {
                value_at(operation, &items, value, &item_place(), seen);
            }
        }
        // A list of one item may be written as the item.
        Value::Object(_) if !items.is_empty() => value_at(operation, &items, value, &item_place(), seen),
        Value::Object(members) => {
            for (name, member) in members {
                member_at(operation, &schemas, (name, member), place, seen);
            }
        }
        _ => {}
    }
}

fn member_at(
    operation: &Operation,
    schemas: &[&Schema],
    (name, member): (&str, &Value),
    place: &str,
    seen: &mut Seen,
) {
    let named: Vec<&Schema> = schemas.iter().filter_map(|schema| schema.properties.get(name)).collect();
    let values: Vec<&Schema> =
        schemas.iter().filter_map(|schema| schema.additional_properties.as_deref()).collect();
    if !named.is_empty() {
        let place = format!("{place}/{name}");
        value_at(operation, &named, member, &place, seen);
        if !member.is_null() {
            seen.documented.insert(place);
        }
    } else if !values.is_empty() {
        value_at(operation, &values, member, &format!("{place}/*"), seen);
    } else {
        // An object without documented members may have any, unless it is a whole body.
        let is_whole = !place.contains('/');
        let is_free = |schema: &&Schema| {
            schema.properties.is_empty() && !(is_whole && schema.schema_type == Some(SchemaType::Object))
        };
        if !schemas.iter().any(is_free) {
            seen.undocumented.insert(format!("{place}/{name}"));
        }
    }
}

/// The schemas that a reference, or alternatives, stand for.
fn resolved<'a>(operation: &'a Operation, schema: &'a Schema, depth: usize) -> Vec<&'a Schema> {
    const DEEP: usize = 32;
    if depth > DEEP {
        return Vec::new();
    }
    if let Some(target) = schema.referenced_name().and_then(|name| operation.schemas.get(name)) {
        return resolved(operation, target, depth + 1);
    }
    if schema.one_of.is_empty() {
        return vec![schema];
    }
    schema.one_of.iter().flat_map(|alternative| resolved(operation, alternative, depth + 1)).collect()
}
