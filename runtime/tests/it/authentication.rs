//! Which headers prove who is calling, and where requests go.

use bytes::Bytes;
use huaweicloud_runtime::{
    Client, ClientBuilder, Credentials, Error, Method, Operation, OperationMeta, RequestParts, SdkDate,
    signing::{Algorithm, ToSign, body_hash, sign},
};

use crate::operations::{LookAtThing, SERVICE, Thing, UpdateThing, UploadDriver};

fn at() -> SdkDate {
    "20260102T030405Z".parse().unwrap()
}

fn builder(credentials: Credentials) -> ClientBuilder {
    Client::builder().region("cn-north-4").credentials(credentials)
}

fn keys() -> Credentials {
    Credentials::access_key("AK", "SK")
}

fn header<'a>(request: &'a http::Request<Bytes>, name: &str) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_endpoint_follows_from_service_and_region() {
    let client = builder(keys()).project_id("p").build().await.unwrap();
    let request = client.request(&UpdateThing::new("t")).unwrap();
    assert_eq!(request.uri(), "https://thing.cn-north-4.myhuaweicloud.com/v1/p/things/t");
    assert_eq!(header(&request, "host"), Some("thing.cn-north-4.myhuaweicloud.com"));
}

#[tokio::test]
async fn a_given_endpoint_wins_over_the_region() {
    let client = builder(keys()).endpoint("http://127.0.0.1:8080").project_id("p").build().await.unwrap();
    let request = client.request(&UpdateThing::new("t")).unwrap();
    assert_eq!(request.uri(), "http://127.0.0.1:8080/v1/p/things/t");
    assert_eq!(header(&request, "host"), Some("127.0.0.1:8080"));
}

#[tokio::test]
async fn an_operation_may_name_another_project() {
    let client = builder(keys()).project_id("p").build().await.unwrap();
    let operation = UpdateThing { project_id: Some("other".to_owned()), ..UpdateThing::new("t") };
    let request = client.signed_request(&operation, &at()).unwrap();
    assert_eq!(request.uri().path(), "/v1/other/things/t");
    assert_eq!(header(&request, "x-project-id"), Some("p"));
}

/// What the request should be signed with, if these headers and this body hash are what counts.
fn expected(request: &http::Request<Bytes>, headers: &[&str], body_hash: &str) -> String {
    let headers: Vec<(&str, &str)> =
        headers.iter().map(|name| (*name, header(request, name).unwrap())).collect();
    let to_sign = ToSign {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers: &headers,
        body_hash,
        date: &at(),
    };
    sign(&to_sign, "AK", "SK", Algorithm::SdkHmacSha256).authorization
}

#[tokio::test]
async fn the_signature_covers_what_no_proxy_changes() {
    let client = builder(keys()).project_id("p").build().await.unwrap();
    let request = client.signed_request(&UpdateThing::new("a/b"), &at()).unwrap();
    let signed = ["content-type", "host", "x-project-id", "x-sdk-date"];
    let expected = expected(&request, &signed, &body_hash(br#"{"size":0}"#));
    assert_eq!(header(&request, "authorization"), Some(expected.as_str()));
}

#[tokio::test]
async fn the_project_is_sent_even_if_the_path_has_none() {
    let client = builder(keys()).project_id("p").domain_id("d").build().await.unwrap();
    let request = client.signed_request(&LookAtThing::new("r", "n"), &at()).unwrap();
    assert_eq!(header(&request, "x-project-id"), Some("p"));
    assert_eq!(header(&request, "x-domain-id"), None);
}

#[tokio::test]
async fn the_domain_is_sent_if_there_is_no_project() {
    let client = builder(keys()).domain_id("d").build().await.unwrap();
    let request = client.signed_request(&UploadDriver { body: None }, &at()).unwrap();
    assert_eq!(request.uri().path(), "/v1/d/drivers");
    assert_eq!(header(&request, "x-domain-id"), Some("d"));
}

#[tokio::test]
async fn temporary_keys_send_and_sign_their_token() {
    let client =
        builder(Credentials::temporary("AK", "SK", "the-token")).project_id("p").build().await.unwrap();
    let request = client.signed_request(&UpdateThing::new("t"), &at()).unwrap();
    assert_eq!(header(&request, "x-security-token"), Some("the-token"));
    assert!(header(&request, "authorization").unwrap().contains(";x-security-token, "));
}

const WITH_UNSIGNED_PAYLOAD: [&str; 5] =
    ["content-type", "host", "x-domain-id", "x-sdk-content-sha256", "x-sdk-date"];

#[tokio::test]
async fn a_body_that_is_not_json_is_not_part_of_the_signature() {
    let client = builder(keys()).domain_id("d").build().await.unwrap();
    let request = client.signed_request(&UploadDriver { body: Some("driver") }, &at()).unwrap();
    assert_eq!(header(&request, "x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    let expected = expected(&request, &WITH_UNSIGNED_PAYLOAD, "UNSIGNED-PAYLOAD");
    assert_eq!(header(&request, "authorization"), Some(expected.as_str()));
}

#[tokio::test]
async fn no_body_is_part_of_the_signature_whatever_the_content_type() {
    let client = builder(keys()).domain_id("d").build().await.unwrap();
    let request = client.signed_request(&UploadDriver { body: None }, &at()).unwrap();
    let expected = expected(&request, &WITH_UNSIGNED_PAYLOAD, &body_hash(b""));
    assert_eq!(header(&request, "authorization"), Some(expected.as_str()));
}

/// `POST /v1/notes` with a JSON text of a given length.
struct WriteNote(usize);

impl Operation for WriteNote {
    type Output = Thing;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "WriteNote",
        method: Method::POST,
        path: "/v1/notes",
        fixed_query: &[],
        content_type: "application/json",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        parts.json(&"a".repeat(self.0 - 2))?;
        Ok(parts)
    }
}

#[tokio::test]
async fn a_body_above_12_megabytes_needs_a_token() {
    const LIMIT: usize = 12 * 1024 * 1024;
    let signing = builder(keys()).project_id("p").build().await.unwrap();
    assert!(signing.signed_request(&WriteNote(LIMIT), &at()).is_ok());
    let error = signing.signed_request(&WriteNote(LIMIT + 1), &at()).unwrap_err();
    let message = error.to_string();
    assert!(error.is_invalid() && message.contains("12582913 bytes"), "{message}");
    assert!(message.contains("Credentials::token"), "{message}");
    let with_token = builder(Credentials::token("t")).project_id("p").build().await.unwrap();
    assert!(with_token.signed_request(&WriteNote(LIMIT + 1), &at()).is_ok());
}

#[tokio::test]
async fn a_token_is_sent_instead_of_a_signature() {
    let client = builder(Credentials::token("the-token")).project_id("p").build().await.unwrap();
    let request = client.signed_request(&UpdateThing::new("t"), &at()).unwrap();
    assert_eq!(header(&request, "x-auth-token"), Some("the-token"));
    assert_eq!(header(&request, "authorization"), None);
    assert_eq!(header(&request, "x-sdk-date"), None);
}

#[tokio::test]
async fn a_date_that_the_caller_sets_is_the_one_signed() {
    let client = builder(keys()).build().await.unwrap();
    let mut operation = LookAtThing::new("r", "n");
    operation.headers = vec![("X-Sdk-Date", "20200101T000000Z".to_owned())];
    let own = client.signed_request(&operation, &at()).unwrap();
    operation.headers.clear();
    let same = client.signed_request(&operation, &"20200101T000000Z".parse().unwrap()).unwrap();
    assert_eq!(header(&own, "authorization"), header(&same, "authorization"));
}
