//! The body: JSON or a form that the schema allows.

use serde_json::{Map, Value};
use spec::model::{Operation, Schema, ServiceInfo};

use super::{Reading, text};
use crate::{
    finding::Finding,
    form::{self, Field},
    json_schema::{resolve, violations},
    loopback::Received,
    services::content_type,
};

const PLACE: &str = "request body";

pub(super) fn read(
    operation: &Operation,
    service: Option<&ServiceInfo>,
    request: &Received,
    reading: &mut Reading,
) {
    let Some(body) = &operation.request_body else {
        let nothing = request.body.is_empty() || request.body == b"{}";
        if !nothing {
            let found = String::from_utf8_lossy(&request.body);
            reading.undocumented.push(Finding::new("the operation takes no body", PLACE, "nothing", found));
        }
        return;
    };
    if request.body.is_empty() && !body.required {
        return;
    }
    // A file may have nothing in it.
    let is_file = form::is_file(&body.schema);
    if request.body.is_empty() && !is_file {
        reading.findings.push(Finding::new("the body is missing", PLACE, "a body", "nothing"));
        return;
    }
    announced(content_type(service, operation), request, &mut reading.findings);
    if is_file {
        reading.arguments.body = Some(String::from_utf8_lossy(&request.body).into());
        return;
    }
    if form::is_form(body) {
        read_form(operation, &body.schema, request, reading);
        return;
    }
    match serde_json::from_slice::<Value>(&request.body) {
        Ok(sent) => {
            reading.findings.extend(violations(operation, &body.schema, &sent, PLACE));
            unknown(operation, &body.schema, &sent, PLACE, &mut reading.undocumented);
            reading.arguments.body = Some(sent);
        }
        Err(error) => {
            let found = String::from_utf8_lossy(&request.body);
            reading.findings.push(Finding::new(
                format!("the body is not JSON: {error}"),
                PLACE,
                "JSON",
                found,
            ));
        }
    }
}

fn read_form(operation: &Operation, schema: &Schema, request: &Received, reading: &mut Reading) {
    let announced = request.header("Content-Type").unwrap_or_default();
    let fields = match form::fields(&announced, &request.body) {
        Ok(fields) => fields,
        Err(problem) => {
            reading.findings.push(Finding::new("the body is no form", PLACE, "a form", problem));
            return;
        }
    };
    let mut body = Map::new();
    for (name, field) in &schema.properties {
        let sent: Vec<&Field> = fields.iter().filter(|sent| sent.name == *name).collect();
        let place = format!("{PLACE}/{name}");
        if !sent.is_empty() {
            body.insert(name.clone(), field_value(operation, field, &sent, &place, &mut reading.findings));
        } else if schema.required.contains(name) {
            reading.findings.push(Finding::new("a required field is missing", place, "a value", "nothing"));
        }
    }
    for sent in fields.iter().filter(|sent| !schema.properties.contains_key(&sent.name)) {
        let place = format!("{PLACE}/{}", sent.name);
        reading.undocumented.push(Finding::new("no table has this field", place, "none", sent.value()));
    }
    reading.arguments.body = Some(Value::Object(body));
}

/// Files are not held to anything: what is in them is not documented.
fn field_value(
    operation: &Operation,
    schema: &Schema,
    sent: &[&Field],
    place: &str,
    findings: &mut Vec<Finding>,
) -> Value {
    let target = resolve(operation, schema);
    let items = target.items.as_deref().map(|items| resolve(operation, items));
    if form::is_file(items.unwrap_or(target)) {
        let files: Vec<Value> = sent.iter().map(|file| file.value()).collect();
        if items.is_some() {
            return files.into();
        }
        return text::only(&files, place, findings).cloned().unwrap_or_default();
    }
    let texts: Vec<String> =
        sent.iter().map(|sent| String::from_utf8_lossy(&sent.content).into_owned()).collect();
    text::value(operation, schema, &texts, place, findings)
}

/// Parameters of the media type, such as the character set, make no difference.
fn announced(expected: &str, request: &Received, findings: &mut Vec<Finding>) {
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let sent = request.header("Content-Type").unwrap_or_default();
    if essence(&sent) != essence(expected) {
        let what = "the body is announced as something else";
        findings.push(Finding::new(what, "header Content-Type", expected, format!("{sent:?}")));
    }
}

/// Lists members that no table names.
fn unknown(operation: &Operation, schema: &Schema, sent: &Value, place: &str, unknowns: &mut Vec<Finding>) {
    let schema = resolve(operation, schema);
    match sent {
        Value::Array(items) => {
            let Some(schema) = schema.items.as_deref() else { return };
            for (position, item) in items.iter().enumerate() {
                unknown(operation, schema, item, &format!("{place}/{position}"), unknowns);
            }
        }
        Value::Object(members) => {
            let alternatives: Vec<&Schema> =
                schema.one_of.iter().map(|alternative| resolve(operation, alternative)).collect();
            let is_open =
                |schema: &Schema| schema.properties.is_empty() && schema.additional_properties.is_none();
            if alternatives.is_empty() && is_open(schema) || alternatives.iter().any(|schema| is_open(schema))
            {
                return;
            }
            for (name, member) in members {
                let mut places = std::iter::once(schema).chain(alternatives.iter().copied());
                let known = places.find_map(|schema| {
                    schema.properties.get(name).or(schema.additional_properties.as_deref())
                });
                let place = format!("{place}/{name}");
                match known {
                    Some(schema) => unknown(operation, schema, member, &place, unknowns),
                    None => unknowns.push(Finding::new("no table has this member", place, "none", member)),
                }
            }
        }
        _ => {}
    }
}
