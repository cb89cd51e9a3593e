//! Readings of values that are not what the page says.

use std::collections::BTreeMap;

use huaweicloud_runtime::object::Member;
use huaweicloud_runtime::{Value, answer, lenient};
use serde_json::json;

fn read<T: Member + Default>(value: &Value) -> Result<Option<T>, serde_json::Error> {
    lenient::read::<Option<T>, _>(&mut serde_json::Deserializer::from_str(&value.to_string()))
}

/// Reads what must have a reading.
fn reading<T: Member + Default>(value: &Value) -> Option<T> {
    read(value).unwrap()
}

#[derive(Default)]
struct Item {
    id: Option<i64>,
    child: Option<Box<Item>>,
}

answer!(Item { id = "id", child = "child" } { 0 1 });

fn item(id: i64) -> Item {
    Item { id: Some(id), child: None }
}

#[test]
fn an_absent_field_and_null_are_none() {
    assert_eq!(serde_json::from_str::<Item>("{}").unwrap(), Item::default());
    assert_eq!(reading::<String>(&json!(null)), None);
    assert_eq!(reading::<i64>(&json!(null)), None);
    assert_eq!(reading::<Vec<Item>>(&json!(null)), None);
    assert_eq!(reading::<Item>(&json!(null)), None);
}

#[test]
fn an_empty_text_is_no_object_and_another_text_is_an_error() {
    assert_eq!(reading::<Item>(&json!("")), None);
    assert_eq!(reading::<Item>(&json!({"child": ""})), Some(Item::default()));
    assert!(read::<Item>(&json!("x")).is_err());
    assert!(read::<Item>(&json!([1])).is_err());
}

#[test]
fn of_a_member_that_is_there_twice_the_last_one_counts() {
    let read: Item = serde_json::from_str(r#"{"id": 1, "more": {"id": 3}, "id": 2}"#).unwrap();
    assert_eq!(read, item(2));
}

#[test]
fn text_is_read_from_any_scalar() {
    for (value, text) in [
        (json!("a"), "a"),
        (json!(""), ""),
        (json!(-1), "-1"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(1.5), "1.5"),
        (json!(true), "true"),
    ] {
        assert_eq!(reading(&value), Some(text.to_owned()));
    }
}

#[test]
fn integers_are_read_from_text_and_whole_floats() {
    for value in [json!(12), json!("12"), json!(" 12 "), json!(12.0), json!("12.0")] {
        assert_eq!(reading(&value), Some(12_i64), "{value}");
    }
    assert_eq!(reading::<i64>(&json!("")), None);
    assert_eq!(reading(&json!("9223372036854775807")), Some(i64::MAX));
}

#[test]
fn integers_that_do_not_fit_are_errors() {
    assert!(read::<i64>(&json!(u64::MAX)).is_err());
    assert!(read::<i64>(&json!(9_223_372_036_854_775_808_u64)).is_err());
    assert!(read::<i64>(&json!("9223372036854775808")).is_err());
    assert!(read::<i64>(&json!(1.5)).is_err());
    assert!(read::<i64>(&json!(true)).is_err());
}

#[test]
fn numbers_are_read_from_text_and_integers() {
    for value in [json!(2.0), json!(2), json!("2"), json!("2.0")] {
        assert_eq!(reading(&value), Some(2.0_f64), "{value}");
    }
    assert_eq!(reading::<f64>(&json!("")), None);
    assert!(read::<f64>(&json!("NaN")).is_err());
}

#[test]
fn booleans_are_read_from_text_and_digits() {
    for value in [json!(true), json!("true"), json!("True"), json!(1), json!("1")] {
        assert_eq!(reading(&value), Some(true), "{value}");
    }
    for value in [json!(false), json!("FALSE"), json!(0), json!("0")] {
        assert_eq!(reading(&value), Some(false), "{value}");
    }
    assert_eq!(reading::<bool>(&json!("")), None);
    assert!(read::<bool>(&json!("yes")).is_err());
    assert!(read::<bool>(&json!(2)).is_err());
}

#[test]
fn a_single_item_is_a_list_of_one() {
    assert_eq!(reading(&json!({"id": 1})), Some(vec![item(1)]));
    assert_eq!(reading(&json!("a")), Some(vec!["a".to_owned()]));
    assert_eq!(reading(&json!("1")), Some(vec![1_i64]));
    assert_eq!(reading(&json!(true)), Some(vec![true]));
}

#[test]
fn items_of_lists_are_read_leniently() {
    assert_eq!(reading(&json!([1, "2"])), Some(vec!["1".to_owned(), "2".to_owned()]));
    assert_eq!(reading(&json!([["1"], 2])), Some(vec![vec![1_i64], vec![2]]));
    assert_eq!(reading(&json!([{"id": "7"}])), Some(vec![item(7)]));
}

#[test]
fn a_null_item_keeps_its_place() {
    assert_eq!(reading(&json!(["a", null, "c"])), Some(vec!["a".to_owned(), String::new(), "c".to_owned()]));
    assert_eq!(reading(&json!([1, null])), Some(vec![json!(1), json!(null)]));
}

#[test]
fn an_empty_text_is_no_list() {
    assert_eq!(reading::<Vec<Item>>(&json!("")), None);
    assert_eq!(reading::<Vec<Item>>(&json!([])), Some(vec![]));
}

#[test]
fn maps_read_their_values_leniently() {
    let expected = BTreeMap::from([("a".to_owned(), "1".to_owned())]);
    assert_eq!(reading(&json!({"a": 1})), Some(expected));
    assert_eq!(reading::<BTreeMap<String, String>>(&json!([])), Some(BTreeMap::new()));
    assert!(read::<BTreeMap<String, String>>(&json!([1])).is_err());
}

#[test]
fn json_that_nobody_documents_stays_as_it_is() {
    let json = json!({"a": [null, {"b": null}], "c": u64::MAX, "d": -1.5, "": [[], {}, "", true]});
    assert_eq!(reading::<Value>(&json), Some(json));
}

#[test]
fn an_object_may_hold_itself() {
    let expected = Item { id: Some(1), child: Some(Box::new(item(2))) };
    assert_eq!(reading(&json!({"id": 1, "child": {"id": "2"}})), Some(expected));
}

#[test]
fn an_object_where_a_scalar_is_documented_is_an_error() {
    assert!(read::<String>(&json!({"a": 1})).is_err());
    assert!(read::<i64>(&json!([1])).is_err());
    assert!(read::<Item>(&json!("text")).is_err());
}

#[test]
fn the_error_does_not_quote_the_value() {
    let message = read::<i64>(&json!("hush-hush")).unwrap_err().to_string();
    assert!(!message.contains("hush"), "{message}");
}
