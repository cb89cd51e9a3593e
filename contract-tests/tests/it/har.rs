//! Captures become recordings, recordings become captures, and nothing hostile gets further than a line
//! that says what it is.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;

use contract_tests::catalog::{Catalog, Entry};
use contract_tests::record::{Import, export, import, match_captured, read_har, write_har};
use serde_json::{Value, json};

const URL: &str = "https://dws.cn-north-4.myhuaweicloud.com/v1.0/p-1/clusters/c-1/ext-data-sources/s-1";

fn entry(method: &str, url: &str, status: u16, content: &Value) -> Value {
    json!({
        "startedDateTime": "2026-01-02T03:04:05.000Z",
        "request": {"method": method, "url": url, "headers": []},
        "response": {"status": status, "headers": [], "content": content},
    })
}

fn har(entries: &[Value]) -> Vec<u8> {
    json!({"log": {"version": "1.2", "entries": entries}}).to_string().into_bytes()
}

fn imported(bytes: &[u8]) -> Import {
    let nowhere = Path::new("no such folder");
    import(&Catalog::load_with(nowhere).unwrap(), nowhere, &read_har(bytes).unwrap()).unwrap()
}

/// What is left of a single entry, and why.
fn left(entry: Value) -> String {
    let import = imported(&har(&[entry]));
    assert_eq!((import.recordings, import.left.len()), (0, 1), "{:?}", import.left);
    import.left[0].clone()
}

#[test]
fn an_entry_becomes_a_recording_of_its_operation() {
    let content = json!({"size": 17, "mimeType": "application/json", "text": r#"{"job_id":"j-1"}"#});
    let import = imported(&har(&[entry("DELETE", URL, 200, &content)]));
    assert_eq!(import.left, Vec::<String>::new());
    let (file, lines) = &import.files[&("dws".to_owned(), "DeleteDataSource".to_owned())];
    let recording = serde_json::to_value(&file.recordings[0]).unwrap();
    assert_eq!(recording["source"], json!({"kind": "live", "date": "2026-01-02"}));
    assert_eq!(recording["request"]["path"]["cluster_id"], "c-1");
    assert_eq!((&recording["status"], &recording["body"]), (&json!(200), &json!({"job_id": "j-1"})));
    assert!(file.contract.starts_with("sha256:") && !file.outline.is_empty());
    assert_eq!(lines[0], "the first recording with status 200");
}

#[test]
fn what_cannot_be_a_recording_is_left_with_the_reason() {
    let text = |text: &str| json!({"text": text});
    for (entry, why) in [
        (entry("DELETE", URL, 0, &json!({})), "it has no answer"),
        (entry("DELETE", URL, 200, &text("<html>no</html>")), "the answer is no JSON"),
        (entry("DELETE", URL, 200, &json!({"size": 9})), "saved without the answer's content"),
        (entry("DELETE", URL, 200, &json!({"text": "!", "encoding": "base64"})), "is no base64"),
        (entry("DELETE", URL, 200, &json!({"text": "x", "encoding": "rot13"})), "encoded as \"rot13\""),
        (
            entry("DELETE", URL, 200, &json!({"text": "H4sIAAAAAAAA/w==", "encoding": "base64"})),
            "the body of the answer is compressed",
        ),
        (
            entry("DELETE", "https://dws.cn-north-4.myhuaweicloud.com/v9/x", 200, &text("{}")),
            "no operation of dws",
        ),
        (entry("PATCH", URL, 200, &text("{}")), "no operation of dws is PATCH"),
        (
            entry("GET", "https://nosuch.cn-north-4.myhuaweicloud.com/v1/x", 200, &text("{}")),
            "the host of no service",
        ),
        (entry("GET", "https://www.example.com/logo.png", 200, &text("")), "no operation is GET /logo.png"),
        (entry("GET", "data:image/png;base64,AAAA", 200, &text("")), "is no address"),
        (entry("GET", "wss://dws.example/x", 101, &text("")), "wss is not HTTP"),
        (json!({"request": 5}), "it is no entry of a HAR"),
        (json!(null), "it is no entry of a HAR"),
    ] {
        let line = left(entry);
        assert!(line.starts_with("entry 1: ") && line.contains(why), "{why} is not in {line}");
    }
}

#[test]
fn no_secret_of_an_address_is_in_the_reason() {
    let line = left(entry("GET", "https://www.example.com/x?token=hidden#hidden", 200, &json!({})));
    assert!(!line.contains("hidden"), "{line}");
}

#[test]
fn what_is_no_har_is_an_error_that_says_so() {
    let whole = har(&[entry("DELETE", URL, 200, &json!({}))]);
    for (bytes, why) in [
        (&b""[..], "it is no JSON"),
        (b"<html>", "it is no JSON"),
        (b"\xff\xfe{\x00}\x00", "it is no JSON"),
        (&whole[..whole.len() / 2], "it is no JSON"),
        (b"[]", "there is no `log`"),
        (br#"{"log": {}}"#, "no `entries`"),
        (br#"{"log": {"entries": {}}}"#, "no `entries`"),
        (br#"{"log": {"version": "2.0", "entries": []}}"#, "it is HAR 2.0"),
        ("[".repeat(100_000).as_bytes(), "it is no JSON"),
    ] {
        let error = read_har(bytes).unwrap_err();
        assert!(error.contains(why), "{why} is not in {error}");
    }
}

#[test]
fn a_byte_order_mark_base64_and_repeated_headers_are_read() {
    let mut delete =
        entry("DELETE", URL, 200, &json!({"text": "eyJqb2JfaWQiOiAiai0xIn0=", "encoding": "base64"}));
    delete["request"]["headers"] = json!([
        {"name": "X-Language", "value": "en"}, {"name": "X-Language", "value": "zh"},
        {"name": "X-Auth-Token", "value": "tokentokentoken"}, {"name": "x-auth-token", "value": "tokentokentoken"},
    ]);
    let bytes = [&b"\xef\xbb\xbf"[..], &har(&[delete])].concat();
    let import = imported(&bytes);
    assert_eq!((import.recordings, import.left), (1, Vec::new()));
    let (file, _) = &import.files[&("dws".to_owned(), "DeleteDataSource".to_owned())];
    assert_eq!(file.recordings[0].body, Some(json!({"job_id": "j-1"})));
}

#[test]
fn a_huge_capture_of_one_request_is_one_recording() {
    let content = json!({"text": json!({"job_id": "j".repeat(2_000)}).to_string()});
    let entries: Vec<Value> = (0..2_000).map(|_| entry("DELETE", URL, 200, &content)).collect();
    let import = imported(&har(&entries));
    let (file, _) = &import.files[&("dws".to_owned(), "DeleteDataSource".to_owned())];
    assert_eq!((import.recordings, file.recordings.len()), (2_000, 1));
}

/// Whether an operation's requests are among those of another, such as `/v3/x` among `/{version}/x`.
fn is_narrower(catalog: &Catalog, found: &Entry, name: &str) -> bool {
    let literals = |entry: &Entry| entry.operation.path.split('/').filter(|part| !part.contains('{')).count();
    catalog.entries.iter().any(|entry| entry.name() == name && literals(found) > literals(entry))
}

/// Whatever is exported is what HAR 1.2 wants, and is recognised again.
#[test]
fn every_exported_recording_is_recognised_as_its_operation() {
    let catalog = Catalog::load().unwrap();
    let (exchanges, left) = export(&catalog, None).unwrap();
    let har = write_har(&exchanges);
    let entries = har["log"]["entries"].as_array().unwrap();
    let captured = read_har(har.to_string().as_bytes()).unwrap();
    assert_eq!(entries.len(), exchanges.len());
    let (mut same, mut ambiguous, mut wrong) = (0, 0, Vec::new());
    for (captured, entry) in captured.iter().zip(entries) {
        for member in ["startedDateTime", "time", "request", "response", "cache", "timings"] {
            assert!(!entry[member].is_null(), "{member} is missing");
        }
        let comment = entry["comment"].as_str().unwrap();
        let name = comment.split(", ").next().unwrap();
        match match_captured(&catalog, captured.as_ref().unwrap()) {
            Ok((found, recording)) if found.name() == name => {
                assert_eq!(recording.status, entry["response"]["status"]);
                same += 1;
            }
            Ok((found, _)) if is_narrower(&catalog, found, name) => ambiguous += 1,
            Err(why) if why.starts_with("nothing in the request tells which") && why.contains(name) => {
                ambiguous += 1;
            }
            Ok((found, _)) => wrong.push(format!("{name} was taken for {}", found.name())),
            Err(why) => wrong.push(format!("{name}: {why}")),
        }
    }
    println!("{same} recognised, {ambiguous} ambiguous, {} left", left.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(same > ambiguous * 20, "{same} recognised, {ambiguous} ambiguous");
}
