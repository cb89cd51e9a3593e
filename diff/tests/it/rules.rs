//! Each rule with a change that it names: the classes on both axes, where it is, and nothing else found.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use crate::common::edit::{add_parameter, answer, body, member, parameter, parameters};
use crate::common::{base, both, operation, tree};
use diff::{Change, Class, RuleId, Tree};
use serde_json::{Value, json};
use spec::model::JsonBodies;

/// One rule's example.
struct Case {
    rule: RuleId,
    /// Makes the new operation of the old one.
    edit: fn(&mut Value),
    /// Wire, Rust.
    classes: [Class; 2],
    field: &'static str,
}

use Class::{Additive, Breaking, None as Nothing, Risky};

macro_rules! tests {
    ($($name:ident: $rule:ident, $field:literal, $wire:ident, $rust:ident, |$op:ident| $edit:expr;)*) => {
        $(
            #[test]
            fn $name() {
                check(&Case {
                    rule: RuleId::$rule,
                    edit: |$op| { $edit; },
                    classes: [$wire, $rust],
                    field: $field,
                });
            }
        )*

        /// The rules that the cases are about.
        const COVERED: &[RuleId] = &[$(RuleId::$rule),*];
    };
}

with_cases!(tests);

#[test]
fn required_body_added() {
    let change = only(&both(without_body(), operation()));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::RequiredBodyAdded, Breaking, Breaking));
}

#[test]
fn optional_body_added() {
    let mut new = operation();
    new["request_body"]["required"] = json!(false);
    let change = only(&both(without_body(), new));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::OptionalBodyAdded, Additive, Additive));
}

#[test]
fn body_became_required() {
    let mut old = operation();
    old["request_body"]["required"] = json!(false);
    let change = only(&both(old, operation()));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::BodyBecameRequired, Breaking, Breaking));
}

#[test]
fn response_body_added() {
    let mut old = operation();
    old["responses"]["200"] = json!({});
    let change = only(&both(old, operation()));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::ResponseBodyAdded, Additive, Additive));
}

/// The operation with pages of berths.
fn paged() -> Value {
    let mut operation = operation();
    operation["pagination"] = json!({
        "kind": "offset", "items": "/berths", "page_size": 10,
        "position": { "name": "old", "in": "query" }, "size": { "name": "limit", "in": "query" },
    });
    operation
}

#[test]
fn pages_of_another_length_hold_the_same_items_and_another_way_of_paging_may_miss_some() {
    for (member, value, wire) in [("page_size", json!(20), Nothing), ("kind", json!("page"), Risky)] {
        let mut new = paged();
        new["pagination"][member] = value;
        let change = only(&both(paged(), new));
        assert_eq!((change.rule, change.wire, change.rust), (RuleId::PaginationChanged, wire, Nothing));
    }
}

#[test]
fn a_list_that_is_not_paged_any_more_has_no_stream() {
    let change = only(&both(paged(), operation()));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::PaginationChanged, Nothing, Breaking));
}

/// The operation as one that tells the state of a job, and as one that begins a job.
fn with_job() -> Value {
    let mut operation = operation();
    operation["job_query"] = json!({
        "id": { "name": "boat_id", "in": "path" }, "state": "/state", "success": ["afloat"], "failure": ["sunk"],
    });
    operation["waiter"] = json!({ "job": "/boat_id", "query": "RepairBoat" });
    operation["error_codes"] = json!({ "BOAT.0001": {} });
    operation
}

#[test]
fn what_differs_is_shown_where_it_has_no_place_in_few_words() {
    let edits: [(Value, &str, Value); 5] = [
        (paged(), "/pagination/total", json!("/masts")),
        (with_job(), "/job_query/code", json!("/state")),
        (with_job(), "/waiter/job", json!("/state")),
        (with_job(), "/error_codes/BOAT.0001/status", json!("404")),
        (operation(), "/source/origin", json!("owner/boats")),
    ];
    for (old, place, value) in edits {
        let mut new = old.clone();
        let (holder, name) = place.rsplit_once('/').unwrap();
        new.pointer_mut(holder).unwrap()[name] = value;
        let change = only(&both(old, new));
        assert_ne!(change.before, change.after, "{place}");
    }
}

#[test]
fn an_object_that_holds_itself_is_boxed() {
    let mut new = operation();
    new["schemas"]["Crew"]["properties"]["captain"] = json!({ "$ref": "#/schemas/Captain" });
    new["schemas"]["Captain"] = json!({ "type": "object", "properties": { "rank": { "type": "string" } } });
    let old = new.clone();
    new["schemas"]["Captain"]["properties"]["crew"] = json!({ "$ref": "#/schemas/Crew" });
    let found = both(old, new);
    let boxed: Vec<&Change> = found.iter().filter(|change| change.rule == RuleId::BecameRecursive).collect();
    assert_eq!(boxed.len(), 1, "{found:#?}");
    assert_eq!((boxed[0].wire, boxed[0].rust), (Nothing, Breaking));
    assert_eq!(boxed[0].field, "request.crew.captain");
}

#[test]
fn a_member_on_which_two_answers_do_not_agree_has_another_rust_type() {
    let mut old = operation();
    old["responses"]["202"] =
        json!({ "schema": { "type": "object", "properties": { "masts": { "type": "integer" } } } });
    let mut new = old.clone();
    new["responses"]["202"]["schema"]["properties"]["masts"] = json!({ "type": "string" });
    let found = both(old, new);
    let changed: Vec<_> = found.iter().filter(|change| change.rule == RuleId::RustTypeChanged).collect();
    assert_eq!(changed.len(), 1, "{found:#?}");
    assert_eq!((changed[0].wire, changed[0].rust), (Nothing, Breaking));
    assert_eq!(changed[0].field, "response 200.masts");
}

#[test]
fn arguments_reordered() {
    let mut old = operation();
    old["path"] = json!("/v1/{project_id}/docks/{dock_id}/boats/{boat_id}");
    let added = json!({ "name": "dock_id", "in": "path", "required": true, "schema": { "type": "string" } });
    add_parameter(&mut old, &added);
    let mut new = old.clone();
    new["path"] = json!("/v1/{project_id}/boats/{boat_id}/docks/{dock_id}");
    let found = both(old, new);
    let rules: Vec<RuleId> = found.iter().map(|change| change.rule).collect();
    assert_eq!(rules, [RuleId::PathChanged, RuleId::ArgumentsReordered]);
    assert_eq!((found[1].wire, found[1].rust), (Nothing, Breaking));
}

#[test]
fn code_that_differs_for_another_reason_is_reported() {
    // A form without fields cannot be sent, so there is no code for the operation any more.
    let mut old = operation();
    old["request_body"]["schema"] = json!({ "type": "string" });
    let mut new = old.clone();
    new["request_body"]["content_type"] = json!("multipart/form-data");
    let found = both(old, new);
    let last = found.iter().find(|change| change.rule == RuleId::GeneratedCodeChanged).unwrap();
    assert_eq!((last.wire, last.rust), (Nothing, Breaking));
}

#[test]
fn services_and_operations_come_and_go() {
    let empty = Tree::default();
    let full = tree(operation());
    let added = only(&diff::compare(&empty, &full));
    assert_eq!((added.rule, added.wire, added.rust), (RuleId::ServiceAdded, Additive, Additive));
    let removed = only(&diff::compare(&full, &empty));
    assert_eq!((removed.rule, removed.wire, removed.rust), (RuleId::ServiceRemoved, Breaking, Breaking));

    let mut two = full.clone();
    let mut other = base();
    other.id = "SinkBoat".to_owned();
    other.path = "/v1/{project_id}/boats/{boat_id}/hole".to_owned();
    other.title = "Sink a boat".to_owned();
    other.source.page = "boats/0099.md".to_owned();
    other.parameters.retain(|parameter| parameter.name.ends_with("_id"));
    other.request_body = None;
    two.services.get_mut("boats").unwrap().operations.insert(other.id.clone(), other);
    let added = only(&diff::compare(&full, &two));
    assert_eq!((added.rule, added.operation.as_str()), (RuleId::OperationAdded, "SinkBoat"));
    assert_eq!((added.wire, added.rust), (Additive, Additive));
    let removed = only(&diff::compare(&two, &full));
    assert_eq!((removed.rule, removed.operation.as_str()), (RuleId::OperationRemoved, "SinkBoat"));
    assert_eq!((removed.wire, removed.rust), (Breaking, Breaking));
}

#[test]
fn operation_merged() {
    let one = tree(operation());
    let mut two = one.clone();
    let mut again = base();
    again.id = "RepairBoatAgain".to_owned();
    again.title = "Repair a boat once more".to_owned();
    again.discriminator.variant = Some("boats/0099.md".to_owned());
    two.services.get_mut("boats").unwrap().operations.insert(again.id.clone(), again);
    let change = only(&diff::compare(&two, &one));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::OperationMerged, Nothing, Breaking));
    assert_eq!(change.operation, "RepairBoatAgain");
}

#[test]
fn endpoint_changed() {
    let old = tree(operation());
    let mut new = old.clone();
    new.services.get_mut("boats").unwrap().info.as_mut().unwrap().endpoint = "ships".to_owned();
    let change = only(&diff::compare(&old, &new));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::EndpointChanged, Breaking, Nothing));
}

#[test]
fn json_bodies_changed() {
    let old = tree(operation());
    let mut new = old.clone();
    let bodies = JsonBodies { content_type: "text/json".to_owned(), except: vec!["/v3/".to_owned()] };
    new.services.get_mut("boats").unwrap().info.as_mut().unwrap().json_bodies = Some(bodies);
    let change = only(&diff::compare(&old, &new));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::JsonBodiesChanged, Risky, Nothing));
    assert_eq!(change.after.as_deref(), Some("text/json except /v3/"));
}

#[test]
fn account_calls_changed() {
    let old = tree(operation());
    let mut new = old.clone();
    new.services.get_mut("boats").unwrap().info.as_mut().unwrap().global = true;
    let change = only(&diff::compare(&old, &new));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::AccountCallsChanged, Risky, Nothing));
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("project"), Some("account")));
}

#[test]
fn error_constants_changed() {
    let with = |codes: &[&str]| {
        let mut tree = tree(operation());
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        tree.services.get_mut("boats").unwrap().error_codes = Some(codes);
        tree
    };
    let (one, two) = (with(&["BOATS.1"]), with(&["BOATS.1", "BOATS.2"]));
    let change = only(&diff::compare(&one, &two));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::ErrorConstantsChanged, Nothing, Additive));
    let change = only(&diff::compare(&two, &one));
    assert_eq!((change.wire, change.rust), (Nothing, Breaking));
    assert_eq!(change.before.as_deref(), Some("BOATS_2"));
    let change = only(&diff::compare(&one, &with(&["BOATS-1"])));
    assert_eq!((change.wire, change.rust), (Nothing, Risky), "programs compile, and look for another code");
    assert_eq!(change.after.as_deref(), Some("BOATS_1 = BOATS-1"));
    // Of a side that is not known, nothing is said.
    assert_eq!(diff::compare(&two, &tree(operation())), []);
}

#[test]
fn every_rule_has_a_test() {
    let elsewhere = [
        RuleId::ServiceAdded,
        RuleId::ServiceRemoved,
        RuleId::EndpointChanged,
        RuleId::JsonBodiesChanged,
        RuleId::AccountCallsChanged,
        RuleId::ErrorConstantsChanged,
        RuleId::OperationAdded,
        RuleId::OperationRemoved,
        RuleId::OperationMerged,
        RuleId::RequiredBodyAdded,
        RuleId::OptionalBodyAdded,
        RuleId::BodyBecameRequired,
        RuleId::ResponseBodyAdded,
        RuleId::BecameRecursive,
        RuleId::RustTypeChanged,
        RuleId::ArgumentsReordered,
        RuleId::GeneratedCodeChanged,
    ];
    let untested: Vec<RuleId> =
        RuleId::ALL.iter().filter(|id| !COVERED.contains(id) && !elsewhere.contains(id)).copied().collect();
    assert_eq!(untested, []);
}

/// The edit gives exactly this change, with classes that the rule's table allows.
fn check(case: &Case) {
    let mut new = operation();
    (case.edit)(&mut new);
    let found = both(operation(), new);
    let change = only(&found);
    assert_eq!(change.rule, case.rule, "{change:#?}");
    assert_eq!(change.field, case.field);
    assert_eq!([change.wire, change.rust], case.classes, "{}", change.reason);
    assert!(change.before.is_none() || change.before != change.after, "{change:#?}");
    let rule = change.rule.rule();
    assert!(
        rule.wire.contains(&change.wire) && rule.rust.contains(&change.rust),
        "{} in the table",
        rule.name
    );
}

fn only(changes: &[Change]) -> Change {
    let [change] = changes else { panic!("one change was expected: {changes:#?}") };
    change.clone()
}

fn without_body() -> Value {
    let mut operation = operation();
    operation["request_body"] = Value::Null;
    operation
}
