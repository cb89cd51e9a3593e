//! Successful answers: what comes with the value, and what does not decode. Over a transport of the
//! test's own, as a user would replay answers.

use bytes::Bytes;
use huaweicloud_runtime::{
    BoxFuture, Client, Credentials, Error, Response, Retry, Transport, TransportError,
};

use crate::operations::{Thing, UpdateThing};

/// Gives the same answer to every request.
pub(crate) struct Canned {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    pub(crate) body: Bytes,
}

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let mut answer = http::Response::builder().status(self.status);
        for (name, value) in &self.headers {
            answer = answer.header(*name, *value);
        }
        Box::pin(async { Ok(answer.body(self.body.clone()).unwrap()) })
    }
}

pub(crate) async fn call(answer: Canned) -> Result<Response<Thing>, Error> {
    let client = Client::builder()
        .region("cn-north-4")
        .credentials(Credentials::access_key("AK", "SK"))
        .project_id("p")
        .transport(answer)
        .retry(Retry::never())
        .build()
        .await?;
    client.send(&UpdateThing::new("t")).await
}

async fn call_with_body(body: impl Into<Bytes>) -> Result<Response<Thing>, Error> {
    call(Canned { status: 200, headers: vec![("X-Request-Id", "req-1")], body: body.into() }).await
}

#[tokio::test]
async fn a_response_reads_like_its_value() {
    let response = call_with_body(r#"{"id":"a","unknown":1}"#).await.unwrap();
    assert_eq!(response.id.as_deref(), Some("a"));
    assert_eq!(response.status(), 200);
    assert_eq!(response.request_id(), Some("req-1"));
    assert_eq!(response.into_inner(), Thing { id: Some("a".to_owned()), ..Thing::default() });
}

#[tokio::test]
async fn an_empty_request_id_is_none() {
    let headers = vec![("X-Request-Id", ""), ("X-IAM-Trace-Id", "trace-1")];
    let response = call(Canned { status: 200, headers, body: Bytes::new() }).await.unwrap();
    assert_eq!(response.request_id(), Some("trace-1"));
}

#[tokio::test]
async fn an_empty_body_is_the_default() {
    for body in ["", " \n", "null", "{}", "\u{feff}{}"] {
        let response = call_with_body(body).await.unwrap();
        assert_eq!(*response, Thing::default(), "{body:?}");
    }
}

#[tokio::test]
async fn bytes_that_are_not_utf8_do_not_lose_the_rest() {
    let response = call_with_body(&b"{\"id\":\"a\xff\",\"size\":3}"[..]).await.unwrap();
    assert_eq!(response.size, Some(3));
}

#[tokio::test]
async fn a_decode_error_says_operation_status_field_and_keeps_the_body() {
    let body = r#"{"parts":[{"size":1},{"size":"many"}]}"#;
    let error = call_with_body(body).await.unwrap_err();
    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!(error.field_path(), Some("parts[1].size"));
    assert_eq!(error.body(), body.as_bytes());
    assert_eq!(
        error.to_string(),
        "things UpdateThing: 200 OK: the answer does not decode at `parts[1].size`: \
         expected an integer at line 1 column 35 (request id req-1)"
    );
}

#[tokio::test]
async fn a_body_that_is_not_json_is_a_decode_error() {
    for body in ["<html>", "{\"id\":", "{} {}"] {
        assert!(call_with_body(body).await.unwrap_err().is_decode(), "{body}");
    }
}
