use serde_json::{Value, json};

use super::{Coverage, OperationCoverage};
use crate::model::{Operation, Recording};

fn operation() -> Operation {
    let value = json!({
        "id": "ListBoats", "service": "boats", "title": "", "method": "GET", "path": "/v1/{project_id}/boats",
        "parameters": [
            {"name": "project_id", "in": "path", "required": true, "set_by": "client", "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer"}},
            {"name": "X-Auth-Token", "in": "header", "set_by": "client", "schema": {"type": "string"}},
        ],
        "responses": {
            "200": {"schema": {"type": "object", "properties": {
                "boats": {"type": "array", "items": {"$ref": "#/schemas/Boat"}},
                "total": {"type": "integer"},
            }}},
            "404": {"schema": {"type": "object", "properties": {"error_code": {"type": "string"}}}},
        },
        "schemas": {"Boat": {"type": "object", "properties": {
            "name": {"type": "string"},
            "tags": {"type": "object", "additionalProperties": {"type": "string"}},
            "tender": {"$ref": "#/schemas/Boat"},
            "notes": {"type": "object"},
        }}},
        "source": {},
    });
    serde_json::from_value(value).unwrap()
}

fn recording(status: u16, body: &Value) -> Recording {
    let request = json!({"query": {"limit": 5, "colour": "red"}});
    let source = json!({"kind": "page", "page": "boats.md"});
    let value = json!({"source": source, "request": request, "status": status, "body": body});
    serde_json::from_value(value).unwrap()
}

fn coverage(recordings: &[Recording]) -> OperationCoverage {
    OperationCoverage::of(&operation(), recordings, ["a line".to_owned()].into())
}

#[test]
fn a_member_is_exercised_by_a_value_and_not_by_null() {
    let boat = json!({"name": "a", "tags": {"x": "y"}, "tender": null, "notes": {"free": 1}, "sails": 2});
    let coverage = coverage(&[recording(200, &json!({"boats": [{"name": null}, boat], "links": []}))]);
    let unexercised: Vec<_> = coverage.response.unexercised.iter().map(String::as_str).collect();
    assert_eq!(unexercised, ["200/boats/*/tender", "200/total", "404/error_code"]);
    assert_eq!(coverage.response.documented, 7);
    let undocumented: Vec<_> = coverage.undocumented.iter().map(String::as_str).collect();
    assert_eq!(undocumented, ["200/boats/*/sails", "200/links", "query.colour"]);
}

#[test]
fn arguments_count_and_what_the_client_sets_does_not() {
    let coverage = coverage(&[recording(404, &json!({"error_code": "B.1"}))]);
    assert_eq!(coverage.request.documented, 2);
    assert_eq!(coverage.request.unexercised, ["path.project_id".to_owned()].into());
}

#[test]
fn a_list_of_one_may_be_written_as_its_item() {
    let coverage = coverage(&[recording(200, &json!({"boats": {"name": "a"}}))]);
    assert!(!coverage.response.unexercised.contains("200/boats/*/name"));
    assert!(coverage.undocumented.iter().all(|place| !place.starts_with("200")));
}

#[test]
fn statuses_are_counted_and_those_of_no_page_listed() {
    let coverage = coverage(&[recording(200, &json!({})), recording(500, &json!({}))]);
    assert_eq!(coverage.statuses, [("200".to_owned(), 1), ("404".to_owned(), 0)].into());
    assert_eq!(coverage.other_statuses, ["500".to_owned()].into());
}

#[test]
fn a_sum_is_that_of_its_operations() {
    let (mut sum, boats) = (Coverage::default(), operation());
    let recorded = coverage(&[recording(200, &json!({"total": 1})), recording(404, &json!({}))]);
    sum.add(&boats, recorded.clone());
    sum.add(&Operation { id: "ListMasts".to_owned(), ..boats }, coverage(&[]));
    let figures = sum.services["boats"].sum;
    assert_eq!(figures, sum.sum);
    assert_eq!((figures.operations, figures.recorded_operations, figures.recordings.page), (2, 1, 2));
    assert_eq!((figures.statuses, figures.recorded_statuses), (4, 2));
    assert_eq!((figures.response_members, figures.exercised_response_members), (14, 1));
    assert_eq!((figures.undocumented, figures.contradicting_pages), (1, 2));
}
