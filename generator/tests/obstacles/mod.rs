//! A service whose operations have every name and shape that is hard to turn into Rust.
//!
//! The operations stand as JSON beside this file, as they would in the committed spec.

use std::collections::BTreeMap;

use spec::model::{Operation, RecordingFile, Service, ServiceInfo};

const OPERATIONS: &[&str] = &[
    include_str!("both_ways.json"),
    include_str!("collisions.json"),
    include_str!("han.json"),
    include_str!("keywords.json"),
    include_str!("option.json"),
    include_str!("result.json"),
    include_str!("root_array.json"),
    include_str!("root_string.json"),
    include_str!("shapes.json"),
    include_str!("update.json"),
];

/// The operations, sorted by file name.
pub(crate) fn operations() -> Vec<Operation> {
    OPERATIONS.iter().map(|json| serde_json::from_str(json).unwrap()).collect()
}

/// The service with the given operations.
pub(crate) fn service(operations: Vec<Operation>) -> Service {
    let recordings: RecordingFile = serde_json::from_str(include_str!("recordings.json")).unwrap();
    Service {
        info: ServiceInfo {
            name: "obstacles".to_owned(),
            title: "Obstacle Course".to_owned(),
            endpoint: "course".to_owned(),
            documentation: Some("https://docs.example.com/course/".to_owned()),
        },
        operations: operations.into_iter().map(|operation| (operation.id.clone(), operation)).collect(),
        recordings: BTreeMap::from([("Option".to_owned(), recordings)]),
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
        },
        operations: BTreeMap::from([(operation.id.clone(), operation)]),
        recordings: BTreeMap::new(),
    }
}
