//! Objects and answers that stand on another page of the service.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use crate::common::{self, assert_balanced, codes, page, read};
use spec::model::Operation;
use spec::pipeline::PageFile;

const OBJECTS: &str = r##"# Shapes of Things

<a name="hull"></a>
<table><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead>
<tbody><tr><td>length</td><td>Integer</td><td>In metres</td></tr>
<tr><td>keel</td><td>Object</td><td>See <a href="#keel">below</a></td></tr></tbody></table>

<a name="keel"></a>
<table><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead>
<tbody><tr><td>depth</td><td>Integer</td><td>In metres</td></tr></tbody></table>
"##;

const ANSWERS: &str = "# Answers of Tasks\n\n- Elements of the response\n\n  \
    | Parameter | Type | Description |\n  |---|---|---|\n  | job_id | String | The task |\n\n\
    - Elements of a failed response\n\n  \
    | Parameter | Type | Description |\n  |---|---|---|\n  | reason | String | Why |\n";

fn operation(response: &str, other: PageFile) -> Operation {
    let text = format!("# Building a Boat\n\n## URI\n\nPOST /v1/boats\n\n## Response\n\n{response}\n");
    let reading = read("harbour", vec![page("build.md", text), other]);
    assert_balanced(&reading);
    assert!(codes(&reading).iter().all(|code| code.id() == "R004"), "{}", common::rendered(&reading));
    reading.resolved.operations.into_values().next().unwrap()
}

#[test]
fn a_link_to_another_page_brings_its_object_and_what_that_refers_to() {
    let table = r#"<table><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead>
<tbody><tr><td>hull</td><td>Object</td><td>See <a href="shapes.md#hull">its page</a></td></tr></tbody></table>"#;
    let operation = operation(table, page("shapes.md", OBJECTS));
    let members = |name: &str| operation.schemas[name].properties.keys().cloned().collect::<Vec<_>>();
    assert_eq!(members("Hull"), ["keel", "length"]);
    assert_eq!(members("Keel"), ["depth"]);
}

#[test]
fn the_specification_says_which_page_a_table_came_from() {
    let table = r#"<table><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead>
<tbody><tr><td>hull</td><td>Object</td><td>See <a href="shapes.md#hull">its page</a></td></tr></tbody></table>"#;
    let operation = operation(table, page("shapes.md", OBJECTS));
    let pages: Vec<_> = operation.source.tables.iter().map(|table| table.page.as_deref()).collect();
    assert_eq!(pages, [None, Some("shapes.md"), Some("shapes.md")]);
}

#[test]
fn a_response_section_may_name_the_page_that_describes_the_answer() {
    let operation = operation("See [Answers of Tasks](answers.md).", page("answers.md", ANSWERS));
    let schema = operation.responses["200"].schema.as_ref().unwrap();
    assert_eq!(schema.properties.keys().collect::<Vec<_>>(), ["job_id"]);
}

#[test]
fn the_table_number_in_a_link_to_another_page_is_not_one_of_this_page() {
    let shapes =
        OBJECTS.replace("See <a href=\"#keel\">below</a>", "See <a href=\"keels.md#keel\">Table 1</a>");
    let shapes = shapes.replace("<a name=\"hull\">", "**Table 1**  hull<a name=\"hull\">");
    let table = r#"<table><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead>
<tbody><tr><td>hull</td><td>Object</td><td>See <a href="shapes.md#hull">its page</a></td></tr></tbody></table>"#;
    let text = format!("# Building a Boat\n\n## URI\n\nPOST /v1/boats\n\n## Response\n\n{table}\n");
    let pages = vec![page("build.md", text), page("shapes.md", shapes), page("keels.md", OBJECTS)];
    let reading = read("harbour", pages);
    let operation = reading.resolved.operations.into_values().next().unwrap();
    assert_eq!(operation.schemas["Keel"].properties.keys().collect::<Vec<_>>(), ["depth"]);
}
