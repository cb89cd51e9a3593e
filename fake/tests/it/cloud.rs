//! What a user's test does with the cloud.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use huaweicloud::{Client, Credentials, Retry, vpc};
use huaweicloud_fake::{Account, Answer, BAD_REQUEST, Checks, Cloud, Fault, Source};
use serde_json::{Value, json};

async fn client(cloud: &Cloud) -> Client {
    cloud.client().build().await.unwrap()
}

#[tokio::test]
async fn a_client_of_the_cloud_needs_one_line() {
    let cloud = huaweicloud_fake::start().unwrap();
    let client = client(&cloud).await;
    let vpcs = vpc::ListVpcs::new().limit(10).send(&client).await.unwrap();
    assert_eq!(vpcs.request_id(), Some("fake-request-1"));
    let calls = cloud.calls_of("vpc", "ListVpcs").unwrap();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].arguments.query["limit"], 10);
    assert_eq!((calls[0].findings.len(), calls[0].status), (0, 200));
}

#[tokio::test]
async fn keys_and_a_region_are_enough() {
    let cloud = huaweicloud_fake::start().unwrap();
    let variables = cloud.variables();
    let client = Client::builder()
        .region("cn-north-4")
        .environment(move |name| {
            let is_known = !["HUAWEICLOUD_SDK_PROJECT_ID", "HUAWEICLOUD_SDK_DOMAIN_ID"].contains(&name);
            variables.get(name).filter(|_| is_known).cloned()
        })
        .no_proxy()
        .build()
        .await
        .unwrap();
    vpc::ListVpcs::new().send(&client).await.unwrap();
    let call = cloud.calls_of("vpc", "ListVpcs").unwrap().remove(0);
    assert_eq!(call.arguments.path["project_id"], cloud.account().project_id("cn-north-4"));
}

#[tokio::test]
async fn a_password_gives_a_token_that_holds() {
    let cloud = huaweicloud_fake::start().unwrap();
    let Account { domain_name, user_name, password, .. } = cloud.account().clone();
    let builder = cloud.client();
    let client =
        builder.credentials(Credentials::password(domain_name, user_name, password)).build().await.unwrap();
    vpc::ListVpcs::new().send(&client).await.unwrap();
    let call = cloud.calls_of("vpc", "ListVpcs").unwrap().remove(0);
    assert_eq!(call.request.header("X-Auth-Token").as_deref(), Some("fake-token-1"));
    assert_eq!(call.request.header("Authorization"), None);
}

#[tokio::test]
async fn derived_signatures_hold() {
    let cloud = huaweicloud_fake::start().unwrap();
    let client = cloud.client().derived_signatures().build().await.unwrap();
    vpc::ListVpcs::new().send(&client).await.unwrap();
}

#[tokio::test]
async fn a_wrong_secret_key_is_refused_as_by_the_gateway() {
    let cloud = huaweicloud_fake::start().unwrap();
    let keys = Credentials::access_key(cloud.account().access_key.clone(), "wrong");
    let client = cloud.client().credentials(keys).build().await.unwrap();
    let error = vpc::ListVpcs::new().send(&client).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    assert_eq!(error.code(), Some("APIG.0301"));
    assert_eq!(error.request_id(), Some("fake-request-1"));
    assert!(error.to_string().contains("the canonical request is"), "{error}");
}

#[tokio::test]
async fn a_clock_that_is_off_is_refused() {
    let cloud = huaweicloud_fake::start().unwrap();
    let late = || std::time::SystemTime::now() + Duration::from_secs(16 * 60);
    let client = cloud.client().clock(late).build().await.unwrap();
    let error = vpc::ListVpcs::new().send(&client).await.unwrap_err();
    assert!(error.to_string().contains("more than 15 minutes apart"), "{error}");
}

#[tokio::test]
async fn another_project_is_forbidden() {
    let cloud = huaweicloud_fake::start().unwrap();
    let client = cloud.client().project_id("somebody-elses").build().await.unwrap();
    let error = vpc::ListVpcs::new().send(&client).await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_said() {
    let cloud = huaweicloud_fake::start().unwrap();
    let client = client(&cloud).await;
    let mut body = vpc::create_vpc::CreateVpcBody::default();
    body.vpc.cidr = Some("10.0.0.0/8".into());
    let error = vpc::CreateVpc::new(body).send(&client).await;
    // Whatever the client sends has the right types; a request of one's own shows the rest.
    assert!(error.is_ok(), "{error:?}");
    let answer = plain(&cloud, "POST", "/v1/{project}/vpcs", r#"{"vpc": {"cidr": 7}}"#);
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains(BAD_REQUEST) && answer.contains("request body at /vpc/cidr"), "{answer}");
}

/// A request with a token, as text.
fn plain(cloud: &Cloud, method: &str, path: &str, body: &str) -> String {
    use std::io::{Read, Write};
    let host = cloud.endpoint("vpc").unwrap().replace("http://", "");
    let account = cloud.account();
    let path = path.replace("{project}", &account.project_id(&account.region));
    let mut stream = std::net::TcpStream::connect(&host).unwrap();
    let (token, length) = (&account.token, body.len());
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nX-Auth-Token: {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn what_the_specification_does_not_know_is_refused_only_if_asked_for() {
    let path = "/v1/{project}/vpcs?colour=red";
    let cloud = Cloud::builder().service("vpc").start().unwrap();
    assert!(plain(&cloud, "GET", path, "").starts_with("HTTP/1.1 200"));
    assert_eq!(cloud.calls()[0].undocumented[0].place, "query parameter colour");
    let strict = Cloud::builder().service("vpc").checks(Checks::Strict).start().unwrap();
    assert!(plain(&strict, "GET", path, "").starts_with("HTTP/1.1 400"));
    let lax = Cloud::builder().service("vpc").checks(Checks::Off).start().unwrap();
    assert!(plain(&lax, "GET", "/v1/{project}/vpcs?limit=many", "").starts_with("HTTP/1.1 200"));
    assert_eq!(lax.calls()[0].findings.len(), 1);
}

#[test]
fn an_unknown_path_is_not_found() {
    let cloud = Cloud::builder().service("vpc").start().unwrap();
    let answer = plain(&cloud, "GET", "/v1/{project}/boats", "");
    assert!(answer.starts_with("HTTP/1.1 404") && answer.contains("APIG.0101"), "{answer}");
}

#[tokio::test]
async fn a_test_says_what_is_answered() {
    let cloud = huaweicloud_fake::start().unwrap();
    let client = client(&cloud).await;
    cloud.answer("vpc", "ListVpcs", json!({"vpcs": [{"id": "v-1"}]})).unwrap();
    cloud.next("vpc", "ListVpcs", [Answer::json(404, &json!({"code": "VPC.1", "message": "gone"}))]).unwrap();
    let error = vpc::ListVpcs::new().send(&client).await.unwrap_err();
    assert_eq!((error.is_not_found(), error.code()), (true, Some("VPC.1")));
    let vpcs = vpc::ListVpcs::new().send(&client).await.unwrap();
    assert_eq!(vpcs.vpcs.as_ref().unwrap()[0].id.as_deref(), Some("v-1"));
    cloud
        .respond("vpc", "ListVpcs", |call| {
            Answer::json(200, &json!({"vpcs": [{"id": call.arguments.query["marker"]}]}))
        })
        .unwrap();
    let vpcs = vpc::ListVpcs::new().marker("m-1").send(&client).await.unwrap();
    assert_eq!(vpcs.vpcs.as_ref().unwrap()[0].id.as_deref(), Some("m-1"));
}

#[test]
fn an_operation_that_there_is_not_is_said() {
    let cloud = Cloud::builder().service("vpc").start().unwrap();
    let error = cloud.answer("vpc", "ListBoats", json!({})).unwrap_err();
    assert_eq!(error.to_string(), "vpc has no operation `ListBoats`");
    assert!(cloud.fault(Fault::reset().on("dws", "ListClusters")).is_err());
    assert!(Cloud::builder().service("boats").start().is_err());
}

#[tokio::test]
async fn drawn_answers_follow_from_the_seed() {
    let cloud = |seed| Cloud::builder().service("vpc").source(Source::Drawn).seed(seed).start().unwrap();
    let mut texts = Vec::new();
    for seed in [1, 1, 2] {
        let cloud = cloud(seed);
        let answer = vpc::ListVpcs::new().send(&client(&cloud).await).await.unwrap();
        texts.push(format!("{:?}", answer.vpcs));
    }
    assert!(texts[0] == texts[1] && texts[1] != texts[2], "{texts:?}");
}

#[tokio::test]
async fn faults_hit_what_they_are_meant_for() {
    let cloud = huaweicloud_fake::start().unwrap();
    let client = cloud.client().retry(Retry::never()).build().await.unwrap();
    let call = async || vpc::ListVpcs::new().send(&client).await;
    cloud.fault(Fault::throttle(7).on("vpc", "ListVpcs").times(1)).unwrap();
    assert!(call().await.unwrap_err().is_throttled());
    cloud.fault(Fault::status(503).of("vpc").times(1)).unwrap();
    assert_eq!(call().await.unwrap_err().status().unwrap().as_u16(), 503);
    cloud.fault(Fault::reset().times(1)).unwrap();
    assert!(call().await.unwrap_err().is_retryable());
    cloud.fault(Fault::truncate().times(1)).unwrap();
    assert!(call().await.unwrap_err().is_retryable());
    cloud.fault(Fault::reset().of("dws")).unwrap();
    cloud.fault(Fault::latency(Duration::from_millis(150)).times(1)).unwrap();
    let start = Instant::now();
    call().await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_share_of_the_calls_fails_always_the_same_ones() {
    let mut outcomes = Vec::new();
    for _ in 0..2 {
        let cloud = Cloud::builder().service("vpc").seed(5).start().unwrap();
        let client = cloud.client().retry(Retry::never()).build().await.unwrap();
        cloud.fault(Fault::status(500).rate(0.5)).unwrap();
        let mut failed = Vec::new();
        for _ in 0..20 {
            failed.push(vpc::ListVpcs::new().send(&client).await.is_err());
        }
        outcomes.push(failed);
    }
    assert_eq!(outcomes[0], outcomes[1]);
    assert!(outcomes[0].contains(&true) && outcomes[0].contains(&false));
}

#[tokio::test]
async fn a_throttled_call_succeeds_when_sent_again() {
    let cloud = huaweicloud_fake::start().unwrap();
    cloud.fault(Fault::throttle(0).times(2)).unwrap();
    vpc::ListVpcs::new().send(&client(&cloud).await).await.unwrap();
    let statuses: Vec<u16> = cloud.calls().iter().map(|call| call.status).collect();
    assert_eq!(statuses, [429, 429, 200]);
}

#[tokio::test]
async fn many_clients_at_once_are_served() {
    let cloud = Arc::new(huaweicloud_fake::start().unwrap());
    let client = client(&cloud).await;
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { vpc::ListVpcs::new().send(&client).await.map(|_| ()) })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(cloud.calls().len(), 50);
}

#[tokio::test]
async fn a_list_comes_page_by_page() {
    let cloud = huaweicloud_fake::start().unwrap();
    let client = client(&cloud).await;
    cloud.list("vpc", "ListVpcs", (1..=5).map(|number| json!({"id": format!("v-{number}")}))).unwrap();
    let mut ids: Vec<String> = Vec::new();
    for _ in 0..4 {
        let page = vpc::ListVpcs::new().limit(2);
        let page = if let Some(last) = ids.last() { page.marker(last.clone()) } else { page };
        let page = page.send(&client).await.unwrap();
        ids.extend(page.vpcs.iter().flatten().filter_map(|vpc| vpc.id.clone()));
    }
    assert_eq!(ids, ["v-1", "v-2", "v-3", "v-4", "v-5"]);
    assert_eq!(cloud.calls().len(), 4);
    assert!(cloud.list("vpc", "ShowVpc", []).is_err());
}

/// Keeps recordings of calls of `ShowVpc`, by date.
fn record(live: &Path, calls: &[(&str, Value)]) {
    let call = |(date, body): &(&str, Value)| json!({"source": {"kind": "live", "date": date}, "request": {}, "status": 200, "body": body});
    let recordings: Value = calls.iter().map(call).collect();
    let file =
        json!({"service": "vpc", "operation": "ShowVpc", "contract": "sha256:0", "recordings": recordings});
    std::fs::create_dir_all(live.join("vpc")).unwrap();
    std::fs::write(live.join("vpc/ShowVpc.json"), file.to_string()).unwrap();
}

async fn name_of_a_vpc(live: &Path) -> Option<String> {
    let cloud = Cloud::builder().service("vpc").live(live).start().unwrap();
    let answer = vpc::ShowVpc::new("v-1").send(&client(&cloud).await).await.unwrap();
    answer.into_inner().vpc?.name
}

#[tokio::test]
async fn the_newest_recorded_call_is_answered_before_what_the_page_shows() {
    let live = tempfile::tempdir().unwrap();
    let shown = name_of_a_vpc(live.path()).await;
    let named = |name: &str| json!({"vpc": {"name": name}});
    record(live.path(), &[("2026-01-02", named("older")), ("2026-03-04", named("newer"))]);
    assert_eq!(name_of_a_vpc(live.path()).await.as_deref(), Some("newer"));
    assert_ne!(shown.as_deref(), Some("newer"));
}

#[tokio::test]
async fn a_recording_that_no_client_can_read_is_not_answered() {
    let live = tempfile::tempdir().unwrap();
    record(
        live.path(),
        &[
            ("2026-01-02", json!({"vpc": {"name": 7, "tags": []}})),
            ("2026-01-03", json!({"vpc": {"name": {"zh": "x"}}})),
            ("2026-01-04", json!([{"vpc": {}}])),
        ],
    );
    assert_eq!(name_of_a_vpc(live.path()).await.as_deref(), Some("7"));
}
