//! What examples say about the shape of bodies, where tables are silent or cannot be right.
//!
//! A table says what a member means; an example shows where it stands. So the example decides
//! whether there is one object or a list of them, what a body is wrapped in, and what is inside an
//! object that no table describes. Types of single values are never taken from an example that
//! contradicts its table: that is reported instead.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::extract::{Draft, DraftExample};
use crate::model::{ExampleRole, Operation, Schema, SchemaType};
use crate::names;
use crate::patch::escape;
use crate::vocabulary::vocabulary;

/// Examples nested deeper than this say nothing.
const MAX_DEPTH: usize = 24;

/// Adjusts the bodies of an operation to its examples.
pub(super) fn reshape(operation: &mut Operation, draft: &Draft, diagnostics: &mut Vec<Diagnostic>) {
    let requests: Vec<_> =
        draft.examples.iter().filter(|example| example.role == ExampleRole::Request).collect();
    let mut shaper = Shaper::new(operation);
    if let Some(mut body) = operation.request_body.take() {
        body.schema = shaper.root(body.schema, &requests, "/request_body/schema");
        operation.request_body = Some(body);
    }
    let success = operation.responses.keys().find(|status| status.starts_with('2')).cloned();
    for (status, response) in &mut operation.responses {
        let belongs = |example: &&DraftExample| {
            let stated = example.status.map(|status| status.to_string());
            let unstated = || (!example.failure).then(|| success.clone()).flatten();
            example.role == ExampleRole::Response && stated.or_else(unstated).as_ref() == Some(status)
        };
        let examples: Vec<_> = draft.examples.iter().filter(belongs).collect();
        if let Some(schema) = response.schema.take() {
            let pointer = format!("/responses/{status}/schema");
            response.schema = Some(shaper.root(schema, &examples, &pointer));
        }
    }
    let Shaper { schemas, findings, inferred, .. } = shaper;
    operation.schemas = schemas;
    operation.source.inferred = inferred;
    let span =
        |role| draft.examples.iter().find(|example| example.role == role).map_or(draft.span, |e| e.code.span);
    for (code, role, message) in findings {
        diagnostics.push(Diagnostic::new(code, &draft.page, span(role), message));
    }
}

struct Shaper {
    schemas: BTreeMap<String, Schema>,
    /// Components that are being looked at: a recursive one is looked at once.
    open: BTreeSet<String>,
    findings: Vec<(Code, ExampleRole, String)>,
    inferred: BTreeSet<String>,
    role: ExampleRole,
}

impl Shaper {
    fn new(operation: &mut Operation) -> Self {
        Self {
            schemas: std::mem::take(&mut operation.schemas),
            open: BTreeSet::new(),
            findings: Vec::new(),
            inferred: BTreeSet::new(),
            role: ExampleRole::Request,
        }
    }

    fn root(&mut self, schema: Schema, examples: &[&DraftExample], pointer: &str) -> Schema {
        let samples: Vec<&Value> = examples.iter().filter_map(|example| example.body.as_ref()).collect();
        let Some(first) = examples.first() else { return schema };
        self.role = first.role;
        let schema = Self::only_list(schema, &samples);
        let schema = self.wrapped(schema, &samples);
        let schema = self.listed(schema, &samples);
        self.walk(schema, &samples, pointer, 0)
    }

    fn report(&mut self, code: Code, message: String) {
        self.findings.push((code, self.role, message));
    }

    /// The list itself, if it is the only row of a body that examples show to be a list.
    fn only_list(mut schema: Schema, samples: &[&Value]) -> Schema {
        let names: Vec<String> = schema.properties.keys().cloned().collect();
        let [name] = names.as_slice() else { return schema };
        let has_member = |item: &Value| item.get(name).is_some();
        let list = |sample: &&Value| sample.as_array().is_some_and(|items| !items.iter().any(has_member));
        let documented = schema.properties.get(name).is_some_and(|member| member.items.is_some());
        if documented && !samples.is_empty() && samples.iter().all(list) {
            return schema.properties.remove(name).unwrap_or(schema);
        }
        schema
    }

    /// The members that a schema documents, through a reference.
    fn properties<'s>(&'s self, schema: &'s Schema) -> &'s BTreeMap<String, Schema> {
        match schema.referenced_name().and_then(|name| self.schemas.get(name)) {
            Some(component) => &component.properties,
            None => &schema.properties,
        }
    }

    /// Whether an object of an example looks like what the schema documents.
    fn resembles(&self, schema: &Schema, sample: &Value) -> bool {
        let properties = self.properties(schema);
        let Value::Object(members) = sample else { return false };
        let known = members.keys().filter(|name| properties.contains_key(*name)).count();
        !properties.is_empty() && known > 0 && known * 2 >= members.len()
    }

    /// The only member of all samples, if it is none of the documented ones.
    fn wrapper<'v>(&self, schema: &Schema, samples: &[&'v Value]) -> Option<(&'v String, Vec<&'v Value>)> {
        let mut inner = Vec::new();
        let mut name = None;
        for sample in samples {
            let Value::Object(members) = sample else { return None };
            let mut members = members.iter();
            let (key, value) = members.next()?;
            if members.next().is_some() || name.is_some_and(|known| known != key) {
                return None;
            }
            name = Some(key);
            inner.push(value);
        }
        let name = name?;
        let documented = |known: &String| known == name || is_near(known, name);
        (!self.properties(schema).keys().any(documented)).then_some((name, inner))
    }

    /// A body whose table leaves out the object around its members.
    fn wrapped(&mut self, schema: Schema, samples: &[&Value]) -> Schema {
        if schema.schema_type != Some(SchemaType::Object) || schema.properties.is_empty() {
            return schema;
        }
        if let Some((name, inner)) = self.wrapper(&schema, samples) {
            let items: Vec<&Value> = inner.iter().flat_map(|value| elements(value)).collect();
            if !items.is_empty() && items.iter().all(|item| self.resembles(&schema, item)) {
                let name = name.clone();
                self.report(
                    Code::ShapeFromExample,
                    format!("the example puts the members into `{name}`, no table does"),
                );
                return self.wrap(schema, &name, inner.iter().all(|value| value.is_array()));
            }
        }
        schema
    }

    fn wrap(&mut self, schema: Schema, name: &str, list: bool) -> Schema {
        let key = names::free(&names::type_name(name), |key| self.schemas.contains_key(key));
        let required = !schema.required.is_empty();
        self.schemas.insert(key.clone(), schema);
        let inner = Schema::reference_to(&key);
        let mut root = Schema::of(SchemaType::Object);
        root.properties.insert(name.to_owned(), if list { Schema::array_of(inner) } else { inner });
        if required {
            root.required.insert(name.to_owned());
        }
        root
    }

    /// One object, or a list of them if all examples show one. An empty list shows it as well.
    fn listed(&self, schema: Schema, samples: &[&Value]) -> Schema {
        let list = |sample: &&Value| match sample {
            Value::Array(items) => items.first().is_none_or(|item| self.resembles(&schema, item)),
            _ => false,
        };
        if !samples.is_empty() && samples.iter().all(list) { Schema::array_of(schema) } else { schema }
    }

    /// The object itself, if a table puts another one around it that no example shows.
    fn bared(&mut self, schema: Schema, samples: &[&Value]) -> Schema {
        if let Some(items) = schema.items {
            let shown: Vec<&Value> = samples.iter().flat_map(|sample| elements(sample)).collect();
            return Schema { items: Some(Box::new(self.bared(*items, &shown))), ..schema };
        }
        let mut members = self.properties(&schema).iter();
        let (Some((name, inner)), None) = (members.next(), members.next()) else { return schema };
        let shows_inner = |sample: &&Value| sample.get(name).is_none() && self.resembles(inner, sample);
        if schema.reference.is_none() || samples.is_empty() || !samples.iter().all(shows_inner) {
            return schema;
        }
        let (name, inner) = (name.clone(), inner.clone());
        self.report(
            Code::ShapeFromExample,
            format!("a table puts `{name}` around members, the example does not"),
        );
        inner
    }

    /// The values of a map whose table describes an entry, with the rows `key` and `value`.
    fn entry_values(&self, schema: &Schema, samples: &[&Value]) -> Option<Schema> {
        let properties = self.properties(schema);
        let (key, value) = (properties.get("key")?, properties.get("value")?);
        let entry = properties.len() == 2 && key.schema_type == Some(SchemaType::String);
        let free =
            |sample: &&Value| sample.as_object().is_some_and(|m| !m.is_empty() && !m.contains_key("key"));
        (entry && !samples.is_empty() && samples.iter().all(free)).then(|| value.clone())
    }

    /// One object or a list of them, or a map from free keys to them.
    fn contained(&mut self, schema: Schema, samples: &[&Value]) -> Schema {
        let samples: Vec<&Value> = samples.iter().copied().filter(|sample| !sample.is_null()).collect();
        if !samples.is_empty()
            && schema == Schema::of(SchemaType::Object)
            && samples.iter().all(|sample| sample.is_array())
        {
            return Schema::of(SchemaType::Array);
        }
        if let Some(values) = self.entry_values(&schema, &samples) {
            return Schema::map_of(values);
        }
        let schema = self.bared(schema, &samples);
        if samples.is_empty() || self.properties(&schema).is_empty() {
            return schema;
        }
        let schema = self.listed(schema, &samples);
        let entries = |sample: &Value| match sample {
            Value::Object(members) if !members.is_empty() => {
                !self.resembles(&schema, sample)
                    && members.keys().all(|name| !self.properties(&schema).contains_key(name))
                    && members.keys().any(|name| is_free_key(name))
                    && members.values().all(|value| {
                        let items: Vec<_> = elements(value).into_iter().collect();
                        !items.is_empty() && items.into_iter().all(|item| self.resembles(&schema, item))
                    })
            }
            _ => false,
        };
        if samples.iter().all(|sample| entries(sample)) {
            let lists = samples
                .iter()
                .filter_map(|sample| sample.as_object())
                .flat_map(|m| m.values())
                .all(Value::is_array);
            return Schema::map_of(if lists { Schema::array_of(schema) } else { schema });
        }
        schema
    }

    fn walk(&mut self, schema: Schema, samples: &[&Value], pointer: &str, depth: usize) -> Schema {
        if samples.is_empty() || depth > MAX_DEPTH {
            return schema;
        }
        if let Some(name) = schema.referenced_name().map(str::to_owned) {
            if self.open.insert(name.clone())
                && let Some(component) = self.schemas.get(&name).cloned()
            {
                let component = self.walk(component, samples, &format!("/schemas/{name}"), depth + 1);
                self.schemas.insert(name.clone(), component);
            }
            self.open.remove(&name);
            return schema;
        }
        match schema.schema_type {
            Some(SchemaType::Array) => self.walk_array(schema, samples, pointer, depth),
            Some(SchemaType::Object) => self.walk_object(schema, samples, pointer, depth),
            None if schema == Schema::default() => {
                let inferred = infer(samples, 0);
                if inferred != Schema::default() {
                    self.inferred.insert(pointer.to_owned());
                }
                inferred
            }
            _ => schema,
        }
    }

    fn walk_array(&mut self, mut schema: Schema, samples: &[&Value], pointer: &str, depth: usize) -> Schema {
        let items: Vec<&Value> = samples.iter().filter_map(|sample| sample.as_array()).flatten().collect();
        let known = schema.items.take().map(|items| *items).unwrap_or_default();
        let known = self.walk(known, &items, &format!("{pointer}/items"), depth + 1);
        schema.items = (known != Schema::default()).then(|| Box::new(known));
        schema
    }

    fn walk_object(&mut self, mut schema: Schema, samples: &[&Value], pointer: &str, depth: usize) -> Schema {
        let samples: Vec<_> = samples.iter().filter_map(|sample| sample.as_object()).collect();
        if let Some(values) = schema.additional_properties.take() {
            let inner: Vec<&Value> = samples.iter().flat_map(|members| members.values()).collect();
            let values = self.walk(*values, &inner, &format!("{pointer}/additionalProperties"), depth + 1);
            schema.additional_properties = Some(Box::new(values));
            return schema;
        }
        let shown: BTreeSet<&String> = samples.iter().flat_map(|members| members.keys()).collect();
        if schema.properties.is_empty() {
            return self.infer_object(schema, &samples, pointer);
        }
        self.take_spellings(&mut schema, &shown);
        for name in shown {
            let inner: Vec<&Value> = samples.iter().filter_map(|members| members.get(name)).collect();
            let place = format!("{pointer}/properties/{}", escape(name));
            // What no table names is reported and not taken over: a page's examples show too much.
            if let Some(property) = schema.properties.remove(name) {
                let property = self.contained(property, &inner);
                let property = self.walk(property, &inner, &place, depth + 1);
                schema.properties.insert(name.clone(), property);
            }
        }
        schema
    }

    /// Members whose names the table and the example spell in two ways: what is sent counts.
    fn take_spellings(&mut self, schema: &mut Schema, shown: &BTreeSet<&String>) {
        let unknown: Vec<&String> =
            shown.iter().copied().filter(|name| !schema.properties.contains_key(*name)).collect();
        if unknown.is_empty() {
            return;
        }
        let mut unshown: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for known in schema.properties.keys().filter(|known| !shown.contains(known)) {
            unshown.entry(stem(known)).or_default().push(known.clone());
        }
        for name in unknown {
            let near = unshown.get(&stem(name)).into_iter().flatten();
            let mut near =
                near.filter(|known| is_near(known, name) && schema.properties.contains_key(*known));
            let (Some(known), None) = (near.next(), near.next()) else { continue };
            self.report(
                Code::ShapeFromExample,
                format!("the table names `{known}`, the example shows `{name}`"),
            );
            if let Some(property) = schema.properties.remove(known) {
                schema.properties.insert(name.clone(), property);
            }
            if schema.required.remove(known) {
                schema.required.insert(name.clone());
            }
        }
    }

    /// An object without documented members: those of the example, unless its keys are free.
    fn infer_object(
        &mut self,
        schema: Schema,
        samples: &[&serde_json::Map<String, Value>],
        pointer: &str,
    ) -> Schema {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        if vocabulary().is_free_form(name) || samples.iter().all(|members| members.is_empty()) {
            return schema;
        }
        self.inferred.insert(pointer.to_owned());
        let objects: Vec<Value> = samples.iter().map(|members| Value::Object((*members).clone())).collect();
        let inferred = infer(&objects.iter().collect::<Vec<_>>(), 0);
        if samples.iter().flat_map(|members| members.keys()).all(|name| is_free_key(name)) {
            let values: Vec<&Value> = samples.iter().flat_map(|members| members.values()).collect();
            return Schema { additional_properties: Some(Box::new(infer(&values, 0))), ..schema };
        }
        Schema { properties: inferred.properties, ..schema }
    }
}

/// The items of a list, or the value itself.
fn elements(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        other => vec![other],
    }
}

/// Whether a key is more likely an id or an address than the name of a member.
fn is_free_key(name: &str) -> bool {
    !name.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
}

/// Whether a table's name and an example's are one: one is the plural of the other, or the table
/// begins it with a capital as if it began a sentence.
fn is_near(known: &str, shown: &str) -> bool {
    let capital = known.starts_with(|c: char| c.is_ascii_uppercase()) && known.eq_ignore_ascii_case(shown);
    capital || known.strip_suffix('s') == Some(shown) || shown.strip_suffix('s') == Some(known)
}

/// What two names have in common that are one, as [`is_near`] says.
fn stem(name: &str) -> String {
    name.to_ascii_lowercase().trim_end_matches('s').to_owned()
}

/// The schema that all samples fit.
pub(super) fn infer(samples: &[&Value], depth: usize) -> Schema {
    let kinds: BTreeSet<_> = samples.iter().filter_map(|sample| kind(sample)).collect();
    let mut kinds_left = kinds.iter();
    let (Some(schema_type), None) = (kinds_left.next().copied(), kinds_left.next()) else {
        return Schema::default();
    };
    let mut schema = Schema::of(schema_type);
    if depth > MAX_DEPTH {
        return schema;
    }
    match schema_type {
        SchemaType::Array => {
            let items: Vec<&Value> =
                samples.iter().filter_map(|sample| sample.as_array()).flatten().collect();
            let items = infer(&items, depth + 1);
            schema.items = (items != Schema::default()).then(|| Box::new(items));
        }
        SchemaType::Object => {
            let objects: Vec<_> = samples.iter().filter_map(|sample| sample.as_object()).collect();
            let names: BTreeSet<&String> = objects.iter().flat_map(|members| members.keys()).collect();
            for name in names {
                let inner: Vec<&Value> = objects.iter().filter_map(|members| members.get(name)).collect();
                schema.properties.insert(name.clone(), infer(&inner, depth + 1));
            }
        }
        _ => {}
    }
    schema
}

fn kind(value: &Value) -> Option<SchemaType> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(SchemaType::Boolean),
        Value::Number(number) if number.is_f64() => Some(SchemaType::Number),
        Value::Number(_) => Some(SchemaType::Integer),
        Value::String(_) => Some(SchemaType::String),
        Value::Array(_) => Some(SchemaType::Array),
        Value::Object(_) => Some(SchemaType::Object),
    }
}
