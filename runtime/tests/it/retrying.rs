//! When calls are sent again: over a script, with a clock that does not wait.

use std::time::Duration;

use huaweicloud_runtime::{Client, Credentials, Error, Retry, TransportErrorKind};
use tokio::time::Instant;

use crate::{
    operations::{UpdateThing, UploadDriver},
    script::{Script, header},
};

async fn client(script: &Script) -> Client {
    let keys = Credentials::access_key("AK", "SK");
    script.builder().credentials(keys).project_id("p").domain_id("d").build().await.unwrap()
}

async fn put(script: &Script) -> Result<(), Error> {
    client(script).await.send(&UpdateThing::new("t")).await.map(drop)
}

async fn post(script: &Script) -> Result<(), Error> {
    client(script).await.send(&UploadDriver { body: None }).await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn what_may_succeed_later_is_sent_again() {
    for status in [429, 500, 502, 503, 504] {
        let script = Script::default().answer(status, &[], "").json("{}");
        put(&script).await.unwrap();
        assert_eq!(script.asked().len(), 2, "{status}");
    }
    let script = Script::default().failure(TransportErrorKind::Interrupted).json("{}");
    put(&script).await.unwrap();
    assert_eq!(script.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_stays_wrong_is_not_sent_again() {
    for status in [400, 401, 403, 404, 409, 501] {
        let script = Script::default().answer(status, &[], "");
        assert_eq!(put(&script).await.unwrap_err().status().unwrap(), status);
        assert_eq!(script.asked().len(), 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_third_failure_is_the_callers() {
    let script = Script::default().answer(500, &[], "1").answer(502, &[], "2").answer(503, &[], "3");
    assert_eq!(put(&script).await.unwrap_err().message(), "3");
    assert_eq!(script.asked().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_post_that_may_have_been_executed_is_not_sent_again() {
    for status in [429, 500, 503] {
        let script = Script::default().answer(status, &[], "");
        post(&script).await.unwrap_err();
        assert_eq!(script.asked().len(), 1, "{status}");
    }
    for kind in [TransportErrorKind::Interrupted, TransportErrorKind::Timeout] {
        let script = Script::default().failure(kind);
        post(&script).await.unwrap_err();
        assert_eq!(script.asked().len(), 1, "{kind:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_that_reached_nobody_is_sent_again() {
    let script = Script::default().failure(TransportErrorKind::Connect).json("{}");
    post(&script).await.unwrap();
    assert_eq!(script.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_says_when_to_come_back_is_taken_at_its_word() {
    let script = Script::default().answer(429, &[("Retry-After", "7")], "").json("{}");
    let began = Instant::now();
    put(&script).await.unwrap();
    let waited = began.elapsed();
    assert!(waited >= Duration::from_secs(7) && waited < Duration::from_secs(8), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_is_too_long_is_left_to_the_caller() {
    let script = Script::default().answer(503, &[("Retry-After", "3600")], "");
    let error = put(&script).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3_600)));
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_single_call_can_have_settings_of_its_own() {
    let script = Script::default().answer(500, &[], "");
    let client = client(&script).await.with_retry(Retry::never());
    client.send(&UpdateThing::new("t")).await.unwrap_err();
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_may_not_take_longer_than_it_was_given_whatever_the_attempts() {
    let mut script = Script::default();
    for _ in 0..20 {
        script = script.answer(429, &[("Retry-After", "2")], "");
    }
    let client = client(&script).await.with_retry(Retry::default().attempts(20));
    let began = Instant::now();
    let call = client.with_call_timeout(Duration::from_secs(5));
    let error = call.send(&UpdateThing::new("t")).await.unwrap_err();
    assert_eq!(error.to_string(), "things UpdateThing: the call did not end within 5s");
    assert!(error.is_timeout() && !error.is_connect() && !error.is_retryable());
    assert_eq!((began.elapsed(), script.asked().len()), (Duration::from_secs(5), 3));
}

#[tokio::test(start_paused = true)]
async fn all_calls_of_a_client_share_a_budget() {
    let mut script = Script::default();
    for _ in 0..12 {
        script = script.answer(500, &[], "");
    }
    let keys = Credentials::access_key("AK", "SK");
    let builder = script.builder().credentials(keys).project_id("p").retry_budget(3);
    let client = builder.build().await.unwrap();
    let mut sent = Vec::new();
    for _ in 0..3 {
        let before = script.asked().len();
        client.clone().send(&UpdateThing::new("t")).await.unwrap_err();
        sent.push(script.asked().len() - before);
    }
    assert_eq!(sent, [3, 2, 1], "three further attempts, then none");
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_a_date_of_its_own() {
    let script = Script::default().answer(503, &[("Retry-After", "5")], "").json("{}");
    let began = Instant::now();
    let keys = Credentials::access_key("AK", "SK");
    let epoch = std::time::SystemTime::UNIX_EPOCH;
    let builder = script.builder().credentials(keys).project_id("p").clock(move || epoch + began.elapsed());
    builder.build().await.unwrap().send(&UpdateThing::new("t")).await.unwrap();
    let dates: Vec<_> =
        script.asked().iter().map(|request| header(request, "x-sdk-date").unwrap().to_owned()).collect();
    assert_eq!(dates, ["19700101T000000Z", "19700101T000005Z"]);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_off_is_set_by_the_services_date() {
    let off = [("Date", "Fri, 02 Jan 2026 03:04:05 GMT")];
    let script = Script::default().answer(401, &off, "x-sdk-date expired").json("{}").json("{}");
    let keys = Credentials::access_key("AK", "SK");
    let epoch = std::time::SystemTime::UNIX_EPOCH;
    let builder = script.builder().credentials(keys).project_id("p").domain_id("d").clock(move || epoch);
    let client = builder.build().await.unwrap();
    client.send(&UploadDriver { body: None }).await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    let dates: Vec<_> =
        script.asked().iter().map(|request| header(request, "x-sdk-date").unwrap().to_owned()).collect();
    assert_eq!(dates, ["19700101T000000Z", "20260102T030405Z", "20260102T030405Z"]);
}

#[tokio::test(start_paused = true)]
async fn all_calls_that_were_under_way_with_a_wrong_date_are_sent_again() {
    let off = [("Date", "Fri, 02 Jan 2026 03:04:05 GMT")];
    let mut script = Script::default();
    for _ in 0..8 {
        script = script.answer(401, &off, "x-sdk-date expired");
    }
    for _ in 0..8 {
        script = script.json("{}");
    }
    let keys = Credentials::access_key("AK", "SK");
    let epoch = std::time::SystemTime::UNIX_EPOCH;
    let builder = script.builder().credentials(keys).project_id("p").clock(move || epoch);
    let client = builder.build().await.unwrap();
    let calls = (0..8).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.send(&UpdateThing::new("t")).await.map(drop) })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_with_the_right_date_is_not_sent_again() {
    let script = Script::default().answer(403, &[("Date", "Thu, 01 Jan 1970 00:00:30 GMT")], "no");
    let keys = Credentials::access_key("AK", "SK");
    let epoch = std::time::SystemTime::UNIX_EPOCH;
    let builder = script.builder().credentials(keys).project_id("p").clock(move || epoch);
    builder.build().await.unwrap().send(&UpdateThing::new("t")).await.unwrap_err();
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_next_endpoint_is_tried_if_a_name_or_a_certificate_fails() {
    let two = |name: &str| {
        (name == "HUAWEICLOUD_SDK_REGION_THINGS_CN_NORTH_4")
            .then(|| "https://a.example.com,https://b.example.com".to_owned())
    };
    for kind in [TransportErrorKind::Name, TransportErrorKind::Certificate] {
        let script = Script::default().failure(kind).json("{}");
        let keys = Credentials::access_key("AK", "SK");
        let builder = script.builder().environment(two).credentials(keys).project_id("p").domain_id("d");
        builder.build().await.unwrap().send(&UploadDriver { body: None }).await.unwrap();
        let hosts: Vec<_> =
            script.asked().iter().map(|request| header(request, "host").unwrap().to_owned()).collect();
        assert_eq!(hosts, ["a.example.com", "b.example.com"], "{kind:?}");
    }
}
