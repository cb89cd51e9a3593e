//! Secrets are printed nowhere.

use huaweicloud_runtime::{Client, Credentials};

use crate::{
    loopback::{Loopback, answer},
    operations::UpdateThing,
};

const SECRET: &str = "hush-hush";

fn all_kinds() -> [Credentials; 3] {
    [
        Credentials::access_key("AK", SECRET),
        Credentials::temporary("AK", SECRET, SECRET),
        Credentials::token(SECRET),
    ]
}

#[test]
fn credentials_print_no_secret() {
    for credentials in all_kinds() {
        let printed = format!("{credentials:?} {credentials:#?}");
        assert!(!printed.contains(SECRET), "{printed}");
    }
}

#[tokio::test]
async fn clients_print_no_secret() {
    for credentials in all_kinds() {
        let client = Client::builder().region("cn-north-4").credentials(credentials).build().await.unwrap();
        let printed = format!("{client:?}");
        assert!(!printed.contains(SECRET), "{printed}");
    }
}

#[tokio::test]
async fn requests_print_neither_secret_nor_signature() {
    for credentials in all_kinds() {
        let client = Client::builder().region("cn-north-4").credentials(credentials).project_id("p");
        let client = client.build().await.unwrap();
        let at = "20260102T030405Z".parse().unwrap();
        let request = client.signed_request(&UpdateThing::new("t"), &at).unwrap();
        let printed = format!("{request:?}");
        assert!(!printed.contains(SECRET) && !printed.contains("Signature="), "{printed}");
    }
}

#[tokio::test]
async fn errors_print_no_secret() {
    let server = Loopback::answering(answer("401 Unauthorized", &[], r#"{"code":"A","message":"m"}"#));
    for credentials in all_kinds() {
        let client = server.builder().credentials(credentials).build().await.unwrap();
        let error = client.send(&UpdateThing::new("t")).await.unwrap_err();
        let printed = format!("{error} {error:?}");
        assert!(!printed.contains(SECRET), "{printed}");
    }
}

#[tokio::test]
async fn errors_print_no_answer_body() {
    let server = Loopback::answering_json(r#"{"id": {"password": "hush-hush"}}"#);
    let error = server.client().await.send(&UpdateThing::new("t")).await.unwrap_err();
    let printed = format!("{error} {error:?}");
    assert!(!printed.contains(SECRET), "{printed}");
}

#[tokio::test]
async fn responses_print_no_headers() {
    let headers = [("X-Subject-Token", SECRET)];
    let server = Loopback::answering(answer("201 Created", &headers, "{}"));
    let response = server.client().await.send(&UpdateThing::new("t")).await.unwrap();
    assert_eq!(response.headers()["x-subject-token"], SECRET);
    assert!(!format!("{response:?}").contains(SECRET));
}
