//! Forms with files, read by a reader that is none of ours.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use std::{cell::Cell, fmt::Write};

use crate::common::for_all;
use bytes::Bytes;
use contract_tests::{
    arguments::{complete, flat},
    bench::{Bench, Proof},
    catalog::{Entry, chosen_service},
    draw::{Draw, any_text},
};
use huaweicloud_fake::form::is_file;
use multer::{Multipart, parse_boundary};
use proptest::prelude::*;
use serde_json::{Map, Value};
use spec::model::Arguments;

/// Names of files that ended a header, a name or a form in one client or another.
const HOSTILE: &[&str] = &[
    "plain.jar",
    "a \"quoted\" name",
    "\"",
    "\"; name=\"other",
    "; filename=other",
    "ends with \\",
    "\\\\",
    "\\\"",
    "a\r\nContent-Type: text/html\r\n\r\n<p>",
    "a\nb",
    "a\rb",
    "--boundary--",
    "../../etc/passwd",
    "C:\\Temp\\x.yaml",
    "100%.txt",
    "%22",
    "中文 é e\u{301} 😀.json",
    "tab\tbell\u{7}null\0delete\u{7f}",
    " space at both ends ",
    "=?utf-8?q?x?=",
    "'",
];

/// A field: its name, the file's name if it is a file, and what is in it.
type Field = (String, Option<String>, Vec<u8>);

#[test]
fn another_reader_reads_the_forms_as_they_were_meant() {
    let bench = Bench::new().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (operations, forms) = (Cell::new(0), Cell::new(0));
    for_all("forms", |entry, cases| {
        let body = entry.operation.request_body.as_ref();
        if body.is_none_or(|body| body.content_type != "multipart/form-data") {
            return Ok(());
        }
        operations.set(operations.get() + 1);
        let drawn = Draw::new(&entry.operation).body().map_err(|why| why.to_string())?.unwrap();
        let arrives = |name: &str, body: Value| {
            forms.set(forms.get() + 1);
            let meant = with_files_called(entry, &body, name);
            let found = runtime.block_on(read(&bench, entry, &meant)).map_err(TestCaseError::fail)?;
            prop_assert_eq!(found, fields(&meant, name));
            Ok(())
        };
        for name in HOSTILE {
            cases.run(&drawn, |body| arrives(name, body))?;
        }
        cases.run(&(any_text(), drawn), |(name, body)| arrives(&name, body))
    });
    println!("{} operations, {} forms", operations.get(), forms.get());
    assert!(operations.get() > 0 || chosen_service().is_some(), "the specification has forms with files");
}

/// A body in which every file has this name.
fn with_files_called(entry: &Entry, body: &Value, name: &str) -> Map<String, Value> {
    let mut members = body.as_object().unwrap().clone();
    let schema = &entry.operation.request_body.as_ref().unwrap().schema;
    for (field, value) in &mut members {
        if schema.properties.get(field).is_some_and(is_file) {
            value["filename"] = name.into();
        }
    }
    members
}

/// The fields that a form has to have.
fn fields(body: &Map<String, Value>, called: &str) -> Vec<Field> {
    let field = |(name, value): (&String, &Value)| match (value, value.get("content")) {
        (_, Some(content)) => {
            let called = if called.is_empty() { name } else { called };
            (name.clone(), Some(written(called)), content.as_str().unwrap().into())
        }
        (Value::String(text), None) => (name.clone(), None, text.clone().into_bytes()),
        (value, None) => (name.clone(), None, value.to_string().into_bytes()),
    };
    let mut fields: Vec<Field> = body.iter().map(field).collect();
    fields.sort();
    fields
}

/// A name as servers see it when a browser sends it. They do not decode it.
fn written(name: &str) -> String {
    let mut written = String::new();
    for char in name.chars() {
        if char == '"' || char.is_ascii_control() {
            write!(written, "%{:02X}", u32::from(char)).unwrap();
        } else {
            written.push(char);
        }
    }
    // It would escape the quote after it.
    written.strip_suffix('\\').map(|start| format!("{start}%5C")).unwrap_or(written)
}

/// Sends a form to nowhere, and reads it.
async fn read(bench: &Bench, entry: &Entry, body: &Map<String, Value>) -> Result<Vec<Field>, String> {
    let given = Arguments { body: Some(body.clone().into()), ..Arguments::default() };
    let arguments = complete(&entry.operation, &given).map_err(|why| why.to_string())?;
    let call = entry.client_operation(&flat(&entry.operation, &arguments))?;
    let request = call.request(bench.client(Proof::Token)).map_err(|error| error.to_string())?;
    let announced = request.headers()["Content-Type"].to_str().unwrap();
    let boundary = parse_boundary(announced).map_err(|error| format!("{announced}: {error}"))?;
    let sent: &Bytes = request.body();
    let mut form = Multipart::with_reader(&sent[..], boundary);
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|error| error.to_string())? {
        let name = field.name().ok_or("a field without a name")?.to_owned();
        let file = field.file_name().map(str::to_owned);
        let content = field.bytes().await.map_err(|error| error.to_string())?;
        fields.push((name, file, content.to_vec()));
    }
    fields.sort();
    Ok(fields)
}
