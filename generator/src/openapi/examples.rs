//! What pages show of an operation, as examples of the document: mock servers answer with them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use spec::model::{Location, Operation, Recording, Service};

/// The recordings of one operation.
pub(super) struct Examples<'s> {
    operation: &'s str,
    recordings: &'s [Recording],
}

impl<'s> Examples<'s> {
    pub(super) fn of(service: &'s Service, operation: &'s Operation) -> Self {
        let recordings =
            service.recordings.get(&operation.id).map_or(&[][..], |file| file.recordings.as_slice());
        Self { operation: &operation.id, recordings }
    }

    /// The first value that a page shows of a parameter.
    pub(super) fn parameter(&self, location: Location, name: &str) -> Option<&'s Value> {
        let arguments = |recording: &'s Recording| -> Option<&'s BTreeMap<String, Value>> {
            match location {
                Location::Path => Some(&recording.request.path),
                Location::Query => Some(&recording.request.query),
                Location::Header => Some(&recording.request.header),
                Location::Form => None,
            }
        };
        self.recordings.iter().filter_map(arguments).find_map(|values| values.get(name))
    }

    /// The bodies that are sent.
    pub(super) fn request_bodies(&self) -> Map<String, Value> {
        self.named(self.recordings.iter().filter_map(|recording| recording.request.body.as_ref()))
    }

    /// The bodies that are answered with a status.
    pub(super) fn response_bodies(&self, status: &str) -> Map<String, Value> {
        let of_status = self.recordings.iter().filter(|recording| recording.status.to_string() == status);
        self.named(of_status.filter_map(|recording| recording.body.as_ref()))
    }

    /// Each value once, under the operation's id and from the second on a number.
    fn named(&self, values: impl Iterator<Item = &'s Value>) -> Map<String, Value> {
        let mut distinct: Vec<&Value> = Vec::new();
        for value in values {
            if !distinct.contains(&value) && !holds_reference(value) {
                distinct.push(value);
            }
        }
        let name = |number| match number {
            1 => self.operation.to_owned(),
            number => format!("{}-{number}", self.operation),
        };
        distinct
            .into_iter()
            .zip(1..)
            .map(|(value, number)| (name(number), json!({ "value": value })))
            .collect()
    }
}

/// Whether a value has a member that tools follow wherever it stands, as a body that is a document of its own
/// has.
fn holds_reference(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.contains_key("$ref") || members.values().any(holds_reference),
        Value::Array(items) => items.iter().any(holds_reference),
        _ => false,
    }
}

/// A media type's schema and examples.
pub(super) fn media(schema: Value, examples: Map<String, Value>) -> Value {
    let mut media = Map::from_iter([("schema".to_owned(), schema)]);
    if !examples.is_empty() {
        media.insert("examples".to_owned(), Value::Object(examples));
    }
    Value::Object(media)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Examples;

    #[test]
    fn an_example_with_references_of_its_own_is_left_out() {
        let examples = Examples { operation: "ImportBoats", recordings: &[] };
        let (document, boat) = (json!({"paths": [{"$ref": "#/boats/1"}]}), json!({"name": "Ada"}));
        let named = examples.named([&document, &boat].into_iter());
        assert_eq!(json!(named), json!({"ImportBoats": {"value": {"name": "Ada"}}}));
    }
}
