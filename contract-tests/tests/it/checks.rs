//! The checks themselves: each way in which an exchange can be wrong is found, and named.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use contract_tests::{
    bench::{Secret, Sender},
    check_request::Expectation,
    check_response::{self, Checked},
    loopback::{Answer, Received},
};
use huaweicloud_runtime::signing::{Algorithm, ToSign, body_hash, sign};
use serde_json::{Value, json};
use spec::model::{Arguments, Operation};

/// An operation with each kind of argument.
fn operation() -> Operation {
    let text = json!({"type": "string"});
    let parameter = |name: &str, place: &str| json!({"name": name, "in": place, "schema": text});
    serde_json::from_value(json!({
        "id": "UpdateNode", "service": "made-up", "title": "", "method": "PUT",
        "path": "/v1/{project_id}/{region}:{zone}/nodes/{node_id}",
        "discriminator": {"query": {"action": "move", "force": null}, "body_root": "node"},
        "parameters": [
            parameter("node_id", "path"), parameter("region", "path"), parameter("zone", "path"),
            {"name": "project_id", "in": "path", "set_by": "client", "schema": text},
            parameter("tag", "query"), parameter("limit", "query"), parameter("X-Language", "header"),
        ],
        "request_body": {"content_type": "application/json", "required": true, "schema": {
            "type": "object", "properties": {"node": {"$ref": "#/schemas/Node"}}, "required": ["node"]}},
        "responses": {"200": {"schema": {"type": "object", "properties": {
            "nodes": {"type": "array", "items": {"$ref": "#/schemas/Node"}},
            "total": {"type": "integer"}, "done": {"type": "boolean"}, "ratio": {"type": "number"}}}}},
        "schemas": {"Node": {"type": "object", "properties": {
            "name": {"type": "string", "maxLength": 5}, "size": {"type": "integer"},
            "inner": {"$ref": "#/schemas/Node"}}}},
        "source": {},
    }))
    .unwrap()
}

fn arguments() -> Arguments {
    serde_json::from_value(json!({
        "path": {"node_id": "a/b", "region": "r", "zone": "z é"},
        "query": {"tag": ["x y", "x+y"], "limit": 5},
        "header": {"X-Language": "中"},
        "body": {"node": {"name": "n", "size": 1}},
    }))
    .unwrap()
}

fn sender() -> Sender {
    let secret = Secret::Key { access_key: "AK".to_owned(), secret_key: "SK".to_owned() };
    Sender { host: "h:1".to_owned(), project_id: "p".to_owned(), domain_id: "d".to_owned(), secret }
}

fn good() -> Received {
    let header = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
    let target = "/v1/p/r:z%20%C3%A9/nodes/a%2Fb?action=move&force=&limit=5&tag=x%20y&tag=x%2By";
    let headers = [
        ("Content-Type", "application/json"),
        ("Host", "h:1"),
        ("User-Agent", "x"),
        ("X-Language", "中"),
        ("X-Project-Id", "p"),
        ("X-Sdk-Date", "20260102T030405Z"),
    ];
    let body = br#"{"node":{"name":"n","size":1}}"#.to_vec();
    let headers = headers.map(|(name, value)| header(name, value)).to_vec();
    signed(Received { method: "PUT".to_owned(), target: target.to_owned(), headers, body })
}

fn signed(mut request: Received) -> Received {
    let values: Vec<(String, String)> = ["content-type", "host", "x-project-id", "x-sdk-date"]
        .iter()
        .map(|name| ((*name).to_owned(), request.header(name).unwrap_or_default()))
        .collect();
    let headers: Vec<(&str, &str)> = values.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let to_sign = ToSign {
        method: &request.method,
        path: request.path(),
        query: request.query().unwrap_or_default(),
        headers: &headers,
        body_hash: &body_hash(&request.body),
        date: &"20260102T030405Z".parse().unwrap(),
    };
    let authorization = sign(&to_sign, "AK", "SK", Algorithm::SdkHmacSha256).authorization;
    request.headers.retain(|(name, _)| name != "Authorization");
    request.headers.push(("Authorization".to_owned(), authorization.into_bytes()));
    request
}

fn findings(request: &Received) -> String {
    let (operation, arguments, sender) = (operation(), arguments(), sender());
    let expectation = Expectation { operation: &operation, arguments: &arguments, sender: &sender };
    expectation.check(request).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_good_request_passes() {
    assert_eq!(findings(&good()), "");
}

/// Replaces a part of the target or the body and signs again, as a client with that mistake would.
fn mistaken(from: &str, to: &str) -> String {
    let mut request = good();
    let body = String::from_utf8(request.body.clone()).unwrap();
    assert!(request.target.contains(from) || body.contains(from), "{from}");
    request.target = request.target.replace(from, to);
    request.body = body.replace(from, to).into_bytes();
    findings(&signed(request))
}

#[test]
fn each_mistake_in_path_query_and_body_is_found_and_placed() {
    for (from, to, place) in [
        ("/nodes", "/node", "path segment 4, nodes"),
        ("a%2Fb", "a/b", "(path)"),
        ("a%2Fb", "a%2fc", "path segment 5, {node_id}"),
        ("a%2Fb", "a%252Fb", "path segment 5, {node_id}"),
        ("z%20%C3%A9", "z%20%E9", "path segment 3, {region}:{zone}"),
        ("z%20%C3%A9", "z+%C3%A9", "path segment 3, {region}:{zone}"),
        ("r:z%20%C3%A9", "r:z é", "path segment 3, {region}:{zone}"),
        ("/p/", "/q/", "path segment 2, {project_id}"),
        ("x%2By", "x+y", "(query)"),
        ("x%20y", "x+y", "query parameter tag"),
        ("&tag=x%20y", "", "query parameter tag"),
        ("&tag=x%20y&tag=x%2By", "&tag=x%20y%2Cx%2By", "query parameter tag"),
        ("limit=5", "limit=6", "query parameter limit"),
        ("limit=5", "Limit=5", "query parameter Limit"),
        ("action=move&", "", "query parameter action"),
        ("force=", "force=true", "query parameter force"),
        ("?", "?more=1&", "query parameter more"),
        (r#""size":1"#, r#""size":2"#, "request body/node/size"),
        (r#""size":1"#, r#""size":"1""#, "request body at /node/size"),
        (r#","size":1"#, "", "request body/node/size"),
        (r#""name":"n""#, r#""Name":"n""#, "request body/node/Name"),
        (r#""name":"n""#, r#""name":"too long""#, "request body at /node/name"),
        (r#"{"node":{"name":"n","size":1}}"#, "[]", "request body"),
        (r#"{"node":{"name":"n","size":1}}"#, "", "request body"),
        (r#""size":1}}"#, r#""size":1},"x":1}"#, "the member that makes the operation what it is"),
    ] {
        let found = mistaken(from, to);
        assert!(found.contains(place), "{from} → {to}: {place} is not in\n{found}");
        assert!(!found.contains("signature"), "{from} → {to}:\n{found}");
    }
}

fn with_header(name: &str, value: Option<&str>) -> String {
    let mut request = good();
    request.headers.retain(|(known, _)| known != name);
    request.headers.extend(value.map(|value| (name.to_owned(), value.as_bytes().to_vec())));
    findings(&request)
}

#[test]
fn each_mistake_in_headers_is_found_and_named() {
    for name in
        ["Content-Type", "Host", "User-Agent", "X-Language", "X-Project-Id", "X-Sdk-Date", "Authorization"]
    {
        assert!(with_header(name, None).contains(&format!("header {name}")), "without {name}");
    }
    for name in ["Content-Type", "Host", "X-Language", "X-Project-Id", "X-Sdk-Date", "Authorization"] {
        assert!(with_header(name, Some("other")).contains(&format!("header {name}")), "another {name}");
    }
    assert!(with_header("X-Auth-Token", Some("t")).contains("header X-Auth-Token"));
}

#[test]
fn what_changes_after_signing_breaks_the_signature() {
    let mut request = good();
    request.target = request.target.replace("limit=5", "limit=6");
    assert!(findings(&request).contains("the signature does not hold"));
    let mut request = good();
    request.body.push(b' ');
    assert!(findings(&request).contains("the signature does not hold"));
    let mut request = good();
    request.method = "POST".to_owned();
    let found = findings(&request);
    assert!(found.contains("another method") && found.contains("the signature does not hold"), "{found}");
}

#[test]
fn a_header_nobody_asked_for_is_found() {
    let (operation, sender) = (operation(), sender());
    let mut arguments = arguments();
    arguments.header.clear();
    let found = Expectation { operation: &operation, arguments: &arguments, sender: &sender }.check(&good());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].place, "header X-Language");
}

fn compared(sent: &Value, read: &Value) -> Checked {
    check_response::check_value(&operation(), 200, sent, read)
}

#[test]
fn lenient_readings_are_no_findings() {
    let nothing = json!({"nodes": null, "total": null, "done": null, "ratio": null});
    for (sent, read) in [
        (json!({"total": "5", "done": "True", "ratio": 1}), json!({"total": 5, "done": true, "ratio": 1.0})),
        (
            json!({"total": " 5 ", "done": 0, "ratio": "1e2"}),
            json!({"total": 5, "done": false, "ratio": 100.0}),
        ),
        (json!({"nodes": {"name": 7}}), json!({"nodes": [{"name": "7", "inner": null}]})),
        (json!({"nodes": [null, {"name": null}]}), json!({"nodes": [{"name": null}, {"name": null}]})),
        (json!({"nodes": "", "total": "", "done": "", "ratio": null}), nothing.clone()),
        (Value::Null, nothing),
    ] {
        assert_eq!(compared(&sent, &read), Checked::default(), "{sent} read as {read}");
    }
}

#[test]
fn what_is_lost_changed_or_invented_is_found() {
    for (sent, read, finding) in [
        (json!({"total": 5}), json!({"total": null}), "a value was lost (response body at /total)"),
        (json!({"total": 5}), json!({}), "a value was lost (response body at /total)"),
        (json!({"total": 5}), json!({"total": 6}), "another value was read (response body at /total)"),
        (
            json!({"done": true}),
            json!({"done": "true"}),
            "a value was read as another type (response body at /done)",
        ),
        (json!({"done": "yes"}), json!({"done": true}), "another value was read (response body at /done)"),
        (json!({"total": null}), json!({"total": 1}), "nothing"),
        (json!({}), json!({"total": 1}), "a value was invented (response body at /total)"),
        (
            json!({"nodes": [{}, {}]}),
            json!({"nodes": [{}]}),
            "another value was read (response body at /nodes)",
        ),
        (
            json!({"nodes": [{"inner": {"name": ""}}]}),
            json!({"nodes": [{"inner": {"name": null}}]}),
            "a value was lost (response body at /nodes/0/inner/name)",
        ),
        (
            json!({"total": 9_007_199_254_740_993_i64}),
            json!({"total": 9_007_199_254_740_992_i64}),
            "another value was read",
        ),
    ] {
        let found: String = compared(&sent, &read).findings.iter().map(ToString::to_string).collect();
        let expected = if finding == "nothing" { "" } else { finding };
        assert!(found.contains(expected), "{sent} read as {read}: {found}");
        assert_eq!(found.is_empty(), expected.is_empty(), "{sent} read as {read}: {found}");
    }
}

#[test]
fn what_no_page_knows_may_be_lost_and_is_listed() {
    let sent = json!({"more": 1, "nodes": [{"name": "n", "extra": {"a": 1}}]});
    let checked = compared(&sent, &json!({"nodes": [{"name": "n"}]}));
    assert_eq!(checked.findings, []);
    assert_eq!(checked.undocumented, ["/more", "/nodes/0/extra"]);
}

#[test]
fn an_error_for_a_good_answer_and_the_reverse_are_found() {
    let entries = contract_tests::catalog::Catalog::load().unwrap().entries;
    let entry = entries.iter().find(|entry| entry.name() == "drs DeleteJob").unwrap();
    let call = entry.client_operation(&json!({"job_id": "j"})).unwrap();
    let bench = contract_tests::bench::Bench::new().unwrap();
    let proof = contract_tests::bench::Proof::Token;
    let body = json!({"error_code": "DRS.1", "error_msg": "no"});
    let sent = Answer::json(400, &body);
    let outcome = bench.call(proof, &call, &sent).outcome;
    let checked = |answer: &Answer| -> String {
        let findings = check_response::check(&entry.operation, answer, &outcome).findings;
        findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(checked(&sent), "");
    assert!(checked(&Answer::json(200, &json!({"id": "j"}))).contains("a good answer was refused"));
    assert!(checked(&Answer::json(404, &body)).contains("status of the error"));
    let other =
        |code, message| checked(&Answer::json(400, &json!({"error_code": code, "error_msg": message})));
    assert!(other("DRS.2", "no").contains("code of the error"));
    assert!(other("DRS.1", "yes").contains("message of the error"));
    assert!(checked(&Answer::json(400, &json!({}))).contains("body of the error"));
    let good = bench.call(proof, &call, &Answer::json(200, &json!({}))).outcome;
    let findings = check_response::check(&entry.operation, &sent, &good).findings;
    assert_eq!(findings[0].what, "an error was taken for a success");
}
