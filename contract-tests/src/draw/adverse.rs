//! Answers as services should not give them.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

use super::Drawn;

/// An answer that is not what its page says.
#[derive(Clone, Debug, PartialEq)]
pub struct Adverse {
    /// How it was spoilt.
    pub how: How,
    /// What is sent.
    pub body: Vec<u8>,
    /// The same as a value, if it is still JSON.
    pub json: Option<Value>,
    /// Where one value was replaced, in the notation of error messages: `clusters[0].id`.
    pub place: Option<String>,
}

/// How an answer is spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Every member is `null`.
    Nulls,
    /// Every object has members that no page knows.
    UnknownMembers,
    /// Texts, those of enumerations among them, are such as no page lists.
    UnknownValues,
    /// Numbers and booleans are written as text.
    NumbersAsText,
    /// Texts are numbers.
    TextAsNumbers,
    /// A list of one item is that item.
    ItemForList,
    /// One value is of another type.
    WrongType,
    /// One value is very long.
    HugeText,
    /// One value is nested very deep.
    DeepNesting,
    /// The end is missing.
    Truncated,
}

impl How {
    const ALL: [Self; 10] = [
        Self::Nulls,
        Self::UnknownMembers,
        Self::UnknownValues,
        Self::NumbersAsText,
        Self::TextAsNumbers,
        Self::ItemForList,
        Self::WrongType,
        Self::HugeText,
        Self::DeepNesting,
        Self::Truncated,
    ];

    /// Whether the client must read such an answer all the same, with nothing lost.
    pub fn is_harmless(self) -> bool {
        matches!(
            self,
            Self::Nulls
                | Self::UnknownMembers
                | Self::UnknownValues
                | Self::NumbersAsText
                | Self::TextAsNumbers
                | Self::ItemForList
        )
    }
}

/// Spoils the answers of a strategy.
pub fn adverse(answers: Drawn) -> BoxedStrategy<Adverse> {
    (answers, prop::sample::select(How::ALL.to_vec()), any::<Index>(), any::<Index>())
        .prop_map(|(answer, how, node, choice)| spoil(answer, how, node, choice))
        .boxed()
}

fn spoil(answer: Value, how: How, node: Index, choice: Index) -> Adverse {
    let changed = |change: fn(Value) -> Value| whole(how, everywhere(answer.clone(), change), None);
    match how {
        How::Nulls => changed(|value| match value {
            Value::Object(members) => members.into_iter().map(|(name, _)| (name, Value::Null)).collect(),
            other => other,
        }),
        How::UnknownMembers => whole(how, with_unknown_members(answer), None),
        How::UnknownValues => changed(|value| match value {
            Value::String(text) => format!("{text} (new)").into(),
            other => other,
        }),
        How::NumbersAsText => changed(|value| match value {
            Value::Number(number) => number.to_string().into(),
            Value::Bool(boolean) => boolean.to_string().into(),
            other => other,
        }),
        How::TextAsNumbers => changed(|value| if value.is_string() { json!(7) } else { value }),
        How::ItemForList => changed(|value| match value {
            Value::Array(items) => match <[Value; 1]>::try_from(items) {
                Ok([item]) if stands_alone(&item) => item,
                Ok(items) => Value::Array(items.into()),
                Err(items) => Value::Array(items),
            },
            other => other,
        }),
        How::WrongType => {
            let others =
                [json!({"unexpected": [1]}), json!([[["unexpected"]]]), json!("unexpected"), json!(-1.5e300)];
            replaced(how, answer, node, &choice.get(&others).to_string())
        }
        How::HugeText => replaced(how, answer, node, &json!("z".repeat(100_000)).to_string()),
        How::DeepNesting => {
            let depth = *choice.get(&[100, 1_000, 10_000]);
            replaced(how, answer, node, &format!("{}{}", "[".repeat(depth), "]".repeat(depth)))
        }
        How::Truncated => {
            let text = answer.to_string();
            let end = choice.index(text.len());
            let body = text.as_bytes().get(..end).unwrap_or_default().to_vec();
            Adverse { how, body, json: None, place: None }
        }
    }
}

fn whole(how: How, json: Value, place: Option<String>) -> Adverse {
    Adverse { how, body: json.to_string().into_bytes(), json: Some(json), place }
}

/// Changes every value, the innermost first.
fn everywhere(value: Value, change: fn(Value) -> Value) -> Value {
    let inner = match value {
        Value::Array(items) => items.into_iter().map(|item| everywhere(item, change)).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, member)| (name, everywhere(member, change))).collect()
        }
        scalar => scalar,
    };
    change(inner)
}

/// Only objects: an unknown key of a map would be a documented value of the wrong type.
fn with_unknown_members(answer: Value) -> Value {
    let Value::Object(mut members) = answer else { return answer };
    members.insert("not documented".to_owned(), json!({"a": [null, 1, {"b": "c"}]}));
    members.insert(String::new(), json!([]));
    Value::Object(members)
}

/// Whether a list of this item and the item alone cannot be confused.
fn stands_alone(item: &Value) -> bool {
    !item.is_array() && !item.is_null() && item.as_str() != Some("")
}

/// Replaces one value by a text that is JSON, though perhaps too deep for a [`Value`].
fn replaced(how: How, answer: Value, node: Index, by: &str) -> Adverse {
    let mut places = Vec::new();
    nodes(&answer, "", &mut places);
    let chosen = node.index(places.len());
    let place = places.get(chosen).cloned().unwrap_or_default();
    let mark = json!("\u{1}the chosen value\u{1}");
    let mut countdown = chosen;
    let marked = replace(answer, &mut countdown, &mark);
    let body = marked.to_string().replacen(&mark.to_string(), by, 1);
    Adverse { how, json: serde_json::from_str(&body).ok(), body: body.into_bytes(), place: Some(place) }
}

fn nodes(value: &Value, place: &str, places: &mut Vec<String>) {
    places.push(if place.is_empty() { ".".to_owned() } else { place.to_owned() });
    match value {
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                nodes(item, &format!("{place}[{position}]"), places);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let dot = if place.is_empty() { "" } else { "." };
                let name = if name.is_empty() { "\"\"" } else { name };
                nodes(member, &format!("{place}{dot}{name}"), places);
            }
        }
        _ => {}
    }
}

/// Replaces the value at which the countdown ends; the order is that of [`nodes`].
fn replace(value: Value, countdown: &mut usize, by: &Value) -> Value {
    let Some(left) = countdown.checked_sub(1) else {
        *countdown = usize::MAX;
        return by.clone();
    };
    *countdown = left;
    match value {
        Value::Array(items) => items.into_iter().map(|item| replace(item, countdown, by)).collect(),
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, member)| (name, replace(member, countdown, by)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        scalar => scalar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_at_the_place_is_the_one_replaced() {
        let answer = json!({"a": [1, {"b": 2}], "c": 3});
        let mut places = Vec::new();
        nodes(&answer, "", &mut places);
        assert_eq!(places, [".", "a", "a[0]", "a[1]", "a[1].b", "c"]);
        let replaced: Vec<String> =
            (0..6).map(|mut at| replace(answer.clone(), &mut at, &json!("x")).to_string()).collect();
        assert_eq!(replaced[0], r#""x""#);
        assert_eq!(replaced[3], r#"{"a":[1,"x"],"c":3}"#);
        assert_eq!(replaced[4], r#"{"a":[1,{"b":"x"}],"c":3}"#);
        assert_eq!(replaced[5], r#"{"a":[1,{"b":2}],"c":"x"}"#);
    }
}
