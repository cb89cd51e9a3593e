//! An operation in which everything can change, and comparisons of it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

#[macro_use]
mod cases;
pub(crate) mod edit;

use std::collections::{BTreeMap, BTreeSet};

use diff::{Change, Tree, TreeService, compare};
use serde_json::{Value, json};
use spec::model::{Operation, ServiceInfo};

/// Repairs a boat.
pub(crate) fn operation() -> Value {
    json!({
        "id": "RepairBoat",
        "service": "boats",
        "title": "Repair a boat",
        "method": "PUT",
        "path": "/v1/{project_id}/boats/{boat_id}",
        "parameters": [
            { "name": "boat_id", "in": "path", "required": true, "schema": { "type": "string" } },
            { "name": "project_id", "in": "path", "required": true, "set_by": "client", "schema": { "type": "string" } },
            { "name": "dock", "in": "query", "required": true, "schema": { "type": "string" } },
            { "name": "limit", "in": "query", "schema": { "type": "integer", "default": 10 } },
            { "name": "old", "in": "query", "deprecated": true, "schema": { "type": "string" } },
            { "name": "pageSize", "in": "query", "schema": { "type": "integer" } },
            { "name": "token", "in": "query", "schema": { "type": "string" } },
        ],
        "request_body": {
            "content_type": "application/json",
            "required": true,
            "schema": {
                "type": "object",
                "properties": {
                    "boat_name": { "type": "string", "maxLength": 64 },
                    "colour": { "type": "string" },
                    "crew": { "$ref": "#/schemas/Crew" },
                    "length": { "type": "number" },
                    "masts": { "type": "integer", "format": "int32" },
                    "mooring": { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
                    "rigging": { "type": "object" },
                    "sail": { "type": "string", "enum": ["genoa", "jib"] },
                },
                "required": ["boat_name", "crew"],
            },
        },
        "responses": {
            "200": { "schema": {
                "type": "object",
                "properties": {
                    "berths": { "type": "array", "items": { "type": "string" } },
                    "boat_id": { "type": "string", "maxLength": 32 },
                    "length": { "type": "number" },
                    "masts": { "type": "integer" },
                    "state": { "type": "string", "enum": ["afloat", "sunk"] },
                },
                "required": ["boat_id"],
            } },
            "404": {},
        },
        "schemas": {
            "Crew": {
                "type": "object",
                "properties": { "captain": { "type": "string" } },
                "required": ["captain"],
            },
        },
        "source": { "origin": "pages", "page": "boats/0012.md" },
    })
}

/// The same as the model has it.
pub(crate) fn base() -> Operation {
    parse(operation())
}

pub(crate) fn parse(mut operation: Value) -> Operation {
    if let Some(object) = operation.as_object_mut() {
        object.retain(|_, value| !value.is_null());
    }
    serde_json::from_value(operation).unwrap()
}

/// The service that has the operation.
pub(crate) fn boats() -> ServiceInfo {
    ServiceInfo {
        name: "boats".to_owned(),
        title: "Boats".to_owned(),
        endpoint: "boats".to_owned(),
        documentation: None,
        global: false,
        json_bodies: None,
    }
}

/// A specification of one operation, beside one that is the same in all.
pub(crate) fn tree(operation: Value) -> Tree {
    let operation = parse(operation);
    let operations = BTreeMap::from([(operation.id.clone(), operation)]);
    let same = BTreeSet::from(["ShowJob".to_owned()]);
    let service = TreeService { info: Some(boats()), operations, same, ..TreeService::default() };
    Tree { services: BTreeMap::from([("boats".to_owned(), service)]) }
}

/// The changes from one operation to the other.
pub(crate) fn both(old: Value, new: Value) -> Vec<Change> {
    compare(&tree(old), &tree(new))
}
