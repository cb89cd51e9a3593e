//! The contract of an operation as one line for each fact, so that two of them can be compared without
//! knowing how pages put them into objects.

use std::collections::BTreeMap;

use crate::model::{Location, Operation, Schema};

/// What an operation takes and answers, by place: `request`, `query.limit`, `body/nodes/*/id`,
/// `200/nodes/*/id`. List items and values of maps are `*`; what contains itself is entered once. A line is
/// the schema without what is inside it, and whether it is required.
pub fn outline(operation: &Operation) -> BTreeMap<String, String> {
    let mut outline = Outline { operation, lines: BTreeMap::new() };
    let query: Vec<String> = operation
        .discriminator
        .query
        .iter()
        .map(|(name, value)| value.as_ref().map_or_else(|| name.clone(), |value| format!("{name}={value}")))
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let deprecated = if operation.deprecated { " deprecated" } else { "" };
    outline.add("request", format!("{} {}{query}{deprecated}", operation.method, operation.path));
    for parameter in operation.parameters.iter().filter(|parameter| operation.takes(parameter)) {
        let place = format!("{}.{}", parameter.location.as_str(), parameter.name);
        let required = parameter.required || parameter.location == Location::Path;
        outline.schema(&parameter.schema, required, &place, &mut Vec::new());
    }
    if let Some(body) = &operation.request_body {
        outline.schema(&body.schema, body.required, "body", &mut Vec::new());
    }
    if !operation.error_codes.is_empty() {
        outline.add("error codes", json(&operation.error_codes));
    }
    for (status, response) in &operation.responses {
        outline.add(status, String::new());
        for (name, schema) in &response.headers {
            outline.schema(schema, false, &format!("{status} header.{name}"), &mut Vec::new());
        }
        if let Some(schema) = &response.schema {
            outline.schema(schema, false, status, &mut Vec::new());
        }
    }
    outline.lines
}

struct Outline<'a> {
    operation: &'a Operation,
    lines: BTreeMap<String, String>,
}

impl<'a> Outline<'a> {
    fn schema(&mut self, schema: &'a Schema, required: bool, place: &str, entered: &mut Vec<&'a str>) {
        if let Some(name) = schema.referenced_name() {
            match self.operation.schemas.get(name).filter(|_| !entered.contains(&name)) {
                Some(target) => {
                    entered.push(name);
                    self.schema(target, required, place, entered);
                    entered.pop();
                }
                None => self.add(place, line(&Schema::of(crate::model::SchemaType::Object), required)),
            }
            return;
        }
        self.add(place, line(schema, required));
        for (name, member) in &schema.properties {
            let place = format!("{place}/{name}");
            self.schema(member, schema.required.contains(name), &place, entered);
        }
        for inner in schema.items.as_deref().into_iter().chain(schema.additional_properties.as_deref()) {
            self.schema(inner, false, &format!("{place}/*"), entered);
        }
        for alternative in &schema.one_of {
            self.schema(alternative, required, place, entered);
        }
    }

    fn add(&mut self, place: &str, line: String) {
        let known = self.lines.entry(place.to_owned()).or_default();
        if known.is_empty() {
            *known = line;
        } else if !line.is_empty() && !known.split(" or ").any(|part| part == line) {
            known.push_str(" or ");
            known.push_str(&line);
        }
    }
}

/// `required {"maxLength":64,"type":"string"}`
fn line(schema: &Schema, required: bool) -> String {
    let own = Schema {
        title: None,
        items: None,
        properties: BTreeMap::new(),
        required: std::collections::BTreeSet::new(),
        additional_properties: None,
        one_of: Vec::new(),
        ..schema.clone()
    };
    let own = json(&own);
    if required { format!("required {own}") } else { own }
}

/// A part of the model always serializes: its maps have text keys.
fn json(part: &impl serde::Serialize) -> String {
    serde_json::to_string(part).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::outline;
    use crate::model::Operation;

    #[test]
    fn each_fact_has_its_line() {
        let operation: Operation = serde_json::from_value(json!({
            "id": "AddBoat", "service": "boats", "title": "", "method": "POST", "path": "/boats",
            "discriminator": {"query": {"action": "add"}},
            "parameters": [
                {"name": "dry", "in": "query", "schema": {"type": "boolean"}},
                {"name": "action", "in": "query", "schema": {"type": "string"}},
            ],
            "request_body": {"content_type": "application/json", "required": true,
                             "schema": {"$ref": "#/schemas/Boat"}},
            "responses": {
                "201": {"schema": {"type": "array", "items": {"type": "string", "maxLength": 3}}},
                "204": {"headers": {"Location": {"type": "string"}}},
            },
            "schemas": {"Boat": {"type": "object", "required": ["name"], "properties": {
                "name": {"type": "string"}, "tender": {"$ref": "#/schemas/Boat"},
            }}},
            "source": {},
        }))
        .unwrap();
        let lines: Vec<String> =
            outline(&operation).iter().map(|(place, line)| format!("{place}: {line}")).collect();
        assert_eq!(
            lines,
            [
                r#"201: {"type":"array"}"#,
                r#"201/*: {"type":"string","maxLength":3}"#,
                "204: ",
                r#"204 header.Location: {"type":"string"}"#,
                r#"body: required {"type":"object"}"#,
                r#"body/name: required {"type":"string"}"#,
                r#"body/tender: {"type":"object"}"#,
                r#"query.dry: {"type":"boolean"}"#,
                "request: POST /boats?action=add",
            ]
        );
    }
}
