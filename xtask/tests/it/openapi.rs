//! `cargo xtask openapi` as other tools meet its output.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::fs;

use crate::common::Repository;
use serde_json::{Value, json};

fn document(repository: &Repository, service: &str) -> Value {
    serde_json::from_str(&repository.read(&format!("out/{service}.json"))).unwrap()
}

fn export(repository: &Repository, arguments: &[&str]) {
    let out = repository.path("out");
    let mut all = vec!["--out", out.to_str().unwrap()];
    all.extend(arguments);
    let run = repository.run("openapi", &all);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// All references of a document.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn the_committed_specification_is_exported() {
    let repository = Repository::generated();
    export(&repository, &[]);
    let dws = document(&repository, "dws");
    assert_eq!(dws["openapi"], "3.1.0");
    let path =
        &dws["paths"]["/v1.0/{project_id}/clusters/{cluster_id}/ext-data-sources/{ext_data_source_id}"];
    assert_eq!(path["put"]["operationId"], "UpdateDataSource");
    assert_eq!(path["delete"]["responses"]["200"]["content"]["application/json"]["schema"]["type"], "object");
}

#[test]
fn every_reference_leads_to_a_component() {
    let repository = Repository::generated();
    export(&repository, &["--service", "dws"]);
    let document = document(&repository, "dws");
    let mut found = Vec::new();
    references(&document, &mut found);
    assert_eq!(found, ["#/components/schemas/UpdateDataSource.ReConfigure"]);
    assert!(found.iter().all(|target| document.pointer(target.trim_start_matches('#')).is_some()));
    assert!(!repository.path("out/drs.json").exists());
}

#[test]
fn a_folder_is_a_service_whatever_its_pages_are_called() {
    let repository = Repository::new();
    repository.write("docs/boats/a/deep.md", "# Showing a Boat\n\n## URI\n\nGET /v1/boats/{boat_id}\n");
    repository.write("docs/boats/b.html", "<h1>Listing Boats</h1><h4>URI</h4><p>GET /v1/boats</p>");
    repository
        .write("docs/boats/c.txt", "Deleting a Boat\nFunction\nSinks it.\nURI\nDELETE /v1/boats/{boat_id}\n");
    repository.write("docs/.git/info/notes.md", "# None\n");
    let docs = repository.path("docs");
    export(&repository, &["--docs", docs.to_str().unwrap()]);
    assert_eq!(fs::read_dir(repository.path("out")).unwrap().count(), 1, "hidden folders are no services");
    let paths = &document(&repository, "boats")["paths"];
    assert_eq!(paths["/v1/boats/{boat_id}"]["get"]["operationId"], "ShowBoat");
    assert_eq!(paths["/v1/boats/{boat_id}"]["delete"]["operationId"], "DeleteBoat");
    assert_eq!(paths["/v1/boats"]["get"]["operationId"], "ListBoats");
}

#[test]
fn operations_that_share_method_and_path_are_alternatives() {
    let repository = Repository::new();
    for action in ["start", "stop"] {
        let table =
            format!("| Parameter | Type | Description |\n|---|---|---|\n| {action} | Object | What |\n");
        let text = format!("# Boat {action}\n\n## URI\n\nPOST /v1/boats/action\n\n## Request\n\n{table}");
        repository.write(&format!("docs/boats/{action}.md"), text);
    }
    let docs = repository.path("docs");
    export(&repository, &["--docs", docs.to_str().unwrap()]);
    let merged = document(&repository, "boats")["paths"]["/v1/boats/action"]["post"].clone();
    let schema = &merged["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(schema["oneOf"].as_array().map(Vec::len), Some(2), "{merged}");
    let roots: Vec<_> =
        merged["x-operations"].as_array().unwrap().iter().map(|o| &o["discriminator"]).collect();
    assert_eq!(roots, [&json!({"body_root": "start"}), &json!({"body_root": "stop"})]);
}

#[test]
fn what_pages_show_are_examples() {
    let repository = Repository::generated();
    export(&repository, &["--service", "dws"]);
    let document = document(&repository, "dws");
    let path = "/v1.0/{project_id}/clusters/{cluster_id}/ext-data-sources/{ext_data_source_id}";
    let update = &document["paths"][path]["put"];
    let body = |holder: &Value| holder["content"]["application/json"]["examples"].clone();
    let shown = json!({"reconfigure": {"agency": "DWSAccessOBS", "reboot": false}});
    assert_eq!(body(&update["requestBody"]), json!({"UpdateDataSource": {"value": shown}}));
    let answered = &body(&update["responses"]["200"])["UpdateDataSource"]["value"];
    assert_eq!(*answered, json!({"job_id": "2c9081c88418ed420184197c8bc80001"}));
    let cluster = &update["parameters"].as_array().unwrap()[0];
    assert_eq!(cluster["example"], "4ca46bf1-5c61-48ff-b4f3-0ad4e5e3ba90", "{cluster}");
}

#[test]
fn merged_operations_keep_the_examples_of_each() {
    let repository = Repository::new();
    for action in ["start", "stop"] {
        let table =
            format!("| Parameter | Type | Description |\n|---|---|---|\n| {action} | Object | What |\n");
        let example = format!("## Example Request\n\n```\n{{\"{action}\": {{}}}}\n```\n");
        let text =
            format!("# Boat {action}\n\n## URI\n\nPOST /v1/boats/action\n\n## Request\n\n{table}\n{example}");
        repository.write(&format!("docs/boats/{action}.md"), text);
    }
    let docs = repository.path("docs");
    export(&repository, &["--docs", docs.to_str().unwrap()]);
    let merged = document(&repository, "boats")["paths"]["/v1/boats/action"]["post"].clone();
    let examples = merged["requestBody"]["content"]["application/json"]["examples"].as_object().unwrap();
    let values: Vec<_> = examples.values().map(|example| &example["value"]).collect();
    assert_eq!(values, [&json!({"start": {}}), &json!({"stop": {}})]);
}

#[test]
fn error_codes_of_a_service_are_an_extension() {
    let repository = Repository::new();
    repository.write("docs/boats/a.md", "# Showing a Boat\n\n## URI\n\nGET /v1/boats/{boat_id}\n");
    let table = "| Status Code | Error Code |\n|---|---|\n| 400 | BOAT.0001 |\n";
    repository.write("docs/boats/errors.md", format!("# Error Codes\n\n{table}"));
    let docs = repository.path("docs");
    export(&repository, &["--docs", docs.to_str().unwrap()]);
    assert_eq!(document(&repository, "boats")["x-error-codes"], json!({"BOAT.0001": ["400"]}));
}

#[test]
fn what_fails_keeps_no_other_service_from_being_written() {
    let repository = Repository::generated();
    repository.write("spec/services/dli/broken.json", "{");
    let out = repository.path("out");
    let run = repository.run("openapi", &["--out", out.to_str().unwrap()]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("broken.json"), "{}", run.stderr);
    assert!(fs::exists(out.join("dws.json")).unwrap() && run.stdout.contains("dws.json"), "{}", run.stdout);
}

#[test]
fn a_service_that_is_not_there_is_an_error() {
    let repository = Repository::new();
    let out = repository.path("out");
    let run = repository.run("openapi", &["--service", "nothing", "--out", out.to_str().unwrap()]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("no service `nothing`"), "{}", run.stderr);
    let run =
        repository.run("openapi", &["--service", "dws", "--service", "typo", "--out", out.to_str().unwrap()]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("no service `typo` in spec/services.toml; there are d"), "{}", run.stderr);
    assert!(!fs::exists(out).unwrap());
}
