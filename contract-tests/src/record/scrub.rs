//! Takes out of recordings what belongs to an account or a person: secrets, ids, names, addresses.
//!
//! Two passes: the first finds values by the names they stand under and by what they look like, the second
//! replaces them wherever they stand. One value has one placeholder, of the same form, so that relations
//! between requests and answers stay and schemas still hold.

mod disguise;
mod names;
mod patterns;
mod text;

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use spec::model::{Arguments, Recording};

pub use disguise::Kind;
use names::kind_of;

/// How deep JSON may hold JSON as text.
const NESTED: usize = 6;

/// What was found, and what replaces it.
#[derive(Clone, Debug, Default)]
pub struct Scrubber {
    placeholders: BTreeMap<String, String>,
    counts: BTreeMap<Kind, usize>,
}

impl Scrubber {
    /// Nothing found yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many different values were found.
    pub fn found(&self) -> usize {
        self.placeholders.len()
    }

    /// A value that is to be replaced, whatever it stands under.
    pub fn learn(&mut self, kind: Kind, value: &str) {
        let value = value.trim();
        if value.is_empty() || disguise::is_harmless(kind, value) || self.placeholders.contains_key(value) {
            return;
        }
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        let placeholder = disguise::placeholder(kind, value, *count);
        // Addresses carry the value encoded.
        let encoded = crate::percent::encode(value);
        if encoded != value {
            self.placeholders.insert(encoded, crate::percent::encode(&placeholder));
        }
        self.placeholders.insert(value.to_owned(), placeholder);
    }

    /// Finds what stands in a header of the exchange, whether it is kept or not.
    pub fn learn_header(&mut self, name: &str, value: &str) {
        text::learn_header(self, name, value);
    }

    /// Finds what a recording holds.
    pub fn learn_recording(&mut self, recording: &Recording) {
        let Arguments { path, query, header, body, .. } = &recording.request;
        for (name, value) in path.iter().chain(query).chain(header) {
            self.learn_value(name, "", value, 0);
        }
        for (name, value) in &recording.headers {
            self.learn_header(name, value);
        }
        for body in body.iter().chain(&recording.body) {
            self.learn_value("", "", body, 0);
        }
    }

    /// Replaces everything found in a recording.
    pub fn scrub(&self, recording: &mut Recording) {
        let Arguments { path, query, header, body, .. } = &mut recording.request;
        for (name, value) in path.iter_mut().chain(query).chain(header) {
            self.scrub_value(name, "", value, 0);
        }
        for (name, value) in &mut recording.headers {
            *value = self.scrub_text(name, "", value, 0);
        }
        for body in body.iter_mut().chain(&mut recording.body) {
            self.scrub_value("", "", body, 0);
        }
    }

    fn learn_value(&mut self, name: &str, parent: &str, value: &Value, depth: usize) {
        match value {
            Value::Object(members) => {
                for (member, value) in members {
                    // A key of a map may be an id or an address as well.
                    text::learn(self, "", "", member, depth);
                    self.learn_value(member, name, value, depth);
                }
                names::learn_pairs(self, members);
            }
            Value::Array(items) => {
                for item in items {
                    // `users: [{…}]` is as good as `user: {…}`.
                    self.learn_value(name, parent, item, depth);
                }
            }
            Value::String(string) => text::learn(self, name, parent, string, depth),
            Value::Number(number) => {
                if let Some(kind) = kind_of(name, parent) {
                    self.learn(kind, &number.to_string());
                }
            }
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn scrub_value(&self, name: &str, parent: &str, value: &mut Value, depth: usize) {
        match value {
            Value::Object(members) => {
                let old = std::mem::take(members);
                *members = old
                    .into_iter()
                    .map(|(member, mut value)| {
                        self.scrub_value(&member, name, &mut value, depth);
                        (self.scrub_text("", "", &member, depth), value)
                    })
                    .collect::<Map<_, _>>();
            }
            Value::Array(items) => {
                for item in items {
                    self.scrub_value(name, parent, item, depth);
                }
            }
            Value::String(string) => *string = self.scrub_text(name, parent, string, depth),
            Value::Number(number) if kind_of(name, parent).is_some() => {
                let placeholder = self.placeholders.get(&number.to_string());
                if let Some(number) = placeholder.and_then(|text| serde_json::from_str(text).ok()) {
                    *value = Value::Number(number);
                }
            }
            Value::Number(_) | Value::Bool(_) | Value::Null => {}
        }
    }

    fn scrub_text(&self, name: &str, parent: &str, text: &str, depth: usize) -> String {
        text::scrub(self, name, parent, text, depth)
    }
}
