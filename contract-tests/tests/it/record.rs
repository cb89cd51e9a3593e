//! The command that records: a call is kept without what is private, a second one says what changed.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use contract_tests::bench::Bench;
use contract_tests::catalog::Catalog;
use contract_tests::loopback::{Answer, Loopback};
use contract_tests::record::keep;
use contract_tests::replay;
use huaweicloud::dws;
use huaweicloud_fake::Cloud;
use serde_json::{Value, json};

const PROJECT: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

/// Runs the command with nothing of this machine's environment: what it prints, and the exit status.
fn record(arguments: &[&str], input: &Value) -> (String, i32) {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_record"));
    command.args(arguments).env_clear().env("HOME", home.path());
    command
        .envs([("HUAWEICLOUD_SDK_AK", "ACCESSKEYOFATEST"), ("HUAWEICLOUD_SDK_SK", "secret-key-of-a-test")]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (String::from_utf8(printed).unwrap(), output.status.code().unwrap())
}

/// Records one call that is answered so.
fn call(live: &Path, answer: Answer, more: &[&str]) -> (String, i32) {
    let server = Loopback::answering(answer).unwrap();
    let url = server.url();
    let live = live.to_str().unwrap();
    let arguments =
        ["call", "dws", "DeleteDataSource", "--endpoint", &url, "--project-id", PROJECT, "--args", "-"];
    let arguments = [&arguments[..], &["--at", "20260102T030405Z", "--live", live], more].concat();
    record(&arguments, &json!({"cluster_id": "c-1", "ext_data_source_id": "s-1"}))
}

fn file(live: &Path) -> Value {
    serde_json::from_slice(&fs::read(live.join("dws/DeleteDataSource.json")).unwrap()).unwrap()
}

#[test]
fn a_call_is_kept_without_what_is_private_and_replays() {
    let live = tempfile::tempdir().unwrap();
    let body =
        json!({"job_id": "j-1", "links": [format!("/v1/{PROJECT}/jobs")], "by": "jane@corp.example.org"});
    let (printed, status) = call(live.path(), Answer::json(200, &body), &[]);
    assert_eq!(status, 0, "{printed}");
    let file = file(live.path());
    let text = file.to_string();
    for private in [PROJECT, "jane@corp", "ACCESSKEYOFATEST", "secret-key-of-a-test"] {
        assert!(!text.contains(private) && !printed.contains(private), "{private}: {printed} {text}");
    }
    let recording = &file["recordings"][0];
    assert_eq!(recording["source"], json!({"kind": "live", "date": "2026-01-02"}));
    let project = recording["request"]["path"]["project_id"].as_str().unwrap();
    assert_eq!(recording["body"]["links"][0], format!("/v1/{project}/jobs"));
    assert!(printed.contains("response body at /links"), "a member that no page knows is named: {printed}");

    let mut catalog = Catalog::load_with(live.path()).unwrap();
    catalog.entries.retain(|entry| entry.live.is_some());
    let report = replay::all(&catalog, &Bench::new().unwrap());
    assert_eq!(report.findings, []);
    assert!(report.undocumented.iter().any(|(_, place)| place == "/links"), "{report}");
}

#[test]
fn what_was_recorded_is_what_the_fake_cloud_answers() {
    let live = tempfile::tempdir().unwrap();
    call(live.path(), Answer::json(404, &json!({"error_code": "DWS.1", "error_msg": "no"})), &[]);
    call(live.path(), Answer::json(200, &json!({"job_id": "a job of the recorded call"})), &[]);
    let cloud = Cloud::builder().service("dws").live(live.path()).start().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(async {
        let client = cloud.client().build().await.unwrap();
        dws::DeleteDataSource::new("c-2", "s-2").send(&client).await.unwrap()
    });
    assert_eq!(answer.job_id.as_deref(), Some("a job of the recorded call"));
}

#[test]
fn a_second_call_says_what_changed_and_another_status_is_kept_beside() {
    let live = tempfile::tempdir().unwrap();
    call(live.path(), Answer::json(200, &json!({"job_id": "j-1", "old": {"a": 1}, "size": 5})), &[]);
    let (printed, _) =
        call(live.path(), Answer::json(200, &json!({"job_id": "j-2", "size": "5", "new": []})), &[]);
    for line in [
        "the same request answered otherwise:",
        "new   body/new: list",
        "gone  body/old: object",
        "gone  body/old/a: integer",
        "other body/size: integer → text",
    ] {
        assert!(printed.contains(line), "{line} is not in {printed}");
    }
    assert!(!printed.contains("body/job_id:"), "another value is no change: {printed}");
    let error = json!({"error_code": "DWS.1", "error_msg": "no"});
    let (printed, status) = call(live.path(), Answer::json(404, &error), &[]);
    assert_eq!(status, 1, "{printed}");
    let statuses: Vec<Value> =
        file(live.path())["recordings"].as_array().unwrap().iter().map(|one| one["status"].clone()).collect();
    assert_eq!(statuses, [200, 404]);
}

#[test]
fn dry_runs_and_comparisons_write_nothing() {
    let live = tempfile::tempdir().unwrap();
    let (printed, status) = call(live.path(), Answer::json(200, &json!({})), &["--dry-run"]);
    assert!(status == 0 && printed.contains("\"method\": \"DELETE\""), "{printed}");
    let (printed, status) = call(live.path(), Answer::json(200, &json!({"job_id": "j"})), &["--compare"]);
    assert!(status == 0 && printed.contains("not written"), "{printed}");
    assert_eq!(fs::read_dir(live.path()).unwrap().count(), 0);
}

#[test]
fn without_an_answer_nothing_is_kept() {
    let live = tempfile::tempdir().unwrap();
    let arguments =
        ["call", "dws", "DeleteDataSource", "--endpoint", "http://127.0.0.1:1", "--project-id", "p"];
    let place = live.path().to_str().unwrap();
    let arguments = [&arguments[..], &["--args", "-", "--live", place]].concat();
    let (printed, status) = record(&arguments, &json!({"cluster_id": "c", "ext_data_source_id": "s"}));
    assert!(status == 2 && printed.contains("error:"), "{printed}");
    let (printed, status) =
        record(&["call", "dws", "NoSuch", "--region", "cn-north-4", "--live", place], &json!({}));
    assert!(status == 2 && printed.contains("no operation `NoSuch`"), "{printed}");
    assert_eq!(fs::read_dir(live.path()).unwrap().count(), 0);
}

#[test]
fn a_contract_that_changed_since_is_reported_place_by_place() {
    let live = tempfile::tempdir().unwrap();
    call(live.path(), Answer::json(200, &json!({"job_id": "j-1"})), &[]);
    let mut catalog = Catalog::load_with(live.path()).unwrap();
    catalog.entries.retain(|entry| entry.live.is_some());
    let operation = &mut catalog.entries[0].operation;
    operation.path.push_str("/x");
    operation.parameters.retain(|parameter| parameter.name != "cluster_id");
    let answer = operation.responses.get_mut("200").unwrap().schema.as_mut().unwrap();
    let schemas: Value = json!({"job_id": {"type": "integer"}, "more": {"type": "string"}});
    answer.reference = None;
    answer.properties = serde_json::from_value(schemas).unwrap();
    let report = replay::all(&catalog, &Bench::new().unwrap()).to_string();
    for line in [
        "it is documented otherwise (contract at request)",
        "it is documented no more (contract at path.cluster_id)",
        r#"it is documented otherwise (contract at 200/job_id): expected {"type":"string"}, found {"type":"integer"}"#,
        "it is documented since (contract at 200/more)",
        "recording 1: response body at /job_id",
    ] {
        assert!(report.contains(line), "{line} is not in {report}");
    }

    let entry = &catalog.entries[0];
    let file = entry.live.as_ref().unwrap();
    let kept = keep(entry, Some(file), &file.recordings[0]);
    assert_eq!(kept.lines[0], "the contract has changed since the file was recorded:");
    assert!(kept.lines[1].contains("contract at 200/job_id"), "{:?}", kept.lines);
    assert!(kept.lines.iter().any(|line| line == "not as documented:"), "{:?}", kept.lines);
    assert_eq!(kept.file.contract, entry.operation.contract_hash(), "it is one of the new contract");
}

#[test]
fn a_capture_is_imported_and_exported_again() {
    let live = tempfile::tempdir().unwrap();
    let (capture, exported) = (live.path().join("capture.har"), live.path().join("exported.har"));
    let folder = live.path().join("kept");
    let url = format!("https://drs.cn-north-4.myhuaweicloud.com/v5/{PROJECT}/jobs/j-1");
    let har = json!({"log": {"version": "1.2", "entries": [
        {"startedDateTime": "2026-01-02T03:04:05Z",
         "request": {"method": "DELETE", "url": url, "headers": [{"name": "X-Auth-Token", "value": "a-token-of-a-test"}]},
         "response": {"status": 200, "content": {"text": "{}"}}},
        {"request": {"method": "GET", "url": "https://www.example.com/"}, "response": {"status": 200}},
    ]}});
    fs::write(&capture, har.to_string()).unwrap();
    let (capture, exported, place) =
        (capture.to_str().unwrap(), exported.to_str().unwrap(), folder.to_str().unwrap());
    let (printed, status) = record(&["import", capture, "--live", place, "--dry-run"], &json!({}));
    assert!(status == 0 && !folder.exists(), "{printed}");
    let (printed, status) = record(&["import", capture, "--live", place], &json!({}));
    assert!(status == 0 && printed.contains("1 of 2 entries are recordings"), "{printed}");
    assert!(printed.contains("left: entry 2: GET https://www.example.com/"), "{printed}");
    assert!(!fs::read_to_string(folder.join("drs/DeleteJob.json")).unwrap().contains(PROJECT));
    let (printed, status) = record(&["export", exported, "--service", "drs", "--live", place], &json!({}));
    assert!(status == 0 && printed.contains("3 recordings written, 0 left"), "{printed}");
    let (printed, status) = record(&["import", exported, "--live", place, "--dry-run"], &json!({}));
    assert!(status == 0 && printed.contains("3 of 3 entries are recordings"), "{printed}");
}
