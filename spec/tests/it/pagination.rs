//! Lists that go on page by page: what a page says of its arguments and of its answer decides how.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use crate::common::{operation, page};
use serde_json::{Value, json};
use spec::model::Operation;
use spec::patch::PatchFile;
use spec::pipeline::read_service;
use spec::resolve::Context;

/// A page that lists boats: its query parameters, and the members of its answer.
fn listing(query: &str, answer: &str) -> String {
    format!(
        "# Listing Boats\n\n## URI\n\nGET /v1/boats\n\n**Table 1** Query Parameters\n\n\
         | Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n{query}\n\n## Response\n\n\
         **Table 2** Response parameters\n\n| Parameter | Type | Description |\n|---|---|---|\n{answer}\n\n\
         ## Status Code\n\n| Status Code | Description |\n|---|---|\n| 200 | Fine |\n"
    )
}

/// The table of a boat.
const BOAT: &str = "\n\n**Table 3** boats\n\n| Parameter | Type | Description |\n|---|---|---|\n";

fn recognised(query: &str, answer: &str) -> Value {
    serde_json::to_value(operation("harbour", page("boats.md", listing(query, answer))).pagination).unwrap()
}

fn argument(name: &str) -> Value {
    json!({ "name": name, "in": "query" })
}

#[test]
fn an_offset_counts_items() {
    let found = recognised(
        "| offset | No | Integer | Where to begin. |\n| limit | No | Integer | How many. Maximum: 50 |",
        "| boats | Array of strings | Names. |\n| boat_count | Integer | All of them. |",
    );
    assert_eq!(
        found,
        json!({
            "kind": "offset", "position": argument("offset"), "size": argument("limit"), "page_size": 50,
            "items": "/boats", "total": "/boat_count",
        })
    );
}

#[test]
fn an_offset_that_is_described_as_a_page_number_counts_pages() {
    let found = recognised(
        "| offset | No | Integer | Page number. Default: 1 |\n| limit | No | Integer | Default: 25 |",
        "| boats | Array of strings | Names. |",
    );
    assert_eq!(
        [&found["kind"], &found["first"], &found["page_size"]],
        [&json!("page"), &json!(1), &json!(25)]
    );
}

#[test]
fn pages_are_numbered_from_one_unless_the_page_says_otherwise() {
    let size = "| page_size | No | Integer | How many. |";
    let answer = "| boats | Array of strings | Names. |";
    let first = |page: &str| recognised(&format!("{page}\n{size}"), answer)["first"].clone();
    assert_eq!(first("| page_no | No | Integer | Which page. |"), json!(1));
    assert_eq!(first("| page_no | No | Integer | Which page. Default: 0 |"), Value::Null);
}

#[test]
fn a_marker_is_the_id_of_the_last_item() {
    let found = recognised(
        "| marker | No | String | Where to begin. |\n| limit | No | Integer | How many. |",
        &format!("| boats | Array of objects | See Table 3 |{BOAT}| id | String | Its id. |"),
    );
    assert_eq!([&found["kind"], &found["next"]], [&json!("marker"), &json!({ "last_item": "id" })]);
}

#[test]
fn a_marker_is_the_id_that_its_description_names() {
    let found = recognised(
        "| marker | No | String | The hull_id of the last boat. |\n| limit | No | Integer | How many. |",
        &format!(
            "| boats | Array of objects | See Table 3 |{BOAT}| id | String | Its id. |\n\
             | hull_id | String | Its hull. |"
        ),
    );
    assert_eq!(found["next"], json!({ "last_item": "hull_id" }));
}

#[test]
fn a_marker_stands_in_the_answer() {
    let found = recognised(
        "| marker | No | String | Where to begin. |\n| limit | No | Integer | How many. |",
        "| boats | Array of strings | Names. |\n| page_info | Object | See Table 3 |\n\n\
         **Table 3** page_info\n\n| Parameter | Type | Description |\n|---|---|---|\n\
         | next_marker | String | Where the next page begins. |",
    );
    assert_eq!(found["next"], json!({ "answer": "/page_info/next_marker" }));
}

#[test]
fn a_marker_stands_in_the_link_to_the_next_page() {
    let found = recognised(
        "| marker | No | String | Where to begin. |\n| limit | No | Integer | How many. |",
        "| boats | Array of strings | Names. |\n| next | String | The next page. |",
    );
    assert_eq!(found["next"], json!({ "link": "/next" }));
}

#[test]
fn a_marker_that_no_item_has_is_not_guessed() {
    let query = "| marker | No | String | Where to begin. |\n| limit | No | Integer | How many. |";
    assert_eq!(recognised(query, "| boats | Array of strings | Names. |"), Value::Null);
}

#[test]
fn members_of_the_body_may_page() {
    let text = "# Finding Boats\n\n## URI\n\nPOST /v1/boats/filter\n\n## Request\n\n\
                | Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n\
                | offset | No | String | Where to begin. |\n| limit | No | String | How many. |\n\n## Response\n\n\
                | Parameter | Type | Description |\n|---|---|---|\n| boats | Array of strings | Names. |\n";
    let found = serde_json::to_value(operation("harbour", page("boats.md", text)).pagination).unwrap();
    assert_eq!(found["position"], json!({ "name": "offset", "in": "body" }));
}

#[test]
fn a_boolean_says_whether_there_is_more() {
    let found = recognised(
        "| offset | No | Integer | Where to begin. |\n| limit | No | Integer | How many. |",
        "| boats | Array of strings | Names. |\n| has_more | Boolean | Whether there is more. |",
    );
    assert_eq!(found["more"], json!("/has_more"));
}

const BY_OFFSET: &str = "| offset | No | Integer | Where to begin. |\n| limit | No | Integer | How many. |";

#[test]
fn of_several_lists_the_one_is_meant_that_path_or_count_names() {
    let both = "| sailors | Array of strings | Names. |\n| boats | Array of strings | Names. |";
    assert_eq!(recognised(BY_OFFSET, both)["items"], json!("/boats"));
    let counted = "| oars | Array of strings | Names. |\n| sails | Array of strings | Names. |\n\
                   | sail_count | Integer | How many sails. |";
    assert_eq!(recognised(BY_OFFSET, counted)["items"], json!("/sails"));
    let neither = "| oars | Array of strings | Names. |\n| sails | Array of strings | Names. |";
    assert_eq!(recognised(BY_OFFSET, neither), Value::Null);
}

#[test]
fn links_are_no_items() {
    let answer = "| boats | Array of strings | Names. |\n| boats_links | Array of strings | Links. |";
    assert_eq!(recognised(BY_OFFSET, answer)["items"], json!("/boats"));
}

#[test]
fn an_answer_without_a_list_has_no_pages() {
    assert_eq!(recognised(BY_OFFSET, "| name | String | Its name. |"), Value::Null);
}

#[test]
fn a_beginning_beside_an_end_is_a_range_and_no_position() {
    let query = "| start | No | Integer | From when. |\n| end | No | Integer | Until when. |\n\
                 | limit | No | Integer | How many. |";
    assert_eq!(recognised(query, "| boats | Array of strings | Names. |"), Value::Null);
}

#[test]
fn recordings_stay_valid_when_paging_is_recognised_otherwise() {
    let text = listing(BY_OFFSET, "| boats | Array of strings | Names. |");
    let paged = operation("harbour", page("boats.md", text));
    let plain = Operation { pagination: None, ..paged.clone() };
    assert!(paged.pagination.is_some());
    assert_eq!(paged.contract_hash(), plain.contract_hash());
}

/// Reads the page of boats with a patch.
fn patched(patch: &str) -> Operation {
    let text = listing(BY_OFFSET, "| boats | Array of strings | Names. |");
    let patches = PatchFile::parse("harbour.toml", patch).unwrap();
    let (locked, names) = Default::default();
    let context = Context {
        service: "harbour",
        origin: "pages",
        locked: &locked,
        names: &names,
        patches: Some(&patches),
    };
    let resolved = read_service(context, vec![page("boats.md", text)], &|| ()).resolved;
    assert_eq!(resolved.patch_errors, []);
    resolved.operations.into_values().next().unwrap()
}

#[test]
fn paging_follows_a_patched_answer() {
    let patched = patched(
        "[[patch]]\noperation = \"ListBoats\"\nselect = \"/responses/200/schema/properties/total\"\n\
         new = { type = \"integer\" }\nreason = \"it is there\"\nevidence = \"seen\"\n",
    );
    assert_eq!(patched.pagination.unwrap().total.as_deref(), Some("/total"));
}

#[test]
fn a_patch_may_say_how_a_list_goes_on() {
    let patched = patched(
        "[[patch]]\noperation = \"ListBoats\"\nselect = \"/pagination/page_size\"\nold = 100\nnew = 7\n\
         reason = \"more is refused\"\nevidence = \"tried\"\n",
    );
    assert_eq!(patched.pagination.unwrap().page_size, 7);
}
