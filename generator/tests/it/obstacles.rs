//! A service whose operations have every name and shape that is hard to turn into Rust.
//!
//! The operations stand as JSON beside this file, as they would in the committed spec.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;

use spec::model::{ErrorCodes, Operation, RecordingFile, Service, ServiceInfo};
use spec::pipeline::{PageFile, read_service};
use spec::resolve::Context;

const OPERATIONS: &[&str] = &[
    include_str!("obstacles/ask_for_job.json"),
    include_str!("obstacles/begin_job.json"),
    include_str!("obstacles/both_ways.json"),
    include_str!("obstacles/collisions.json"),
    include_str!("obstacles/file.json"),
    include_str!("obstacles/follow_markers.json"),
    include_str!("obstacles/form.json"),
    include_str!("obstacles/form_with_files.json"),
    include_str!("obstacles/han.json"),
    include_str!("obstacles/keywords.json"),
    include_str!("obstacles/list_pages.json"),
    include_str!("obstacles/option.json"),
    include_str!("obstacles/result.json"),
    include_str!("obstacles/root_array.json"),
    include_str!("obstacles/root_string.json"),
    include_str!("obstacles/shapes.json"),
    include_str!("obstacles/update.json"),
];

/// The operations, sorted by file name.
pub(crate) fn operations() -> Vec<Operation> {
    OPERATIONS.iter().map(|json| serde_json::from_str(json).unwrap()).collect()
}

/// The service with the given operations.
pub(crate) fn service(operations: Vec<Operation>) -> Service {
    let recordings: RecordingFile = serde_json::from_str(include_str!("obstacles/recordings.json")).unwrap();
    Service {
        info: ServiceInfo {
            name: "obstacles".to_owned(),
            title: "Obstacle Course".to_owned(),
            endpoint: "course".to_owned(),
            documentation: Some("https://docs.example.com/course/".to_owned()),
            global: false,
            json_bodies: None,
        },
        operations: operations.into_iter().map(|operation| (operation.id.clone(), operation)).collect(),
        recordings: BTreeMap::from([("Option".to_owned(), recordings)]),
        error_codes: ErrorCodes::default(),
    }
}

/// A second service with one operation and a name and title that are hard too.
pub(crate) fn second_service() -> Service {
    let mut operation = operations().into_iter().find(|operation| operation.id == "Option").unwrap();
    "type".clone_into(&mut operation.service);
    Service {
        info: ServiceInfo {
            name: "type".to_owned(),
            title: "A | “hostile” `title` [link](x) <b>\n\u{202E}".to_owned(),
            endpoint: "type".to_owned(),
            documentation: None,
            global: false,
            json_bodies: None,
        },
        operations: BTreeMap::from([(operation.id.clone(), operation)]),
        recordings: BTreeMap::new(),
        error_codes: ErrorCodes::default(),
    }
}

/// A service read from the pages whose names are hard: the whole way from a page to Rust.
pub(crate) fn from_pages() -> Service {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tests/fixtures/hostile");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let pages = files.iter().map(|path| PageFile {
        path: path.file_name().unwrap().to_string_lossy().into_owned(),
        bytes: std::fs::read(path).unwrap(),
    });
    let none = BTreeMap::new();
    let context = Context {
        service: "hostile",
        origin: "pages",
        locked: &none,
        names: &BTreeMap::new(),
        patches: None,
    };
    let resolved = read_service(context, pages.collect(), &|| ()).resolved;
    assert!(resolved.operations.len() >= 4, "each page is an operation");
    let info = ServiceInfo {
        name: "hostile".to_owned(),
        title: "Pages with Hard Names".to_owned(),
        endpoint: "hostile".to_owned(),
        documentation: None,
        global: false,
        json_bodies: None,
    };
    Service {
        info,
        operations: resolved.operations,
        recordings: resolved.recordings,
        error_codes: ErrorCodes::default(),
    }
}
