//! Credentials, projects and accounts that are fetched: when, from where, and how often.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use huaweicloud_runtime::{Client, ClientBuilder, Credentials, Error, TransportErrorKind};
use serde_json::{Value, json};

use crate::{
    operations::{LookAtThing, UpdateThing, UploadDriver},
    script::{Script, header},
};

fn body(script: &Script, request: usize) -> Value {
    serde_json::from_slice(script.asked()[request].body()).unwrap()
}

fn token_file(token: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), token).unwrap();
    file
}

fn keys(access_key: &str, expires_at: &str) -> String {
    json!({"credential": {
        "access": access_key,
        "secret": "SK",
        "securitytoken": "ST",
        "expires_at": expires_at,
    }})
    .to_string()
}

/// A clock that tests move, from 2026-01-02T00:00:00Z.
#[derive(Clone, Default)]
struct Minutes(Arc<AtomicU64>);

impl Minutes {
    fn set(&self, minutes: u64) {
        self.set_seconds(60 * minutes);
    }

    fn set_seconds(&self, seconds: u64) {
        self.0.store(seconds, Ordering::SeqCst);
    }

    fn of(&self, builder: ClientBuilder) -> ClientBuilder {
        let seconds = Arc::clone(&self.0);
        builder.clock(move || {
            let seconds = 1_767_312_000 + seconds.load(Ordering::SeqCst);
            SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
        })
    }
}

/// Calls with the keys of a cloud server, which need no token for their metadata.
async fn on_a_server(script: &Script, clock: &Minutes) -> Client {
    let builder = script.builder().credentials(Credentials::instance_metadata()).project_id("p");
    clock.of(builder).build().await.unwrap()
}

fn signed_by(script: &Script) -> Vec<String> {
    let asked = script.asked();
    let signatures = asked.iter().filter_map(|request| header(request, "authorization"));
    let access_key = |text: &str| text.split_once("Access=").unwrap().1.split_once(',').unwrap().0.to_owned();
    signatures.map(access_key).collect()
}

#[tokio::test]
async fn keys_are_fetched_again_forty_minutes_before_they_expire() {
    let script = Script::default()
        .answer(404, &[], "")
        .json(&keys("FIRST", "2026-01-02T06:00:00Z"))
        .json("{}")
        .json("{}")
        .json(&keys("SECOND", "2026-01-02T12:00:00Z"))
        .json("{}");
    let clock = Minutes::default();
    let client = on_a_server(&script, &clock).await;
    for minutes in [0, 319, 321] {
        clock.set(minutes);
        client.send(&UpdateThing::new("t")).await.unwrap();
    }
    assert_eq!(signed_by(&script), ["FIRST", "FIRST", "SECOND"]);
}

#[tokio::test]
async fn many_calls_at_once_fetch_once() {
    let mut script =
        Script::default().answer(404, &[], "").json(&keys("ONLY", "2026-01-03T00:00:00.000000Z"));
    for _ in 0..50 {
        script = script.json("{}");
    }
    let client = on_a_server(&script, &Minutes::default()).await;
    let calls = (0..50).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.send(&UpdateThing::new("t")).await.map(drop) })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(script.asked().len(), 52);
    assert_eq!(signed_by(&script), ["ONLY"; 50]);
}

#[tokio::test]
async fn those_who_waited_for_a_fetch_share_its_failure() {
    let script = Script::default().failure(TransportErrorKind::ConnectTimeout);
    let client = on_a_server(&script, &Minutes::default()).await;
    let calls = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.send(&UpdateThing::new("t")).await.unwrap_err() })
    });
    for call in calls.collect::<Vec<_>>() {
        let error = call.await.unwrap();
        assert!(error.is_credentials(), "{error}");
        let expected = "things UpdateThing: the credentials could not be fetched: no connection to the \
                        service in time";
        assert_eq!(error.to_string(), expected);
        let cause = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
        assert!(cause.is_connect());
    }
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test]
async fn keys_that_cannot_be_renewed_are_used_until_they_expire() {
    let script = Script::default()
        .answer(404, &[], "")
        .json(&keys("OLD", "2026-01-02T01:00:00Z"))
        .json("{}")
        .answer(500, &[], "")
        .json("{}")
        .answer(500, &[], "");
    let clock = Minutes::default();
    let client = on_a_server(&script, &clock).await;
    client.send(&UpdateThing::new("t")).await.unwrap();
    clock.set(59);
    client.send(&UpdateThing::new("t")).await.unwrap();
    clock.set(60);
    assert!(client.send(&UpdateThing::new("t")).await.unwrap_err().is_credentials());
    assert_eq!(signed_by(&script), ["OLD", "OLD"]);
}

#[tokio::test]
async fn keys_that_do_not_live_forty_minutes_are_fetched_once_a_minute_at_the_most() {
    let script = Script::default()
        .answer(404, &[], "")
        .json(&keys("FIRST", "2026-01-02T00:15:00Z"))
        .json("{}")
        .json("{}")
        .json(&keys("SECOND", "2026-01-02T00:16:00Z"))
        .json("{}");
    let clock = Minutes::default();
    let client = on_a_server(&script, &clock).await;
    for seconds in [0, 59, 60] {
        clock.set_seconds(seconds);
        client.send(&UpdateThing::new("t")).await.unwrap();
    }
    assert_eq!(signed_by(&script), ["FIRST", "FIRST", "SECOND"]);
}

#[tokio::test]
async fn keys_that_expired_after_a_failed_renewal_are_not_used() {
    let script = Script::default()
        .answer(404, &[], "")
        .json(&keys("OLD", "2026-01-02T00:59:30Z"))
        .json("{}")
        .answer(500, &[], "")
        .json("{}")
        .json(&keys("NEW", "2026-01-02T06:00:00Z"))
        .json("{}");
    let clock = Minutes::default();
    let client = on_a_server(&script, &clock).await;
    for seconds in [0, 59 * 60, 59 * 60 + 31] {
        clock.set_seconds(seconds);
        client.send(&UpdateThing::new("t")).await.unwrap();
    }
    assert_eq!(signed_by(&script), ["OLD", "OLD", "NEW"]);
}

#[tokio::test]
async fn keys_that_come_again_as_they_were_are_asked_for_a_minute_later() {
    let same = keys("SAME", "2026-01-02T01:00:00Z");
    let script = Script::default()
        .answer(404, &[], "")
        .json(&same)
        .json("{}")
        .json(&same)
        .json("{}")
        .json("{}")
        .json(&keys("NEW", "2026-01-02T06:00:00Z"))
        .json("{}");
    let clock = Minutes::default();
    let client = on_a_server(&script, &clock).await;
    for seconds in [0, 20 * 60, 20 * 60 + 59, 21 * 60] {
        clock.set_seconds(seconds);
        client.send(&UpdateThing::new("t")).await.unwrap();
    }
    assert_eq!(signed_by(&script), ["SAME", "SAME", "SAME", "NEW"]);
}

#[tokio::test]
async fn keys_that_do_not_say_when_they_expire_are_fetched_again_after_an_hour() {
    for expires_at in ["tomorrow", ""] {
        let script = Script::default()
            .answer(404, &[], "")
            .json(&keys("FIRST", expires_at))
            .json("{}")
            .json("{}")
            .json(&keys("SECOND", expires_at))
            .json("{}")
            .answer(500, &[], "")
            .json("{}");
        let clock = Minutes::default();
        let client = on_a_server(&script, &clock).await;
        for minutes in [0, 59, 60, 120] {
            clock.set(minutes);
            client.send(&UpdateThing::new("t")).await.unwrap();
        }
        assert_eq!(signed_by(&script), ["FIRST", "FIRST", "SECOND", "SECOND"], "{expires_at}");
    }
}

#[tokio::test]
async fn the_metadata_token_is_renewed_once_when_it_is_refused() {
    let script = Script::default()
        .answer(200, &[], "OLD-TOKEN")
        .answer(401, &[], "expired")
        .answer(200, &[], "NEW-TOKEN")
        .json(&keys("AK", "2099-01-01T00:00:00Z"));
    let client = on_a_server(&script, &Minutes::default()).await;
    client.fetch_credentials().await.unwrap();
    let asked = script.asked();
    let tokens: Vec<_> = asked.iter().map(|request| header(request, "x-metadata-token")).collect();
    assert_eq!(tokens, [None, Some("OLD-TOKEN"), None, Some("NEW-TOKEN")]);
}

#[tokio::test]
async fn a_server_without_an_agency_is_not_asked_twice() {
    let script = Script::default().answer(200, &[], "TOKEN").answer(
        401,
        &[],
        "Please configure Cloud Service Agency first",
    );
    let error = on_a_server(&script, &Minutes::default()).await.fetch_credentials().await.unwrap_err();
    assert!(error.to_string().contains("Agency"), "{error}");
    assert_eq!(script.asked().len(), 2);
}

#[tokio::test]
async fn a_password_gives_a_token_for_the_project_of_the_region() {
    let token =
        json!({"token": {"expires_at": "2099-01-01T00:00:00Z", "project": {"id": "p-1"}}}).to_string();
    let script =
        Script::default().answer(201, &[("X-Subject-Token", "the-token")], &token).json("{}").json("{}");
    let credentials = Credentials::password("the-domain", "the-user", "the-password");
    let client = script.builder().credentials(credentials).build().await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    let call = "PUT https://thing.cn-north-4.myhuaweicloud.com/v1/p-1/things/t";
    assert_eq!(
        script.targets(),
        ["POST https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens", call, call]
    );
    let user = json!({"domain": {"name": "the-domain"}, "name": "the-user", "password": "the-password"});
    let expected = json!({"auth": {
        "identity": {"methods": ["password"], "password": {"user": user}},
        "scope": {"project": {"name": "cn-north-4"}},
    }});
    assert_eq!(body(&script, 0), expected);
    assert_eq!(header(&script.asked()[1], "x-auth-token"), Some("the-token"));
    assert_eq!(header(&script.asked()[1], "authorization"), None);
}

#[tokio::test]
async fn a_password_gives_a_token_for_a_given_project() {
    let script = Script::default().answer(201, &[("X-Subject-Token", "t")], "{}");
    let credentials = Credentials::password("d", "u", "p");
    let client = script.builder().credentials(credentials).project_id("p-2").build().await.unwrap();
    client.fetch_credentials().await.unwrap();
    assert_eq!(body(&script, 0)["auth"]["scope"], json!({"project": {"id": "p-2"}}));
}

#[tokio::test]
async fn an_answer_without_a_token_says_so() {
    let file = token_file("ID-TOKEN");
    for credentials in [Credentials::password("d", "u", "p"), Credentials::federated("idp", file.path())] {
        for headers in
            [&[("X-IAM-Trace-Id", "trace-1"), ("X-Subject-Token", "")][..], &[("X-IAM-Trace-Id", "trace-1")]]
        {
            let script = Script::default().answer(201, headers, "{}");
            let client = script.builder().credentials(credentials.clone()).build().await.unwrap();
            let message = client.fetch_credentials().await.unwrap_err().to_string();
            assert!(message.contains("X-Subject-Token") && message.contains("trace-1"), "{message}");
            assert_eq!(script.asked().len(), 1);
        }
    }
}

#[tokio::test]
async fn open_id_connect_gives_temporary_keys_of_an_agency() {
    let answer = json!({"credentials": {
        "access_key_id": "AK",
        "secret_access_key": "SK",
        "security_token": "ST",
        "expiration": "2099-01-01T00:00:00Z",
    }});
    let script = Script::default().json(&answer.to_string()).json("{}");
    let file = token_file("ID-TOKEN\n");
    let credentials = Credentials::oidc("provider-urn", "agency-urn", file.path());
    let client = script.builder().credentials(credentials).project_id("p").build().await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    let sts = "POST https://sts.cn-north-4.myhuaweicloud.com/v5/agencies/assume-with-oidc";
    assert_eq!(script.targets()[0], sts);
    let expected = json!({
        "provider_urn": "provider-urn",
        "agency_urn": "agency-urn",
        "agency_session_name": "oidc-sts-session",
        "id_token": "ID-TOKEN",
        "duration_seconds": 3600,
    });
    assert_eq!(body(&script, 0), expected);
    assert_eq!(header(&script.asked()[1], "x-security-token"), Some("ST"));
}

#[tokio::test]
async fn a_pod_shows_its_token_at_the_address_it_was_given() {
    let script = Script::default().json(&keys("AK", "2099-01-01T00:00:00Z")).json("{}");
    let file = token_file("POD-TOKEN");
    let credentials = Credentials::pod_identity("http://127.0.0.1:23999/v1/credentials", file.path());
    let client = script.builder().credentials(credentials).project_id("p").build().await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    assert_eq!(script.targets()[0], "POST http://127.0.0.1:23999/v1/credentials");
    assert_eq!(header(&script.asked()[0], "authorization"), Some("POD-TOKEN"));
    assert_eq!(header(&script.asked()[0], "host"), Some("127.0.0.1:23999"));
}

#[tokio::test]
async fn a_missing_token_file_is_named() {
    let script = Script::default();
    let credentials = Credentials::federated("idp", "/nowhere/token");
    let client = script.builder().credentials(credentials).build().await.unwrap();
    let message = client.fetch_credentials().await.unwrap_err().to_string();
    assert!(message.contains("the token file /nowhere/token does not exist"), "{message}");
}

fn with_keys(script: &Script) -> ClientBuilder {
    script.builder().credentials(Credentials::access_key("AK", "SK"))
}

#[tokio::test]
async fn the_project_of_the_region_is_found_once() {
    let script = Script::default().json(r#"{"projects":[{"id":"p-1"}]}"#).json("{}").json("{}").json("{}");
    let client = with_keys(&script).build().await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    client.clone().send(&UpdateThing::new("t")).await.unwrap();
    // It is named even where the path has none.
    client.send(&LookAtThing::new("r", "n")).await.unwrap();
    let asked = script.asked();
    assert_eq!(asked.len(), 4);
    assert_eq!(asked[0].uri(), "https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4");
    assert_eq!(header(&asked[3], "x-project-id"), Some("p-1"));
    assert_eq!(client.project_id(), Some("p-1"));
}

#[tokio::test]
async fn those_who_waited_for_a_project_share_the_failure() {
    let script =
        Script::default().failure(TransportErrorKind::ConnectTimeout).failure(TransportErrorKind::Name);
    let client = with_keys(&script).build().await.unwrap();
    let calls = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.send(&UpdateThing::new("t")).await.unwrap_err() })
    });
    for call in calls.collect::<Vec<_>>() {
        let error = call.await.unwrap();
        assert!(error.is_credentials() && error.to_string().ends_with("in time"), "{error}");
        let cause = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
        assert!(cause.is_connect());
    }
    assert_eq!(script.asked().len(), 1);
    // Who comes later asks anew.
    client.send(&UpdateThing::new("t")).await.unwrap_err();
    assert_eq!(script.asked().len(), 2);
}

#[tokio::test]
async fn a_clock_that_is_off_is_set_by_the_one_who_is_asked_for_the_project() {
    let off = [("Date", "Sat, 03 Jan 2026 03:04:05 GMT")];
    let script = Script::default()
        .answer(401, &off, "x-sdk-date expired")
        .json(r#"{"projects":[{"id":"p-1"}]}"#)
        .json("{}");
    let client = Minutes::default().of(with_keys(&script)).build().await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    let asked = script.asked();
    let dates: Vec<_> = asked.iter().map(|request| header(request, "x-sdk-date").unwrap()).collect();
    assert_eq!(dates, ["20260102T000000Z", "20260103T030405Z", "20260103T030405Z"]);
}

#[tokio::test]
async fn who_may_not_ask_for_the_project_is_told_at_once() {
    let script = Script::default().answer(403, &[("Date", "Fri, 02 Jan 2026 00:00:05 GMT")], "no");
    let client = Minutes::default().of(with_keys(&script)).build().await.unwrap();
    assert!(client.send(&UpdateThing::new("t")).await.unwrap_err().is_credentials());
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test]
async fn several_projects_of_a_name_are_listed() {
    let script = Script::default().answer(
        200,
        &[("X-IAM-Trace-Id", "trace-1")],
        r#"{"projects":[{"id":"p-1"},{"id":"p-2"}]}"#,
    );
    let error = with_keys(&script).build().await.unwrap().send(&UpdateThing::new("t")).await.unwrap_err();
    let message = error.to_string();
    assert!(error.is_credentials() && message.contains("p-1, p-2"), "{message}");
    assert!(message.contains(".project_id(") && message.contains("trace-1"), "{message}");
}

#[tokio::test]
async fn an_answer_about_the_project_that_says_no_such_thing_is_named() {
    for (answer, problem) in [
        ("<html>busy</html>", "the answer is not JSON"),
        (r#"{"error_code":"IAM.0011","error_msg":"no right to list"}"#, "IAM.0011: no right to list"),
        (r#"{"items":[]}"#, "the answer has no list `projects`"),
        (r#"{"projects":[]}"#, "no project of the name `cn-north-4`"),
    ] {
        let script = Script::default().json(answer);
        let error = with_keys(&script).build().await.unwrap().send(&UpdateThing::new("t")).await.unwrap_err();
        assert!(error.is_credentials() && error.to_string().contains(problem), "{error}");
    }
}

#[tokio::test]
async fn an_error_under_200_gives_no_credentials() {
    let script =
        Script::default().answer(404, &[], "").json(r#"{"error":{"code":"STS.1","message":"not allowed"}}"#);
    let error = on_a_server(&script, &Minutes::default()).await.fetch_credentials().await.unwrap_err();
    assert!(error.to_string().contains("STS.1: not allowed"), "{error}");
}

#[tokio::test]
async fn the_account_is_found_through_sts_if_iam_lists_none() {
    let script = Script::default()
        .json(r#"{"projects":[{"id":"p-1"}]}"#)
        .json(r#"{"domains":[]}"#)
        .json(r#"{"account_id":"d-1"}"#)
        .json("{}");
    let client = with_keys(&script).build().await.unwrap();
    client.send(&UploadDriver { body: None }).await.unwrap();
    assert_eq!(
        script.targets()[1..],
        [
            "GET https://iam.cn-north-4.myhuaweicloud.com/v3/auth/domains",
            "GET https://sts.cn-north-4.myhuaweicloud.com/v5/caller-identity",
            "POST https://thing.cn-north-4.myhuaweicloud.com/v1/d-1/drivers",
        ]
    );
}

#[tokio::test]
async fn a_region_without_an_iam_of_its_own_asks_the_one_for_all() {
    let script = Script::default().json(r#"{"projects":[{"id":"p"}]}"#).json("{}");
    let client = with_keys(&script).region("cn-south-4").build().await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    assert_eq!(script.targets()[0], "GET https://iam.myhuaweicloud.com/v3/projects?name=cn-south-4");
}

#[tokio::test]
async fn the_iam_endpoint_can_be_given_or_stand_in_the_environment() {
    let answers = || Script::default().json(r#"{"projects":[{"id":"p"}]}"#).json("{}");
    let script = answers();
    let client = with_keys(&script).iam_endpoint("https://iam.example.com").build().await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    assert_eq!(script.asked()[0].uri().host(), Some("iam.example.com"));

    let script = answers();
    let variable =
        |name: &str| (name == "HUAWEICLOUD_SDK_IAM_ENDPOINT").then(|| "https://env.example.com".to_owned());
    let client = with_keys(&script).environment(variable).build().await.unwrap();
    client.send(&UpdateThing::new("t")).await.unwrap();
    assert_eq!(script.asked()[0].uri().host(), Some("env.example.com"));
}
