//! Where parameters go, in the dialects that say it in other ways than captions.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use crate::common::{operation, page};
use spec::model::{Location, Operation, SetBy};

/// An operation with these lines about its address and these about its request.
fn boat(uri: &str, request: &str) -> Operation {
    let text = format!("# Building a Boat\n\n## URI\n\n{uri}\n\n## Request\n\n{request}\n");
    operation("harbour", page("boat.md", text))
}

/// Parameters by place and name, in order.
fn places(operation: &Operation) -> Vec<(Location, &str)> {
    let parameters = operation.parameters.iter();
    parameters.map(|parameter| (parameter.location, parameter.name.as_str())).collect()
}

fn members(operation: &Operation) -> Vec<&str> {
    let body = operation.request_body.iter();
    body.flat_map(|body| body.schema.properties.keys()).map(String::as_str).collect()
}

const HEAD: &str = "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|";

#[test]
fn a_column_says_where_each_parameter_goes() {
    let request = "| Parameter | Location | Mandatory | Type | Description |\n|---|---|---|---|---|\n\
                   | boat_id | Path | Yes | String | Which |\n| dry_run | Query | No | Boolean | Only check |\n\
                   | X-Flag | Header | No | String | Under which flag |\n| name | Body | Yes | String | Painted on it |";
    let boat = boat("POST /v1/boats/{boat_id}", request);
    let expected = [(Location::Path, "boat_id"), (Location::Query, "dry_run"), (Location::Header, "X-Flag")];
    assert_eq!((places(&boat), members(&boat)), (expected.to_vec(), vec!["name"]));
}

#[test]
fn headers_among_the_members_of_the_body_are_headers() {
    let rows = "| X-Auth-Token | Yes | String | Who asks |\n| Content-Type | Yes | String | JSON |\n\
                | X-Flag | No | String | Under which flag |\n| name | Yes | String | Painted on it |";
    let boat = boat("POST /v1/boats", &format!("{HEAD}\n{rows}"));
    assert_eq!(members(&boat), ["name"]);
    assert!(boat.parameters.iter().all(|parameter| parameter.location == Location::Header));
    assert_eq!(boat.parameters.len(), 3);
}

#[test]
fn headers_inside_an_object_are_its_members() {
    let request = format!(
        "{HEAD}\n| insert | No | Object | See Table 2 |\n\n**Table 2**  insert\n\n{HEAD}\n\
         | X-Forwarded-Host | No | Boolean | Whether to send it |"
    );
    let boat = boat("POST /v1/boats", &request);
    assert!(boat.parameters.is_empty());
    assert_eq!(boat.schemas.values().next().unwrap().properties.len(), 1);
}

#[test]
fn a_placeholder_may_be_described_among_the_members_of_the_body() {
    let rows = "| boat_id | Yes | String | Which |\n| name | Yes | String | Painted on it |";
    let boat = boat("PUT /v1/boats/{boat_id}", &format!("{HEAD}\n{rows}"));
    assert_eq!((places(&boat), members(&boat)), (vec![(Location::Path, "boat_id")], vec!["name"]));
}

#[test]
fn a_member_that_the_example_shows_is_one_whatever_the_path_holds() {
    let rows = "| name | Yes | String | Painted on it |";
    let request = format!("{HEAD}\n{rows}\n\n## Example Request\n\n```\n{{\"name\": \"Ada\"}}\n```\n");
    assert_eq!(members(&boat("PUT /v1/boats/{name}", &request)), ["name"]);
}

#[test]
fn method_and_path_may_stand_in_rows_of_a_table() {
    let uri = "| Item | Value |\n|---|---|\n| Request Method | PUT |\n| Request Address | /v1/boats/{boat_id} |\n\
               | Transport Protocol | HTTPS |";
    let boat = boat(uri, &format!("{HEAD}\n| name | Yes | String | Painted on it |"));
    assert_eq!((boat.method.as_str(), boat.path.as_str()), ("PUT", "/v1/boats/{boat_id}"));
}

#[test]
fn an_account_is_the_clients_and_the_id_of_a_domain_name_the_callers() {
    for (description, set_by) in
        [("Account of the owner", SetBy::Client), ("ID of the domain name", SetBy::Caller)]
    {
        let row = format!("{HEAD}\n| domain_id | Yes | String | {description} |");
        let boat = boat(&format!("GET /v1/harbours/{{domain_id}}\n\n{row}"), "");
        assert_eq!(boat.parameters.iter().map(|parameter| parameter.set_by).collect::<Vec<_>>(), [set_by]);
    }
}
