//! Pages that are at hand both as HTML and as reader text state the same facts.
//!
//! Reader text loses captions and the lists in cells; names, types and order stay. So every field
//! whose name stands in the text must be where the HTML has it, with the same type and requirement.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::common::{files_in, read, shared};
use spec::model::{Operation, Schema};

/// How many of a hundred fields agree at least.
const FLOOR: f64 = 98.5;
/// Objects are nested no deeper.
const MAX_DEPTH: usize = 16;

/// Fields by place and pointer, with type and requirement.
type Facts = BTreeMap<String, (String, bool)>;

/// Operations by their page's name without extension.
fn operations(folder: &Path) -> BTreeMap<String, Operation> {
    let reading = read("corpus", files_in(folder));
    let stem = |operation: &Operation| operation.source.page.split('.').next().unwrap_or_default().to_owned();
    reading.resolved.operations.into_values().map(|operation| (stem(&operation), operation)).collect()
}

fn facts(operation: &Operation) -> Facts {
    let mut facts = Facts::new();
    for parameter in &operation.parameters {
        let place = format!("{:?} {}", parameter.location, parameter.name);
        facts.insert(place, (kind(operation, &parameter.schema, 0), parameter.required));
    }
    if let Some(body) = &operation.request_body {
        collect(operation, &body.schema, "body ", 0, &mut facts);
    }
    for (status, response) in operation.responses.iter().filter(|(status, _)| status.starts_with('2')) {
        if let Some(schema) = &response.schema {
            collect(operation, schema, &format!("{status} "), 0, &mut facts);
        }
    }
    facts
}

fn target<'o>(operation: &'o Operation, schema: &'o Schema) -> &'o Schema {
    schema.referenced_name().and_then(|name| operation.schemas.get(name)).unwrap_or(schema)
}

fn kind(operation: &Operation, schema: &Schema, depth: usize) -> String {
    let schema = target(operation, schema);
    let inner = |inner: &Option<Box<Schema>>| match inner {
        Some(inner) if depth < MAX_DEPTH => format!(" of {}", kind(operation, inner, depth + 1)),
        _ => String::new(),
    };
    format!("{:?}{}{}", schema.schema_type, inner(&schema.items), inner(&schema.additional_properties))
}

fn collect(operation: &Operation, schema: &Schema, pointer: &str, depth: usize, facts: &mut Facts) {
    if depth > MAX_DEPTH {
        return;
    }
    let schema = target(operation, schema);
    if let Some(items) = &schema.items {
        collect(operation, items, &format!("{pointer}[]"), depth + 1, facts);
    }
    if let Some(values) = &schema.additional_properties {
        collect(operation, values, &format!("{pointer}.*"), depth + 1, facts);
    }
    for (name, property) in &schema.properties {
        let pointer = format!("{pointer}.{name}");
        let required = schema.required.contains(name);
        facts.insert(pointer.clone(), (kind(operation, property, 0), required));
        collect(operation, property, &pointer, depth + 1, facts);
    }
}

/// Names that stand in a text.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "_-:@$".contains(c))).collect()
}

#[test]
fn reader_text_gives_the_operations_of_the_html() {
    let (Some(html), Some(text)) = (shared("corpus-html/modelarts"), shared("corpus-text/modelarts")) else {
        return;
    };
    let sources: BTreeMap<String, String> = files_in(&text)
        .into_iter()
        .map(|file| (file.path.replace(".txt", ""), String::from_utf8(file.bytes).unwrap()))
        .collect();
    let (html, text) = (operations(&html), operations(&text));
    let (mut all, mut agree, mut worst) = (0_u32, 0_u32, Vec::new());
    for (page, expected) in &html {
        let (Some(found), Some(source)) = (text.get(page), sources.get(page)) else { continue };
        let (expected, found, words) = (facts(expected), facts(found), words(source));
        let pointers: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
        let held = |pointer: &&&String| {
            found.contains_key(**pointer)
                || words.contains(pointer.rsplit(['.', ' ']).next().unwrap_or_default())
        };
        let held: Vec<_> = pointers.iter().filter(held).collect();
        let wrong = held.iter().filter(|pointer| expected.get(***pointer) != found.get(***pointer)).count();
        all += u32::try_from(held.len()).unwrap();
        agree += u32::try_from(held.len() - wrong).unwrap();
        worst.push((wrong, page));
    }
    worst.sort_unstable();
    let share = 100.0 * f64::from(agree) / f64::from(all);
    println!("{agree} of {all} fields agree: {share:.1} %");
    println!("worst pages: {:?}", worst.iter().rev().take(10).collect::<Vec<_>>());
    assert!(share >= FLOOR, "{share:.1} % of the fields agree");
}
