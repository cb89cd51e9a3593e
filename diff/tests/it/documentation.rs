//! `docs/diff-rules.md` and the table of rules say the same.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use diff::{Class, RuleId};

fn classes(classes: &[Class]) -> String {
    classes.iter().map(|class| class.as_str()).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_document_lists_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diff-rules.md");
    let document = fs::read_to_string(path).unwrap();
    let rows: Vec<&str> = document.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> = RuleId::ALL
        .iter()
        .map(|id| {
            let rule = id.rule();
            format!(
                "| `{}` | {} | {} | {} | {} | {} |",
                rule.name,
                rule.direction.as_str(),
                classes(rule.wire),
                classes(rule.rust),
                rule.title,
                rule.example
            )
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn names_of_rules_are_unique_and_spelled_alike() {
    let mut names: Vec<&str> = RuleId::ALL.iter().map(|id| id.rule().name).collect();
    assert!(names.iter().all(|name| name.chars().all(|char| char.is_ascii_lowercase() || char == '-')));
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
