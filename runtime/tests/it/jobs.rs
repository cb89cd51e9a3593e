//! Jobs: waited for until they end, fail, or take too long. Over a script, with a clock that does not wait.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use huaweicloud_runtime::{
    Client, Credentials, Error, JobQuery, Method, Operation, OperationMeta, RequestParts, StartsJob, answer,
};

use crate::operations::SERVICE;
use crate::script::Script;

/// `POST /v1/things`, which begins a job.
#[derive(Clone)]
struct BuildThing;

/// `GET /v1/jobs/{job_id}`
#[derive(Clone)]
struct ShowJob(String);

#[derive(Clone, Default)]
struct JobAnswer {
    job_id: Option<String>,
    status: Option<String>,
    error_code: Option<String>,
    fail_reason: Option<String>,
    progress: Option<i64>,
}

answer!(JobAnswer {
    job_id = "job_id",
    status = "status",
    error_code = "error_code",
    fail_reason = "fail_reason",
    progress = "progress",
} { 0 1 2 3 4 });

const fn meta(id: &'static str, method: Method, path: &'static str) -> OperationMeta {
    OperationMeta { service: &SERVICE, id, method, path, fixed_query: &[], content_type: "application/json" }
}

impl Operation for BuildThing {
    type Output = JobAnswer;
    const META: OperationMeta = meta("BuildThing", Method::POST, "/v1/things");

    fn parts(&self) -> Result<RequestParts, Error> {
        Ok(RequestParts::new())
    }
}

impl Operation for ShowJob {
    type Output = JobAnswer;
    const META: OperationMeta = meta("ShowJob", Method::GET, "/v1/jobs/{job_id}");

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        parts.path("job_id", &self.0);
        Ok(parts)
    }
}

impl JobQuery for ShowJob {
    const SUCCESS: &'static [&'static str] = &["SUCCESS"];
    const FAILURE: &'static [&'static str] = &["FAIL"];

    fn job_id(&self) -> String {
        self.0.clone()
    }

    fn state_of(answer: &JobAnswer) -> Option<String> {
        answer.status.clone()
    }

    fn code_of(answer: &JobAnswer) -> Option<String> {
        answer.error_code.clone()
    }

    fn reason_of(answer: &JobAnswer) -> Option<String> {
        answer.fail_reason.clone()
    }
}

impl StartsJob for BuildThing {
    type Query = ShowJob;

    fn query(&self, answer: &JobAnswer) -> Option<ShowJob> {
        Some(ShowJob(answer.job_id.clone()?))
    }
}

async fn client(script: &Script) -> Client {
    let keys = Credentials::access_key("AK", "SK");
    script.builder().credentials(keys).project_id("p").build().await.unwrap()
}

const STARTED: &str = r#"{"job_id": "j-1"}"#;
const RUNNING: &str = r#"{"job_id": "j-1", "status": "RUNNING", "progress": 40}"#;
const DONE: &str = r#"{"job_id": "j-1", "status": "success", "progress": 100}"#;

#[tokio::test(start_paused = true)]
async fn a_job_is_asked_about_until_it_has_succeeded() {
    let script = Script::default().json(STARTED).json(RUNNING).json(r#"{"job_id": "j-1"}"#).json(DONE);
    let before = tokio::time::Instant::now();
    let done = client(&script).await.send_and_wait(BuildThing).every(Duration::from_secs(7)).await.unwrap();
    assert_eq!(done.progress, Some(100));
    assert_eq!(before.elapsed().as_secs(), 14);
    let targets = script.targets();
    assert!(targets[0].starts_with("POST ") && targets[1].ends_with("/v1/jobs/j-1"), "{targets:?}");
    assert_eq!(targets.len(), 4);
}

#[tokio::test(start_paused = true)]
async fn every_answer_is_shown() {
    let script = Script::default().json(STARTED).json(RUNNING).json(DONE);
    let seen: Arc<Mutex<Vec<Option<i64>>>> = Arc::default();
    let shown = Arc::clone(&seen);
    let wait = client(&script).await.send_and_wait(BuildThing);
    wait.on_progress(move |job: &JobAnswer| shown.lock().unwrap().push(job.progress)).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [Some(40), Some(100)]);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_fails_says_how() {
    let failed = r#"{"status": "FAIL", "error_code": "Thing.0001", "fail_reason": "no wood"}"#;
    let script = Script::default().json(STARTED).json(failed);
    let error = client(&script).await.send_and_wait(BuildThing).await.unwrap_err();
    assert!(error.is_job_failed() && !error.is_job_timeout() && !error.is_retryable());
    let job = error.job().unwrap();
    assert_eq!((job.id.as_str(), job.state.as_deref()), ("j-1", Some("FAIL")));
    assert_eq!((error.code(), job.reason.as_deref()), (Some("Thing.0001"), Some("no wood")));
    let text = "things ShowJob: the job `j-1` is FAIL (Thing.0001): no wood";
    assert_eq!(error.to_string(), text);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_takes_too_long_is_left_alone() {
    let script = (0..4).fold(Script::default().json(STARTED), |script, _| script.json(RUNNING));
    let wait = client(&script).await.send_and_wait(BuildThing);
    let error = wait.every(Duration::from_secs(3)).timeout(Duration::from_secs(10)).await.unwrap_err();
    assert!(error.is_job_timeout());
    assert_eq!(error.job().unwrap().state.as_deref(), Some("RUNNING"));
    assert_eq!(script.asked().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn any_duration_may_be_given() {
    let client = client(&Script::default().json(STARTED).json(RUNNING).json(DONE)).await;
    client.send_and_wait(BuildThing).timeout(Duration::MAX).await.unwrap();
    let client = self::client(&Script::default().json(STARTED).json(RUNNING)).await;
    let error = client.send_and_wait(BuildThing).every(Duration::MAX).await.unwrap_err();
    assert!(error.is_job_timeout(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_job_that_was_begun_before_can_be_waited_for() {
    let script = Script::default().json(RUNNING).json(DONE);
    client(&script).await.wait(ShowJob("j-1".to_owned())).await.unwrap();
    assert_eq!(script.asked().len(), 2);
}

#[tokio::test]
async fn an_answer_without_a_job_says_that_the_operation_was_executed() {
    let script = Script::default().json("{}");
    let error = client(&script).await.send_and_wait(BuildThing).await.unwrap_err();
    assert_eq!(error.operation(), Some("BuildThing"));
    assert!(error.is_decode() && error.message().contains("was executed"), "{error}");
}

#[tokio::test]
async fn an_operation_that_is_refused_begins_no_job() {
    let script = Script::default().answer(403, &[], "");
    let error = client(&script).await.send_and_wait(BuildThing).await.unwrap_err();
    assert!(error.is_forbidden() && error.job().is_none());
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test]
async fn a_job_that_can_no_longer_be_asked_for_is_named() {
    let script = Script::default().json(STARTED).answer(403, &[], "");
    let error = client(&script).await.send_and_wait(BuildThing).await.unwrap_err();
    assert!(error.is_forbidden() && !error.is_job_failed() && !error.is_job_timeout());
    assert_eq!(error.job().unwrap().id, "j-1");
}

#[cfg(feature = "blocking")]
#[test]
fn without_async() {
    let script = Script::default().json(STARTED).json(DONE);
    let builder = script.builder().credentials(Credentials::access_key("AK", "SK")).project_id("p");
    let client = huaweicloud_runtime::blocking::Client::new(builder).unwrap();
    let done = client.run(client.client().send_and_wait(BuildThing)).unwrap();
    assert_eq!(done.status.as_deref(), Some("success"));
}
