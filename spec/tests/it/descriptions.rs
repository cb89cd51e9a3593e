//! What descriptions say about values: lists, defaults, ranges, lengths, and lines with labels.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use serde_json::{Value, json, to_value};
use spec::extract::constrain;
use spec::model::{Schema, SchemaType};

fn constrained(schema_type: SchemaType, description: &str) -> Value {
    let mut schema = Schema::of(schema_type);
    constrain(&mut schema, description);
    let mut value = to_value(schema).unwrap();
    value.as_object_mut().unwrap().remove("type");
    value
}

fn text(description: &str) -> Value {
    constrained(SchemaType::String, description)
}

fn integer(description: &str) -> Value {
    constrained(SchemaType::Integer, description)
}

#[test]
fn labelled_lines_hold_values_and_default() {
    for description in [
        "参数解释：\n怎么停船。\n约束限制：\n不涉及\n取值范围：\n- BOW：船头\n- STERN：船尾\n默认取值：\nBOW",
        "**Definition**\nHow to moor.\n**Constraints**\nN/A\n**Range**\n**BOW**: first\n**STERN**\n**Default Value**\nBOW",
        "Definition\nHow to moor.\nRange\nBOW, STERN\nDefault Value\nBOW",
    ] {
        assert_eq!(text(description), json!({"enum": ["BOW", "STERN"], "default": "BOW"}), "{description}");
    }
    let nothing = "取值范围：\n不涉及。\n默认取值：\n不涉及。";
    assert_eq!(text(nothing), json!({}));
    assert_eq!(
        integer("取值范围：\n1-64\n默认取值：\n8"),
        json!({"minimum": 1, "maximum": 64, "default": 8})
    );
    assert_eq!(text("Range\n1-64 characters\nDefault Value\nN/A"), json!({"minLength": 1, "maxLength": 64}));
}

#[test]
fn a_labelled_range_with_more_than_values_is_no_list() {
    for description in [
        "取值范围：\n大写字母\nA-Z\n0-9",
        "取值范围：\nBOW：船头\nSTERN：船尾\n空值：不停",
        "取值范围：\nBOW：船头\nnot moored：不停\nSTERN：船尾",
        "Range\na-z\nA-Z\n0-9",
        "取值范围：\nBOW，STERN，KEEL\nMAST，BOOM，SAIL",
        "取值范围：\nBOW，STERN\nMAST，BOOM",
    ] {
        assert_eq!(text(description), json!({}), "{description}");
    }
}

#[test]
fn lists_after_phrases() {
    for description in [
        "取值：\nBOW：船头\nSTERN：船尾\n只有空闲的船才能停。",
        "可选值：BOW，STERN",
        "取值范围：\nBOW，STERN",
        "取值范围：BOW | STERN。",
        "取值为“BOW”或“STERN”，默认由港口决定。",
        "状态包括：\n1. BOW\n2. STERN",
        "枚举值：BOW/STERN",
        "枚举：BOW和STERN",
        "Options:\nBOW: first\nSTERN: last",
        "Possible values: BOW, and STERN.",
        "The value can be **BOW** or **STERN**.",
        "The options are as follows:\nBOW indicates the first.\nSTERN indicates the last.",
        "Enumeration values: BOW and STERN. Others are refused.",
        "Enumeration value\nBOW\nSTERN",
    ] {
        let found = text(description);
        assert_eq!(found["enum"], json!(["BOW", "STERN"]), "{description}: {found}");
    }
}

#[test]
fn prose_and_what_another_thing_may_be_are_no_values() {
    for description in [
        "The value can be bow or stern.",
        "船头绳子的取值范围为：BOW、STERN",
        "取值为BOW或STERN",
        "取值范围：字母、数字",
        "Options: BOW",
        "取值范围：BOW、STERN等",
    ] {
        assert_eq!(text(description), json!({}), "{description}");
    }
}

#[test]
fn a_media_type_is_one_value() {
    assert_eq!(text("枚举值：text/plain")["enum"], json!(["text/plain"]));
}

#[test]
fn defaults_in_many_words() {
    for description in [
        "默认false",
        "默认值false",
        "默认：false",
        "缺省为false。",
        "若不指定，缺省值是false",
        "默认取值：**false**",
        "(Default: false)",
        "The default value is **false**.",
        "The default is false.",
        "Defaults to false.",
        "By default, the value is false.",
        "It is false by default.",
        "If left out, the default value false is used.",
    ] {
        assert_eq!(constrained(SchemaType::Boolean, description), json!({"default": false}), "{description}");
    }
    assert_eq!(integer("默认10"), json!({"default": 10}));
}

#[test]
fn defaults_that_differ_by_case_are_none() {
    assert_eq!(integer("小船默认为1，大船默认为2"), json!({}));
    assert_eq!(text("The default is the harbour of the day."), json!({}));
    assert_eq!(integer("默认1小时"), json!({}));
}

#[test]
fn ranges_in_prose() {
    for description in [
        "取值范围：1~100",
        "取值范围为[1,100]，单位为吨。",
        "取值范围：1-100。",
        "The value ranges from 1 to 100.",
        "Value range: 1 to 100",
        "Range\n1–100",
        "最小值为1，最大值为100",
    ] {
        assert_eq!(integer(description), json!({"minimum": 1, "maximum": 100}), "{description}");
    }
    assert_eq!(integer("取值范围：1~100，-1表示不限"), json!({}));
    assert_eq!(integer("取值范围：1~100MB"), json!({}));
    assert_eq!(integer("取值范围：1~100，默认值：0"), json!({"default": 0}));
    assert_eq!(integer("小船取值范围：1~10。大船取值范围：1~20。"), json!({}));
}

#[test]
fn lengths_in_prose() {
    for description in
        ["长度为1~64个字符", "1-64个字符", "The name has 1 to 64 characters.", "Length: 1 to 64"]
    {
        assert_eq!(text(description), json!({"minLength": 1, "maxLength": 64}), "{description}");
    }
    for description in ["最大长度64", "长度不超过64", "A maximum of 64 characters is allowed."] {
        assert_eq!(text(description), json!({"maxLength": 64}), "{description}");
    }
    for description in ["长度为1~64字节", "最大长度64K", "如果是小船，长度不超过64", "键长度1~36，值长度1~43"]
    {
        assert_eq!(text(description), json!({}), "{description}");
    }
}
