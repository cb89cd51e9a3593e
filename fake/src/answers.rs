//! What the cloud answers: what a test says, what is recorded, or what the schema allows.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use serde_json::Value;
use spec::model::{Operation, Recording};

use crate::{call::Call, form::is_file, loopback::Answer, readable::is_readable, sample::Sample};

/// An answer to each call.
pub(crate) type Respond = Arc<dyn Fn(&Call) -> Answer + Send + Sync>;

/// What a test says that operations answer, by service and operation.
#[derive(Default)]
pub(crate) struct Told(BTreeMap<(String, String), Script>);

#[derive(Default)]
struct Script {
    next: VecDeque<Answer>,
    always: Option<Say>,
}

/// What a test says to one call.
#[derive(Clone)]
pub(crate) enum Say {
    Once(Answer),
    Always(Respond),
    /// All items of a list.
    List(Arc<[Value]>),
}

impl Told {
    pub(crate) fn always(&mut self, key: (String, String), say: Say) {
        self.0.entry(key).or_default().always = Some(say);
    }

    pub(crate) fn next(&mut self, key: (String, String), answers: impl IntoIterator<Item = Answer>) {
        self.0.entry(key).or_default().next.extend(answers);
    }

    pub(crate) fn knows(&self, operation: &Operation) -> bool {
        self.0.contains_key(&(operation.service.clone(), operation.id.clone()))
    }

    /// Takes what is to be answered to the next call.
    pub(crate) fn take(&mut self, operation: &Operation) -> Option<Say> {
        let script = self.0.get_mut(&(operation.service.clone(), operation.id.clone()))?;
        let next = script.next.pop_front().map(Say::Once);
        next.or_else(|| script.always.clone())
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Where answers come from that no test states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// What is recorded, and what the schema allows where nothing is.
    #[default]
    Recorded,
    /// What the schema allows.
    Drawn,
}

/// The status of success that an operation documents.
pub(crate) fn success(operation: &Operation) -> u16 {
    let mut statuses = operation.responses.keys().filter_map(|status| status.parse().ok());
    statuses.find(|status| (200..300).contains(status)).unwrap_or(200)
}

/// The first recorded success with a body that a client can read, or without one if none is documented.
pub(crate) fn recorded(operation: &Operation, recordings: &[Recording]) -> Option<Answer> {
    let schema = |status: u16| operation.responses.get(&status.to_string())?.schema.as_ref();
    let is_good = |recording: &&Recording| match (&recording.body, schema(recording.status)) {
        (Some(body), Some(schema)) => is_file(schema) || is_readable(operation, schema, body),
        (body, schema) => body.is_some() || schema.is_none(),
    };
    let mut successes = recordings.iter().filter(|recording| (200..300).contains(&recording.status));
    let recording = successes.find(is_good)?;
    let answer = match &recording.body {
        Some(body) => Answer::json(recording.status, body),
        None => Answer::status(recording.status),
    };
    Some(recording.headers.iter().fold(answer, |answer, (name, value)| answer.with_header(name, value)))
}

/// A success that the schema allows.
pub(crate) fn drawn(operation: &Operation, seed: u64) -> Answer {
    let status = success(operation);
    let response = operation.responses.get(&status.to_string());
    let mut sample = Sample::new(operation, seed);
    let answer = match response.and_then(|response| response.schema.as_ref()) {
        Some(schema) if is_file(schema) => {
            let bytes = Answer { body: b"fake bytes".to_vec(), ..Answer::status(status) };
            bytes.with_header("Content-Type", "application/octet-stream")
        }
        Some(schema) => Answer::json(status, &sample.value(schema, "")),
        None => Answer::status(status),
    };
    let headers = response.into_iter().flat_map(|response| &response.headers);
    headers.fold(answer, |answer, (name, schema)| match sample.value(schema, name) {
        Value::String(text) => answer.with_header(name, &text),
        other => answer.with_header(name, &other.to_string()),
    })
}
