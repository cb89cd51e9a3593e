//! From schemas to the types of one operation.

use std::collections::BTreeMap;

use spec::model::{Operation, Schema};
use spec::names;

use super::definition::{Definition, Direction, Field, Kind, Origin, Others, Type, TypeKey};
use super::naming::{given_type_name, joined};
use super::shape::{self, Shape};
use crate::error::Problem;

/// Collects the types of one operation while its schemas are walked.
pub(crate) struct Types<'a> {
    pub(super) operation: &'a Operation,
    pub(super) definitions: BTreeMap<TypeKey, Definition<'a>>,
    /// References that are being followed, to notice one that leads nowhere but to itself.
    following: Vec<&'a str>,
}

/// Where a schema stands, and what its type is called if it needs one.
#[derive(Clone)]
pub(crate) struct Place {
    /// JSON pointer into the operation, without the leading `/`.
    pub(super) pointer: String,
    /// The owner of names in [`Operation::rust_names`].
    pub(super) owner: String,
    pub(super) preferred: String,
    /// The same for a type that serves both directions.
    plain: String,
    pub(super) origin: Origin,
    pub(super) direction: Direction,
}

impl Place {
    /// The body or the answer of an operation.
    pub(super) fn root(pointer: &str, name: String, direction: Direction) -> Self {
        Self {
            pointer: pointer.to_owned(),
            owner: pointer.to_owned(),
            plain: name.clone(),
            preferred: name,
            origin: Origin::Root,
            direction,
        }
    }

    /// A parameter.
    pub(super) fn argument(key: &str, name: &str) -> Self {
        let preferred = names::type_name(name);
        Self {
            pointer: format!("parameters/{key}"),
            owner: format!("parameters.{key}"),
            plain: preferred.clone(),
            preferred,
            origin: Origin::Member,
            direction: Direction::Request,
        }
    }

    /// Makes this the place of a schema with a key, under its own name.
    pub(super) fn stand_for_schema(&mut self, key: &str) {
        self.pointer = format!("schemas/{key}");
        key.clone_into(&mut self.owner);
    }

    pub(super) fn key(&self) -> TypeKey {
        TypeKey { pointer: self.pointer.clone(), direction: self.direction }
    }

    fn member(&self, name: &str) -> Self {
        let suffix = names::type_name(name);
        Self {
            pointer: format!("{}/properties/{name}", self.pointer),
            owner: format!("{}.{name}", self.owner),
            preferred: joined(&self.preferred, &suffix),
            plain: joined(&self.plain, &suffix),
            origin: Origin::Member,
            direction: self.direction,
        }
    }

    pub(super) fn inner(&self, keyword: &str) -> Self {
        let suffix = if self.origin == Origin::Root { "Item" } else { "" };
        Self {
            pointer: format!("{}/{keyword}", self.pointer),
            preferred: joined(&self.preferred, suffix),
            plain: joined(&self.plain, suffix),
            origin: Origin::Member,
            ..self.clone()
        }
    }

    fn both_ways(&self) -> Self {
        Self { preferred: self.plain.clone(), direction: Direction::Both, ..self.clone() }
    }
}

impl<'a> Types<'a> {
    /// No types yet.
    pub(super) fn new(operation: &'a Operation) -> Self {
        Self { operation, definitions: BTreeMap::new(), following: Vec::new() }
    }

    /// The type of a schema; structs and enums on the way are defined.
    pub(super) fn resolve(&mut self, schema: &'a Schema, place: &Place) -> Result<Type, Problem> {
        if schema.reference.is_some() {
            return self.referenced(schema, place.direction);
        }
        match shape::of(schema) {
            Shape::Scalar(ty) => Ok(ty),
            Shape::Enum(values) => Ok(self.enumeration(schema, &values, place)),
            Shape::List(None) => Ok(Type::List(Box::new(Type::Any))),
            Shape::List(Some(items)) => Ok(Type::List(Box::new(self.resolve(items, &place.inner("items"))?))),
            Shape::Map(values) => {
                Ok(Type::Map(Box::new(self.resolve(values, &place.inner("additionalProperties"))?)))
            }
            Shape::Struct => self.structure(schema, place),
        }
    }

    /// Defines a struct for an object.
    pub(super) fn structure(&mut self, schema: &'a Schema, place: &Place) -> Result<Type, Problem> {
        let key = place.key();
        if !self.definitions.contains_key(&key) {
            // Defined before its members are looked at, for those that refer back to it.
            self.define(place, Some(schema), Kind::Struct { fields: Vec::new(), others: None });
            let members = schema.properties.iter().map(|(name, member)| (name.as_str(), member)).collect();
            let kind = self.members(&members, &[schema], place)?;
            self.define(place, Some(schema), kind);
        }
        Ok(Type::Named(key))
    }

    /// Defines a struct for a form, whose fields may be files.
    pub(super) fn form(&mut self, schema: &'a Schema, place: &Place) -> Result<Type, Problem> {
        let ty = self.structure(schema, place)?;
        if let Some(definition) = self.definitions.get_mut(&place.key())
            && let Kind::Struct { fields, others } = &mut definition.kind
        {
            // Forms have documented fields only.
            *others = None;
            for field in fields {
                match field.schema.items.as_deref() {
                    Some(items) if shape::is_file(items) => field.ty = Type::List(Box::new(Type::File)),
                    _ if shape::is_file(field.schema) => field.ty = Type::File,
                    _ => {}
                }
            }
        }
        Ok(ty)
    }

    /// Defines one struct with the members of several objects. A member that they do not agree on is
    /// left open.
    pub(super) fn merged_structure(
        &mut self,
        schemas: &[&'a Schema],
        place: &Place,
    ) -> Result<Type, Problem> {
        let mut members: BTreeMap<&'a str, &'a Schema> = BTreeMap::new();
        for schema in schemas {
            for (name, member) in &schema.properties {
                let agreed = members.entry(name).or_insert(member);
                if !agrees(agreed, member) {
                    *agreed = &*OPEN;
                }
            }
        }
        let kind = self.members(&members, schemas, place)?;
        self.define(place, None, kind);
        Ok(Type::Named(place.key()))
    }

    /// The schema that a reference leads to in the end with its key, or the schema itself.
    pub(super) fn target(&self, schema: &'a Schema) -> Result<(Option<&'a str>, &'a Schema), Problem> {
        let mut target = (None, schema);
        for _ in 0..=self.operation.schemas.len() {
            if target.1.reference.is_none() {
                return Ok(target);
            }
            let (key, schema) = self.lookup(target.1)?;
            target = (Some(key), schema);
        }
        Ok((None, &*OPEN))
    }

    fn referenced(&mut self, reference: &'a Schema, direction: Direction) -> Result<Type, Problem> {
        let (name, schema) = self.lookup(reference)?;
        if self.following.contains(&name) && !matches!(shape::of(schema), Shape::Struct) {
            return Ok(Type::Any);
        }
        let place = self.schema_place(name, direction);
        self.following.push(name);
        let ty = self.resolve(schema, &place);
        self.following.pop();
        ty
    }

    fn lookup(&self, reference: &Schema) -> Result<(&'a str, &'a Schema), Problem> {
        let found = reference.referenced_name().and_then(|name| self.operation.schemas.get_key_value(name));
        let target = reference.reference.clone().unwrap_or_default();
        found.map(|(name, schema)| (name.as_str(), schema)).ok_or(Problem::Reference(target))
    }

    /// A schema that goes both ways gets the plain name for requests, which are planned first.
    fn schema_place(&self, name: &str, direction: Direction) -> Place {
        let plain = given_type_name(name);
        let pointer = format!("schemas/{name}");
        let sent = TypeKey { pointer: pointer.clone(), direction: Direction::Request };
        let preferred = if direction == Direction::Response && self.definitions.contains_key(&sent) {
            let locked = names::locked(&self.operation.rust_names, "responses").remove(name);
            locked.unwrap_or_else(|| joined(&plain, "Response"))
        } else {
            plain.clone()
        };
        Place { pointer, owner: name.to_owned(), preferred, plain, origin: Origin::Schema, direction }
    }

    fn members(
        &mut self,
        members: &BTreeMap<&'a str, &'a Schema>,
        objects: &[&'a Schema],
        place: &Place,
    ) -> Result<Kind<'a>, Problem> {
        let locked = names::locked(&self.operation.rust_names, &place.owner);
        let scope = members.keys().copied().chain([OTHERS]);
        let mut rust = names::unique(scope, &locked, names::field);
        let is_request = place.direction == Direction::Request;
        let mut fields = Vec::new();
        for (documented, schema) in members {
            let ty = self.resolve(schema, &place.member(documented))?;
            let required = is_request && objects.iter().any(|object| object.required.contains(*documented));
            let rust = rust.remove(*documented).unwrap_or_default();
            fields.push(Field { documented, rust, ty, required, boxed: false, schema });
        }
        let values = objects.iter().find_map(|object| object.additional_properties.as_deref());
        let others = values
            .map(|values| {
                // An answer may hold members of any type that no page knows.
                let ty = if is_request {
                    self.resolve(values, &place.inner("additionalProperties"))?
                } else {
                    Type::Any
                };
                Ok(Others { rust: rust.remove(OTHERS).unwrap_or_default(), ty })
            })
            .transpose()?;
        Ok(Kind::Struct { fields, others })
    }

    fn enumeration(&mut self, schema: &'a Schema, values: &[&str], place: &Place) -> Type {
        let place = place.both_ways();
        let locked = names::locked(&self.operation.rust_names, &place.owner);
        let variants = names::unique(values.iter().copied(), &locked, names::variant);
        self.define(&place, Some(schema), Kind::Enum(variants));
        Type::Named(place.key())
    }

    pub(super) fn define(&mut self, place: &Place, schema: Option<&'a Schema>, kind: Kind<'a>) {
        let Place { preferred, origin, owner, .. } = place.clone();
        let definition = Definition { preferred, origin, owner, schema, kind };
        self.definitions.insert(place.key(), definition);
    }
}

/// Stands for the members without a name among those that have one; no page can hold it.
const OTHERS: &str = "\0others";

/// Accepts any value.
static OPEN: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(Schema::default);

/// Whether two schemas mean one type.
fn agrees(a: &Schema, b: &Schema) -> bool {
    let type_only = |schema: &Schema| Schema {
        reference: schema.reference.clone(),
        schema_type: schema.schema_type,
        format: schema.format.clone(),
        enumeration: schema.enumeration.clone(),
        items: schema.items.clone(),
        properties: schema.properties.clone(),
        additional_properties: schema.additional_properties.clone(),
        one_of: schema.one_of.clone(),
        ..Schema::default()
    };
    type_only(a) == type_only(b)
}
