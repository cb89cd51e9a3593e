//! Every recorded flow of credentials, discovery and retry of the vendor's SDK, request by request. The
//! recordings lie beside the repository; without them this test only says so.

use std::{collections::BTreeMap, fs, path::Path};

use bytes::Bytes;
use http::Request;
use huaweicloud_runtime::{
    Client, Credentials, Error, Method, Operation, OperationMeta, RequestParts, Response, Retry, ServiceMeta,
};
use serde_json::Value;

use crate::script::{Script, header};

const REGION_PROJECT: &str = "0123456789abcdef0123456789abcdef";

const DWS: ServiceMeta = ServiceMeta { name: "dws", endpoint: "dws", global: false };
const IAM: ServiceMeta = ServiceMeta { name: "iam", endpoint: "iam", global: true };

const fn call(
    service: &'static ServiceMeta,
    method: Method,
    path: &'static str,
    content_type: &'static str,
) -> OperationMeta {
    OperationMeta { service, id: "Call", method, path, fixed_query: &[], content_type }
}

/// One of the operations that the recordings call.
struct Call<const N: usize>;

const LIST_CLUSTERS: Call<0> = Call;
const CREATE_CLUSTER: Call<1> = Call;
const LIST_REGIONS: Call<2> = Call;

impl<const N: usize> Operation for Call<N> {
    type Output = Value;
    const META: OperationMeta = match N {
        0 => call(&DWS, Method::GET, "/v1.0/{project_id}/clusters", "application/json"),
        1 => call(&DWS, Method::POST, "/v1.0/{project_id}/clusters", "application/json;charset=utf-8"),
        _ => call(&IAM, Method::GET, "/v3/regions", "application/json"),
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        if Self::META.method == Method::POST {
            parts.json(&BTreeMap::<String, String>::new())?;
        }
        Ok(parts)
    }
}

/// What a flow does with its client, by the flow's name.
async fn play(name: &str, script: &Script) -> Result<(), Error> {
    let keys = |number| Credentials::access_key(format!("AKTESTEXAMPLE000000{number}"), "SK");
    let with_keys = |number| script.builder().credentials(keys(number));
    let in_project = || with_keys("01").project_id(REGION_PROJECT);
    match name {
        "project_id_discovery" | "project_id_discovery_none" => {
            done(with_keys("0011").build().await?.send(&LIST_CLUSTERS).await)
        }
        "domain_id_discovery" => done(with_keys("0012").build().await?.send(&LIST_REGIONS).await),
        "instance_metadata_with_token" | "instance_metadata_token_unsupported" => {
            let client = script.builder().credentials(Credentials::instance_metadata()).build().await?;
            client.fetch_credentials().await?;
            has_temporary_keys(&client);
            Ok(())
        }
        "federated_id_token" => {
            let file = tempfile::NamedTempFile::new().unwrap();
            fs::write(file.path(), "IDTOKEN\n").unwrap();
            let credentials = Credentials::federated("idp", file.path());
            let client = script.builder().credentials(credentials).project_id("p1").build().await?;
            done(client.send(&LIST_CLUSTERS).await)
        }
        "retry_429_with_retry_times_2" => {
            done(in_project().retry(Retry::default().attempts(3)).build().await?.send(&LIST_CLUSTERS).await)
        }
        "retry_429_post_not_retried" => done(in_project().build().await?.send(&CREATE_CLUSTER).await),
        "no_retry_by_default_500" => {
            done(in_project().retry(Retry::never()).build().await?.send(&LIST_CLUSTERS).await)
        }
        "ignore_content_type_for_get" => {
            done(in_project().no_content_type_on_get().build().await?.send(&LIST_CLUSTERS).await)
        }
        unknown => panic!("say in `play` what the flow {unknown} does"),
    }
}

fn done<T>(outcome: Result<Response<T>, Error>) -> Result<(), Error> {
    outcome.map(drop)
}

/// Those of the recordings.
fn has_temporary_keys(client: &Client) {
    let at = "20260102T030405Z".parse().unwrap();
    let request = client.signed_request(&LIST_REGIONS, &at).unwrap();
    assert_eq!(header(&request, "x-security-token"), Some("TMPTOK"));
    assert!(header(&request, "authorization").unwrap().contains(" Access=TMPAK, "));
}

/// What of a request has to be as recorded.
fn comparable(request: &Request<Bytes>) -> (String, BTreeMap<String, String>, Value) {
    let target = request.uri().path_and_query().map_or("", |target| target.as_str());
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap().to_owned()));
    let body = serde_json::from_slice(request.body()).unwrap_or_default();
    (format!("{} {target}", request.method()), without_own(headers), body)
}

fn recorded(request: &Value) -> (String, BTreeMap<String, String>, Value) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let target = format!("{} {}", text(&request["method"]), text(&request["target"]));
    let headers = request["headers"].as_array().unwrap().iter();
    let headers = headers.map(|pair| (text(&pair[0]).to_lowercase(), text(&pair[1])));
    let body = serde_json::from_str(request["body"].as_str().unwrap()).unwrap_or_default();
    (target, without_own(headers), body)
}

/// Without what each client writes in its own way; of the signature only that there is one.
fn without_own(headers: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let own = ["user-agent", "x-sdk-date", "content-length"];
    let headers = headers.filter(|(name, _)| !own.contains(&name.as_str()));
    headers
        .map(|(name, value)| match name.as_str() {
            "authorization" => (name, value.split(' ').next().unwrap_or_default().to_owned()),
            _ => (name, value),
        })
        .collect()
}

async fn check(flow: &Value) {
    let name = flow["name"].as_str().unwrap();
    let mut script = Script::default();
    for answer in flow["responses"].as_array().unwrap() {
        let headers = answer[1].as_object().unwrap().iter();
        let headers: Vec<_> = headers.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
        let status = u16::try_from(answer[0].as_u64().unwrap()).unwrap();
        script = script.answer(status, &headers, answer[2].as_str().unwrap());
    }
    let outcome = play(name, &script).await;
    let fails = flow["outcome"].as_str().is_some_and(|outcome| outcome != "ok");
    assert_eq!(outcome.is_err(), fails, "{name}: {outcome:?}");
    if name == "project_id_discovery_none" {
        let message = outcome.unwrap_err().to_string();
        assert!(message.contains("`cn-north-4`") && message.contains("request id t"), "{message}");
    }
    let sent: Vec<_> = script.asked().iter().map(comparable).collect();
    let expected: Vec<_> = flow["requests"].as_array().unwrap().iter().map(recorded).collect();
    assert_eq!(sent, expected, "{name}");
}

#[tokio::test(start_paused = true)]
async fn every_recorded_flow_is_played_request_by_request() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/wire/flows.json");
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("not checked: there are no recordings at {}", path.display());
        return;
    };
    let flows: Vec<Value> = serde_json::from_str(&text).unwrap();
    for flow in &flows {
        check(flow).await;
    }
    eprintln!("{} flows", flows.len());
}
