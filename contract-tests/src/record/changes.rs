//! What an answer has that an older one had not, member by member. Values are not compared: they differ
//! from call to call.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use spec::model::Recording;

/// How a recording differs from an older one: one line for each member.
pub fn changes(old: &Recording, new: &Recording) -> Vec<String> {
    let mut lines = Vec::new();
    if old.status != new.status {
        lines.push(format!("status {} → {}", old.status, new.status));
    }
    let (before, after) = (types_of(old), types_of(new));
    for (place, types) in &after {
        match before.get(place) {
            None => lines.push(format!("new   {place}: {}", listed(types))),
            // Nothing is known of what was or is null.
            Some(old) if old.contains("null") || types.contains("null") => {}
            Some(old) if old != types => {
                lines.push(format!("other {place}: {} → {}", listed(old), listed(types)));
            }
            Some(_) => {}
        }
    }
    for (place, types) in before.iter().filter(|(place, _)| !after.contains_key(*place)) {
        lines.push(format!("gone  {place}: {}", listed(types)));
    }
    lines
}

type Types = BTreeMap<String, BTreeSet<&'static str>>;

fn types_of(recording: &Recording) -> Types {
    let mut types = Types::new();
    if let Some(body) = &recording.body {
        collect(body, "body", &mut types);
    }
    for name in recording.headers.keys() {
        types.entry(format!("header {name}")).or_default().insert("text");
    }
    types
}

fn collect(value: &Value, place: &str, types: &mut Types) {
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "text",
        Value::Array(items) => {
            for item in items {
                collect(item, &format!("{place}/*"), types);
            }
            "list"
        }
        Value::Object(members) => {
            for (name, member) in members {
                collect(member, &format!("{place}/{name}"), types);
            }
            "object"
        }
    };
    types.entry(place.to_owned()).or_default().insert(name);
}

fn listed(types: &BTreeSet<&'static str>) -> String {
    types.iter().copied().collect::<Vec<_>>().join(" or ")
}
