//! Lists that go on page by page: where they end, and what happens if a service does not keep to its word.

use huaweicloud_runtime::{
    Client, Credentials, Error, Method, Operation, OperationMeta, Paged, RequestParts, answer,
    paging::{PageBy, Paging, PagingArgument, text},
};

use crate::{
    operations::{SERVICE, Thing},
    script::Script,
};

const OFFSET: u8 = 0;
const NUMBER: u8 = 1;
const MARKER: u8 = 2;
const LAST_ITEM: u8 = 3;

/// `GET /v1/things`, which goes on in one of four ways.
#[derive(Clone, Debug, Default)]
struct ListThings<const BY: u8> {
    position: Option<String>,
    limit: Option<i64>,
}

#[derive(Clone, Default)]
struct ThingList {
    things: Option<Vec<Thing>>,
    total: Option<i64>,
    has_more: Option<bool>,
    next: Option<String>,
}

answer!(ThingList { things = "things", total = "total", has_more = "has_more", next = "next" } { 0 1 2 3 });

impl<const BY: u8> Operation for ListThings<BY> {
    type Output = ThingList;
    const META: OperationMeta = OperationMeta {
        service: &SERVICE,
        id: "ListThings",
        method: Method::GET,
        path: "/v1/things",
        fixed_query: &[],
        content_type: "application/json",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        if let Some(position) = &self.position {
            parts.query("from", position);
        }
        if let Some(limit) = &self.limit {
            parts.query("limit", limit);
        }
        Ok(parts)
    }
}

impl<const BY: u8> Paged for ListThings<BY> {
    type Item = Thing;
    const PAGING: Paging = Paging {
        by: match BY {
            OFFSET => PageBy::Offset,
            NUMBER => PageBy::Number,
            MARKER => PageBy::Marker,
            _ => PageBy::LastItem,
        },
        first: if BY == NUMBER { 1 } else { 0 },
        size: 2,
    };

    fn position(&mut self) -> &mut dyn PagingArgument {
        &mut self.position
    }

    fn page_size(&mut self) -> &mut dyn PagingArgument {
        &mut self.limit
    }

    fn items_of(answer: &mut ThingList) -> Option<&mut Vec<Thing>> {
        answer.things.as_mut()
    }

    fn total_of(answer: &ThingList) -> Option<String> {
        text(answer.total.as_ref())
    }

    fn more_of(answer: &ThingList) -> Option<bool> {
        answer.has_more
    }

    fn next_of(answer: &ThingList) -> Option<String> {
        if BY == MARKER { answer.next.clone() } else { text(answer.things.as_ref()?.last()?.id.as_ref()) }
    }
}

async fn client(script: &Script) -> Client {
    let keys = Credentials::access_key("AK", "SK");
    script.builder().credentials(keys).project_id("p").build().await.unwrap()
}

/// What a list gives over these answers: the items' ids, how it ended, and the queries that were sent.
struct Listed {
    ids: String,
    error: Option<Error>,
    asked: Vec<String>,
}

async fn list<const BY: u8>(operation: ListThings<BY>, answers: &[&str]) -> Listed {
    let script = answers.iter().fold(Script::default(), |script, answer| script.json(answer));
    let mut items = client(&script).await.items(operation);
    let (mut ids, mut error) = (String::new(), None);
    while let Some(item) = items.next().await {
        match item {
            Ok(thing) => ids.push_str(thing.id.as_deref().unwrap_or("?")),
            Err(problem) => error = Some(problem),
        }
    }
    assert!(items.next().await.is_none());
    let query = |request: &http::Request<_>| request.uri().query().unwrap_or_default().to_owned();
    Listed { ids, error, asked: script.asked().iter().map(query).collect() }
}

async fn offsets(answers: &[&str]) -> Listed {
    list(ListThings::<OFFSET>::default(), answers).await
}

async fn markers(answers: &[&str]) -> Listed {
    list(ListThings::<MARKER>::default(), answers).await
}

/// The message of an error of paging.
fn problem(listed: &Listed) -> String {
    let error = listed.error.as_ref().unwrap();
    assert!(error.is_paging() && !error.is_retryable());
    assert_eq!(error.operation(), Some("ListThings"));
    error.message().to_owned()
}

const AB: &str = r#"{"things": [{"id": "a"}, {"id": "b"}]}"#;
const CD: &str = r#"{"things": [{"id": "c"}, {"id": "d"}]}"#;
const NOTHING: &str = r#"{"things": []}"#;

#[tokio::test]
async fn offsets_count_items_until_a_page_is_empty() {
    let listed = offsets(&[AB, CD, NOTHING]).await;
    assert_eq!(listed.ids, "abcd");
    assert!(listed.error.is_none());
    assert_eq!(listed.asked, ["from=0&limit=2", "from=2&limit=2", "from=4&limit=2"]);
}

#[tokio::test]
async fn numbers_count_pages() {
    let listed = list(ListThings::<NUMBER>::default(), &[AB, CD, NOTHING]).await;
    assert_eq!(listed.ids, "abcd");
    assert_eq!(listed.asked, ["from=1&limit=2", "from=2&limit=2", "from=3&limit=2"]);
}

#[tokio::test]
async fn markers_come_from_the_page_before() {
    let first = r#"{"things": [{"id": "a"}], "next": "x/y"}"#;
    let listed = markers(&[first, r#"{"things": [{"id": "b"}], "next": null}"#]).await;
    assert_eq!(listed.ids, "ab");
    assert_eq!(listed.asked, ["limit=2", "from=x%2Fy&limit=2"]);
}

#[tokio::test]
async fn the_last_item_is_the_marker() {
    let listed = list(ListThings::<LAST_ITEM>::default(), &[AB, CD, NOTHING]).await;
    assert_eq!(listed.ids, "abcd");
    assert_eq!(listed.asked, ["limit=2", "from=b&limit=2", "from=d&limit=2"]);
}

#[tokio::test]
async fn no_page_is_asked_for_after_the_total() {
    let last = r#"{"things": [{"id": "c"}], "total": 3}"#;
    assert_eq!(offsets(&[AB, last]).await.ids, "abc");
    let by_number = list(ListThings::<NUMBER>::default(), &[AB, last]).await;
    assert_eq!((by_number.ids.as_str(), by_number.asked.len()), ("abc", 2));
}

#[tokio::test]
async fn a_total_that_is_too_small_loses_no_full_page() {
    let full = r#"{"things": [{"id": "a"}, {"id": "b"}], "total": 2}"#;
    assert_eq!(offsets(&[full, CD, NOTHING]).await.ids, "abcd");
}

#[tokio::test]
async fn a_total_that_is_too_great_ends_with_an_empty_page() {
    let far = r#"{"things": [{"id": "a"}], "total": 1000}"#;
    let listed = offsets(&[far, NOTHING]).await;
    assert_eq!(listed.ids, "a");
    assert!(listed.error.is_none());
}

#[tokio::test]
async fn an_absent_list_is_the_end() {
    assert_eq!(offsets(&[AB, "{}"]).await.ids, "ab");
    assert_eq!(offsets(&[r#"{"things": null, "total": 9}"#]).await.ids, "");
    assert_eq!(list(ListThings::<LAST_ITEM>::default(), &[""]).await.ids, "");
}

#[tokio::test]
async fn a_short_page_without_a_total_may_have_another_after_it() {
    let short = r#"{"things": [{"id": "a"}]}"#;
    let listed = offsets(&[short, CD, NOTHING]).await;
    assert_eq!(listed.ids, "acd");
    assert_eq!(listed.asked[1], "from=1&limit=2");
}

#[tokio::test]
async fn the_service_says_that_there_is_no_more() {
    let last = r#"{"things": [{"id": "a"}, {"id": "b"}], "has_more": false, "total": 9}"#;
    assert_eq!(offsets(&[last]).await.ids, "ab");
}

#[tokio::test]
async fn what_the_caller_sets_is_where_it_begins() {
    let from_three = ListThings::<OFFSET> { position: Some("3".to_owned()), limit: Some(50) };
    let listed = list(from_three, &[r#"{"things": [{"id": "d"}, {"id": "e"}], "total": 5}"#]).await;
    assert_eq!(listed.ids, "de");
    assert_eq!(listed.asked, ["from=3&limit=50"]);
    let second_page = ListThings::<NUMBER> { position: Some("2".to_owned()), limit: Some(3) };
    let listed = list(second_page, &[r#"{"things": [{"id": "d"}, {"id": "e"}], "total": 5}"#]).await;
    assert_eq!(listed.asked, ["from=2&limit=3"]);
    let after_b = ListThings::<LAST_ITEM> { position: Some("b".to_owned()), limit: None };
    assert_eq!(list(after_b, &[CD, NOTHING]).await.asked, ["from=b&limit=2", "from=d&limit=2"]);
}

#[tokio::test]
async fn a_repeated_marker_is_an_error_after_its_page() {
    let first = r#"{"things": [{"id": "a"}], "next": "m"}"#;
    let again = r#"{"things": [{"id": "b"}], "next": "m"}"#;
    let listed = markers(&[first, again]).await;
    assert_eq!(listed.ids, "ab");
    assert_eq!(problem(&listed), "the marker `m` came a second time");
}

#[tokio::test]
async fn markers_in_a_circle_are_an_error() {
    let page = |next: &str| format!(r#"{{"things": [{{"id": "{next}"}}], "next": "{next}"}}"#);
    let (x, y) = (page("x"), page("y"));
    let listed = markers(&[&x, &y, &x]).await;
    assert_eq!(listed.ids, "xyx");
    assert_eq!(problem(&listed), "the marker `x` came a second time");
}

#[tokio::test]
async fn a_service_that_ignores_the_position_is_an_error_and_its_items_come_once() {
    let listed = offsets(&[AB, AB]).await;
    assert_eq!(listed.ids, "ab");
    assert_eq!(problem(&listed), "the page at 2 is the same as the one before");
    let listed = list(ListThings::<LAST_ITEM>::default(), &[AB, AB]).await;
    assert_eq!(listed.ids, "ab");
    assert_eq!(problem(&listed), "the item `b` came at the end of two pages");
}

#[tokio::test]
async fn a_last_item_without_id_is_an_error_after_its_page() {
    let listed = list(ListThings::<LAST_ITEM>::default(), &[r#"{"things": [{"id": "a"}, {}]}"#]).await;
    assert_eq!(listed.ids, "a?");
    assert!(problem(&listed).contains("lacks"));
}

#[tokio::test]
async fn an_empty_page_with_a_marker_is_followed_but_not_for_ever() {
    let empty = |marker: usize| format!(r#"{{"things": [], "next": "{marker}"}}"#);
    let first = empty(1);
    assert_eq!(markers(&[&first, AB]).await.ids, "ab");
    let pages: Vec<String> = (0..100).map(empty).collect();
    let listed = markers(&pages.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert_eq!(problem(&listed), "100 pages in a row have no items");
}

#[tokio::test]
async fn an_error_of_the_service_ends_the_list() {
    let script = Script::default().json(AB).answer(403, &[], r#"{"error_code": "T.1", "error_msg": "no"}"#);
    let mut items = client(&script).await.items(ListThings::<OFFSET>::default());
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next().await.unwrap().unwrap_err().is_forbidden());
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_position_that_is_no_number_is_refused_before_anything_is_sent() {
    let operation = ListThings::<OFFSET> { position: Some("soon".to_owned()), limit: None };
    let listed = list(operation, &[]).await;
    assert!(listed.error.unwrap().is_invalid());
    assert!(listed.asked.is_empty());
}

#[tokio::test]
async fn pages_are_whole_answers() {
    let script = Script::default().json(r#"{"things": [{"id": "a"}], "total": 1}"#);
    let mut pages = client(&script).await.pages(ListThings::<OFFSET>::default());
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.status().as_u16(), page.total), (200, Some(1)));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn all_items_at_once() {
    let script = Script::default().json(AB).json(NOTHING);
    let all = client(&script).await.items(ListThings::<OFFSET>::default()).all().await.unwrap();
    assert_eq!(all.len(), 2);
}

#[cfg(feature = "blocking")]
#[test]
fn items_without_async() {
    let script = Script::default().json(AB).json(NOTHING);
    let keys = Credentials::access_key("AK", "SK");
    let builder = script.builder().credentials(keys).project_id("p");
    let client = huaweicloud_runtime::blocking::Client::new(builder).unwrap();
    let ids: Vec<String> = client
        .items(ListThings::<OFFSET>::default())
        .map(|thing| thing.unwrap().id.unwrap_or_default())
        .collect();
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn a_stream_goes_to_other_threads() {
    fn is_send<T: Send + 'static>() {}
    is_send::<huaweicloud_runtime::Items<ListThings<OFFSET>>>();
}

#[test]
fn the_marker_in_a_link() {
    use huaweicloud_runtime::paging::marker_of_link;
    let link = "/v2/things?limit=2&marker=a%2Fb#end".to_owned();
    assert_eq!(marker_of_link(Some(&link), "marker").as_deref(), Some("a/b"));
    assert_eq!(marker_of_link(Some(&"/v2/things".to_owned()), "marker"), None);
}
