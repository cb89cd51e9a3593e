//! Each rule with a change that it names: the classes on both axes, where it is, and nothing else found.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod common;

use common::{base, both, operation};
use diff::{Change, Class, RuleId, Tree};
use serde_json::{Value, json};

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

macro_rules! rules {
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

        /// The rules that the cases above are about.
        const COVERED: &[RuleId] = &[$(RuleId::$rule),*];
    };
}

rules! {
    operation_renamed: OperationRenamed, "", Nothing, Breaking, |op| op["id"] = json!("PaintBoat");
    method_changed: MethodChanged, "", Breaking, Nothing, |op| op["method"] = json!("POST");
    path_changed: PathChanged, "", Breaking, Nothing, |op| op["path"] = json!("/v2/{project_id}/boats/{boat_id}");
    fixed_query_changed: FixedQueryChanged, "", Breaking, Nothing,
        |op| op["discriminator"] = json!({ "query": { "action": "paint" } });
    content_type_changed: ContentTypeChanged, "request", Breaking, Nothing,
        |op| op["request_body"]["content_type"] = json!("application/merge-patch+json");
    page_moved: PageMoved, "", Nothing, Nothing, |op| op["source"]["page"] = json!("boats/0013.md");
    deprecated: Deprecated, "", Nothing, Risky, |op| op["deprecated"] = json!(true);
    deprecated_member: Deprecated, "request.colour", Nothing, Risky,
        |op| member(op, "colour")["deprecated"] = json!(true);
    deprecation_removed: DeprecationRemoved, "query.old", Nothing, Nothing,
        |op| parameter(op, "old")["deprecated"] = json!(false);

    required_parameter_added: RequiredParameterAdded, "query.harbour", Breaking, Breaking, |op| {
        add_parameter(op, &json!({ "name": "harbour", "in": "query", "required": true, "schema": { "type": "string" } }));
    };
    optional_parameter_added: OptionalParameterAdded, "query.harbour", Additive, Additive, |op| {
        add_parameter(op, &json!({ "name": "harbour", "in": "query", "schema": { "type": "string" } }));
    };
    optional_parameter_removed: ParameterRemoved, "query.limit", Risky, Breaking,
        |op| parameters(op).retain(|parameter| parameter["name"] != "limit");
    parameter_renamed: ParameterRenamed, "query.page_size", Risky, Breaking,
        |op| parameter(op, "pageSize")["name"] = json!("page_size");
    // A setter is called by the documented name, and both convert to one.
    parameter_renamed_to_one_of_the_same_rust_name: ParameterRenamed, "query.pagesize", Risky, Breaking,
        |op| parameter(op, "pageSize")["name"] = json!("pagesize");
    placeholder_renamed: PlaceholderRenamed, "path.id", Nothing, Nothing, |op| {
        op["path"] = json!("/v1/{project_id}/boats/{id}");
        parameter(op, "boat_id")["name"] = json!("id");
    };
    parameter_moved: ParameterMoved, "header.token", Breaking, Nothing,
        |op| parameter(op, "token")["in"] = json!("header");
    parameter_became_required: ParameterBecameRequired, "query.limit", Breaking, Breaking,
        |op| parameter(op, "limit")["required"] = json!(true);
    parameter_became_optional: ParameterBecameOptional, "query.dock", Additive, Breaking,
        |op| parameter(op, "dock")["required"] = json!(false);
    parameter_set_by_changed: ParameterSetByChanged, "path.project_id", Nothing, Breaking,
        |op| parameter(op, "project_id")["set_by"] = json!("caller");

    body_removed: BodyRemoved, "request", Risky, Breaking, |op| op["request_body"] = Value::Null;
    body_became_optional: BodyBecameOptional, "request", Additive, Breaking,
        |op| op["request_body"]["required"] = json!(false);

    required_member_added: RequiredRequestMemberAdded, "request.harbour", Breaking, Risky, |op| {
        body(op)["properties"]["harbour"] = json!({ "type": "string" });
        body(op)["required"].as_array_mut().unwrap().push(json!("harbour"));
    };
    optional_member_added: OptionalRequestMemberAdded, "request.harbour", Additive, Risky,
        |op| body(op)["properties"]["harbour"] = json!({ "type": "string" });
    // Nothing in this object is optional, so that code may write it in full.
    optional_member_added_to_a_full_object: OptionalRequestMemberAdded, "request.crew.cook", Additive, Breaking,
        |op| op["schemas"]["Crew"]["properties"]["cook"] = json!({ "type": "string" });
    member_removed: RequestMemberRemoved, "request.colour", Risky, Breaking,
        |op| drop(body(op)["properties"].as_object_mut().unwrap().remove("colour"));
    member_renamed: RequestMemberRenamed, "request.boatName", Breaking, Nothing, |op| {
        let old = body(op)["properties"].as_object_mut().unwrap().remove("boat_name").unwrap();
        body(op)["properties"]["boatName"] = old;
        body(op)["required"] = json!(["boatName", "crew"]);
    };
    member_became_required: RequestMemberBecameRequired, "request.colour", Breaking, Breaking,
        |op| body(op)["required"].as_array_mut().unwrap().push(json!("colour"));
    member_became_optional: RequestMemberBecameOptional, "request.boat_name", Additive, Breaking,
        |op| body(op)["required"] = json!(["crew"]);

    request_type_changed: RequestTypeChanged, "request.colour", Breaking, Breaking,
        |op| member(op, "colour")["type"] = json!("integer");
    request_type_widened: RequestTypeWidened, "request.masts", Additive, Breaking,
        |op| *member(op, "masts") = json!({ "type": "number" });
    request_type_narrowed: RequestTypeNarrowed, "request.length", Breaking, Breaking,
        |op| *member(op, "length") = json!({ "type": "integer" });
    request_enum_value_added: RequestEnumValueAdded, "request.sail", Additive, Additive,
        |op| member(op, "sail")["enum"] = json!(["genoa", "jib", "spinnaker"]);
    request_enum_value_removed: RequestEnumValueRemoved, "request.sail", Breaking, Breaking,
        |op| member(op, "sail")["enum"] = json!(["jib"]);
    request_enum_documented: RequestEnumDocumented, "request.colour", Risky, Breaking,
        |op| member(op, "colour")["enum"] = json!(["red", "white"]);
    // An argument takes texts still.
    parameter_enum_documented: RequestEnumDocumented, "query.dock", Risky, Risky,
        |op| parameter(op, "dock")["schema"]["enum"] = json!(["north", "south"]);
    request_enum_left_open: RequestEnumLeftOpen, "request.sail", Additive, Breaking,
        |op| *member(op, "sail") = json!({ "type": "string" });
    request_limit_tightened: RequestLimitTightened, "request.boat_name", Breaking, Nothing,
        |op| member(op, "boat_name")["maxLength"] = json!(32);
    request_limit_documented: RequestLimitTightened, "request.colour", Risky, Nothing,
        |op| member(op, "colour")["maxLength"] = json!(32);
    request_limit_relaxed: RequestLimitRelaxed, "request.boat_name", Additive, Nothing,
        |op| member(op, "boat_name")["maxLength"] = json!(128);
    default_changed: DefaultChanged, "query.limit", Risky, Nothing,
        |op| parameter(op, "limit")["schema"]["default"] = json!(20);

    response_member_added: ResponseMemberAdded, "response.harbour", Additive, Additive,
        |op| answer(op)["properties"]["harbour"] = json!({ "type": "string" });
    response_member_removed: ResponseMemberRemoved, "response.state", Breaking, Breaking,
        |op| drop(answer(op)["properties"].as_object_mut().unwrap().remove("state"));
    response_member_renamed: ResponseMemberRenamed, "response.boatId", Breaking, Nothing, |op| {
        let old = answer(op)["properties"].as_object_mut().unwrap().remove("boat_id").unwrap();
        answer(op)["properties"]["boatId"] = old;
        answer(op)["required"] = json!(["boatId"]);
    };
    response_member_became_optional: ResponseMemberBecameOptional, "response.boat_id", Risky, Nothing,
        |op| drop(answer(op).as_object_mut().unwrap().remove("required"));
    response_member_became_required: ResponseMemberBecameRequired, "response.state", Additive, Nothing,
        |op| answer(op)["required"] = json!(["boat_id", "state"]);
    response_type_changed: ResponseTypeChanged, "response.masts", Breaking, Breaking,
        |op| answer(op)["properties"]["masts"] = json!({ "type": "array", "items": { "type": "integer" } });
    // The client reads a text from a number.
    response_type_changed_to_what_the_client_reads: ResponseTypeChanged, "response.boat_id", Risky, Breaking,
        |op| answer(op)["properties"]["boat_id"] = json!({ "type": "integer" });
    response_type_widened: ResponseTypeWidened, "response.masts", Risky, Breaking,
        |op| answer(op)["properties"]["masts"] = json!({ "type": "number" });
    response_type_narrowed: ResponseTypeNarrowed, "response.length", Additive, Breaking,
        |op| answer(op)["properties"]["length"] = json!({ "type": "integer" });
    response_enum_value_added: ResponseEnumValueAdded, "response.state", Risky, Additive,
        |op| answer(op)["properties"]["state"]["enum"] = json!(["afloat", "docked", "sunk"]);
    response_enum_value_removed: ResponseEnumValueRemoved, "response.state", Additive, Breaking,
        |op| answer(op)["properties"]["state"]["enum"] = json!(["afloat"]);
    response_enum_documented: ResponseEnumDocumented, "response.boat_id", Additive, Breaking,
        |op| answer(op)["properties"]["boat_id"]["enum"] = json!(["a", "b"]);
    response_enum_left_open: ResponseEnumLeftOpen, "response.state", Risky, Breaking,
        |op| answer(op)["properties"]["state"] = json!({ "type": "string" });
    response_limit_tightened: ResponseLimitTightened, "response.boat_id", Additive, Nothing,
        |op| answer(op)["properties"]["boat_id"]["maxLength"] = json!(16);
    response_limit_relaxed: ResponseLimitRelaxed, "response.boat_id", Risky, Nothing,
        |op| answer(op)["properties"]["boat_id"]["maxLength"] = json!(64);
    response_body_removed: ResponseBodyRemoved, "response", Breaking, Breaking,
        |op| op["responses"]["200"] = json!({});
    success_status_changed: SuccessStatusChanged, "", Risky, Nothing, |op| {
        let answer = op["responses"].as_object_mut().unwrap().remove("200").unwrap();
        op["responses"]["202"] = answer;
    };
    error_response_changed: ErrorResponseChanged, "", Nothing, Nothing, |op| op["responses"]["409"] = json!({});
    error_codes_changed: ErrorCodesChanged, "", Nothing, Nothing,
        |op| op["error_codes"] = json!({ "BOAT.0001": {} });
    response_headers_changed: ResponseHeadersChanged, "response", Additive, Nothing,
        |op| op["responses"]["200"]["headers"] = json!({ "X-Harbour": { "type": "string" } });

    object_described: ObjectDescribed, "request.rigging", Nothing, Breaking,
        |op| *member(op, "rigging") = json!({ "type": "object", "properties": { "rope": { "type": "string" } } });
    object_left_open: ObjectLeftOpen, "request.crew", Nothing, Breaking,
        |op| *member(op, "crew") = json!({ "type": "object" });
    further_members_changed: FurtherMembersChanged, "request.crew", Additive, Breaking,
        |op| op["schemas"]["Crew"]["additionalProperties"] = json!({ "type": "string" });
    format_changed: FormatChanged, "response.boat_id", Additive, Nothing,
        |op| answer(op)["properties"]["boat_id"]["format"] = json!("uuid");
    alternatives_changed: AlternativesChanged, "request.mooring", Risky, Nothing,
        |op| member(op, "mooring")["oneOf"] = json!([{ "type": "string" }, { "type": "boolean" }]);

    type_renamed: TypeRenamed, "request.crew", Nothing, Breaking, |op| {
        let crew = op["schemas"].as_object_mut().unwrap().remove("Crew").unwrap();
        op["schemas"]["Sailors"] = crew;
        *member(op, "crew") = json!({ "$ref": "#/schemas/Sailors" });
    };
    field_renamed: FieldRenamed, "request.colour", Nothing, Breaking,
        |op| op["rust_names"] = json!({ "request_body.colour": "colour_2" });
}

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

#[test]
fn an_object_that_holds_itself_is_boxed() {
    let mut new = operation();
    new["schemas"]["Crew"]["properties"]["captain"] = json!({ "$ref": "#/schemas/Captain" });
    new["schemas"]["Captain"] =
        json!({ "type": "object", "properties": { "rank": { "type": "string" } } });
    let old = new.clone();
    new["schemas"]["Captain"]["properties"]["crew"] = json!({ "$ref": "#/schemas/Crew" });
    let found = both(old, new);
    let boxed: Vec<&Change> =
        found.iter().filter(|change| change.rule == RuleId::BecameRecursive).collect();
    assert_eq!(boxed.len(), 1, "{found:#?}");
    assert_eq!((boxed[0].wire, boxed[0].rust), (Nothing, Breaking));
    assert_eq!(boxed[0].field, "request.crew.captain");
}

#[test]
fn a_member_on_which_two_answers_do_not_agree_has_another_rust_type() {
    let mut old = operation();
    old["responses"]["202"] = json!({ "schema": { "type": "object", "properties": { "masts": { "type": "integer" } } } });
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
    // Forms are not sent yet, so there is no code for the operation any more.
    let mut new = operation();
    new["request_body"]["schema"] = json!({ "type": "string", "format": "binary" });
    let mut old = new.clone();
    old["request_body"]["schema"] = json!({ "type": "string" });
    let found = both(old, new);
    let last = found.iter().find(|change| change.rule == RuleId::GeneratedCodeChanged).unwrap();
    assert_eq!((last.wire, last.rust), (Nothing, Breaking));
}

#[test]
fn services_and_operations_come_and_go() {
    let empty = Tree::default();
    let full = common::tree(operation());
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
fn endpoint_changed() {
    let old = common::tree(operation());
    let mut new = old.clone();
    new.services.get_mut("boats").unwrap().info.as_mut().unwrap().endpoint = "ships".to_owned();
    let change = only(&diff::compare(&old, &new));
    assert_eq!((change.rule, change.wire, change.rust), (RuleId::EndpointChanged, Breaking, Nothing));
}

#[test]
fn every_rule_has_a_test() {
    let elsewhere = [
        RuleId::ServiceAdded,
        RuleId::ServiceRemoved,
        RuleId::EndpointChanged,
        RuleId::OperationAdded,
        RuleId::OperationRemoved,
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
    let rule = change.rule.rule();
    assert!(rule.wire.contains(&change.wire) && rule.rust.contains(&change.rust), "{} in the table", rule.name);
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

fn body(operation: &mut Value) -> &mut Value {
    &mut operation["request_body"]["schema"]
}

fn member<'o>(operation: &'o mut Value, name: &str) -> &'o mut Value {
    &mut body(operation)["properties"][name]
}

fn answer(operation: &mut Value) -> &mut Value {
    &mut operation["responses"]["200"]["schema"]
}

fn parameters(operation: &mut Value) -> &mut Vec<Value> {
    operation["parameters"].as_array_mut().unwrap()
}

fn parameter<'o>(operation: &'o mut Value, name: &str) -> &'o mut Value {
    parameters(operation).iter_mut().find(|parameter| parameter["name"] == name).unwrap()
}

fn add_parameter(operation: &mut Value, parameter: &Value) {
    parameters(operation).push(parameter.clone());
}
