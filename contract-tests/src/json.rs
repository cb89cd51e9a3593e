//! JSON values compared as their readers would.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::finding::Finding;

/// How a sent value differs from the one that was given. Numbers are compared as numbers, and a member
/// that is `null` is the same as none.
pub fn differences(expected: &Value, found: &Value, place: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    compare(Some(expected), Some(found), place, &mut findings);
    findings
}

fn compare(expected: Option<&Value>, found: Option<&Value>, place: &str, findings: &mut Vec<Finding>) {
    let (expected, found) = (not_null(expected), not_null(found));
    match (expected, found) {
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            for name in names(expected, found) {
                compare(expected.get(name), found.get(name), &format!("{place}/{name}"), findings);
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(found))) if expected.len() == found.len() => {
            for (position, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(Some(expected), Some(found), &format!("{place}/{position}"), findings);
            }
        }
        (Some(expected), Some(found)) => {
            if !is_same_scalar(expected, found) {
                findings.push(Finding::new("another value was sent", place, expected, found));
            }
        }
        (Some(expected), None) => findings.push(Finding::new("a value was lost", place, expected, "nothing")),
        (None, Some(found)) => findings.push(Finding::new("a value was added", place, "nothing", found)),
        (None, None) => {}
    }
}

fn names<'a>(a: &'a Map<String, Value>, b: &'a Map<String, Value>) -> BTreeSet<&'a str> {
    a.keys().chain(b.keys()).map(String::as_str).collect()
}

fn not_null(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

/// Whether two values are the same, `5` and `5.0` included.
pub fn is_same_scalar(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
        }
        _ => a == b,
    }
}

/// Whether a value that was sent as text is the one that was given.
pub fn is_same_text(given: &Value, sent: &str) -> bool {
    match given {
        Value::String(text) => text == sent,
        Value::Number(_) => serde_json::from_str(sent).is_ok_and(|sent| is_same_scalar(given, &sent)),
        Value::Bool(value) => sent == value.to_string(),
        _ => serde_json::from_str::<Value>(sent).is_ok_and(|sent| differences(given, &sent, "").is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_difference_is_found_where_it_is() {
        let expected = json!({"a": 1, "b": [1, {"c": "x"}], "d": null, "lost": 2});
        let found = json!({"a": 1.0, "b": [1, {"c": "y"}], "added": false});
        let places: Vec<String> =
            differences(&expected, &found, "body").into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, ["body/added", "body/b/1/c", "body/lost"]);
    }

    #[test]
    fn lists_of_different_lengths_differ() {
        assert_eq!(differences(&json!([1]), &json!([1, 2]), "").len(), 1);
    }

    #[test]
    fn large_integers_are_not_compared_as_floats() {
        assert!(!is_same_scalar(&json!(9_007_199_254_740_993_i64), &json!(9_007_199_254_740_992_i64)));
    }

    #[test]
    fn text_is_compared_with_what_was_given() {
        assert!(is_same_text(&json!("5"), "5") && is_same_text(&json!(5), "5"));
        assert!(is_same_text(&json!(true), "true") && is_same_text(&json!({"a": 1}), r#"{"a":1}"#));
        assert!(!is_same_text(&json!("true"), "True") && !is_same_text(&json!(5), "6"));
    }
}
