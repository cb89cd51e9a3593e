//! Any bytes as a page in each of the three dialects, from reading to generated code. Nothing may
//! panic, and every table row must be accounted for.

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use spec::model::{ErrorCodes, Service, ServiceInfo, to_file};
use spec::pipeline::{PageFile, read_service};
use spec::resolve::Context;

fuzz_target!(|bytes: &[u8]| {
    for path in ["page.md", "page.html", "page.txt"] {
        check(path, bytes);
    }
});

fn check(path: &str, bytes: &[u8]) {
    let (locked, names) = (BTreeMap::new(), BTreeMap::new());
    let context =
        Context { service: "boats", origin: "pages", locked: &locked, names: &names, patches: None };
    let file = PageFile { path: path.to_owned(), bytes: bytes.to_vec() };
    let reading = read_service(context, vec![file], &|| ());
    for (page, rows) in &reading.resolved.rows {
        assert!(rows.is_balanced(), "{page}: {rows:?}");
    }
    for diagnostic in &reading.resolved.diagnostics {
        let source = reading.sources.get(&diagnostic.page).map_or("", String::as_str);
        assert!(source.get(diagnostic.span.start..diagnostic.span.end).is_some(), "{diagnostic:?}");
        spec::diagnostics::render(diagnostic, &spec::diagnostics::LineIndex::new(source), false);
    }
    let info = ServiceInfo {
        name: "boats".to_owned(),
        title: "Boats".to_owned(),
        endpoint: "boats".to_owned(),
        documentation: None,
        json_bodies: None,
    };
    let resolved = reading.resolved;
    let error_codes = ErrorCodes { service: "boats".to_owned(), pages: resolved.error_pages };
    let service =
        Service { info, operations: resolved.operations, recordings: resolved.recordings, error_codes };
    to_file(&generator::openapi(&service)).expect("a document is JSON");
    generator::generate(&[service]).expect("what was read can be generated");
}
