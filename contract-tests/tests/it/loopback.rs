//! The server itself: what it records, and each way in which it fails a client.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::time::Duration;

use contract_tests::loopback::{Answer, Delivery, Loopback};
use huaweicloud::{Client, Credentials, Error, Response, dws};
use serde_json::json;

type Outcome = Result<Response<dws::update_data_source::UpdateDataSourceResponse>, Error>;

fn call(server: &Loopback) -> Outcome {
    call_within(server, Duration::from_secs(60))
}

fn call_within(server: &Loopback, limit: Duration) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = Client::builder()
            .endpoint(server.url())
            .no_proxy()
            .credentials(Credentials::token("t"))
            .project_id("p")
            .request_timeout(limit)
            .build()
            .await?;
        dws::UpdateDataSource::new("c", "s", dws::update_data_source::UpdateDataSourceBody::default())
            .send(&client)
            .await
    })
}

fn answer() -> Answer {
    Answer::json(200, &json!({"job_id": "a job with a long name"}))
}

fn failure(delivery: Delivery) -> Error {
    call(&Loopback::answering(answer().delivered(delivery)).unwrap()).unwrap_err()
}

#[test]
fn a_request_is_recorded_as_it_came() {
    let server = Loopback::answering(answer()).unwrap();
    assert_eq!(call(&server).unwrap().job_id.as_deref(), Some("a job with a long name"));
    let [request] = &server.received()[..] else { panic!("one request") };
    assert_eq!(request.method, "PUT");
    assert_eq!(request.target, "/v1.0/p/clusters/c/ext-data-sources/s");
    assert_eq!(request.header("x-auth-token").as_deref(), Some("t"));
    assert_eq!(request.body, br#"{"reconfigure":{}}"#);
    assert!(server.received().is_empty(), "they are taken only once");
}

#[test]
fn an_answer_in_time_may_be_late() {
    let late = answer().delivered(Delivery::After(Duration::from_millis(30)));
    assert!(call(&Loopback::answering(late).unwrap()).is_ok());
}

#[test]
fn an_answer_can_come_too_late() {
    let late = answer().delivered(Delivery::After(Duration::from_secs(2)));
    let server = Loopback::answering(late).unwrap();
    let error = call_within(&server, Duration::from_millis(300)).unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
}

#[test]
fn an_answer_can_be_cut_anywhere() {
    for bytes in [0, 1, 20] {
        let error = failure(Delivery::CutAfter(bytes));
        assert!(error.is_retryable() && !error.is_decode(), "{error:?}");
    }
}

#[test]
fn a_connection_can_be_reset() {
    let error = failure(Delivery::Reset);
    assert!(error.is_retryable() && !error.is_connect(), "{error:?}");
}

#[test]
fn an_answer_can_depend_on_the_request() {
    let server = Loopback::start(|request| Answer::json(404, &json!(request.method))).unwrap();
    let error = call(&server).unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.body(), br#""PUT""#);
}
