//! Fields as schemas, and the objects that they refer to under names of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::link::{Links, object_name};
use crate::diagnostics::{Code, Diagnostic};
use crate::extract::{Draft, Field, TypeExpression, WHOLE_BODY, constrain, parse_type, plain_object};
use crate::model::{Operation, Schema, SchemaType};
use crate::names;
use crate::vocabulary::{Role, vocabulary};

/// Objects are nested no deeper on any page: a chain of thousands of tables is no description.
const MAX_DEPTH: usize = 64;

/// Builds the schemas of one operation.
pub(super) struct SchemaBuilder<'a> {
    draft: &'a Draft,
    links: &'a Links,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Names of the tables that are objects.
    names: BTreeMap<usize, String>,
    /// How many objects are being read, each inside the one before.
    depth: usize,
    /// Finished objects.
    pub(super) schemas: BTreeMap<String, Schema>,
}

impl<'a> SchemaBuilder<'a> {
    pub(super) fn new(draft: &'a Draft, links: &'a Links, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { draft, links, diagnostics, names: BTreeMap::new(), depth: 0, schemas: BTreeMap::new() }
    }

    /// The name under which an object's table is in [`Self::schemas`].
    pub(super) fn name_of(&self, table: usize) -> Option<&str> {
        self.names.get(&table).map(String::as_str)
    }

    /// An object whose members are the rows of a table that pass `keep`.
    pub(super) fn object(&mut self, table: usize, keep: impl Fn(&Field) -> bool) -> Schema {
        let mut object = Schema::of(SchemaType::Object);
        let draft = self.draft;
        let Some(source) = draft.tables.get(table) else { return object };
        for (field, row) in source.fields.iter().zip(0..).filter(|(field, _)| keep(field)) {
            let schema = self.field(table, row, field);
            if is_free_key(&field.name) {
                // A row of the map's entries may state the map's own type.
                let values = schema.additional_properties.clone().unwrap_or_else(|| Box::new(schema));
                object.additional_properties = Some(values);
                continue;
            }
            if source.section == Role::Request && field.required == Some(true) {
                object.required.insert(field.name.clone());
            }
            object.properties.insert(field.name.clone(), schema);
        }
        object
    }

    /// The schema of one field.
    pub(super) fn field(&mut self, table: usize, row: usize, field: &Field) -> Schema {
        let expression = parse_type(&field.type_text);
        let mut schema = self.expression(&expression, table, row, field);
        constrain(&mut schema, &field.description);
        schema
    }

    fn expression(&mut self, expression: &TypeExpression, table: usize, row: usize, field: &Field) -> Schema {
        match expression {
            TypeExpression::Plain(schema) => match self.links.table_of((table, row)) {
                // The table says text, another one describes it, and the examples show an object.
                Some(target) => self.reference(target, expression, field),
                None => (**schema).clone(),
            },
            TypeExpression::Array(items) => {
                let items = self.expression(items, table, row, field);
                let items = (items != Schema::default()).then(|| Box::new(items));
                Schema { items, ..Schema::of(SchemaType::Array) }
            }
            // Where a table describes an unnamed value type, its rows are the keys of the map.
            TypeExpression::Map(values)
                if **values == TypeExpression::Object(None)
                    && self.links.table_of((table, row)).is_some() =>
            {
                self.expression(values, table, row, field)
            }
            TypeExpression::Map(values) => Schema::map_of(self.expression(values, table, row, field)),
            TypeExpression::Absent | TypeExpression::Object(_) | TypeExpression::Unknown(_) => {
                match self.links.table_of((table, row)) {
                    Some(target) => self.reference(target, expression, field),
                    None => self.unlinked(expression, field),
                }
            }
        }
    }

    /// A type that no table describes.
    fn unlinked(&mut self, expression: &TypeExpression, field: &Field) -> Schema {
        let plain = match expression {
            TypeExpression::Object(Some(name)) => plain_object(name),
            _ => None,
        };
        match expression {
            TypeExpression::Object(_) if plain.is_some() => plain.unwrap_or_default(),
            TypeExpression::Object(_) => {
                let message = format!("no table describes the members of `{}`", field.name);
                self.report(Code::UnlinkedObject, field, message);
                Schema::of(SchemaType::Object)
            }
            TypeExpression::Unknown(text) => {
                self.report(
                    Code::UnknownType,
                    field,
                    format!("the type `{text}` of `{}` is not known", field.name),
                );
                Schema::default()
            }
            _ => Schema::default(),
        }
    }

    fn report(&mut self, code: Code, field: &Field, message: String) {
        self.diagnostics.push(Diagnostic::new(code, &self.draft.page, field.type_span, message));
    }

    fn reference(&mut self, target: usize, expression: &TypeExpression, field: &Field) -> Schema {
        if let Some(name) = self.names.get(&target) {
            return Schema::reference_to(name);
        }
        if self.depth >= MAX_DEPTH {
            return self.unlinked(&TypeExpression::Object(None), field);
        }
        let name = self.free_name(target, expression, field);
        self.names.insert(target, name.clone());
        // Taken before the members are read: an object may hold itself.
        self.schemas.insert(name.clone(), Schema::default());
        self.depth += 1;
        let mut object = Schema::of(SchemaType::Object);
        for form in self.links.forms(target) {
            self.names.insert(form, name.clone());
            let members = self.object(form, |_| true);
            // Of several forms, only what every one requires is required.
            let required =
                members.required.iter().filter(|&name| form == target || object.required.contains(name));
            object.required = required.cloned().collect();
            object.properties.extend(members.properties);
            object.additional_properties = object.additional_properties.or(members.additional_properties);
        }
        self.depth -= 1;
        object.title = object_name(expression).filter(|title| *title != name).map(str::to_owned);
        let same = self
            .schemas
            .iter()
            .find(|(known, schema)| **known != name && is_copy(known, &name) && **schema == object);
        if let Some(known) = same.map(|(known, _)| known.clone()) {
            self.schemas.remove(&name);
            for form in self.links.forms(target) {
                self.names.insert(form, known.clone());
            }
            return Schema::reference_to(&known);
        }
        self.schemas.insert(name.clone(), object);
        Schema::reference_to(&name)
    }

    /// A name for an object: its type's, its caption's or its field's; a number if it is taken.
    fn free_name(&self, target: usize, expression: &TypeExpression, field: &Field) -> String {
        let table = self.draft.tables.get(target);
        let caption = table.filter(|table| table.word.is_none()).and_then(|table| table.caption.as_deref());
        // Several words describe the object and do not name it.
        let caption = caption.filter(|caption| !caption.contains(char::is_whitespace));
        let candidates = [object_name(expression), caption, Some(field.name.as_str())];
        let wanted = candidates.into_iter().flatten().find(|name| is_ascii_name(name)).unwrap_or("Object");
        let wanted = if names::is_type_name(wanted) { wanted.to_owned() } else { names::type_name(wanted) };
        names::free(&wanted, |name| self.schemas.contains_key(name))
    }
}

/// The schema of a body whose rows gave `object`: one row may stand for all of it, or for the items of a list.
pub(super) fn root(mut object: Schema) -> Schema {
    let mut names = object.properties.keys();
    let stands_for_all = |name: &&String| *name == WHOLE_BODY || vocabulary().is_root_array(name);
    match (names.next().filter(stands_for_all).cloned(), names.next()) {
        (Some(name), None) if name == WHOLE_BODY => object.properties.remove(&name).unwrap_or(object),
        (Some(name), None) => match object.properties.remove(&name) {
            Some(list) if list.schema_type == Some(SchemaType::Array) => list,
            Some(item) => Schema::array_of(item),
            None => object,
        },
        _ => object,
    }
}

/// Whether a row stands for any key: `{自定义key}`.
fn is_free_key(name: &str) -> bool {
    name.starts_with('{') && name.ends_with('}')
}

/// Whether `name` is `known` with a number: a second table of the same object.
fn is_copy(known: &str, name: &str) -> bool {
    name.strip_prefix(known).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
}

fn is_ascii_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | ':' | '/');
    !name.is_empty() && name.chars().all(plain) && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Parameters of path, query and headers: a type that is not stated is a string.
pub(super) fn parameter_schema(
    field: &Field,
    builder: &mut SchemaBuilder<'_>,
    table: usize,
    row: usize,
) -> Schema {
    if parse_type(&field.type_text) == TypeExpression::Absent {
        let mut schema = Schema::of(SchemaType::String);
        constrain(&mut schema, &field.description);
        return schema;
    }
    builder.field(table, row, field)
}

/// Renames schemas that have the name of a type that the generator makes for the operation itself.
pub(super) fn keep_clear(operation: &mut Operation) {
    let id = operation.id.clone();
    let reserved = [id.clone(), format!("{id}Body"), format!("{id}Response")];
    let taken: BTreeSet<String> = operation.schemas.keys().cloned().collect();
    for name in taken.iter().filter(|name| reserved.contains(name)) {
        let mut candidates =
            std::iter::once(format!("{name}Object")).chain((2..).map(|n| format!("{name}Object{n}")));
        let Some(free) = candidates.find(|candidate| !taken.contains(candidate)) else { continue };
        if let Some(schema) = operation.schemas.remove(name) {
            operation.schemas.insert(free.clone(), schema);
        }
        let (from, to) = (format!("/schemas/{name}"), format!("/schemas/{free}"));
        for table in operation.source.tables.iter_mut().filter(|table| table.placed == from) {
            table.placed.clone_from(&to);
        }
        let (old, new) = (Schema::reference_to(name).reference, Schema::reference_to(&free).reference);
        each_schema(operation, &mut |schema| {
            if schema.reference == old {
                schema.reference.clone_from(&new);
            }
        });
    }
}

/// Visits every schema of an operation, at every depth.
pub(super) fn each_schema(operation: &mut Operation, visit: &mut dyn FnMut(&mut Schema)) {
    let parameters = operation.parameters.iter_mut().map(|parameter| &mut parameter.schema);
    let body = operation.request_body.iter_mut().map(|body| &mut body.schema);
    let responses = operation.responses.values_mut().filter_map(|response| response.schema.as_mut());
    for schema in parameters.chain(body).chain(responses).chain(operation.schemas.values_mut()) {
        each_inside(schema, visit);
    }
}

fn each_inside(schema: &mut Schema, visit: &mut dyn FnMut(&mut Schema)) {
    visit(schema);
    let boxed = schema.items.iter_mut().chain(schema.additional_properties.iter_mut()).map(AsMut::as_mut);
    for inner in boxed.chain(schema.properties.values_mut()).chain(schema.one_of.iter_mut()) {
        each_inside(inner, visit);
    }
}

/// Writes down the Rust names of documented names that collide, and keeps those of the committed
/// operation.
pub(super) fn lock_names(operation: &mut Operation, committed: Option<&Operation>) {
    let empty = BTreeMap::new();
    let known = committed.map_or(&empty, |committed| &committed.rust_names);
    let mut locks = BTreeMap::new();
    let keys: Vec<String> = names::argument_keys(operation).into_iter().map(|(key, _)| key).collect();
    lock_owner("parameters", keys.iter().map(String::as_str), known, names::parameter, &mut locks);
    if let Some(body) = &operation.request_body {
        lock_owner("request_body", members(&body.schema), known, names::field, &mut locks);
    }
    let answers = operation.responses.iter().filter(|(status, _)| status.starts_with('2'));
    let answered: BTreeSet<&str> =
        answers.filter_map(|(_, response)| response.schema.as_ref()).flat_map(members).collect();
    lock_owner("responses", answered.into_iter(), known, names::field, &mut locks);
    for (name, schema) in &operation.schemas {
        lock_owner(name, members(schema), known, names::field, &mut locks);
    }
    let mut lock = |owner: &str, schema: &Schema| lock_values(owner, schema, known, &mut locks);
    for (key, parameter) in names::argument_keys(operation) {
        lock(&format!("parameters.{key}"), &parameter.schema);
    }
    if let Some(body) = &operation.request_body {
        lock("request_body", &body.schema);
    }
    let answers = operation.responses.iter().filter(|(status, _)| status.starts_with('2'));
    for schema in answers.filter_map(|(_, response)| response.schema.as_ref()) {
        lock("responses", schema);
    }
    for (name, schema) in &operation.schemas {
        lock(name, schema);
    }
    operation.rust_names = locks;
}

/// Locks the variants of the enumerations in a schema. Their owner is the member that holds them.
fn lock_values(
    owner: &str,
    schema: &Schema,
    known: &BTreeMap<String, String>,
    locks: &mut BTreeMap<String, String>,
) {
    let values = schema.enumeration.iter().filter_map(|value| value.as_str());
    lock_owner(owner, values, known, names::variant, locks);
    for inner in schema.items.iter().chain(&schema.additional_properties) {
        lock_values(owner, inner, known, locks);
    }
    for (name, member) in &schema.properties {
        lock_values(&format!("{owner}.{name}"), member, known, locks);
    }
}

fn members(schema: &Schema) -> impl Iterator<Item = &str> {
    schema.properties.keys().map(String::as_str)
}

fn lock_owner<'n>(
    owner: &str,
    documented: impl Iterator<Item = &'n str>,
    known: &BTreeMap<String, String>,
    convert: fn(&str) -> String,
    locks: &mut BTreeMap<String, String>,
) {
    let documented: Vec<&str> = documented.collect();
    let given = names::unique(documented.iter().copied(), &names::locked(known, owner), convert);
    let converted: BTreeMap<&str, String> = documented.iter().map(|name| (*name, convert(name))).collect();
    let mut plain: BTreeMap<&str, usize> = BTreeMap::new();
    for name in documented.iter().filter_map(|name| converted.get(name)) {
        *plain.entry(name).or_default() += 1;
    }
    for (name, rust) in given {
        let Some(own) = converted.get(name.as_str()) else { continue };
        if plain.get(own.as_str()) != Some(&1) || rust != *own {
            locks.insert(format!("{owner}.{name}"), rust);
        }
    }
}
