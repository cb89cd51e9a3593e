//! Objects that tables name only in the names of their members, where examples show them.
//!
//! ```text
//! cargo.weight   integer        {"cargo": {"weight": 3, "label": {"color": "red"}}}
//! cargo.label.color  string
//! ```

use std::borrow::Cow;

use serde_json::Value;

use super::nested::divided;
use super::order::{by_name, samples};
use crate::extract::{Draft, DraftTable, Field};
use crate::vocabulary::{CaptionWord, Role};

/// Objects are nested no deeper on any page.
const MAX_ROUNDS: usize = 8;

/// The draft with a row for each such object, and its members in a table of their own.
pub(super) fn hold(draft: &Draft) -> Cow<'_, Draft> {
    let mut draft = Cow::Borrowed(draft);
    for round in 0..MAX_ROUNDS {
        let Some(next) = hold_once(&draft, round) else { break };
        draft = Cow::Owned(next);
    }
    draft
}

fn hold_once(draft: &Draft, round: usize) -> Option<Draft> {
    let mut tables = Vec::new();
    for (table, index) in draft.tables.iter().zip(0..) {
        match holder(draft, table) {
            Some((name, list)) => tables.extend(held(table, &name, list, &format!("@@{round}.{index}"))),
            None => tables.push(table.clone()),
        }
    }
    (tables.len() > draft.tables.len()).then(|| Draft { tables, ..draft.clone() })
}

/// The first object that names of a table begin with, that is no row of it and that examples show, and whether
/// they show a list of it.
fn holder(draft: &Draft, table: &DraftTable) -> Option<(String, bool)> {
    let of_body = matches!(table.section, Role::Request | Role::Response)
        && matches!(table.word, None | Some(CaptionWord::Body | CaptionWord::Generic));
    if !of_body || table.page.is_some() || !table.fields.iter().any(|field| field.name.contains('.')) {
        return None;
    }
    let samples = samples(draft, table.section, table.status);
    let shown = by_name(&samples);
    let literal = |name: &String| shown_literally(draft, name);
    let prefixes = table.fields.iter().filter(|field| !literal(&field.name));
    let prefixes =
        prefixes.filter_map(|field| field.name.split_once('.')).map(|(prefix, _)| prefix.to_owned());
    let mut open = prefixes.filter(|prefix| table.fields.iter().all(|field| field.name != *prefix));
    let name = open.find(|prefix| shown.get(prefix).is_some_and(|objects| !objects.is_empty()))?;
    let list = samples.iter().any(|sample| sample.get(&name).is_some_and(Value::is_array));
    Some((name, list))
}

/// Whether an example has a member of this very name.
fn shown_literally(draft: &Draft, name: &str) -> bool {
    let mut bodies: Vec<&Value> = draft.examples.iter().filter_map(|example| example.body.as_ref()).collect();
    while let Some(value) = bodies.pop() {
        match value {
            Value::Object(members) if members.contains_key(name) => return true,
            Value::Object(members) => bodies.extend(members.values()),
            Value::Array(items) => bodies.extend(items),
            _ => {}
        }
    }
    false
}

/// The table with a row for the object, and the table of the object's members.
fn held(table: &DraftTable, name: &str, list: bool, id: &str) -> Vec<DraftTable> {
    let path = format!("{name}.");
    let is_member = |field: &Field| field.name.starts_with(&path);
    let Some(at) = table.fields.iter().position(is_member) else { return vec![table.clone()] };
    let required = table.fields.iter().any(|field| is_member(field) && field.required == Some(true));
    let first = table.fields.get(at).cloned().unwrap_or_default();
    let row = Field {
        name: name.to_owned(),
        required: Some(required),
        type_text: if list { "Array of objects" } else { "Object" }.to_owned(),
        description: String::new(),
        links: Vec::new(),
        implied: true,
        ..first
    };
    let mut fields = table.fields.clone();
    let mut parents: Vec<Option<usize>> = fields.iter().map(|field| is_member(field).then_some(at)).collect();
    parents.insert(at, None);
    for field in &mut fields {
        if let Some(own) = field.name.strip_prefix(&path) {
            field.name = own.to_owned();
        }
    }
    fields.insert(at, row);
    divided(&DraftTable { fields, ..table.clone() }, &parents, id)
}
