//! The command that calls one operation: what it prints, and that its requests are those of the vendor's
//! SDK wherever one was recorded.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "helpers of tests")]

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    process::{Command, Stdio},
};

use contract_tests::{
    catalog::{Catalog, Entry, root},
    loopback::{Answer, Loopback},
    percent,
};
use huaweicloud_fake::form;
use serde_json::{Value, json};

/// Runs the command with nothing of this machine's environment; prints and exit status.
fn call(arguments: &[&str], variables: &[(&str, &str)], input: &Value) -> (Value, i32) {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
    command.args(arguments).args(["--args", "-"]).env_clear().env("HOME", home.path());
    command.envs(variables.iter().copied());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let printed = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (printed, output.status.code().unwrap())
}

const KEYS: [(&str, &str); 2] = [("HUAWEICLOUD_SDK_AK", "AKTESTEXAMPLE"), ("HUAWEICLOUD_SDK_SK", "SK")];
const DELETE: [&str; 6] = ["dws", "DeleteDataSource", "--region", "cn-north-4", "--project-id", "p-1"];

fn delete() -> Value {
    json!({"cluster_id": "c-1", "ext_data_source_id": "s-1"})
}

#[test]
fn a_dry_run_prints_the_request_as_signed() {
    let arguments = [&DELETE[..], &["--at", "20260102T030405Z", "--dry-run"]].concat();
    let (printed, status) = call(&arguments, &KEYS, &delete());
    assert_eq!(status, 0, "{printed}");
    assert_eq!(printed["method"], "DELETE");
    let path = "/v1.0/p-1/clusters/c-1/ext-data-sources/s-1";
    assert_eq!(printed["url"], format!("https://dws.cn-north-4.myhuaweicloud.com{path}"));
    assert_eq!(printed["body"], "");
    let headers = headers(&printed["headers"]);
    assert_eq!(headers["x-sdk-date"], "20260102T030405Z");
    assert_eq!(headers["x-project-id"], "p-1");
    let signed =
        "SDK-HMAC-SHA256 Access=AKTESTEXAMPLE, SignedHeaders=content-type;host;x-project-id;x-sdk-date, ";
    assert!(headers["authorization"].starts_with(signed), "{printed}");
}

#[test]
fn an_answer_is_printed_with_status_headers_and_request_id() {
    let answer = Answer::json(200, &json!({"job_id": "j-1"})).with_header("X-Request-Id", "r-1");
    let server = Loopback::answering(answer).unwrap();
    let url = server.url();
    let arguments = [&DELETE[..], &["--endpoint", &url]].concat();
    let (printed, status) = call(&arguments, &KEYS, &delete());
    assert_eq!(status, 0, "{printed}");
    assert_eq!((&printed["status"], &printed["request_id"]), (&json!(200), &json!("r-1")));
    assert_eq!(printed["body"], json!({"job_id": "j-1"}));
    assert_eq!(headers(&printed["headers"])["x-request-id"], "r-1");
}

#[test]
fn an_error_is_printed_in_the_same_way() {
    let body = json!({"error_code": "DWS.0015", "error_msg": "no such cluster"});
    let server = Loopback::answering(Answer::json(404, &body).with_header("X-Request-Id", "r-1")).unwrap();
    let url = server.url();
    let arguments = [&DELETE[..], &["--endpoint", &url]].concat();
    let (printed, status) = call(&arguments, &KEYS, &delete());
    assert_eq!(status, 1, "{printed}");
    assert_eq!((&printed["status"], &printed["request_id"]), (&json!(404), &json!("r-1")));
    assert_eq!(printed["error"]["code"], "DWS.0015");
    assert_eq!(printed["error"]["message"], "no such cluster");
}

#[test]
fn what_no_page_documents_is_sent_all_the_same() {
    let arguments = ["dws", "UpdateDataSource", "--region", "cn-north-4", "--project-id", "p", "--dry-run"];
    let body =
        json!({"reconfigure": {"action": "reload", "agency": 7, "retries": {"most": 3}}, "trial": true});
    let mut input = delete();
    input["dry_run"] = json!(["a", true]);
    input["X-Trace"] = json!("t-1");
    input["body"] = body.clone();
    let (printed, status) = call(&arguments, &KEYS, &input);
    assert_eq!(status, 0, "{printed}");
    let url = "https://dws.cn-north-4.myhuaweicloud.com/v1.0/p/clusters/c-1/ext-data-sources/s-1";
    assert_eq!(printed["url"], format!("{url}?dry_run=a&dry_run=true"));
    assert_eq!(headers(&printed["headers"])["x-trace"], "t-1");
    let sent: Value = serde_json::from_str(printed["body"].as_str().unwrap()).unwrap();
    assert_eq!(sent, body);
}

#[test]
fn what_is_no_call_says_why() {
    let no_keys: [(&str, &str); 0] = [];
    for (arguments, variables, input, expected) in [
        (["dwz", "DeleteDataSource"], &KEYS[..], delete(), "there is no service `dwz`, but "),
        (
            ["dws", "delete_data_source"],
            &KEYS[..],
            delete(),
            "no operation `delete_data_source`, but DeleteDataSource",
        ),
        (["dws", "DeleteDataSource"], &KEYS[..], json!({"cluster": 1}), "the arguments do not fit"),
        (["dws", "DeleteDataSource"], &no_keys[..], delete(), "no credentials"),
    ] {
        let arguments =
            [&arguments[..], &["--region", "cn-north-4", "--project-id", "p", "--dry-run"]].concat();
        let (printed, status) = call(&arguments, variables, &input);
        let message = printed["error"]["message"].as_str().unwrap_or_default();
        assert!(status == 2 && message.contains(expected), "{status} {printed}");
    }
}

/// Lower-case names; values of a name that is there twice are joined.
fn headers(pairs: &Value) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::<String, String>::new();
    for pair in pairs.as_array().unwrap() {
        let (name, value) = (pair[0].as_str().unwrap().to_lowercase(), pair[1].as_str().unwrap());
        let entry = headers.entry(name).or_default();
        *entry = if entry.is_empty() { value.to_owned() } else { format!("{entry}, {value}") };
    }
    headers
}

/// The operation of the client that goes where a recorded request went: of several the one that takes its
/// arguments.
fn operation_id(catalog: &Catalog, case: &Value) -> Option<String> {
    let service = case["id"].as_str()?.split('.').next()?;
    let (method, path) = (case["wire"]["method"].as_str()?, case["wire"]["path"].as_str()?);
    let goes_there = |entry: &&Entry| {
        let operation = &entry.operation;
        operation.service == service && operation.method.as_str() == method && fits(&operation.path, path)
    };
    let entries: Vec<&Entry> = catalog.entries.iter().filter(goes_there).collect();
    let takes_it = |entry: &&&Entry| entry.client_operation(&case["args"]).is_ok();
    let entry = entries.iter().find(takes_it).or(entries.first())?;
    Some(entry.operation.id.clone())
}

/// Whether a path fits a template, whose placeholders stand for any text without a slash.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let same = |(part, text): (&&str, &&str)| part.starts_with('{') || part == text;
    template.len() == path.len() && template.iter().zip(&path).all(same)
}

fn sorted_pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<_> = pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (percent::decode(name).unwrap(), percent::decode(value).unwrap()))
        .collect();
    pairs.sort();
    pairs
}

/// How the printed request differs from the recorded one, in what `meta.compare` of the recordings names.
fn differences(case: &Value, printed: &Value) -> Vec<String> {
    let wire = &case["wire"];
    let mut found = Vec::new();
    let mut compare = |what: &str, recorded: Value, sent: Value| {
        if recorded != sent {
            found.push(format!("{what}: {recorded} was recorded, {sent} was sent"));
        }
    };
    let url = printed["url"].as_str().unwrap_or_default();
    let (host, target) = url.trim_start_matches("https://").split_once('/').unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    compare("method", wire["method"].clone(), printed["method"].clone());
    compare("host", wire["host"].clone(), host.into());
    compare("path", wire["path"].clone(), format!("/{path}").into());
    let recorded_query = wire["raw_query"].as_str().unwrap();
    compare("query", json!(sorted_pairs(recorded_query)), json!(sorted_pairs(query)));
    let (recorded, sent) = (headers(&wire["headers"]), headers(&printed["headers"]));
    let arguments = case["args"].as_object().unwrap().keys().map(|name| name.to_lowercase());
    let known = ["content-type", "x-project-id", "x-domain-id", "x-security-token", "x-sdk-content-sha256"];
    let names =
        known.map(str::to_owned).into_iter().chain(arguments.filter(|name| recorded.contains_key(name)));
    for name in names {
        compare(&name, json!(recorded.get(&name)), json!(sent.get(&name)));
    }
    let body = printed["body"].as_str().unwrap_or_default();
    if let Some(content_type) =
        sent.get("content-type").filter(|value| !value.starts_with("application/json"))
    {
        let fields = |content_type: &str, body: &str| {
            format!("{:?}", form::fields(content_type, body.as_bytes()).unwrap())
        };
        let recorded = fields(&recorded["content-type"], wire["body_text"].as_str().unwrap());
        compare("form", recorded.into(), fields(content_type, body).into());
        return found;
    }
    let body = serde_json::from_str(body).unwrap_or(Value::Null);
    compare("body", wire["body_json"].clone(), body);
    found
}

/// The recordings lie beside the repository; without them this test only says so.
#[test]
fn requests_are_those_of_the_vendors_sdk() {
    let path = root().join("../shared/wire/requests.json");
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("not checked: there are no recordings at {}", path.display());
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let catalog = Catalog::load().unwrap();
    let meta = |name: &str| file["meta"][name].as_str().unwrap().to_owned();
    let (mut same, mut missing, mut different) = (0, Vec::new(), Vec::new());
    for case in file["cases"].as_array().unwrap() {
        let name = case["id"].as_str().unwrap();
        let service = name.split('.').next().unwrap();
        let Some(operation) = operation_id(&catalog, case) else {
            missing.push(name);
            continue;
        };
        let (access_key, secret_key) = (meta("access_key"), meta("secret_key"));
        let mut variables =
            vec![("HUAWEICLOUD_SDK_AK", access_key.as_str()), ("HUAWEICLOUD_SDK_SK", &secret_key)];
        let credentials = [
            ("HUAWEICLOUD_SDK_PROJECT_ID", "project_id"),
            ("HUAWEICLOUD_SDK_DOMAIN_ID", "domain_id"),
            ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "security_token"),
        ];
        let given = credentials
            .iter()
            .filter_map(|(variable, key)| Some((*variable, case["credentials"][key].as_str()?)));
        variables.extend(given);
        let (region, clock) = (meta("region"), meta("clock"));
        let arguments = [service, &operation, "--region", &region, "--at", &clock, "--dry-run"];
        let (printed, status) = call(&arguments, &variables, &case["args"]);
        if status == 0 {
            let found = differences(case, &printed);
            if found.is_empty() {
                same += 1;
            } else {
                different.push((name, found.join("\n  ")));
            }
        } else {
            different.push((name, printed["error"]["message"].to_string()));
        }
    }
    eprintln!("{same} requests are the same; not in the client: {missing:?}");
    assert!(different.is_empty(), "{different:#?}");
}
