//! Tables whose captions name no field and that no field links to.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may panic")]

use crate::common::{codes, page, read};
use serde_json::Value;
use spec::diagnostics::Code;
use spec::model::Operation;

const HEAD: &str = "| Parameter | Type | Description |\n|---|---|---|\n";

/// A page that answers with tables, `(caption, rows)` each, and shows `example`.
fn answering(tables: &[(&str, &str)], example: &str) -> (Operation, Vec<Code>) {
    let tables: Vec<String> = tables
        .iter()
        .zip(2..)
        .map(|((caption, rows), number)| format!("**Table {number}** {caption}\n\n{HEAD}{rows}\n"))
        .collect();
    let text = format!(
        "# Showing Boats\n\n## URI\n\nGET /v1/boats\n\n## Response\n\n{}\n\n## Example Response\n\n\
         ```\n{example}\n```\n",
        tables.join("\n\n")
    );
    let reading = read("harbour", vec![page("boats.md", text)]);
    (reading.resolved.operations.values().next().unwrap().clone(), codes(&reading))
}

/// The names of an object of the operation's schemas.
fn members(operation: &Operation, object: &str) -> Vec<String> {
    operation.schemas[object].properties.keys().cloned().collect()
}

fn answer(operation: &Operation) -> Value {
    serde_json::to_value(operation.responses["200"].schema.as_ref().unwrap()).unwrap()
}

#[test]
fn the_example_shows_which_object_a_table_describes() {
    let (operation, found) = answering(
        &[
            ("Response parameters", "| crew | Object | Who sails |\n| sails | Array | What drives it |"),
            ("Description of the cloth", "| area | Integer | Square metres |\n| colour | String | Colour |"),
            ("People on board", "| name | String | Name |"),
        ],
        r#"{"crew": {"name": "Ada"}, "sails": [{"area": 3, "colour": "red"}]}"#,
    );
    assert_eq!(members(&operation, "Crew"), ["name"]);
    assert_eq!(members(&operation, "Sails"), ["area", "colour"]);
    assert!(!found.contains(&Code::UnreferencedTable), "{found:?}");
}

#[test]
fn without_an_example_tables_follow_the_order_of_their_objects() {
    let (operation, _) = answering(
        &[
            ("Response parameters", "| crew | Object | Who sails |\n| hull | Object | What floats |"),
            ("People on board", "| name | String | Name |"),
            ("Shape and weight", "| length | Integer | Metres |"),
        ],
        "",
    );
    assert_eq!(members(&operation, "Crew"), ["name"]);
    assert_eq!(members(&operation, "Hull"), ["length"]);
}

#[test]
fn more_objects_than_tables_stay_without() {
    let (_, found) = answering(
        &[
            ("Response parameters", "| crew | Object | Who sails |\n| hull | Object | What floats |"),
            ("Shape and weight", "| length | Integer | Metres |"),
        ],
        "",
    );
    assert!(found.contains(&Code::UnreferencedTable), "{found:?}");
}

#[test]
fn another_form_of_the_answer_is_no_object_in_it() {
    let (_, found) = answering(
        &[
            (
                "Response parameters",
                "| code | String | Mistake |\n| text | String | Its text |\n| boats | List | All |",
            ),
            (
                "Answer to a job",
                "| code | String | Mistake |\n| text | String | Its text |\n| job | String | Job |",
            ),
        ],
        "",
    );
    assert!(found.contains(&Code::UnreferencedTable), "{found:?}");
}

#[test]
fn a_text_with_a_table_of_its_own_is_the_object_that_the_example_shows() {
    let (operation, _) = answering(
        &[
            ("Response parameters", "| key | String | See Table 3. |"),
            ("Parts of the key", "| bow | String | Handle |\n| bit | String | End |"),
        ],
        r#"{"key": {"bow": "round", "bit": "flat"}}"#,
    );
    assert_eq!(members(&operation, "Key"), ["bit", "bow"]);
}

#[test]
fn the_only_row_without_a_name_is_the_body_itself() {
    let (operation, found) = answering(
        &[
            ("Response parameters", "| -- | Object | The boats |"),
            ("What a boat has", "| name | String | Name |\n| oars | Integer | Oars |"),
        ],
        r#"[{"name": "Ada", "oars": 2}, {"name": "Bea", "oars": 4}]"#,
    );
    assert_eq!(answer(&operation)["type"], "array");
    assert!(!found.contains(&Code::RowWithoutName), "{found:?}");
    let (_, found) = answering(&[("Response parameters", "| - | - | Nothing |")], "");
    assert!(found.contains(&Code::RowWithoutName), "{found:?}");
}
