//! Corrections to consider: what an example shows in place of what a table states, as patches.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::check::fits;
use super::shape::infer;
use crate::diagnostics::Diagnostic;
use crate::model::{Operation, Schema};
use crate::patch::Patch;

/// A schema and what an example shows in its place.
pub(super) struct Proposal {
    /// Where the schema stands in the operation's file.
    pub(super) select: String,
    /// As it is. `None` if no table states it.
    pub(super) old: Option<Schema>,
    /// As the example shows it.
    pub(super) new: Schema,
}

impl Proposal {
    /// The patch; `None` if it could not be pasted.
    pub(super) fn patch(
        self,
        operation: &Operation,
        page: &str,
        anchor: Option<&str>,
        reason: &str,
    ) -> Option<Patch> {
        let patch = Patch {
            operation: operation.id.clone(),
            select: self.select,
            old: self.old.map(serde_json::to_value).transpose().ok()?,
            new: Some(serde_json::to_value(self.new).ok()?),
            reason: reason.to_owned(),
            evidence: anchor.map_or_else(|| page.to_owned(), |anchor| format!("{page}#{anchor}")),
        };
        patch.to_toml().is_some().then_some(patch)
    }
}

/// What an example shows in place of a schema that its value does not fit. `schema` is `stated` with
/// its reference followed.
pub(super) fn replacement(stated: &Schema, schema: &Schema, value: &Value) -> Schema {
    if let Value::Array(items) = value
        && !items.is_empty()
        && items.iter().all(|item| fits(schema, item))
    {
        return Schema::array_of(stated.clone());
    }
    let shown = infer(&[value], 0);
    match &schema.items {
        // An item without a type may still be a reference: it fits if the value is an object.
        Some(item) if (item.reference.is_none() || value.is_object()) && fits(item, value) => {
            if **item == Schema::default() { shown } else { (**item).clone() }
        }
        _ => Schema { title: stated.title.clone(), deprecated: stated.deprecated, ..shown },
    }
}

/// Leaves the first proposal for each place: two that touch the same one cannot both be pasted.
pub(super) fn keep_first(diagnostics: &mut [Diagnostic]) {
    let mut taken: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(patch) = &diagnostic.proposal else { continue };
        let places = taken.entry(patch.operation.clone()).or_default();
        if places.iter().any(|place| is_within(place, &patch.select) || is_within(&patch.select, place)) {
            diagnostic.proposal = None;
        } else {
            places.insert(patch.select.clone());
        }
    }
}

fn is_within(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{is_within, replacement};
    use crate::model::Schema;

    fn schema(json: Value) -> Schema {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn the_example_decides_the_type_and_the_table_what_still_fits() {
        let object = json!({"type": "object"});
        let cases = [
            (json!({"type": "integer", "maximum": 9}), json!("two"), json!({"type": "string"})),
            (
                json!({"type": "integer", "deprecated": true}),
                json!(1.5),
                json!({"type": "number", "deprecated": true}),
            ),
            (
                json!({"type": "string", "maxLength": 9}),
                json!(["a"]),
                json!({"type": "array", "items": {"type": "string", "maxLength": 9}}),
            ),
            (
                json!({"type": "array", "items": {"type": "string", "maxLength": 9}}),
                json!("a"),
                json!({"type": "string", "maxLength": 9}),
            ),
            (json!({"type": "array"}), json!("a"), json!({"type": "string"})),
            (
                json!({"type": "array", "items": {"$ref": "#/schemas/A"}}),
                json!("a"),
                json!({"type": "string"}),
            ),
            (
                json!({"type": "string"}),
                json!({"a": 1}),
                json!({"type": "object", "properties": {"a": {"type": "integer"}}}),
            ),
        ];
        for (old, value, new) in cases {
            let old = schema(old);
            assert_eq!(replacement(&old, &old, &value), schema(new), "{value}");
        }
        let reference = schema(json!({"$ref": "#/schemas/A"}));
        let list = json!({"type": "array", "items": {"$ref": "#/schemas/A"}});
        assert_eq!(replacement(&reference, &schema(object), &json!([{}])), schema(list));
    }

    #[test]
    fn places_are_compared_by_their_parts() {
        assert!(is_within("/a/b", "/a/b/c") && is_within("/a", "/a"));
        assert!(!is_within("/a/b", "/a/bc"));
    }
}
