//! Any text that a user may pass arrives as that text, in its place; what cannot is refused by name.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use crate::common::{Cases, drawn_or_listed, for_all};
use contract_tests::{
    arguments::{complete, flat, set},
    bench::{Bench, Proof},
    catalog::Entry,
    check_request::Expectation,
    draw::{any_text, header_text, path_text},
    loopback::{Answer, Loopback},
    percent,
};
use huaweicloud::{Client, Credentials};
use huaweicloud_runtime::{Error, Method, Operation, OperationMeta, RequestParts, ServiceMeta};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use spec::model::{Arguments, Location, Parameter, SchemaType};

/// The texts that went wrong in one client or another.
const NASTY: &[&str] = &[
    "/",
    "%2F",
    "%252F",
    "a/../b",
    "..a",
    "...",
    ".%2E",
    "%2e%2e",
    "?",
    "#",
    "&",
    "=",
    "+",
    " ",
    "a b+c",
    "?a=b&c#d",
    "{project_id}",
    "%",
    "%zz",
    "\\",
    ";",
    ":",
    "@",
    "*",
    "~",
    "'",
    "\"",
    "中文",
    "😀",
    "\0",
    "\u{7f}",
    "\u{feff}",
    "\r\n",
    "é",
    "e\u{301}",
];

/// The arguments of an operation that take any text; none of one that cannot be called yet.
fn text_parameters(entry: &Entry) -> Vec<Parameter> {
    if drawn_or_listed(entry, complete(&entry.operation, &Arguments::default())).is_none() {
        return Vec::new();
    }
    let is_text = |parameter: &&Parameter| {
        entry.operation.takes(parameter)
            && parameter.schema.schema_type == Some(SchemaType::String)
            && parameter.schema.enumeration.is_empty()
    };
    entry.operation.parameters.iter().filter(is_text).cloned().collect()
}

/// Arguments with a text for each parameter.
fn with<'a>(entry: &Entry, texts: impl IntoIterator<Item = (&'a Parameter, &'a str)>) -> Arguments {
    let mut arguments = complete(&entry.operation, &Arguments::default()).unwrap();
    for (parameter, text) in texts {
        set(&mut arguments, parameter, text.into());
    }
    arguments
}

fn arrives(bench: &Bench, proof: Proof, entry: &Entry, arguments: &Arguments) -> Result<(), String> {
    let operation = &entry.operation;
    let call = entry.client_operation(&flat(operation, arguments))?;
    let exchange = bench.call(proof, &call, &Answer::status(204));
    exchange.outcome.map_err(|error| error.to_string())?;
    let sender = bench.sender(proof);
    let findings = Expectation { operation, arguments, sender: &sender }.check_only(&exchange.received);
    findings.first().map_or(Ok(()), |finding| Err(finding.to_string()))
}

fn texts(parameter: &Parameter) -> BoxedStrategy<String> {
    match parameter.location {
        Location::Path => path_text(),
        Location::Header => header_text(),
        Location::Query | Location::Form => any_text(),
    }
}

#[test]
fn any_text_arrives_in_every_argument_of_every_operation() {
    let bench = Bench::new().unwrap();
    for_all("texts", |entry, cases| {
        let parameters = text_parameters(entry);
        let drawn: Vec<_> = parameters.iter().map(texts).collect();
        cases.run(&(drawn, prop::sample::select(&Proof::ALL[..])), |(texts, proof)| {
            let texts = texts.iter().map(String::as_str);
            let arguments = with(entry, parameters.iter().zip(texts));
            arrives(&bench, proof, entry, &arguments).map_err(TestCaseError::fail)
        })
    });
}

#[test]
fn nasty_texts_arrive_in_paths_and_queries() {
    let bench = Bench::new().unwrap();
    for_all("nasty texts", |entry, _| {
        let mut parameters = text_parameters(entry);
        parameters.retain(|parameter| parameter.location != Location::Header);
        for (first, text) in NASTY.iter().enumerate() {
            let texts = NASTY.iter().copied().cycle().skip(first);
            let arguments = with(entry, parameters.iter().zip(texts));
            arrives(&bench, Proof::Key, entry, &arguments)
                .map_err(|problem| format!("from {text:?} on: {problem}"))?;
        }
        Ok(())
    });
}

/// The refusal of a text, before anything is sent.
fn refusal(bench: &Bench, entry: &Entry, parameter: &Parameter, text: &str) -> Result<(), String> {
    let call = entry.client_operation(&flat(&entry.operation, &with(entry, [(parameter, text)])))?;
    let exchange = bench.call(Proof::Key, &call, &Answer::status(204));
    let problem = |what: &str| Err(format!("{} {text:?}: {what}", parameter.name));
    if !exchange.received.is_empty() {
        return problem("was sent");
    }
    match exchange.outcome {
        Ok(_) => problem("was taken"),
        Err(error) if !error.is_invalid() => problem(&format!("is another error: {error}")),
        Err(error) if !error.to_string().contains(&format!("`{}`", parameter.name)) => {
            problem(&format!("is refused without its name: {error}"))
        }
        Err(error) if !error.to_string().starts_with(&entry.name()) => {
            problem(&format!("is refused without its operation: {error}"))
        }
        Err(_) => Ok(()),
    }
}

#[test]
fn what_would_lead_elsewhere_is_refused_by_name() {
    let bench = Bench::new().unwrap();
    for_all("refusals", |entry, _| {
        for parameter in text_parameters(entry) {
            let refused: &[&str] = match parameter.location {
                Location::Path => &["", ".", ".."],
                Location::Header => &["\r\n", "a\r\nX-Evil: 1", "\n", "a\0b", "\u{7f}", "a\u{1b}"],
                Location::Query | Location::Form => &[],
            };
            refused.iter().try_for_each(|text| refusal(&bench, entry, &parameter, text))?;
        }
        Ok(())
    });
}

/// No operation of the founding pages has a query: this one has each kind of argument.
#[derive(Clone, Debug, Deserialize)]
struct Everything {
    id: String,
    region: String,
    limit: Option<i64>,
    tags: Vec<String>,
    language: Option<String>,
}

impl Operation for Everything {
    type Output = Value;
    const META: OperationMeta = OperationMeta {
        service: &ServiceMeta { name: "made-up", endpoint: "made-up", global: false },
        id: "Everything",
        method: Method::POST,
        path: "/v1/{project_id}/{region}:{id}/x",
        fixed_query: &[("action", Some("a b")), ("flag", None)],
        content_type: "application/json",
    };

    fn parts(&self) -> Result<RequestParts, Error> {
        let mut parts = RequestParts::new();
        parts.path("id", &self.id);
        parts.path("region", &self.region);
        if let Some(limit) = self.limit {
            parts.query("limit", &limit);
        }
        for tag in &self.tags {
            parts.query("tag[]", tag);
        }
        if let Some(language) = &self.language {
            parts.header("X-Language", language);
        }
        Ok(parts)
    }
}

#[test]
fn any_text_arrives_beside_others() {
    let server = Loopback::answering(Answer::status(204)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let builder = Client::builder().endpoint(server.url()).no_proxy().project_id("p");
    let client = runtime.block_on(builder.credentials(Credentials::token("t")).build()).unwrap();
    let drawn = (
        path_text(),
        path_text(),
        any::<Option<i64>>(),
        proptest::collection::vec(any_text(), 0..4),
        proptest::option::of(header_text()),
    );
    let drawn = drawn.prop_map(|(id, region, limit, tags, language)| Everything {
        id,
        region,
        limit,
        tags,
        language,
    });
    let run = Cases::of(1).run(&drawn, |call| {
        runtime.block_on(client.send(&call)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let received = server.received();
        let [request] = &received[..] else { return Err(TestCaseError::fail("one request")) };
        let segments: Vec<&str> = request.path().split('/').collect();
        prop_assert_eq!(segments.len(), 5);
        prop_assert_eq!(percent::decode(segments[3]), Ok(format!("{}:{}", call.region, call.id)));
        let mut expected: Vec<(String, String)> =
            call.tags.iter().map(|tag| ("tag[]".to_owned(), tag.clone())).collect();
        expected.extend(call.limit.map(|limit| ("limit".to_owned(), limit.to_string())));
        expected.push(("action".to_owned(), "a b".to_owned()));
        expected.push(("flag".to_owned(), String::new()));
        expected.sort();
        let query = request.query().unwrap_or_default();
        prop_assert!(percent::is_encoded(query, "&="), "a form reader would see another text: {query}");
        let pairs = query.split('&');
        let decoded: Result<Vec<_>, String> = pairs
            .map(|pair| pair.split_once('=').ok_or("a pair without `=`"))
            .map(|pair| {
                pair.map_err(str::to_owned).and_then(|(n, v)| Ok((percent::decode(n)?, percent::decode(v)?)))
            })
            .collect();
        let mut decoded = decoded.map_err(TestCaseError::fail)?;
        decoded.sort();
        prop_assert_eq!(decoded, expected);
        prop_assert_eq!(request.header("X-Language"), call.language);
        Ok(())
    });
    run.unwrap();
}
