//! Constraints that stand in descriptions: lengths, ranges, values, defaults, patterns.
//!
//! A wrong constraint hurts more than a missing one, so only plain phrases count.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use crate::model::{Schema, SchemaType};
use crate::vocabulary::{Phrase, vocabulary};

/// Longest value of an enumeration or default in characters; a longer one is prose.
const MAX_VALUE: usize = 64;

/// Adds to `schema` what `description` says about its values.
pub fn constrain(schema: &mut Schema, description: &str) {
    let Some(schema_type) = schema.schema_type else { return };
    let phrase = |phrase| vocabulary().phrase(phrase, description);
    match schema_type {
        SchemaType::String => {
            schema.min_length = phrase(Phrase::MinLength).and_then(|text| text.parse().ok());
            schema.max_length =
                phrase(Phrase::MaxLength).and_then(|text| text.parse().ok()).or(schema.max_length);
            schema.pattern = phrase(Phrase::Pattern).map(str::to_owned);
        }
        SchemaType::Integer | SchemaType::Number => {
            schema.minimum = phrase(Phrase::Minimum).and_then(number);
            schema.maximum = phrase(Phrase::Maximum).and_then(number);
        }
        SchemaType::Array | SchemaType::Boolean | SchemaType::Object => {}
    }
    let values = enumeration(description);
    schema.enumeration = values.iter().filter_map(|text| value_of(schema_type, text)).collect();
    if schema.enumeration.len() != values.len() || schema_type == SchemaType::Boolean {
        schema.enumeration.clear();
    }
    schema.default = phrase(Phrase::Default).and_then(|text| default_of(schema_type, text));
    drop_contradictions(schema);
}

/// Constraints that exclude each other were not meant as such: the weaker guess goes.
fn drop_contradictions(schema: &mut Schema) {
    if schema.min_length > schema.max_length && schema.max_length.is_some() {
        schema.min_length = None;
    }
    let number = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    if let (Some(least), Some(greatest)) = (number(&schema.minimum), number(&schema.maximum))
        && least > greatest
    {
        (schema.minimum, schema.maximum) = (None, None);
    }
    let Some(default) = &schema.default else { return };
    if !schema.enumeration.is_empty() && !schema.enumeration.contains(default) {
        schema.enumeration.clear();
    }
    let length = default.as_str().map(|text| text.chars().count() as u64);
    let too_long = length.zip(schema.max_length).is_some_and(|(length, greatest)| length > greatest);
    let too_short = length.zip(schema.min_length).is_some_and(|(length, least)| length < least);
    if too_long || too_short {
        schema.default = None;
    }
}

fn number(text: &str) -> Option<Number> {
    match text.parse::<i64>() {
        Ok(whole) => Some(whole.into()),
        Err(_) => text.parse().ok().and_then(Number::from_f64),
    }
}

fn default_of(schema_type: SchemaType, text: &str) -> Option<Value> {
    let text = text.trim_matches(['“', '”', '"', '\'', '`', '。', '.', '*']);
    if text.is_empty() || text.chars().count() > MAX_VALUE || vocabulary().is_no_default(text) {
        return None;
    }
    value_of(schema_type, text)
}

fn value_of(schema_type: SchemaType, text: &str) -> Option<Value> {
    match schema_type {
        SchemaType::String => text.is_ascii().then(|| Value::String(text.to_owned())),
        SchemaType::Integer => text.parse::<i64>().ok().map(Value::from),
        SchemaType::Number => number(text).map(Value::Number),
        SchemaType::Boolean => text.to_ascii_lowercase().parse::<bool>().ok().map(Value::Bool),
        SchemaType::Array | SchemaType::Object => None,
    }
}

/// The values listed after a phrase such as `Enumerated values:`, on its line or one a line below.
fn enumeration(description: &str) -> Vec<String> {
    let lines: Vec<&str> = description.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(rest) = vocabulary().phrase(Phrase::Enumeration, line) else { continue };
        let inline = rest.split([',', '，', '、', '|', ' ', '\t', '；', ';']).filter_map(value_token);
        let mut values: Vec<_> = inline.collect();
        if values.is_empty() {
            let below = lines.get(index + 1..).unwrap_or_default();
            values = below.iter().map_while(|line| value_token(line)).collect();
        }
        let mut seen = BTreeSet::new();
        values.retain(|value| seen.insert(value.clone()));
        return values;
    }
    Vec::new()
}

/// One value, without quotes and without the explanation after it.
fn value_token(text: &str) -> Option<String> {
    let text = text.trim();
    // `-1` is a value, `- 1` and `-a` are values after a bullet.
    let negative = text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let text = if negative { text } else { text.trim_start_matches(['-', '•', '·']).trim() };
    let value = text.split(['：', '（', '(']).next().unwrap_or_default();
    let value = value.split(": ").next().unwrap_or_default().trim_end_matches(':');
    let value = value.trim_matches(['“', '”', '"', '\'', '`', '。', '*', ' ', '.']);
    let plain =
        !value.is_empty() && value.chars().count() <= MAX_VALUE && !value.contains(char::is_whitespace);
    (plain && value.is_ascii()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json, to_value};

    use super::{Schema, SchemaType, constrain};

    fn constrained(schema_type: SchemaType, description: &str) -> Value {
        let mut schema = Schema::of(schema_type);
        constrain(&mut schema, description);
        let mut value = to_value(schema).unwrap();
        value.as_object_mut().unwrap().remove("type");
        value
    }

    #[test]
    fn lengths_in_both_languages() {
        let expected = json!({"minLength": 1, "maxLength": 512});
        assert_eq!(constrained(SchemaType::String, "Minimum length: 1 Maximum length: 512"), expected);
        assert_eq!(constrained(SchemaType::String, "最小长度：**1**最大长度：**512**"), expected);
    }

    #[test]
    fn ranges_belong_to_numbers() {
        assert_eq!(
            constrained(SchemaType::Integer, "最小值：-1\n最大值：9"),
            json!({"minimum": -1, "maximum": 9})
        );
        assert_eq!(constrained(SchemaType::String, "最小值：1"), json!({}));
    }

    #[test]
    fn values_stand_on_the_line_or_below() {
        let expected = json!({"enum": ["ALL", "ANY"]});
        assert_eq!(constrained(SchemaType::String, "枚举值： ALL ANY"), expected);
        assert_eq!(
            constrained(SchemaType::String, "Enumerated values:\nALL\nANY: any of them\nsome more prose"),
            expected
        );
    }

    #[test]
    fn a_minus_is_no_bullet_and_a_value_counts_once() {
        assert_eq!(constrained(SchemaType::Integer, "枚举值：\n- 0\n-1\n- 0"), json!({"enum": [0, -1]}));
    }

    #[test]
    fn constraints_that_exclude_each_other_are_dropped() {
        assert_eq!(constrained(SchemaType::Integer, "Minimum: 9 Maximum: 1"), json!({}));
        assert_eq!(
            constrained(SchemaType::String, "枚举值： ALL ANY\n默认值：MOST"),
            json!({"default": "MOST"})
        );
    }

    #[test]
    fn a_default_of_another_type_is_no_default() {
        assert_eq!(constrained(SchemaType::Integer, "默认值为10。"), json!({"default": 10}));
        assert_eq!(constrained(SchemaType::Integer, "默认值为空。"), json!({}));
        assert_eq!(
            constrained(SchemaType::String, "Default value: en-us Enumerated values:"),
            json!({"default": "en-us"})
        );
    }
}
