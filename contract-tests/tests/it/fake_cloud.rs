//! The fake cloud and the real client understand each other, for every operation.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;

use crate::common::{Cases, drawn_or_listed, for_all};
use contract_tests::{
    arguments::flat,
    catalog::{Catalog, Entry},
    draw::Draw,
    json::differences,
};
use huaweicloud::{Client, Retry};
use huaweicloud_fake::{Checks, Cloud, Source, form::is_file};
use proptest::prelude::*;
use serde_json::{Value, json};
use spec::model::{Arguments, Location, Operation, Parameter, SetBy};
use tokio::runtime::Runtime;

struct Stage {
    cloud: Cloud,
    client: Client,
    runtime: Runtime,
    operations: Vec<Operation>,
}

impl Stage {
    fn new(source: Source) -> Self {
        let cloud = Cloud::builder().checks(Checks::Strict).source(source).start().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = runtime.block_on(cloud.client().retry(Retry::never()).build()).unwrap();
        let operations = Catalog::load().unwrap().entries.into_iter().map(|entry| entry.operation).collect();
        Self { cloud, client, runtime, operations }
    }

    /// With the account's own project: calls of others are refused.
    fn at_home(&self, operation: &Operation, arguments: &Arguments) -> Arguments {
        let mut arguments = arguments.clone();
        let account = self.cloud.account();
        let is_project = |parameter: &&Parameter| {
            parameter.set_by == SetBy::Client && parameter.name.to_ascii_lowercase().starts_with("project")
        };
        for parameter in operation.parameters_in(Location::Path).filter(is_project) {
            if let Some(value) = arguments.path.get_mut(&parameter.name) {
                *value = account.project_id(&account.region).into();
            }
        }
        arguments
    }

    /// Sends a call, and holds what the cloud understood to what was given.
    fn call(&self, entry: &Entry, arguments: &Arguments) -> Result<(), String> {
        let operation = &entry.operation;
        let arguments = &self.at_home(operation, arguments);
        let call = entry.client_operation(&flat(operation, arguments))?;
        self.cloud.forget();
        let outcome = self.runtime.block_on(call.send(&self.client));
        let calls = self.cloud.calls();
        let [understood] = &calls[..] else { return Err(format!("{} requests", calls.len())) };
        let meant = (Some(operation.service.as_str()), Some(operation.id.as_str()));
        let served = (understood.service.as_deref(), understood.operation.as_deref());
        match outcome {
            // Who asks for a token is looked up first.
            Err(error)
                if served.0 == Some("iam") && understood.findings.is_empty() && error.is_unauthorized() =>
            {
                return Ok(());
            }
            Err(error) if served == meant || understood.status >= 400 => return Err(error.to_string()),
            _ if served == meant => {}
            _ if self.is_alike(operation, served) => return Ok(()),
            _ => return Err(format!("served as {served:?}")),
        }
        let (given, read) = (given(operation, arguments), given(operation, &understood.arguments));
        let differences = differences(&given, &read, "arguments");
        let lines: Vec<String> = differences.iter().map(ToString::to_string).collect();
        if lines.is_empty() { Ok(()) } else { Err(lines.join("; ")) }
    }

    /// Whether nothing but its page tells an operation from another one.
    fn is_alike(&self, operation: &Operation, other: (Option<&str>, Option<&str>)) -> bool {
        let same = |known: &Operation| {
            let (known, meant) = (&known.discriminator, &operation.discriminator);
            known.query == meant.query && known.body_root == meant.body_root
        };
        self.operations.iter().any(|known| {
            (Some(known.service.as_str()), Some(known.id.as_str())) == other
                && known.method == operation.method
                && known.path_identity() == operation.path_identity()
                && same(known)
        })
    }
}

/// Arguments to compare. Project and account are the client's to fill in; a file that is the whole body has no
/// name.
fn given(operation: &Operation, arguments: &Arguments) -> Value {
    let mut path = arguments.path.clone();
    for filled in operation.parameters.iter().filter(|parameter| parameter.set_by == SetBy::Client) {
        path.remove(&filled.name);
    }
    let (query, header) = (as_sent(&arguments.query), as_sent(&arguments.header));
    let is_file = operation.request_body.as_ref().is_some_and(|body| is_file(&body.schema));
    let body = arguments.body.as_ref().map(|body| body.get("content").filter(|_| is_file).unwrap_or(body));
    json!({"path": path, "query": query, "header": header, "body": body})
}

/// Lists are repeated names, which are sorted, because they are signed so; a list without items is nothing.
fn as_sent(values: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let mut values = values.clone();
    values.retain(|_, value| !is_empty_list(value));
    for items in values.values_mut().filter_map(Value::as_array_mut) {
        items.sort_by_cached_key(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned));
    }
    values
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

#[test]
fn drawn_calls_are_understood_as_they_were_meant() {
    let stage = Stage::new(Source::Recorded);
    for_all("calls of the fake cloud", |entry, cases: &Cases| {
        let drawn = drawn_or_listed(entry, Draw::new(&entry.operation).arguments());
        drawn.map_or(Ok(()), |drawn| {
            cases.run(&drawn, |arguments| stage.call(entry, &arguments).map_err(TestCaseError::fail))
        })
    });
}

#[test]
fn drawn_answers_are_read() {
    let stage = Stage::new(Source::Drawn);
    for_all("answers of the fake cloud", |entry, _| {
        let arguments = contract_tests::arguments::complete(&entry.operation, &Arguments::default());
        arguments.map_or(Ok(()), |arguments| stage.call(entry, &arguments))
    });
}
