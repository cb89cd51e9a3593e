//! Values as a service might answer them, made from a schema: plausible, within its bounds, and always the
//! same for the same seed. What is meant to break a client is drawn elsewhere, by the contract tests.

mod text;

use serde_json::{Map, Number, Value};
use spec::model::{Arguments, Location, Operation, Schema, SchemaType, SetBy};

use crate::json_schema::resolve;

/// How deep values nest before optional members end.
const DEPTH: usize = 8;

/// Makes the values of one answer or call.
pub struct Sample<'a> {
    operation: &'a Operation,
    random: fastrand::Rng,
    /// The schemas that the value is inside of.
    inside: Vec<&'a str>,
    required_only: bool,
}

impl<'a> Sample<'a> {
    /// For an operation. The values follow from the seed, the operation and what is asked for in what order.
    pub fn new(operation: &'a Operation, seed: u64) -> Self {
        let name = format!("{} {}", operation.service, operation.id);
        let seed = name.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        let random = fastrand::Rng::with_seed(seed);
        Self { operation, random, inside: Vec::new(), required_only: false }
    }

    /// Leaves out what is not required.
    #[must_use]
    pub fn required_only(self) -> Self {
        Self { required_only: true, ..self }
    }

    /// A value of a schema of the operation. `name` is the member's or parameter's, which says more of a
    /// text than its type.
    pub fn value(&mut self, schema: &'a Schema, name: &str) -> Value {
        if let Some(target) = schema.referenced_name() {
            let Some(schema) = self.operation.schemas.get(target) else { return Value::Null };
            self.inside.push(target);
            let value = self.value(schema, name);
            self.inside.pop();
            return value;
        }
        if let Some(alternative) = self.one_of(&schema.one_of) {
            return self.value(alternative, name);
        }
        if let Some(documented) = self.one_of(&schema.enumeration) {
            return documented.clone();
        }
        match schema.schema_type {
            Some(SchemaType::Array) => self.list(schema, name),
            Some(SchemaType::Object) => self.object(schema),
            Some(SchemaType::Boolean) => self.random.bool().into(),
            Some(SchemaType::Integer) => self.integer(schema),
            Some(SchemaType::Number) => Self::number(schema),
            Some(SchemaType::String) => text::text(schema, name, &mut self.random).into(),
            None if !schema.properties.is_empty() || schema.additional_properties.is_some() => {
                self.object(schema)
            }
            None if schema.items.is_some() => self.list(schema, name),
            None => {
                schema.default.clone().unwrap_or_else(|| text::text(schema, name, &mut self.random).into())
            }
        }
    }

    /// The arguments of a call: those that a caller has to give, and the others unless they are left out.
    pub fn arguments(&mut self) -> Arguments {
        let operation = self.operation;
        let constants = &operation.discriminator.query;
        let mut arguments = Arguments::default();
        for parameter in &operation.parameters {
            let is_constant =
                parameter.location == Location::Query && constants.contains_key(&parameter.name);
            let is_wanted = parameter.required || !self.required_only;
            if is_constant || parameter.set_by == SetBy::Client || !is_wanted {
                continue;
            }
            let values = match parameter.location {
                Location::Path => &mut arguments.path,
                Location::Query => &mut arguments.query,
                Location::Header => &mut arguments.header,
                Location::Form => continue,
            };
            values.insert(parameter.name.clone(), self.value(&parameter.schema, &parameter.name));
        }
        let body = operation.request_body.as_ref();
        arguments.body =
            body.filter(|body| body.required || !self.required_only).map(|body| self.body(&body.schema));
        arguments
    }

    /// A body, with the member that makes the operation what it is.
    fn body(&mut self, schema: &'a Schema) -> Value {
        let mut body = self.value(schema, "body");
        if let (Some(root), Some(members)) = (&self.operation.discriminator.body_root, body.as_object_mut())
            && !members.contains_key(root)
            && let Some(member) = resolve(self.operation, schema).properties.get(root)
        {
            members.insert(root.clone(), self.value(member, root));
        }
        body
    }

    fn one_of<T>(&mut self, values: &'a [T]) -> Option<&'a T> {
        values.get(self.random.usize(..values.len().max(1)))
    }

    /// Whether a value of the schema would be inside of another one of it, or too deep.
    fn is_endless(&self, schema: &Schema) -> bool {
        let target = resolve(self.operation, schema);
        let referenced = schema.items.as_deref().or(target.items.as_deref()).unwrap_or(schema);
        let again = referenced.referenced_name().is_some_and(|name| self.inside.contains(&name));
        again || self.inside.len() > DEPTH
    }

    fn list(&mut self, schema: &'a Schema, name: &str) -> Value {
        let (least, most) = (schema.min_items.unwrap_or(0), schema.max_items.unwrap_or(u64::MAX));
        let Some(items) = schema.items.as_deref() else { return Value::Array(Vec::new()) };
        let wanted = if self.is_endless(items) { least } else { self.random.u64(1..=2) };
        let singular = name.strip_suffix('s').unwrap_or(name);
        (0..wanted.max(least).min(most)).map(|_| self.value(items, singular)).collect()
    }

    fn object(&mut self, schema: &'a Schema) -> Value {
        let mut members = Map::new();
        for (name, member) in &schema.properties {
            let required = schema.required.contains(name);
            if !required && (self.required_only || self.is_endless(member) || tells_failure(name)) {
                continue;
            }
            // A success that says it is none would be an error.
            let value = if name == "is_success" { true.into() } else { self.value(member, name) };
            members.insert(name.clone(), value);
        }
        if let Some(values) = schema.additional_properties.as_deref()
            && !self.required_only
            && !self.is_endless(values)
        {
            members.insert("key".to_owned(), self.value(values, "value"));
        }
        Value::Object(members)
    }

    fn integer(&mut self, schema: &Schema) -> Value {
        let bound = |number: &Option<Number>| number.as_ref().and_then(Number::as_i64);
        let (least, most) = (bound(&schema.minimum), bound(&schema.maximum));
        let low = least.unwrap_or_else(|| most.map_or(1, |most| most.min(1)));
        let high = most.unwrap_or(i64::MAX).min(low.saturating_add(99)).max(low);
        self.random.i64(low..=high).into()
    }

    fn number(schema: &Schema) -> Value {
        let bound = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
        let (least, most) = (bound(&schema.minimum), bound(&schema.maximum));
        let low = least.unwrap_or_else(|| most.map_or(0.5, |most| most.min(0.5)));
        most.map_or(low, |most| (low + 1.0).min(most).max(low)).into()
    }
}

/// Whether a member is there only in errors.
fn tells_failure(name: &str) -> bool {
    let plain = name.replace('_', "").to_lowercase();
    ["errorcode", "errcode", "errormsg", "errormessage"].contains(&plain.as_str())
}
