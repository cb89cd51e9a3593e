//! The client for programs without async.

use std::thread;

use huaweicloud_runtime::{Client, blocking};

use crate::{loopback::Loopback, operations::UpdateThing};

#[test]
fn threads_share_a_client_that_waits_for_answers() {
    let server = Loopback::answering_json(r#"{"id":"a"}"#);
    let client = blocking::Client::new(server.builder()).unwrap();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || client.send(&UpdateThing::new("t")).unwrap().into_inner().id)
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap().as_deref(), Some("a"));
    }
}

#[tokio::test]
async fn async_code_is_told_to_use_the_other_client() {
    let message = blocking::Client::new(Client::builder().region("r")).unwrap_err().to_string();
    assert!(message.contains("async code") && message.contains(".await"), "{message}");
}

#[test]
fn a_client_may_end_in_async_code() {
    let server = Loopback::answering_json("{}");
    let client = blocking::Client::new(server.builder()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async move { drop(client) });
}
