//! Any string a user passes arrives as that string, in its place. Seen from a server, with a decoder of
//! its own.

use huaweicloud_runtime::Client;
use proptest::{prelude::*, test_runner::TestRunner};

use crate::{
    loopback::{Loopback, Recorded},
    operations::{LookAtThing, UpdateThing},
};

/// Decodes as a server would: every triple, nothing else.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn decoded_pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(n, v)| (decoded(n), decoded(v)))
        .collect()
}

/// Strings with what is special in URLs, more often than chance would have it.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        proptest::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    '/', '%', '.', '2', 'F', 'E', '?', '#', '&', '=', '+', ' ', '{', '}', ':', '\\', '\'',
                    '"'
                ]),
                any::<char>(),
            ],
            0..12,
        )
        .prop_map(|chars| chars.into_iter().collect()),
    ]
}

/// Sends an operation for each drawn value, over one server and one client.
fn for_all<S: Strategy>(values: S, check: impl Fn(&Fixture, S::Value) -> Result<(), TestCaseError>) {
    let server = Loopback::answering_json("{}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = runtime.block_on(server.client());
    let fixture = Fixture { server, client, runtime };
    TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })
        .run(&values, |value| check(&fixture, value))
        .unwrap();
}

struct Fixture {
    server: Loopback,
    client: Client,
    runtime: tokio::runtime::Runtime,
}

impl Fixture {
    fn send<O: huaweicloud_runtime::Operation>(&self, operation: &O) -> Recorded {
        self.runtime.block_on(self.client.send(operation)).unwrap();
        self.server.request()
    }
}

#[test]
fn any_string_in_a_path_arrives_as_one_segment() {
    let values = any_text().prop_filter("refused", |text| !["", ".", ".."].contains(&text.as_str()));
    for_all(values, |fixture, text| {
        let request = fixture.send(&UpdateThing::new(&text));
        let segments: Vec<&str> = request.path().split('/').collect();
        prop_assert_eq!(&segments[..4], ["", "v1", "project-1", "things"]);
        prop_assert_eq!(segments.len(), 5);
        prop_assert_eq!(decoded(segments[4]), text);
        Ok(())
    });
}

#[test]
fn any_strings_in_a_query_arrive_once_each() {
    for_all(proptest::collection::vec(any_text(), 1..4), |fixture, mut names| {
        let request = fixture.send(&UpdateThing { names: names.clone(), ..UpdateThing::new("t") });
        names.sort_unstable();
        let sent: Vec<(String, String)> = names.into_iter().map(|name| ("name".to_owned(), name)).collect();
        prop_assert_eq!(decoded_pairs(request.query()), sent);
        Ok(())
    });
}

#[tokio::test]
async fn encoded_slashes_and_dots_reach_the_wire_unchanged() {
    let server = Loopback::answering_json("{}");
    server.client().await.send(&UpdateThing::new("../%2E%2E/%2F\\'中 ~")).await.unwrap();
    let expected = "/v1/project-1/things/..%2F%252E%252E%2F%252F%5C%27%E4%B8%AD%20~";
    assert_eq!(server.request().target, expected);
}

#[tokio::test]
async fn the_query_on_the_wire_is_sorted_and_holds_what_belongs_to_the_operation() {
    let server = Loopback::answering_json("{}");
    let mut operation = LookAtThing::new("cn-north-4", "a:b");
    operation.query = vec![("router:external", "x y".to_owned()), ("limit", "10".to_owned())];
    server.client().await.send(&operation).await.unwrap();
    let expected = "/v1/regions/cn-north-4:a%3Ab?action=look&limit=10&router%3Aexternal=x%20y&verbose=";
    assert_eq!(server.request().target, expected);
}

#[tokio::test]
async fn the_body_is_sent_with_its_exact_content_type() {
    let server = Loopback::answering_json("{}");
    server.client().await.send(&UpdateThing::new("t")).await.unwrap();
    let request = server.request();
    assert_eq!(request.method, "PUT");
    assert_eq!(request.header("content-type"), Some("application/json;charset=utf-8"));
    assert_eq!(request.body, br#"{"size":0}"#);
}

#[tokio::test]
async fn the_content_type_is_sent_without_a_body_too() {
    let server = Loopback::answering_json("{}");
    server.client().await.send(&LookAtThing::new("r", "n")).await.unwrap();
    assert_eq!(server.request().header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_header_may_hold_text_that_is_not_ascii() {
    let server = Loopback::answering_json("{}");
    let operation = UpdateThing { x_language: Some("中文".to_owned()), ..UpdateThing::new("t") };
    server.client().await.send(&operation).await.unwrap();
    assert_eq!(server.request().header("x-language"), Some("中文"));
}
