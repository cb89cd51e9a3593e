//! Which table describes which object where the page does not link them.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use crate::common::{operation, page};
use spec::model::{Location, Operation, Schema};

/// A page of reader text: an operation that answers with these tables and this example.
fn answering(tables: &str, example: &str) -> Operation {
    let text = format!(
        "Showing a Boat\nFunction\nShows one.\nURI\nPOST /v1/boats\nResponse\n{tables}\n\
         Example Response\n{example}\n"
    );
    operation("harbour", page("boat.txt", text))
}

const HEAD: &str = "| Parameter | Type | Description |\n|---|---|---|";

/// The members of the answer's member `name`, in place of the object that it refers to.
fn members<'o>(operation: &'o Operation, name: &str) -> Vec<&'o str> {
    let root = operation.responses.get("200").unwrap().schema.as_ref().unwrap();
    inside(operation, root.properties.get(name).unwrap())
}

fn inside<'o>(operation: &'o Operation, schema: &'o Schema) -> Vec<&'o str> {
    let schema = schema.items.as_deref().unwrap_or(schema);
    let target = schema.referenced_name().and_then(|name| operation.schemas.get(name)).unwrap_or(schema);
    target.properties.keys().map(String::as_str).collect()
}

#[test]
fn a_number_that_the_example_contradicts_counts_the_tables_of_another_page() {
    let tables = format!(
        "{HEAD}\n| hull | Object | See Table 3 . |\n| crew | Object | See Table 3 . |\n\
         {HEAD}\n| length | Integer | Metres |\n{HEAD}\n| cook | String | Who cooks |"
    );
    let boat = answering(&tables, r#"{"hull": {"length": 9}, "crew": {"cook": "Bo"}}"#);
    assert_eq!((members(&boat, "hull"), members(&boat, "crew")), (vec!["length"], vec!["cook"]));
}

#[test]
fn where_descriptions_number_their_tables_an_object_without_a_number_has_none() {
    let tables = format!(
        "{HEAD}\n| notes | Object | Anything |\n| hull | Object | See Table 3 . |\n| mast | Object | See Table 4 . |\n\
         {HEAD}\n| berth | String | Of another page |\n{HEAD}\n| length | Integer | Metres |\n\
         {HEAD}\n| height | Integer | Metres |"
    );
    let boat = answering(&tables, "{}");
    assert!(members(&boat, "notes").is_empty());
    assert_eq!((members(&boat, "hull"), members(&boat, "mast")), (vec!["length"], vec!["height"]));
}

#[test]
fn a_sentence_about_a_table_is_no_caption() {
    let tables = format!(
        "Table 1 describes the response parameters.\n{HEAD}\n| hull | hull object | What floats |\n\
         {HEAD}\n| length | Integer | Metres |"
    );
    assert_eq!(members(&answering(&tables, "{}"), "hull"), ["length"]);
}

#[test]
fn a_table_that_shares_a_third_of_an_objects_members_is_another_form_of_it() {
    let tables = format!(
        "{HEAD}\n| hull | hull array by kind | What floats |\n{HEAD}\n| length | Integer | Metres |\n| beam | Integer | Metres |\n\
         {HEAD}\n| length | Integer | Metres |\n| beam | Integer | Metres |\n| keel | String | Its keel |\n| rudder | String | Its rudder |\n| ballast | Integer | Tons |"
    );
    assert_eq!(members(&answering(&tables, "{}"), "hull"), ["ballast", "beam", "keel", "length", "rudder"]);
}

#[test]
fn an_english_caption_names_the_field_before_the_word_parameters() {
    let table = |number: u8, caption: &str, rows: &str| {
        format!("**Table {number}**  {caption}\n\n{HEAD}\n{rows}\n\n")
    };
    let text = format!(
        "# Showing a Boat\n\n## URI\n\nGET /v1/boats\n\n## Response\n\n{}{}",
        table(1, "Parameters", "| host_path | JSON Array | Where it lies |"),
        table(2, "host_path parameters", "| pier | String | The pier |")
    );
    let boat = operation("harbour", page("boat.md", text));
    assert_eq!(members(&boat, "host_path"), ["pier"]);
}

#[test]
fn labelled_samples_tell_requests_from_answers() {
    let text = "Showing Boats\nURI\nGET /v1/boats\nRequest\nTable 1\ndescribes the parameters.\n\
                | Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n| limit | No | Integer | How many |\n\
                Response\n| Parameter | Type | Description |\n|---|---|---|\n| total | Integer | How many |\n\
                Samples\n- Sample request\nGET https://endpoint/v1/boats\n\
                - Successful sample response\n{\"total\": 1}\n- Failed sample response\n{\"code\": \"H.1\"}\n";
    let boats = operation("harbour", page("boats.txt", text));
    let limit = boats.parameters.iter().find(|parameter| parameter.name == "limit").unwrap();
    assert_eq!((limit.location, boats.request_body), (Location::Query, None));
}

#[test]
fn captions_that_end_with_one_name_describe_forms_of_one_object() {
    let table = |number: u8, caption: &str, rows: &str| {
        format!("**Table {number}**  {caption}\n\n{HEAD}\n{rows}\n\n")
    };
    let text = format!(
        "# Showing a Boat\n\n## URI\n\nGET /v1/boats\n\n## Response\n\n{}{}{}",
        table(1, "Parameters", "| config | Array | See Table 2 |"),
        table(2, "sailing config结构", "| name | String | Its name |\n| sails | Integer | How many |"),
        table(3, "steam config结构", "| name | String | Its name |\n| funnels | Integer | How many |")
    );
    let boat = operation("harbour", page("boat.md", text));
    assert_eq!(members(&boat, "config"), ["funnels", "name", "sails"]);
}
