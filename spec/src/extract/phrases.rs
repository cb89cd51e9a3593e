//! Constraints that stand in descriptions: lengths, ranges, values, defaults, patterns.
//!
//! A wrong constraint hurts more than a missing one, so only plain phrases count.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::ranges::{lengths, number, range, stated, unconditional};
use super::values::{MAX_VALUE, labelled, listed};
use crate::model::{Schema, SchemaType};
use crate::vocabulary::{Label, Phrase, vocabulary};

/// Adds to `schema` what `description` says about its values.
pub fn constrain(schema: &mut Schema, description: &str) {
    // Nothing is said of a value whose type is left to examples.
    if *schema == Schema::default() {
        return;
    }
    schema.deprecated |= vocabulary().phrase(Phrase::Obsolete, description).is_some();
    let Some(schema_type) = schema.schema_type else { return };
    let always = unconditional(description);
    match schema_type {
        SchemaType::String => {
            let length = |phrase, text: &str| stated(phrase, text, |text| text.parse().ok());
            let (least, greatest) = lengths(&always).unzip();
            schema.min_length = length(Phrase::MinLength, description).or(least);
            let limit = length(Phrase::LengthLimit, &always);
            // Two lengths are those of two things.
            let prose = if limit.is_none() || greatest.is_none() { limit.or(greatest) } else { None };
            schema.max_length = length(Phrase::MaxLength, description).or(prose).or(schema.max_length);
            schema.pattern = vocabulary().phrase(Phrase::Pattern, description).map(str::to_owned);
        }
        SchemaType::Integer | SchemaType::Number => {
            let (least, greatest) = range(&always).unzip();
            schema.minimum = stated(Phrase::Minimum, description, number).or(least);
            schema.maximum = stated(Phrase::Maximum, description, number).or(greatest);
        }
        SchemaType::Array | SchemaType::Boolean | SchemaType::Object => {}
    }
    let values = listed(description);
    schema.enumeration = values.iter().filter_map(|text| value_of(schema_type, text)).collect();
    if schema.enumeration.len() != values.len() || schema_type == SchemaType::Boolean {
        schema.enumeration.clear();
    }
    schema.default = default(schema_type, description);
    drop_contradictions(schema);
}

/// The default that a description states in a phrase, or in the only line below a label.
fn default(schema_type: SchemaType, description: &str) -> Option<Value> {
    let of_type = |text: &str| default_of(schema_type, text);
    let in_phrase = stated(Phrase::Default, description, of_type);
    in_phrase.or_else(|| {
        let lines: Vec<&str> = description.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        match labelled(&lines, Label::Default)?.as_slice() {
            [line] if !line.contains(char::is_whitespace) => of_type(line),
            _ => None,
        }
    })
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
    let outside = |limit: &Option<Number>, order| {
        let limit = number(limit).zip(default.as_f64());
        limit.is_some_and(|(limit, default)| default.partial_cmp(&limit) == Some(order))
    };
    if outside(&schema.minimum, Ordering::Less) || outside(&schema.maximum, Ordering::Greater) {
        (schema.minimum, schema.maximum) = (None, None);
    }
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
