//! Bodies of operations that share method and path, as one schema.
//!
//! Bodies that their required members tell apart are alternatives (`oneOf`), beside what all have. Where a value may fit several
//! of them, `oneOf` would refuse it: those without a common member become `anyOf`, and those that overlap
//! one object that has the members of all and requires what all require.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Objects nested deeper than this are kept as alternatives.
const MAX_DEPTH: usize = 16;

/// One schema that accepts what any of `schemas` accepts; `components` resolves their references.
pub(super) fn union(schemas: &[&Value], components: &Map<String, Value>) -> Value {
    united(schemas, components, 0)
}

fn united(schemas: &[&Value], components: &Map<String, Value>, depth: usize) -> Value {
    let mut distinct: Vec<&Value> = Vec::new();
    for &schema in schemas {
        if !distinct.iter().any(|known| resolved(known, components) == resolved(schema, components)) {
            distinct.push(schema);
        }
    }
    if let [only] = distinct.as_slice() {
        return (*only).clone();
    }
    let objects: Vec<&Map<String, Value>> =
        distinct.iter().filter_map(|schema| members(schema, components)).collect();
    if objects.len() == distinct.len() && depth < MAX_DEPTH && !are_exclusive(&objects) {
        return object(&objects, components, depth);
    }
    let arrays: Vec<&Value> =
        distinct.iter().filter_map(|schema| resolved(schema, components).get("items")).collect();
    if arrays.len() == distinct.len() && depth < MAX_DEPTH {
        return json!({ "type": "array", "items": united(&arrays, components, depth + 1) });
    }
    if objects.len() == distinct.len() && require_own(&objects) {
        return alternatives(&distinct, &objects, components, depth);
    }
    json!({ if types_differ(&distinct, components) { "oneOf" } else { "anyOf" }: distinct })
}

/// Objects of which a value fits one: what all of them have stands once, beside what each has itself.
fn alternatives(
    schemas: &[&Value],
    objects: &[&Map<String, Value>],
    components: &Map<String, Value>,
    depth: usize,
) -> Value {
    let is_common =
        |name: &str| objects.iter().all(|object| properties(object).any(|(known, _)| known == name));
    let of = |object: &Map<String, Value>, common: bool| -> Map<String, Value> {
        let members: Map<String, Value> = properties(object)
            .filter(|(name, _)| is_common(name) == common)
            .map(|(name, schema)| (name.clone(), schema.clone()))
            .collect();
        let needed: Vec<&str> = required(object).filter(|name| is_common(name) == common).collect();
        let mut part = object.clone();
        part.insert("properties".to_owned(), Value::Object(members));
        part.remove("required");
        if !needed.is_empty() {
            part.insert("required".to_owned(), json!(needed));
        }
        part
    };
    let shared: Vec<Map<String, Value>> = objects.iter().map(|object| of(object, true)).collect();
    if depth >= MAX_DEPTH || shared.iter().all(|object| properties(object).next().is_none()) {
        return json!({ "oneOf": schemas });
    }
    let mut whole = object(&shared.iter().collect::<Vec<_>>(), components, depth);
    let own: Vec<Map<String, Value>> = objects.iter().map(|object| of(object, false)).collect();
    if let Some(whole) = whole.as_object_mut() {
        whole.insert("oneOf".to_owned(), json!(own));
    }
    whole
}

/// Whether a value's type tells which schema it fits.
fn types_differ(schemas: &[&Value], components: &Map<String, Value>) -> bool {
    let kind = |schema: &&Value| match resolved(schema, components).get("type")?.as_str()? {
        "integer" => Some("number".to_owned()),
        other => Some(other.to_owned()),
    };
    let kinds: Option<BTreeSet<String>> = schemas.iter().map(kind).collect();
    kinds.is_some_and(|kinds| kinds.len() == schemas.len())
}

/// The schema that a reference stands for, or the schema itself.
fn resolved<'s>(schema: &'s Value, components: &'s Map<String, Value>) -> &'s Value {
    let target = schema.get("$ref").and_then(Value::as_str);
    target.and_then(|target| components.get(target.strip_prefix("#/components/schemas/")?)).unwrap_or(schema)
}

/// The keywords of a schema that is an object with documented members.
fn members<'s>(schema: &'s Value, components: &'s Map<String, Value>) -> Option<&'s Map<String, Value>> {
    let schema = resolved(schema, components).as_object()?;
    let plain = schema.get("type") == Some(&json!("object")) && !schema.contains_key("additionalProperties");
    schema.get("properties").filter(|_| plain).map(|_| schema)
}

fn required(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    object.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn properties(object: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    object.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// Whether a member is in no other object.
fn is_own(objects: &[&Map<String, Value>], at: usize, name: &str) -> bool {
    let mut others = objects.iter().enumerate().filter(|(index, _)| *index != at);
    !others.any(|(_, other)| properties(other).any(|(known, _)| known == name))
}

/// Whether each object requires a member that no other one has, so that a value fits one of them only.
fn require_own(objects: &[&Map<String, Value>]) -> bool {
    let told = |(at, object)| required(object).any(|name| is_own(objects, at, name));
    objects.len() > 1 && objects.iter().copied().enumerate().all(told)
}

/// Whether objects are better described apart: each requires a member that no other one has, or has
/// none in common with others.
fn are_exclusive(objects: &[&Map<String, Value>]) -> bool {
    let apart = |(at, object)| {
        required(object).any(|name| is_own(objects, at, name))
            || properties(object).all(|(name, _)| is_own(objects, at, name))
    };
    objects.len() > 1 && objects.iter().copied().enumerate().all(apart)
}

fn object(objects: &[&Map<String, Value>], components: &Map<String, Value>, depth: usize) -> Value {
    let mut all: Map<String, Value> = Map::new();
    for (name, _) in objects.iter().flat_map(|object| properties(object)) {
        if all.contains_key(name) {
            continue;
        }
        let same: Vec<&Value> = objects
            .iter()
            .flat_map(|object| properties(object))
            .filter(|(known, _)| *known == name)
            .map(|(_, schema)| schema)
            .collect();
        all.insert(name.clone(), united(&same, components, depth + 1));
    }
    let everywhere = |name: &&str| objects.iter().all(|object| required(object).any(|known| known == *name));
    let needed: Vec<&str> =
        objects.first().into_iter().flat_map(|first| required(first)).filter(everywhere).collect();
    let mut union = Map::new();
    union.insert("type".to_owned(), json!("object"));
    union.insert("properties".to_owned(), Value::Object(all));
    if !needed.is_empty() {
        union.insert("required".to_owned(), json!(needed));
    }
    Value::Object(union)
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::union;

    fn united(schemas: &[Value]) -> Value {
        union(&schemas.iter().collect::<Vec<_>>(), &Map::new())
    }

    #[test]
    fn bodies_with_a_required_member_of_their_own_are_alternatives() {
        let start =
            json!({"type": "object", "properties": {"start": {"type": "object"}}, "required": ["start"]});
        let stop =
            json!({"type": "object", "properties": {"stop": {"type": "object"}}, "required": ["stop"]});
        assert_eq!(united(&[start.clone(), stop.clone()]), json!({"oneOf": [start, stop]}));
    }

    #[test]
    fn what_all_alternatives_have_stands_once() {
        let of = |own: &str| json!({"type": "object", "properties": {"name": {"type": "string"}, own: {"type": "string"}}, "required": ["name", own]});
        let own =
            |own: &str| json!({"type": "object", "properties": {own: {"type": "string"}}, "required": [own]});
        let all = json!({
            "type": "object",
            "properties": {"name": {"type": "string"}},
            "required": ["name"],
            "oneOf": [own("size"), own("from")],
        });
        assert_eq!(united(&[of("size"), of("from")]), all);
    }

    #[test]
    fn overlapping_bodies_are_one_object_that_requires_what_all_require() {
        let create = json!({"type": "object", "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}, "required": ["name", "size"]});
        let restore = json!({"type": "object", "properties": {"name": {"type": "string"}, "from": {"type": "string"}}, "required": ["name"]});
        let both = json!({
            "type": "object",
            "properties": {"from": {"type": "string"}, "name": {"type": "string"}, "size": {"type": "integer"}},
            "required": ["name"],
        });
        assert_eq!(united(&[create, restore]), both);
    }

    #[test]
    fn bodies_that_require_nothing_and_share_nothing_may_both_fit() {
        let of = |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}});
        assert_eq!(united(&[of("volume"), of("flavor")]), json!({"anyOf": [of("volume"), of("flavor")]}));
    }

    #[test]
    fn an_integer_fits_a_number_and_anything_fits_no_type() {
        let [integer, number, any] = [json!({"type": "integer"}), json!({"type": "number"}), json!({})];
        assert_eq!(united(&[integer.clone(), number.clone()]), json!({"anyOf": [integer, number]}));
        assert_eq!(united(&[number.clone(), any.clone()]), json!({"anyOf": [number, any]}));
    }

    #[test]
    fn a_member_of_two_types_is_one_of_them() {
        let of = |kind: &str| json!({"type": "object", "properties": {"size": {"type": kind}}});
        let member = united(&[of("string"), of("integer")])["properties"]["size"].clone();
        assert_eq!(member, json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}));
    }
}
