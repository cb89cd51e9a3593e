//! Pages whose names are hard to turn into Rust, and what is written down so that they stay stable.
//!
//! The generator's obstacle course is built from the same pages.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::collections::BTreeMap;

use crate::common::{self, codes, fixture, operation, page, read_with, rendered};
use spec::diagnostics::Code;
use spec::model::{Operation, Schema, SchemaType};
use spec::pipeline::PageFile;

fn hostile(name: &str) -> Operation {
    operation("hostile", fixture(&format!("hostile/{name}.md")))
}

/// The page of colliding names without the rows that hold one of `left_out`.
fn collisions_without(left_out: &[&str]) -> PageFile {
    let file = fixture("hostile/collisions.md");
    let text = String::from_utf8(file.bytes).unwrap();
    let kept: Vec<_> = text
        .lines()
        .filter(|line| !left_out.iter().any(|name| line.starts_with(&format!("| {name} |"))))
        .collect();
    page("collisions.md", kept.join("\n"))
}

fn reread(file: PageFile, committed: &Operation) -> Operation {
    let locked = BTreeMap::from([(committed.id.clone(), committed.clone())]);
    let reading = read_with("hostile", vec![file], &locked);
    reading.resolved.operations.into_values().next().unwrap()
}

#[test]
fn specifications() {
    for name in ["names", "collisions", "types", "root-array"] {
        insta::assert_json_snapshot!(name, hostile(name));
    }
}

#[test]
fn nothing_is_wrong_with_hard_names() {
    for name in ["names", "collisions", "types", "root-array"] {
        let reading = common::read("hostile", vec![fixture(&format!("hostile/{name}.md"))]);
        // One object has no members, on purpose.
        let expected = if name == "types" { vec![Code::UnlinkedObject] } else { vec![] };
        assert_eq!(codes(&reading), expected, "{}", rendered(&reading));
        common::assert_balanced(&reading);
    }
}

#[test]
fn names_that_do_not_collide_are_not_locked() {
    assert!(hostile("names").rust_names.is_empty());
}

#[test]
fn colliding_names_are_written_down_for_each_owner() {
    let names = hostile("collisions").rust_names;
    // The name that is spelled as Rust spells it keeps it.
    assert_eq!(names["parameters.foo_bar"], "foo_bar");
    assert_eq!(names["request_body.foo_bar"], "foo_bar");
    assert_eq!(names["responses.type"], "r#type");
    // A number never takes a name that is documented as such.
    assert!(!names.contains_key("request_body.foo_bar_2"));
    let given: Vec<_> = names.values().filter(|name| *name == "foo_bar_2").collect();
    assert_eq!(given, ["foo_bar_2"], "for a parameter, not for a member of the body");
}

#[test]
fn a_third_colliding_name_renames_nobody() {
    let two = operation("hostile", collisions_without(&["FooBar", "foo-bar"]));
    assert_eq!(two.rust_names["request_body.fooBar"], "foo_bar_3");
    let all = reread(collisions_without(&[]), &two);
    for (documented, rust) in &two.rust_names {
        assert_eq!(all.rust_names.get(documented), Some(rust), "{documented}");
    }
    assert!(all.rust_names.contains_key("request_body.FooBar"));
    assert!(all.rust_names.contains_key("parameters.foo-bar"));
}

#[test]
fn a_variant_keeps_its_committed_name() {
    let mut committed = hostile("collisions");
    assert!(committed.rust_names.contains_key("request_body.mode.1-0"), "it collides with 1.0");
    committed.rust_names.insert("request_body.mode.1-0".to_owned(), "V1_0Committed".to_owned());
    assert_eq!(reread(fixture("hostile/collisions.md"), &committed).rust_names, committed.rust_names);
}

#[test]
fn reading_the_same_page_again_changes_nothing() {
    for name in ["names", "collisions", "types", "root-array"] {
        let first = hostile(name);
        assert_eq!(reread(fixture(&format!("hostile/{name}.md")), &first), first);
    }
}

/// Generated code makes types of these names for the operation itself.
#[test]
fn objects_keep_clear_of_the_types_of_their_operation() {
    let types = hostile("types");
    for name in ["CreateTypes", "CreateTypesBody", "CreateTypesResponse"] {
        assert!(!types.schemas.contains_key(name), "{name}");
        let placed = format!("/schemas/{name}Object");
        assert!(types.source.tables.iter().any(|table| table.placed == placed), "{placed}");
    }
}

#[test]
fn objects_named_as_types_of_the_prelude_remember_their_documented_name() {
    let types = hostile("types");
    for name in ["Option", "Result", "Self", "String", "Vec"] {
        assert_eq!(types.schemas[&format!("{name}_")].title.as_deref(), Some(name));
    }
}

#[test]
fn an_object_may_hold_itself() {
    let node = &hostile("types").schemas["Node"];
    assert_eq!(node.properties["parent"], Schema::reference_to("Node"));
    assert_eq!(node.properties["children"], Schema::array_of(Schema::reference_to("Node")));
    assert_eq!(node.properties["by_name"], Schema::map_of(Schema::reference_to("Node")));
}

#[test]
fn a_body_may_be_a_list() {
    let operation = hostile("root-array");
    let strings = Schema::array_of(Schema::of(SchemaType::String));
    assert_eq!(operation.request_body.unwrap().schema, strings);
    assert_eq!(operation.responses["200"].schema, Some(Schema::array_of(Schema::reference_to("Item"))));
}

#[test]
fn values_are_kept_as_documented() {
    let body = hostile("collisions").request_body.unwrap().schema;
    let values = |name: &str| serde_json::to_value(&body.properties[name].enumeration).unwrap();
    let mode = ["self", "Self", "Other", "other", "OTHER", "1", "-1", "1.0", "1-0", "a:b"];
    assert_eq!(values("mode"), serde_json::json!(mode));
    assert_eq!(values("level"), serde_json::json!([-1, 0, 1]));
}
