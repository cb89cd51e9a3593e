//! The arguments of an operation, apart from its body.

use std::collections::{BTreeMap, BTreeSet};

use spec::model::{Location, Operation, Parameter, Schema, SetBy};
use spec::names;

use super::definition::Type;
use super::shape::{self, Shape};
use super::types::{Place, Types};
use crate::error::Problem;

/// Headers that the client always sets itself.
const CLIENT_HEADERS: &[&str] = &[
    "authorization",
    "content-length",
    "content-type",
    "host",
    "x-auth-token",
    "x-sdk-content-sha256",
    "x-sdk-date",
    "x-security-token",
];

/// A path, query or header parameter.
pub(crate) struct Argument<'a> {
    pub(crate) parameter: &'a Parameter,
    /// The name in a flat object of all arguments.
    pub(crate) key: String,
    pub(crate) rust: String,
    pub(crate) ty: Type,
    /// An argument of `new`; else it has a setter.
    pub(crate) required: bool,
}

/// The arguments in the order of `new`: path, in the order of the template, then query, header.
pub(super) fn of<'a>(operation: &'a Operation, types: &mut Types<'a>) -> Result<Vec<Argument<'a>>, Problem> {
    let placeholders = check_placeholders(operation)?;
    let mut parameters = names::argument_keys(operation);
    parameters.retain(|(_, parameter)| is_argument(operation, parameter));
    parameters.sort_by_key(|(_, parameter)| {
        let place = placeholders.iter().position(|name| *name == parameter.name);
        (parameter.location, place.filter(|_| parameter.location == Location::Path))
    });
    let locked = names::locked(&operation.rust_names, "parameters");
    let keys = parameters.iter().map(|(key, _)| key.as_str());
    let mut rust: BTreeMap<String, String> = names::unique(keys, &locked, names::parameter);
    parameters
        .into_iter()
        .map(|(key, parameter)| {
            let from_client = parameter.set_by == SetBy::Client;
            let in_path = parameter.location == Location::Path;
            // What the client fills in is text.
            let ty = if from_client && in_path {
                Type::String
            } else {
                argument_type(types, &parameter.schema, &Place::argument(&key, &parameter.name))?
            };
            let rust = rust.remove(&key).unwrap_or_default();
            Ok(Argument {
                parameter,
                key,
                rust,
                ty,
                required: !from_client && (in_path || parameter.required),
            })
        })
        .collect()
}

/// Arguments are sent as text: an object is its JSON, and a value of unknown type is text already.
fn argument_type<'a>(types: &mut Types<'a>, schema: &'a Schema, place: &Place) -> Result<Type, Problem> {
    Ok(match shape::of(types.target(schema)?.1) {
        Shape::Struct | Shape::Map(_) => Type::Any,
        Shape::Scalar(Type::Any) => Type::String,
        Shape::List(None) => Type::List(Box::new(Type::String)),
        Shape::List(Some(items)) => {
            let item = match shape::of(types.target(items)?.1) {
                Shape::List(_) => Type::Any,
                _ => argument_type(types, items, &place.inner("items"))?,
            };
            Type::List(Box::new(item))
        }
        Shape::Scalar(_) | Shape::Enum(_) => types.resolve(schema, place)?,
    })
}

/// Whether a caller may give the value at all.
fn is_argument(operation: &Operation, parameter: &Parameter) -> bool {
    let is_fixed =
        parameter.location == Location::Query && operation.discriminator.query.contains_key(&parameter.name);
    let is_client_header = parameter.location == Location::Header
        && parameter.set_by == SetBy::Client
        && CLIENT_HEADERS.contains(&parameter.name.to_ascii_lowercase().as_str());
    !is_fixed && !is_client_header
}

/// The placeholders of the path; they and the path parameters have to be the same names.
fn check_placeholders(operation: &Operation) -> Result<Vec<&str>, Problem> {
    let placeholders: Vec<&str> = operation
        .path
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect();
    let parameters: BTreeSet<&str> =
        operation.parameters_in(Location::Path).map(|parameter| parameter.name.as_str()).collect();
    if let Some(name) = placeholders.iter().find(|name| !parameters.contains(*name)) {
        return Err(Problem::Placeholder((*name).to_owned()));
    }
    if let Some(name) = parameters.iter().find(|name| !placeholders.contains(name)) {
        return Err(Problem::PathParameter((*name).to_owned()));
    }
    Ok(placeholders)
}
