//! What is told of answers that are not what their page promises.

use huaweicloud_runtime::{Error, Method, Operation, OperationMeta, RequestParts, answer, string_enum};

use crate::{
    operations::{SERVICE, UpdateThing},
    script::Script,
    spans::Kept,
};

/// Field, what was found there, and how often.
type Told = (String, String, String);

async fn told<O: Operation>(operation: &O, body: &str) -> Vec<Told> {
    let kept = Kept::default();
    let _guard = tracing::subscriber::set_default(kept.clone());
    let credentials = huaweicloud_runtime::Credentials::access_key("AK", "SK");
    let script = Script::default().json(body);
    let client = script.builder().credentials(credentials).project_id("p").build().await.unwrap();
    client.send(operation).await.unwrap();
    let events = kept.events();
    let value = |event: &std::collections::BTreeMap<String, String>, name: &str| {
        event.get(name).map(|text| text.trim_matches('"').to_owned()).unwrap_or_default()
    };
    assert!(events.iter().all(|event| value(event, "operation") == O::META.id), "{events:?}");
    assert!(events.iter().all(|event| !format!("{event:?}").contains("hush")), "no values: {events:?}");
    events.iter().map(|event| (value(event, "field"), value(event, "found"), value(event, "times"))).collect()
}

fn once(field: &str, found: &str) -> Vec<Told> {
    vec![(field.to_owned(), found.to_owned(), "1".to_owned())]
}

#[tokio::test]
async fn each_kind_of_broken_promise_is_told_by_its_field() {
    for (body, field, found) in [
        (r#"{"id":7}"#, "id", "a number for text"),
        (r#"{"id":true}"#, "id", "a boolean for text"),
        (r#"{"size":"7"}"#, "size", "text for an integer"),
        (r#"{"size":""}"#, "size", "text for an integer"),
        (r#"{"size":7.0}"#, "size", "a fraction for an integer"),
        (r#"{"parts":{"id":"hush"}}"#, "parts", "one item for a list"),
        (r#"{"parts":""}"#, "parts", "empty text for a list"),
        (r#"{"parts":[null]}"#, "parts[]", "null for an item"),
        (r#"{"parts":[""]}"#, "parts[]", "empty text for an object"),
        (r#"{"tags":[]}"#, "tags", "an empty list for an object"),
        (r#"{"tags":{"a":1}}"#, "tags.a", "a number for text"),
        (r#"{"parts":[{"parts":[{"size":"1"}]}]}"#, "parts[].parts[].size", "text for an integer"),
    ] {
        assert_eq!(told(&UpdateThing::new("t"), body).await, once(field, found), "{body}");
    }
}

#[tokio::test]
async fn items_of_a_list_are_counted_together() {
    let body = r#"{"parts":[{"id":1},{"id":"a"},{"id":2}]}"#;
    let expected = [("parts[].id".to_owned(), "a number for text".to_owned(), "2".to_owned())];
    assert_eq!(told(&UpdateThing::new("t"), body).await, expected);
}

#[tokio::test]
async fn nothing_is_told_of_what_is_as_promised() {
    for body in ["", "null", r#"{"id":null,"size":7,"parts":[{"id":"a"}],"tags":{"a":"b"},"more":[1]}"#] {
        assert_eq!(told(&UpdateThing::new("t"), body).await, [], "{body}");
    }
}

string_enum! {
    /// How a thing is.
    pub enum State {
        /// `new`
        New = "new",
    }
}

/// The answer of [`ListThings`].
#[derive(Clone, Default)]
struct Things(Vec<Described>);

#[derive(Clone, Default)]
struct Described {
    state: Option<State>,
    is_old: Option<bool>,
    weight: Option<f64>,
}

answer!(Things(Vec<Described>));
answer!(Described { state = "state", is_old = "is_old", weight = "weight" } { 0 1 2 });

/// `GET /v1/things`, which answers with a list.
struct ListThings;

impl Operation for ListThings {
    type Output = Things;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "ListThings",
        method: Method::GET,
        path: "/v1/things",
        fixed_query: &[],
        content_type: "application/json",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        Ok(RequestParts::new())
    }
}

#[tokio::test]
async fn a_list_as_the_whole_answer_may_be_one_item() {
    assert_eq!(told(&ListThings, r#"{"state":"new"}"#).await, once(".", "one item for a list"));
    let one: Things = serde_json::from_str(r#"{"state":"new"}"#).unwrap();
    assert_eq!(one, Things(vec![Described { state: Some(State::New), ..Described::default() }]));
}

#[tokio::test]
async fn the_rest_of_the_scalars_is_told_too() {
    for (body, field, found) in [
        (r#"[{"state":"hush"}]"#, "[].state", "a value that is not listed"),
        (r#"[{"is_old":"true"}]"#, "[].is_old", "text for a boolean"),
        (r#"[{"is_old":1}]"#, "[].is_old", "a number for a boolean"),
        (r#"[{"weight":"1.5"}]"#, "[].weight", "text for a number"),
    ] {
        assert_eq!(told(&ListThings, body).await, once(field, found), "{body}");
    }
}
