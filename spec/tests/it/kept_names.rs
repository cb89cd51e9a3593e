//! Rust type names, once committed, stay, whatever pages call their objects later.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use crate::common::{operation, page, read_with};
use spec::model::Operation;
use spec::pipeline::PageFile;

/// A page whose body has two members, each of a type with a table of its own.
fn paint(hull: &str, mast: &str) -> PageFile {
    let head = "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n";
    page(
        "paint.md",
        format!(
            "# Painting a Boat\n\n## URI\n\nPOST /v1/boats\n\n## Request Parameters\n\n\
             Table 1 Request body parameters\n\n{head}\
             | hull | Yes | {hull} object | What is in the water. |\n\
             | mast | No | {mast} object | What is above. |\n\n\
             Table 2 {hull}\n\n{head}| colour | Yes | String | Which one. |\n\n\
             Table 3 {mast}\n\n{head}| colour | Yes | String | Which one. |\n| height | No | Integer | How high. |\n"
        ),
    )
}

fn reread(committed: &Operation, page: PageFile) -> Operation {
    let locked = std::collections::BTreeMap::from([(committed.id.clone(), committed.clone())]);
    read_with("boats", vec![page], &locked).resolved.operations.into_values().next().unwrap()
}

fn names(operation: &Operation) -> Vec<(&str, Option<&str>)> {
    operation.schemas.iter().map(|(name, schema)| (name.as_str(), schema.title.as_deref())).collect()
}

#[test]
fn an_object_with_another_name_on_its_page_keeps_its_type() {
    let committed = operation("boats", paint("Hull", "Mast"));
    let now = reread(&committed, paint("Hull", "Spar"));
    assert_eq!(names(&now), [("Hull", None), ("Mast", Some("Spar"))]);
    let body = &now.request_body.as_ref().unwrap().schema;
    assert_eq!(body.properties["mast"].referenced_name(), Some("Mast"));
    assert!(now.source.tables.iter().any(|table| table.placed == "/schemas/Mast"), "{:?}", now.source.tables);
    assert_eq!(reread(&now, paint("Hull", "Spar")), now);
}

#[test]
fn two_objects_that_swap_their_names_keep_their_types() {
    let committed = operation("boats", paint("Hull", "Mast"));
    let now = reread(&committed, paint("Mast", "Hull"));
    assert_eq!(names(&now), [("Hull", Some("Mast")), ("Mast", Some("Hull"))]);
    assert_eq!(now.schemas["Mast"].properties.len(), 2);
}

#[test]
fn the_same_pages_give_the_same_names() {
    let committed = operation("boats", paint("Hull", "Mast"));
    assert_eq!(reread(&committed, paint("Hull", "Mast")), committed);
}
