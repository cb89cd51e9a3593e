//! proptest strategies for what the specification allows: arguments, bodies, answers.

mod adverse;
mod argument;
mod number;
mod object;
mod text;

use std::{collections::BTreeMap, fmt};

use huaweicloud_fake::form::{is_file, is_form};
use proptest::{
    prelude::*,
    strategy::{Union, ValueTree},
    test_runner::TestRunner,
};
use serde_json::{Value, json};
use spec::model::{Operation, Schema, SchemaType};

pub use adverse::{Adverse, How, adverse};
pub use huaweicloud_fake::json_schema::resolve;
pub use text::{any_text, header_text, path_text};

/// How often a value may enter a schema of the operation within itself, before optional members end.
const ROOM: usize = 4;

/// A strategy for JSON values.
pub type Drawn = BoxedStrategy<Value>;

/// Where a value is sent: not every text can be sent everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Path,
    Query,
    Header,
    Body,
    /// A field of a form, or a file alone.
    Form,
}

/// Makes the strategies of one operation.
pub struct Draw<'a> {
    operation: &'a Operation,
    /// Strategies of referenced schemas, which share their parts.
    known: BTreeMap<(&'a str, Place, usize), Option<Drawn>>,
}

/// Why a schema has no strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undrawable(String);

impl fmt::Display for Undrawable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Undrawable {}

impl<'a> Draw<'a> {
    /// For an operation.
    pub fn new(operation: &'a Operation) -> Self {
        Self { operation, known: BTreeMap::new() }
    }

    /// The request body; `None` if the operation takes none.
    ///
    /// # Errors
    /// If nothing satisfies its schema, or nothing that can be drawn.
    pub fn body(&mut self) -> Result<Option<Drawn>, Undrawable> {
        let operation = self.operation;
        let Some(body) = &operation.request_body else { return Ok(None) };
        let place = if is_form(body) || is_file(&body.schema) { Place::Form } else { Place::Body };
        self.root(&body.schema, place).map(Some)
    }

    /// The body of the answer with a documented status; `None` if it has none.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub fn response(&mut self, status: &str) -> Result<Option<Drawn>, Undrawable> {
        let operation = self.operation;
        let schema = operation.responses.get(status).and_then(|response| response.schema.as_ref());
        schema.map(|schema| self.root(schema, Place::Body)).transpose()
    }

    /// A whole body. An object without documented members has none, in the client too.
    fn root(&mut self, schema: &'a Schema, place: Place) -> Result<Drawn, Undrawable> {
        let target = resolve(self.operation, schema);
        if is_free_object(target) {
            return Ok(Just(Value::Object(serde_json::Map::new())).boxed());
        }
        self.whole(schema, place)
    }

    /// Values that are not inside of others. What requires more levels than optional members get has them, but
    /// no more than there are schemas: beyond that it requires itself.
    fn whole(&mut self, schema: &'a Schema, place: Place) -> Result<Drawn, Undrawable> {
        for room in ROOM..=ROOM.max(self.operation.schemas.len()) {
            if let Some(drawn) = self.value(schema, place, room)? {
                return Ok(drawn);
            }
        }
        Err(Undrawable("the schema requires itself without end".to_owned()))
    }

    /// Values of a schema; `None` if they would nest too deep.
    fn value(&mut self, schema: &'a Schema, place: Place, room: usize) -> Result<Option<Drawn>, Undrawable> {
        if let Some(name) = schema.referenced_name() {
            return self.referenced(name, place, room);
        }
        if !schema.one_of.is_empty() {
            let alternatives = schema.one_of.iter().map(|alternative| self.value(alternative, place, room));
            let drawn: Vec<Drawn> =
                alternatives.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
            return Ok((!drawn.is_empty()).then(|| Union::new(drawn).boxed()));
        }
        if !schema.enumeration.is_empty() {
            return one_of_the_documented(schema).map(Some);
        }
        match type_of(schema) {
            Some(SchemaType::Array) => self.list(schema, place, room),
            Some(SchemaType::Object) => self.object(schema, place, room),
            Some(SchemaType::Boolean) => Ok(Some(any::<bool>().prop_map(Value::from).boxed())),
            Some(SchemaType::Integer) => number::integer(schema).map(Some),
            Some(SchemaType::Number) => number::number(schema).map(Some),
            Some(SchemaType::String) if place == Place::Form && is_file(schema) => Ok(Some(file())),
            Some(SchemaType::String) => text::text(schema, place).map(Some),
            None => Ok(Some(any_json())),
        }
    }

    fn referenced(&mut self, name: &'a str, place: Place, room: usize) -> Result<Option<Drawn>, Undrawable> {
        let Some(room) = room.checked_sub(1) else { return Ok(None) };
        if let Some(known) = self.known.get(&(name, place, room)) {
            return Ok(known.clone());
        }
        let missing = || Undrawable(format!("there is no schema {name}"));
        let schema = self.operation.schemas.get(name).ok_or_else(missing)?;
        let drawn = self.value(schema, place, room)?;
        self.known.insert((name, place, room), drawn.clone());
        Ok(drawn)
    }

    fn list(&mut self, schema: &'a Schema, place: Place, room: usize) -> Result<Option<Drawn>, Undrawable> {
        let items = match schema.items.as_deref() {
            Some(items) => self.value(items, place, room)?,
            None => Some(any_json()),
        };
        let (least, most) = (schema.min_items.unwrap_or(0), schema.max_items.unwrap_or(u64::MAX));
        match items {
            Some(items) => list_of(items, least, most).map(Some),
            None => Ok((least == 0).then(|| Just(Value::Array(Vec::new())).boxed())),
        }
    }
}

/// A file with a name.
fn file() -> Drawn {
    // Without a name it is called as its field, and a `%` in a name is not told from one that encodes.
    let name = any_text().prop_filter("its name", |name| !name.is_empty() && !name.contains('%'));
    (name, any_text()).prop_map(|(name, content)| json!({"filename": name, "content": content})).boxed()
}

/// A few items more than necessary are enough.
fn list_of(items: Drawn, least: u64, most: u64) -> Result<Drawn, Undrawable> {
    let most = usize::try_from(most.min(least + 3)).unwrap_or(usize::MAX);
    let least = usize::try_from(least).unwrap_or(usize::MAX);
    if least > most {
        return Err(Undrawable(format!("no list has at least {least} and at most {most} items")));
    }
    Ok(proptest::collection::vec(items, least..=most).prop_map(Value::Array).boxed())
}

fn one_of_the_documented(schema: &Schema) -> Result<Drawn, Undrawable> {
    let fits = |value: &&Value| match schema.schema_type {
        Some(SchemaType::Boolean) => value.is_boolean(),
        Some(SchemaType::Integer) => value.is_i64(),
        Some(SchemaType::Number) => value.is_number(),
        Some(SchemaType::String) => value.is_string(),
        _ => true,
    };
    let values: Vec<Value> = schema.enumeration.iter().filter(fits).cloned().collect();
    if values.is_empty() {
        return Err(Undrawable("no documented value is of the documented type".to_owned()));
    }
    Ok(prop::sample::select(values).boxed())
}

/// The type, also where it only follows from other keywords.
fn type_of(schema: &Schema) -> Option<SchemaType> {
    let is_object = !schema.properties.is_empty() || schema.additional_properties.is_some();
    schema
        .schema_type
        .or_else(|| schema.items.is_some().then_some(SchemaType::Array))
        .or_else(|| is_object.then_some(SchemaType::Object))
}

/// An object of which nothing is documented.
fn is_free_object(schema: &Schema) -> bool {
    schema.schema_type == Some(SchemaType::Object)
        && schema.properties.is_empty()
        && schema.additional_properties.is_none()
        && schema.one_of.is_empty()
}

/// Values of a type that the page leaves open; never `null`, which is the same as nothing.
fn any_json() -> Drawn {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    scalar
        .prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
                proptest::collection::btree_map(any_text(), inner, 0..3)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
        .boxed()
}

/// One value of a strategy, the same one each time.
///
/// # Errors
/// If the strategy finds none.
pub fn always_the_same<S: Strategy>(strategy: &S) -> Result<S::Value, Undrawable> {
    let tree = strategy.new_tree(&mut TestRunner::deterministic());
    tree.map(|tree| tree.current()).map_err(|reason| Undrawable(reason.to_string()))
}
