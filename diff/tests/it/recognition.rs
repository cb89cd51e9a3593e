//! Operations are recognised wherever they went, and respellings are no changes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use crate::common::{both, operation, parse, tree};
use diff::{Change, RuleId, Tree, compare};
use serde_json::{Value, json};

fn rules(changes: &[Change]) -> Vec<&'static str> {
    changes.iter().map(|change| change.rule.rule().name).collect()
}

/// A specification of several operations.
fn trees(operations: Vec<Value>) -> Tree {
    let mut all = Tree::default();
    for operation in operations.into_iter().map(parse) {
        let service = all.services.entry("boats".to_owned()).or_default();
        service.operations.insert(operation.id.clone(), operation);
    }
    all
}

fn other(id: &str, path: &str, page: &str) -> Value {
    let mut other = operation();
    other["id"] = json!(id);
    other["path"] = json!(path);
    other["title"] = json!(id);
    other["source"]["page"] = json!(page);
    other
}

#[test]
fn spellings_of_one_type_are_no_changes() {
    let mut new = operation();
    new["request_body"]["schema"]["properties"]["masts"]["format"] = json!("int64");
    new["request_body"]["schema"]["properties"]["length"]["format"] = json!("double");
    new["responses"]["200"]["schema"]["properties"]["masts"]["format"] = json!("int32");
    assert_eq!(rules(&both(operation(), new)), [""; 0]);
}

#[test]
fn prose_is_no_change() {
    let mut new = operation();
    new["title"] = json!("Mend a boat");
    new["source"]["anchor"] = json!("TOPIC_0002");
    new["source"]["tables"] = json!([{ "section": "request", "placed": "/parameters" }]);
    assert_eq!(rules(&both(operation(), new)), [""; 0]);
}

#[test]
fn another_name_of_an_object_that_stays_inline_is_no_change() {
    let mut old = operation();
    old["schemas"]["Crew"]["title"] = json!("CrewInfo");
    assert_eq!(rules(&both(old, operation())), [""; 0]);
}

#[test]
fn pages_uploaded_again_under_other_names_are_moves() {
    let pages = |suffix: &str| {
        trees(vec![
            other("RepairBoat", "/v1/{project_id}/boats/{boat_id}", &format!("repair{suffix}.md")),
            other("PaintBoat", "/v1/{project_id}/boats/{boat_id}/paint", &format!("paint{suffix}.md")),
        ])
    };
    let changes = compare(&pages(""), &pages("-0017"));
    assert_eq!(rules(&changes), ["page-moved", "page-moved"]);
}

#[test]
fn an_operation_with_another_id_and_path_is_recognised_by_its_page() {
    let old = trees(vec![other("RepairBoat", "/v1/{project_id}/boats/{boat_id}", "repair.md")]);
    let mut moved = other("RepairBoat2", "/v1/{project_id}/ships/{boat_id}", "repair.md");
    moved["title"] = json!("RepairBoat");
    let changes = compare(&old, &trees(vec![moved]));
    assert_eq!(rules(&changes), ["operation-renamed", "path-changed"]);
}

#[test]
fn an_operation_with_another_id_path_and_page_is_recognised_by_its_contract() {
    let old = trees(vec![other("RepairBoat", "/v1/{project_id}/boats/{boat_id}", "repair.md")]);
    let new = trees(vec![other("MendBoat", "/v1/{project_id}/ships/{boat_id}", "mend.md")]);
    let changes = compare(&old, &new);
    assert_eq!(rules(&changes), ["operation-renamed", "path-changed", "page-moved"]);
}

#[test]
fn two_operations_with_one_contract_are_not_mistaken_for_each_other() {
    let old = trees(vec![
        other("RepairBoat", "/v1/{project_id}/boats/{boat_id}", "repair.md"),
        other("PaintBoat", "/v1/{project_id}/boats/{boat_id}/paint", "paint.md"),
    ]);
    let new = trees(vec![
        other("MendBoat", "/v1/{project_id}/ships/{boat_id}", "mend.md"),
        other("GildBoat", "/v1/{project_id}/ships/{boat_id}/gild", "gild.md"),
    ]);
    let mut found = rules(&compare(&old, &new));
    found.sort_unstable();
    assert_eq!(found, ["operation-added", "operation-added", "operation-removed", "operation-removed"]);
}

#[test]
fn a_shared_object_is_reported_once_for_each_direction() {
    let mut old = operation();
    let schema = &mut old["request_body"]["schema"]["properties"];
    schema["first"] = json!({ "$ref": "#/schemas/Crew" });
    schema["second"] = json!({ "$ref": "#/schemas/Crew" });
    old["responses"]["200"]["schema"]["properties"]["crew"] = json!({ "$ref": "#/schemas/Crew" });
    let mut new = old.clone();
    new["schemas"]["Crew"]["properties"]["captain"]["type"] = json!("integer");
    assert_eq!(rules(&both(old, new)), ["request-type-changed", "response-type-changed"]);
}

#[test]
fn both_sides_may_leave_out_what_is_the_same() {
    let mut old = tree(operation());
    let mut new = old.clone();
    for side in [&mut old, &mut new] {
        let service = side.services.get_mut("boats").unwrap();
        service.same = std::mem::take(&mut service.operations).into_keys().collect();
    }
    let added = parse(other("SinkBoat", "/v1/boats/{boat_id}/sink", "sink.md"));
    let mut with_parameters = added;
    with_parameters.parameters.retain(|parameter| parameter.name == "boat_id");
    new.services.get_mut("boats").unwrap().operations.insert("SinkBoat".to_owned(), with_parameters);
    let changes = compare(&old, &new);
    assert_eq!(changes.iter().map(|change| change.rule).collect::<Vec<_>>(), [RuleId::OperationAdded]);
}

/// Both ids make the module `repair_boat`.
#[test]
fn the_file_of_an_operation_is_its_own_where_ids_collide() {
    let ship = || other("RepairBOAT", "/v1/ships", "boats/0099.md");
    let (both, one) = (trees(vec![operation(), ship()]), trees(vec![ship()]));
    let modules = generator::surface::modules(["RepairBOAT", "RepairBoat"]);
    assert_ne!(modules["RepairBoat"], "repair_boat");
    let file = format!("generated/services/boats/src/{}.rs", modules["RepairBoat"]);
    for changes in [compare(&both, &one), compare(&one, &both)] {
        let change = changes.iter().find(|change| change.operation == "RepairBoat").unwrap();
        assert_eq!(change.file, file);
    }
}
