//! Documented values have constants. An enumeration keeps values that it does not know, so a wrong constant
//! goes unnoticed wherever values come from data: this test looks at the code.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use contract_tests::catalog::{Catalog, root};
use contract_tests::failures;
use serde_json::Value;
use spec::model::{Operation, Schema, SchemaType};

/// The code of each operation, by service and id.
fn sources() -> BTreeMap<(String, String), String> {
    let mut sources = BTreeMap::new();
    for service in fs::read_dir(root().join("generated/services")).unwrap() {
        let service = service.unwrap();
        for file in fs::read_dir(service.path().join("src")).unwrap() {
            let source = fs::read_to_string(file.unwrap().path()).unwrap();
            let id = source.lines().find_map(|line| line.strip_prefix("        id: \"")?.strip_suffix("\","));
            let id = id.map(str::to_owned);
            let service = service.file_name().into_string().unwrap();
            sources.extend(id.map(|id| ((service, id), source)));
        }
    }
    sources
}

/// The values of each enumeration, as they are written in code.
type Enumerations = BTreeSet<BTreeSet<String>>;

/// The enumerations in the code of an operation.
fn written(source: &str) -> Enumerations {
    let blocks = source.split("runtime::string_enum! {").skip(1);
    let blocks = blocks.map(|block| block.split("\n}\n").next().unwrap_or_default());
    let value = |line: &str| Some(line.split_once(" = ")?.1.strip_suffix(',')?.to_owned());
    blocks.map(|block| block.lines().filter_map(value).collect()).collect()
}

/// The documented enumerations of what a call sends or an answer brings.
fn documented(operation: &Operation) -> Enumerations {
    let mut values = Enumerations::new();
    for parameter in operation.parameters.iter().filter(|parameter| operation.takes(parameter)) {
        collect(operation, &parameter.schema, &mut Vec::new(), &mut values);
    }
    let success = operation.responses.iter().find(|(status, _)| status.starts_with('2'));
    let answer = success.and_then(|(_, response)| response.schema.as_ref());
    for schema in operation.request_body.iter().map(|body| &body.schema).chain(answer) {
        collect(operation, schema, &mut Vec::new(), &mut values);
    }
    values
}

fn collect<'a>(
    operation: &'a Operation,
    schema: &'a Schema,
    entered: &mut Vec<&'a str>,
    values: &mut Enumerations,
) {
    if let Some(name) = schema.referenced_name() {
        if let Some(target) = operation.schemas.get(name).filter(|_| !entered.contains(&name)) {
            entered.push(name);
            collect(operation, target, entered, values);
        }
        return;
    }
    if schema.schema_type == Some(SchemaType::String) && !schema.enumeration.is_empty() {
        let texts = schema.enumeration.iter().filter_map(Value::as_str);
        values.insert(texts.map(|text| format!("{text:?}")).collect());
    }
    let inner = schema.items.as_deref().into_iter().chain(schema.additional_properties.as_deref());
    for inner in inner.chain(schema.properties.values()) {
        collect(operation, inner, entered, values);
    }
}

#[test]
fn every_documented_value_is_a_constant_of_its_enumeration() {
    let sources = sources();
    let mut wrong = Vec::new();
    for entry in Catalog::load().unwrap().entries {
        let operation = &entry.operation;
        let Some(source) = sources.get(&(operation.service.clone(), operation.id.clone())) else { continue };
        let (documented, written) = (documented(operation), written(source));
        for values in documented.symmetric_difference(&written) {
            failures::note("enumerations", &entry.name()).unwrap();
            let side = if documented.contains(values) { "only documented" } else { "only in the code" };
            wrong.push(format!("{}: {side}: {values:?}", entry.name()));
        }
    }
    assert!(wrong.is_empty(), "{} enumerations differ\n{}", wrong.len(), wrong.join("\n"));
}
