//! Error answers: every shape of body, and what to do about a status.

use huaweicloud_runtime::Error;

use crate::answers::{Canned, call};

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
