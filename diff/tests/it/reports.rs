//! What reports say and where they lead.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeMap;

use crate::common::{operation, tree};
use diff::report::{Links, Report, markdown, text};
use diff::{Tree, compare, review};
use serde_json::json;

fn report(base: &Tree, head: &Tree) -> Report {
    let changes = review(compare(base, head), &[]).unwrap();
    Report::new("base".to_owned(), "head".to_owned(), changes)
}

#[test]
fn an_anchor_cannot_end_its_link() {
    let mut new = operation();
    new["method"] = json!("POST");
    new["source"]["anchor"] = json!("a) <b> [c](d");
    let report = report(&tree(operation()), &tree(new));
    let pages = BTreeMap::from([("boats".to_owned(), "https://docs.example".to_owned())]);
    let text = markdown(&report, &Links { pages, ..Links::default() });
    assert!(text.contains("(https://docs.example/boats/0012.md#a%29%20%3Cb%3E%20%5Bc%5D%28d)"), "{text}");
}

#[test]
fn a_service_is_not_counted_as_an_operation() {
    let old = tree(operation());
    let mut new = old.clone();
    new.services.get_mut("boats").unwrap().info.as_mut().unwrap().endpoint = "ships".to_owned();
    let said = text(&report(&old, &new), false, false);
    assert!(said.contains("\n1 change in 1 service. On the wire: 1 breaking. In Rust: nothing.\n"), "{said}");

    let mut renamed = operation();
    renamed["method"] = json!("POST");
    let info = new.services["boats"].info.clone();
    let mut new = tree(renamed);
    new.services.get_mut("boats").unwrap().info = info;
    let said = text(&report(&old, &new), false, false);
    assert!(said.contains("\n2 changes in 1 operation of 1 service."), "{said}");
}
