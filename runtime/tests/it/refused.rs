//! What never becomes a request, and what the error says about it.

use huaweicloud_runtime::{Client, Credentials, Operation};

use crate::operations::{LookAtThing, UpdateThing, UploadDriver};

async fn client() -> Client {
    let keys = Credentials::access_key("AK", "SK");
    Client::builder().region("cn-north-4").credentials(keys).project_id("p").build().await.unwrap()
}

async fn refusal<O: Operation>(operation: &O) -> String {
    let error = client().await.request(operation).unwrap_err();
    assert!(error.is_invalid());
    error.to_string()
}

#[tokio::test]
async fn an_empty_path_value() {
    assert_eq!(
        refusal(&UpdateThing::new("")).await,
        "things UpdateThing: path parameter `thing_id` is empty"
    );
}

#[tokio::test]
async fn a_path_value_of_dots() {
    for dots in [".", ".."] {
        let message = refusal(&UpdateThing::new(dots)).await;
        let expected = format!(
            "things UpdateThing: path parameter `thing_id` is `{dots}`, which would lead to another path"
        );
        assert_eq!(message, expected);
    }
}

#[tokio::test]
async fn a_header_value_that_would_start_another_header() {
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"] {
        let operation = UpdateThing { x_language: Some(value.to_owned()), ..UpdateThing::new("t") };
        let message = refusal(&operation).await;
        let expected =
            "things UpdateThing: header parameter `X-Language` has a line break or another control character";
        assert_eq!(message, expected, "{value:?}");
    }
}

#[tokio::test]
async fn a_header_value_with_white_space_at_its_ends() {
    for value in [" a", "a ", "\ta"] {
        let operation = UpdateThing { x_language: Some(value.to_owned()), ..UpdateThing::new("t") };
        let expected = "things UpdateThing: header parameter `X-Language` begins or ends with white space";
        assert_eq!(refusal(&operation).await, expected, "{value:?}");
    }
}

#[tokio::test]
async fn a_header_name_that_is_none() {
    let mut operation = LookAtThing::new("r", "n");
    operation.headers = vec![("X Evil\r\n", "1".to_owned())];
    assert_eq!(refusal(&operation).await, r"things LookAtThing: `X Evil\r\n` is not a header name");
}

#[tokio::test]
async fn a_path_that_needs_a_domain_nobody_gave() {
    let message = refusal(&UploadDriver { body: None }).await;
    assert!(
        message.starts_with("things UploadDriver: the path needs `domain_id`: call `.domain_id("),
        "{message}"
    );
    assert!(message.contains("HUAWEICLOUD_SDK_DOMAIN_ID"), "{message}");
}

#[tokio::test]
async fn a_url_longer_than_any_server_takes() {
    let message = refusal(&UpdateThing::new("x".repeat(70_000))).await;
    assert!(message.starts_with("things UpdateThing: the URL is not valid"), "{message}");
}

#[tokio::test]
async fn a_secret_with_a_line_break_is_not_quoted() {
    let client = Client::builder().region("r").credentials(Credentials::token("sec\r\nret")).project_id("p");
    let client = client.build().await.unwrap();
    let at = "20260102T030405Z".parse().unwrap();
    let message = client.signed_request(&UpdateThing::new("t"), &at).unwrap_err().to_string();
    assert!(message.contains("x-auth-token") && !message.contains("sec"), "{message}");
}
