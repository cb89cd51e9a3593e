//! What the default transport does with slow, large, redirecting and absent servers.

use std::{error::Error as _, net::TcpListener, time::Duration};

use crate::{
    loopback::{Loopback, answer},
    operations::UpdateThing,
};

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Loopback::answering_json("{}");
    let server = Loopback::answering(answer("302 Found", &[("Location", &other.url())], ""));
    let error = server.client().await.send(&UpdateThing::new("t")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things UpdateThing: 302 Found: redirects are not followed; the header `Location` says where this one leads"
    );
    assert_eq!(error.headers()["location"], other.url());
    assert!(other.has_no_request());
}

#[tokio::test]
async fn a_slow_answer_is_a_timeout() {
    let server = Loopback::answering_after(Duration::from_secs(5), answer("200 OK", &[], "{}"));
    let client = server.builder().request_timeout(Duration::from_millis(50)).build().await.unwrap();
    let error = client.send(&UpdateThing::new("t")).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect() && error.is_retryable(), "{error:?}");
    assert_eq!(error.to_string(), "things UpdateThing: no answer in time");
}

/// A TLS handshake is a part of connecting.
#[tokio::test]
async fn a_connection_that_does_not_open_in_time_is_a_timeout_that_sent_nothing() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Loopback::answering_json("{}");
    let builder = server.builder().endpoint(format!("https://{}", silent.local_addr().unwrap()));
    let client = builder.connect_timeout(Duration::from_millis(50)).build().await.unwrap();
    let error = client.send(&UpdateThing::new("t")).await.unwrap_err();
    assert!(error.is_connect() && error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn nobody_listening_is_a_failed_connection() {
    // Held without listening, so that no other test is given the port.
    let held = tokio::net::TcpSocket::new_v4().unwrap();
    held.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let free = held.local_addr().unwrap();
    let server = Loopback::answering_json("{}");
    let client = server.builder().endpoint(format!("http://{free}")).build().await.unwrap();
    let error = client.send(&UpdateThing::new("t")).await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout() && error.is_retryable(), "{error:?}");
    assert!(error.source().is_some());
}

#[tokio::test]
async fn an_answer_over_the_limit_is_refused() {
    let server = Loopback::answering_json(&format!(r#"{{"id":"{}"}}"#, "x".repeat(100_000)));
    let client = server.builder().max_response_size(50_000).build().await.unwrap();
    let error = client.send(&UpdateThing::new("t")).await.unwrap_err();
    assert_eq!(error.to_string(), "things UpdateThing: the answer is larger than the client accepts");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn an_answer_just_within_the_limit_is_read() {
    let body = r#"{"id":"x"}"#;
    let server = Loopback::answering_json(body);
    let client = server.builder().max_response_size(body.len()).build().await.unwrap();
    let response = client.send(&UpdateThing::new("t")).await.unwrap();
    assert_eq!(response.id.as_deref(), Some("x"));
}

#[tokio::test]
async fn a_truncated_answer_is_an_error() {
    let server = Loopback::answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":");
    let error = server.client().await.send(&UpdateThing::new("t")).await.unwrap_err();
    assert!(error.is_retryable() && !error.is_connect() && !error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn the_host_header_is_sent_once_and_names_the_port() {
    let server = Loopback::answering_json("{}");
    server.client().await.send(&UpdateThing::new("t")).await.unwrap();
    assert_eq!(server.request().header("host"), Some(server.host().as_str()));
}

#[tokio::test]
async fn https_sends_nothing_to_a_server_that_has_no_certificate() {
    let server = Loopback::answering_json("{}");
    let client = server.builder().endpoint(format!("https://{}", server.host())).build().await.unwrap();
    let error = client.send(&UpdateThing::new("t")).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert!(server.has_no_request());
}
