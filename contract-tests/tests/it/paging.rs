//! Every list that the specification calls paged: a server that hands out drawn items page by page, and a
//! client that must give exactly those, in order.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use std::cell::Cell;
use std::sync::{Arc, Mutex};

use crate::common::{for_all, put};
use contract_tests::arguments::{complete, flat};
use contract_tests::catalog::{Entry, chosen_service};
use contract_tests::draw::{Draw, resolve};
use contract_tests::loopback::{Answer, Loopback, Received};
use huaweicloud::{Client, Credentials, Retry, testing::ErasedOperation};
use huaweicloud_fake::{Checks, Cloud};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use spec::model::{
    Arguments, NextMarker, Operation, Pagination, PaginationKind, PagingArgument, PagingLocation, Schema,
    SchemaType,
};

/// How many items a page has.
const SIZE: usize = 3;

/// No page, a short one, a full one, more than one, full ones only.
const LENGTHS: [usize; 5] = [0, 2, 3, 7, 9];

#[test]
fn every_paged_list_gives_all_its_items_in_order() {
    let answer: Arc<Mutex<Option<List>>> = Arc::default();
    let given = Arc::clone(&answer);
    let server =
        Loopback::start(move |request| given.lock().unwrap().as_ref().unwrap().page(request)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let builder = Client::builder().endpoint(server.url()).no_proxy().project_id("p").domain_id("d");
    let client = runtime.block_on(builder.credentials(Credentials::token("t")).build()).unwrap();
    let (lists, items) = (Cell::new(0), Cell::new(0));
    for_all("pages", |entry, _| {
        let Some(pagination) = &entry.operation.pagination else { return Ok(()) };
        let drawn = distinct_items(&entry.operation, pagination)?;
        let call = entry.client_operation(&arguments(entry, pagination)?)?;
        for length in LENGTHS.into_iter().filter(|length| *length <= drawn.len()) {
            let list = List { operation: entry.operation.clone(), items: drawn[..length].to_vec() };
            let expected = list.read_by(&call)?;
            *answer.lock().unwrap() = Some(list);
            let found = runtime.block_on(all_items(&call, &client))?;
            are_these(&expected, &found, server.received().len())?;
            items.set(items.get() + length);
        }
        lists.set(lists.get() + 1);
        Ok(())
    });
    println!("{} lists, {} items", lists.get(), items.get());
    assert!(lists.get() > 0 || chosen_service().is_some(), "the specification has paged lists");
}

#[test]
fn the_fake_cloud_gives_out_every_list_page_by_page() {
    let cloud = Cloud::builder().checks(Checks::Strict).start().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = runtime.block_on(cloud.client().retry(Retry::never()).build()).unwrap();
    for_all("pages of the fake cloud", |entry, _| {
        let operation = &entry.operation;
        let Some(pagination) = &operation.pagination else { return Ok(()) };
        let call = entry.client_operation(&arguments(entry, pagination)?)?;
        let list = List { operation: operation.clone(), items: distinct_items(operation, pagination)? };
        let expected = list.read_by(&call)?;
        cloud.reset();
        cloud.list(&operation.service, &operation.id, list.items).map_err(|error| error.to_string())?;
        let found = runtime.block_on(all_items(&call, &client))?;
        are_these(&expected, &found, cloud.calls().len())
    });
}

/// All items of a list, by the client's stream.
async fn all_items(call: &ErasedOperation, client: &Client) -> Result<Vec<Value>, String> {
    let items = call.items(client).ok_or("the client has no stream of its items")?.await;
    items.into_iter().collect::<Result<_, _>>().map_err(|error| error.to_string())
}

fn are_these(expected: &[Value], found: &[Value], requests: usize) -> Result<(), String> {
    let length = expected.len();
    if found != expected {
        return Err(format!("{length} items: {found:?} instead of {expected:?}"));
    }
    if requests > length / SIZE + 2 {
        return Err(format!("{length} items: {requests} requests"));
    }
    Ok(())
}

/// The list of an operation, as its service has it.
struct List {
    operation: Operation,
    items: Vec<Value>,
}

impl List {
    fn pagination(&self) -> &Pagination {
        self.operation.pagination.as_ref().unwrap()
    }

    fn status(&self) -> u16 {
        success(&self.operation).unwrap().0.parse().unwrap()
    }

    /// All items as the client reads them.
    fn read_by(&self, call: &ErasedOperation) -> Result<Vec<Value>, String> {
        let whole = self.answer(&self.items, None).to_string();
        let read = call.decode(self.status(), whole.as_bytes()).map_err(|error| error.to_string())?;
        let items = read.pointer(&self.pagination().items).and_then(Value::as_array);
        Ok(items.cloned().unwrap_or_default())
    }

    /// The page that a request asks for.
    fn page(&self, request: &Received) -> Answer {
        let pagination = self.pagination();
        let size: usize = argument(request, &pagination.size).unwrap().parse().unwrap();
        let position = argument(request, &pagination.position);
        let number = || position.as_ref().unwrap().parse::<usize>().unwrap();
        let first = usize::try_from(pagination.first).unwrap();
        let begin = match (pagination.kind, &pagination.next) {
            (PaginationKind::Offset, _) => number() - first,
            (PaginationKind::Page, _) => (number() - first) * size,
            (PaginationKind::Marker, Some(NextMarker::LastItem(member))) => position.map_or(0, |marker| {
                let is_marker = |item: &Value| text(&item[member]).as_ref() == Some(&marker);
                self.items.iter().position(is_marker).unwrap() + 1
            }),
            (PaginationKind::Marker, _) => {
                position.map_or(0, |marker| marker.strip_prefix("from/").unwrap().parse().unwrap())
            }
        };
        let end = (begin + size).min(self.items.len());
        let next = (end < self.items.len()).then_some(end);
        Answer::json(self.status(), &self.answer(&self.items[begin.min(end)..end], next))
    }

    /// An answer with these items; `next` is the number of the next page's first item.
    fn answer(&self, items: &[Value], next: Option<usize>) -> Value {
        let pagination = self.pagination();
        if pagination.items.is_empty() {
            return json!(items);
        }
        let mut answer = json!({});
        put(&mut answer, &pagination.items, json!(items));
        if let Some(total) = &pagination.total {
            put(&mut answer, total, json!(self.items.len()));
        }
        if let Some(more) = &pagination.more {
            put(&mut answer, more, json!(next.is_some()));
        }
        let marker = next.map(|next| format!("from/{next}"));
        match (&pagination.next, marker) {
            (Some(NextMarker::Answer(pointer)), marker) => put(&mut answer, pointer, json!(marker)),
            (Some(NextMarker::Link(pointer)), Some(marker)) => {
                let link = format!("/list?{}={}", pagination.position.name, marker.replace('/', "%2F"));
                put(&mut answer, pointer, json!(link));
            }
            _ => {}
        }
        answer
    }
}

/// What a request has as an argument of paging.
fn argument(request: &Received, argument: &PagingArgument) -> Option<String> {
    match argument.location {
        PagingLocation::Query => {
            let pairs = request.query_pairs().unwrap();
            pairs.into_iter().find(|(name, _)| *name == argument.name)?.1
        }
        PagingLocation::Body => {
            text(serde_json::from_slice::<Value>(&request.body).unwrap().get(&argument.name)?)
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Arguments that ask for small pages; a position only where one is required.
fn arguments(entry: &Entry, pagination: &Pagination) -> Result<Value, String> {
    let operation = &entry.operation;
    let arguments = complete(operation, &Arguments::default()).map_err(|why| why.to_string())?;
    let mut flat = flat(operation, &arguments);
    let mut set = |argument: &PagingArgument, number: u64, always: bool| {
        let (schema, holder) = match argument.location {
            PagingLocation::Query => {
                let mut parameters = operation.parameters.iter();
                (&parameters.find(|known| known.name == argument.name).unwrap().schema, &mut flat)
            }
            PagingLocation::Body => {
                let body = resolve(operation, &operation.request_body.as_ref().unwrap().schema);
                (&body.properties[&argument.name], &mut flat["body"])
            }
        };
        if always || holder.get(&argument.name).is_some() {
            let is_text = schema.schema_type != Some(SchemaType::Integer);
            holder[&argument.name] = if is_text { json!(number.to_string()) } else { json!(number) };
        }
    };
    set(&pagination.size, SIZE as u64, true);
    set(&pagination.position, pagination.first, false);
    Ok(flat)
}

/// Items of the documented schema, no two of them alike.
fn distinct_items(operation: &Operation, pagination: &Pagination) -> Result<Vec<Value>, String> {
    let (status, schema) = success(operation).ok_or("there is no successful answer")?;
    let list = pagination.items.split('/').skip(1).try_fold(schema, |schema, token| {
        resolve(operation, schema).properties.get(&token.replace("~1", "/").replace("~0", "~"))
    });
    let list = resolve(operation, list.ok_or("the answer has no such list")?);
    let answers = Draw::new(operation).response(status).map_err(|why| why.to_string())?.ok_or("no body")?;
    let mut runner = TestRunner::deterministic();
    let mut items: Vec<Value> = Vec::new();
    for _ in 0..1000 {
        let answer = answers.new_tree(&mut runner).map_err(|why| why.to_string())?.current();
        for mut item in
            answer.pointer(&pagination.items).and_then(Value::as_array).cloned().unwrap_or_default()
        {
            if let Some(NextMarker::LastItem(member)) = &pagination.next {
                item[member] = identity(operation, list, member, items.len());
            }
            if !items.contains(&item) {
                items.push(item);
            }
        }
        if items.len() >= 9 {
            return Ok(items);
        }
    }
    Err(format!("only {} different items can be drawn", items.len()))
}

/// An id of the documented type that no other item has.
fn identity(operation: &Operation, list: &Schema, member: &str, number: usize) -> Value {
    let item = resolve(operation, list.items.as_ref().unwrap());
    match resolve(operation, &item.properties[member]).schema_type {
        Some(SchemaType::Integer) => json!(number),
        _ => json!(format!("id/{number}")),
    }
}

fn success(operation: &Operation) -> Option<(&String, &Schema)> {
    let mut answers = operation.responses.iter().filter(|(status, _)| status.starts_with('2'));
    answers.find_map(|(status, answer)| Some((status, answer.schema.as_ref()?)))
}
