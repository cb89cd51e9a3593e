//! Error answers: every shape of body, and what to do about a status.

use std::{fs, path::Path};

use huaweicloud_runtime::{Credentials, Error, Retry, signing::body_hash};
use serde_json::Value;

use crate::{
    answers::{Canned, call},
    operations::UpdateThing,
    script::{Script, header},
};

async fn error(status: u16, body: impl Into<bytes::Bytes>) -> Error {
    call(Canned { status, headers: vec![], body: body.into() }).await.unwrap_err()
}

#[tokio::test]
async fn every_shape_of_error_body_is_read() {
    for (body, code, message) in [
        (r#"{"error_code":"DWS.0015","error_msg":"m"}"#, "DWS.0015", "m"),
        (r#"{"error_msg":"m","error_code":"APIGW.0301","request_id":"r"}"#, "APIGW.0301", "m"),
        (r#"{"errorCode":"X.1","errorMsg":"m"}"#, "X.1", "m"),
        (r#"{"errorCode":"X.1","errorMessage":"m"}"#, "X.1", "m"),
        (r#"{"code":"C.1","message":"m"}"#, "C.1", "m"),
        (r#"{"code":1203,"message":"m"}"#, "1203", "m"),
        (r#"{"error":{"code":401,"message":"m","title":"t"}}"#, "401", "m"),
        (r#"{"error":{"error_code":"VPC.0101","error_msg":"m"}}"#, "VPC.0101", "m"),
        (r#"{"errors":[{"error_code":"A","error_msg":"m"},{"error_code":"B","error_msg":"n"}]}"#, "A", "m"),
        (r#"[{"error_code":"A","error_msg":"m"}]"#, "A", "m"),
        (r#"{"kind":"Status","message":"m","reason":"NotFound","code":404}"#, "404", "m"),
        (r#"{"is_success":false,"message":"m"}"#, "400", "m"),
        ("<Error><Code>NoSuchBucket</Code><Message>a &lt; b</Message></Error>", "NoSuchBucket", "a < b"),
        // No complete pair: the body is the message, the status the code.
        (r#"{"error_msg":"only message"}"#, "400", r#"{"error_msg":"only message"}"#),
        ("Bad Gateway\n", "400", "Bad Gateway"),
        ("<html>down</html>", "400", "<html>down</html>"),
        ("", "400", ""),
        ("null", "400", "null"),
        ("[]", "400", "[]"),
    ] {
        let error = error(400, body).await;
        assert_eq!((error.code(), error.message()), (Some(code), message), "{body}");
    }
}

#[tokio::test]
async fn an_error_prints_operation_status_code_message_and_request_id() {
    let body = r#"{"error_code":"DWS.0015","error_msg":"集群不存在","request_id":"r-1"}"#;
    let printed = error(404, body).await.to_string();
    assert_eq!(printed, "things UpdateThing: 404 Not Found, DWS.0015: 集群不存在 (request id r-1)");
}

#[tokio::test]
async fn an_error_without_a_code_prints_the_status_once() {
    assert_eq!(error(502, "down").await.to_string(), "things UpdateThing: 502 Bad Gateway: down");
    assert_eq!(error(502, "").await.to_string(), "things UpdateThing: 502 Bad Gateway");
}

#[tokio::test]
async fn the_request_id_of_the_header_wins_over_the_one_in_the_body() {
    let body = r#"{"error_code":"A","error_msg":"m","request_id":"body"}"#;
    let canned = Canned { status: 400, headers: vec![("x-request-id", "header")], body: body.into() };
    assert_eq!(call(canned).await.unwrap_err().request_id(), Some("header"));
    assert_eq!(error(400, body).await.request_id(), Some("body"));
}

#[tokio::test]
async fn the_encoded_authorization_message_is_kept() {
    let body = r#"{"error_code":"A","error_msg":"m","encoded_authorization_message":"ENC"}"#;
    assert_eq!(error(403, body).await.encoded_authorization_message(), Some("ENC"));
}

#[tokio::test]
async fn predicates_follow_the_status() {
    type Predicate = fn(&Error) -> bool;
    let predicates: [(Predicate, &[u16]); 6] = [
        (Error::is_unauthorized, &[401]),
        (Error::is_forbidden, &[403]),
        (Error::is_not_found, &[404]),
        (Error::is_conflict, &[409]),
        (Error::is_throttled, &[429]),
        (Error::is_retryable, &[429, 500, 502, 503, 504]),
    ];
    for status in [400, 401, 403, 404, 409, 429, 500, 501, 502, 503, 504] {
        let error = error(status, "").await;
        for (number, (predicate, statuses)) in predicates.iter().enumerate() {
            assert_eq!(predicate(&error), statuses.contains(&status), "predicate {number}, status {status}");
        }
    }
}

#[tokio::test]
async fn a_large_body_is_kept_in_part() {
    let error = error(500, "é".repeat(100_000)).await;
    assert_eq!(error.body().len(), 64 * 1024);
    assert_eq!(error.message().len(), 1024);
}

#[tokio::test]
async fn an_error_says_which_operation_failed() {
    let error = error(500, "").await;
    assert_eq!((error.service_name(), error.operation()), (Some("things"), Some("UpdateThing")));
    assert_eq!(error.status().unwrap(), 500);
}

#[tokio::test]
async fn an_error_under_a_status_that_says_success_is_an_error() {
    for (body, code, message) in [
        (r#"{"error_code":"A.1","error_msg":"m"}"#, "A.1", "m"),
        (r#"{"errorCode":"A.1","errorMsg":"m","requestId":"r"}"#, "A.1", "m"),
        (r#"{"error":{"code":401,"message":"m","title":"t"}}"#, "401", "m"),
        (r#"{"error":{"error_code":"A.1","error_msg":"m"}}"#, "A.1", "m"),
        (r#"{"is_success":false,"message":"m"}"#, "200", "m"),
        (r#"{"is_success":"false","message":"m","job_id":"j"}"#, "200", "m"),
    ] {
        let canned = Canned { status: 200, headers: vec![], body: body.into() };
        let error = call(canned).await.unwrap_err();
        assert_eq!((error.code(), error.message()), (Some(code), message), "{body}");
        assert_eq!(error.status().unwrap(), 200);
        assert!(!error.is_decode() && !error.is_retryable());
    }
}

#[tokio::test]
async fn a_success_that_speaks_of_errors_stays_one() {
    for body in [
        r#"{"id":"j","error_code":"Ecs.0001","error_msg":"why the job failed"}"#,
        r#"{"error_code":"0","error_msg":""}"#,
        r#"{"error_code":null,"error_msg":null}"#,
        r#"{"is_success":true,"message":""}"#,
        r#"{"parts":[{"is_success":false}]}"#,
        r#"{"code":"0","message":"done"}"#,
        r#"{"errors":[]}"#,
    ] {
        let canned = Canned { status: 200, headers: vec![], body: body.into() };
        assert!(call(canned).await.is_ok(), "{body}");
    }
}

#[tokio::test]
async fn a_refused_signature_is_explained_without_the_secret() {
    let body = r#"{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: verify aksk signature fail"}"#;
    let script = Script::default().answer(401, &[], body);
    let credentials = Credentials::temporary("AK", "the-secret-key", "the-token");
    let client = script.builder().credentials(credentials).project_id("p").build().await.unwrap();
    let error = client.send(&UpdateThing::new("t")).await.unwrap_err();
    assert!(error.is_signature_refused() && error.is_unauthorized());
    let explained = error.canonical_request().unwrap();
    let request = &script.asked()[0];
    let date = header(request, "x-sdk-date").unwrap();
    assert_eq!(
        explained,
        format!(
            "PUT\n/v1/p/things/t/\n\ncontent-type:application/json;charset=utf-8\n\
             host:thing.cn-north-4.myhuaweicloud.com\nx-project-id:p\nx-sdk-date:{date}\n\
             x-security-token:[secret]\n\n\
             content-type;host;x-project-id;x-sdk-date;x-security-token\n{}",
            body_hash(br#"{"size":0}"#)
        )
    );
}

#[tokio::test]
async fn a_redirect_is_an_error_and_a_list_of_choices_an_answer() {
    for status in [301, 302, 303, 304, 307, 308] {
        let error = error(status, "").await;
        assert!(error.is_redirect() && !error.is_retryable(), "{error}");
        assert_eq!(error.status().unwrap(), status);
    }
    let choices = Canned { status: 300, headers: vec![], body: r#"{"id":"a"}"#.into() };
    assert_eq!(call(choices).await.unwrap().id.as_deref(), Some("a"));
}

#[tokio::test]
async fn what_is_not_about_the_signature_has_no_explanation() {
    for message in ["decrypt token fail", "policy does not allow"] {
        let error = error(401, format!(r#"{{"error_code":"A","error_msg":"{message}"}}"#)).await;
        assert!(!error.is_signature_refused() && error.canonical_request().is_none(), "{message}");
    }
}

/// The recorded answers lie beside the repository; without them this test only says so.
#[tokio::test]
async fn every_recorded_error_is_read_at_least_as_well_as_by_the_vendors_sdk() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/wire/errors.json");
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("not checked: there are no recordings at {}", path.display());
        return;
    };
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    for case in &cases {
        let (name, response, sdk) = (&case["name"], &case["response"], &case["sdk"]);
        let headers = response["headers"].as_object().unwrap().iter();
        let headers: Vec<_> = headers.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
        let status = u16::try_from(response["status"].as_u64().unwrap()).unwrap();
        let script = Script::default().answer(status, &headers, response["body"].as_str().unwrap());
        let keys = Credentials::access_key("AK", "SK");
        let builder = script.builder().credentials(keys).project_id("p").retry(Retry::never());
        let outcome = builder.build().await.unwrap().send(&UpdateThing::new("t")).await;
        if [302, 304].contains(&status) {
            assert!(outcome.unwrap_err().is_redirect(), "{name}");
            continue;
        }
        if sdk["result"] == "ok" {
            assert_eq!(outcome.unwrap().status(), status, "{name}");
            continue;
        }
        let error = outcome.unwrap_err();
        assert_eq!(error.status().unwrap(), status, "{name}");
        // What the SDK could not read is the status as a code and the body as a message.
        if sdk["error_code"].as_str() != Some(&status.to_string()) {
            let code =
                sdk["error_code"].as_str().map_or_else(|| sdk["error_code"].to_string(), str::to_owned);
            assert_eq!(error.code(), Some(code.as_str()), "{name}");
            assert_eq!(error.message(), sdk["error_msg"], "{name}");
            assert_eq!(error.request_id(), sdk["request_id"].as_str(), "{name}");
            assert_eq!(error.encoded_authorization_message(), sdk["encoded_auth_msg"].as_str(), "{name}");
        }
    }
    eprintln!("{} answers", cases.len());
}
