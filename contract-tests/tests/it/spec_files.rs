//! The committed files are what their own schemas say, and stand where they should.

#![allow(clippy::panic, clippy::unwrap_used, reason = "helpers of tests")]

use std::{collections::BTreeSet, fs, path::Path};

use contract_tests::catalog::{self, Catalog};
use huaweicloud::testing::SERVICES;
use jsonschema::Validator;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use spec::model::{Operation, RecordingFile, to_file};

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schema(name: &str) -> Validator {
    let schema: Value = serde_json::from_str(&text(&catalog::root().join("spec/schema").join(name))).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// Everything that is wrong with the files of one folder, one line each.
fn problems<T: DeserializeOwned + Serialize>(
    folder: &Path,
    schema_name: &str,
    place: impl Fn(&T) -> String,
) -> Vec<String> {
    let validator = schema(schema_name);
    let files = catalog::json_files(folder).unwrap();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    let mut problems = Vec::new();
    for path in files {
        let relative = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        let text = text(&path);
        let json: Value = serde_json::from_str(&text).unwrap();
        for error in validator.iter_errors(&json) {
            problems.push(format!("{relative}: {error} at {}", error.instance_path()));
        }
        match serde_json::from_value::<T>(json) {
            Err(error) => problems.push(format!("{relative}: {error}")),
            Ok(value) => {
                if to_file(&value).unwrap() != text {
                    problems.push(format!("{relative}: written again it has other bytes"));
                }
                if place(&value) != relative {
                    problems.push(format!("{relative}: belongs at {}", place(&value)));
                }
            }
        }
    }
    problems
}

#[test]
fn every_operation_follows_the_schema_and_is_written_alike() {
    let place = |operation: &Operation| format!("{}/{}.json", operation.service, operation.id);
    let problems = problems(&catalog::services_folder(), "operation.schema.json", place);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_recording_follows_the_schema_and_is_written_alike() {
    let place = |file: &RecordingFile| format!("{}/{}.json", file.service, file.operation);
    let problems = problems(&catalog::recordings_folder(), "recording.schema.json", place);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_schemas_are_those_of_the_model() {
    for (name, expected) in spec::model::json_schemas().unwrap() {
        assert!(text(&catalog::root().join("spec/schema").join(name)) == expected, "{name} is stale");
    }
}

#[test]
fn the_schemas_refuse_what_is_wrong() {
    let operations = catalog::json_files(&catalog::services_folder()).unwrap();
    let good: Value = serde_json::from_str(&text(&operations[0])).unwrap();
    let validator = schema("operation.schema.json");
    assert!(validator.is_valid(&good));
    for member in ["id", "service", "method", "path", "responses"] {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(member);
        assert!(!validator.is_valid(&bad), "without {member}");
    }
    let mut bad = good;
    bad["extra"] = 1.into();
    assert!(!validator.is_valid(&bad), "with an unknown member");
}

#[test]
fn every_schema_of_an_operation_is_a_json_schema() {
    for entry in Catalog::load().unwrap().entries {
        let operation = &entry.operation;
        let bodies = operation.request_body.iter().map(|body| &body.schema);
        let answers = operation.responses.values().filter_map(|response| response.schema.as_ref());
        let parameters = operation.parameters.iter().map(|parameter| &parameter.schema);
        for schema in bodies.chain(answers).chain(parameters) {
            let validator = contract_tests::json_schema::validator(operation, schema);
            assert!(validator.is_ok(), "{}: {:?}", entry.name(), validator.err());
        }
    }
}

#[test]
fn the_client_has_exactly_the_operations_of_the_specification() {
    let in_spec: BTreeSet<(String, String)> = Catalog::load()
        .unwrap()
        .entries
        .into_iter()
        .map(|entry| (entry.operation.service, entry.operation.id))
        .collect();
    let in_client: BTreeSet<(String, String)> = SERVICES
        .iter()
        .flat_map(|(service, ids)| ids.iter().map(|id| ((*service).to_owned(), (*id).to_owned())))
        .collect();
    assert_eq!(in_client, in_spec, "run `cargo xtask regen`");
}
