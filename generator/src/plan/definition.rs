//! The types of one operation.

use std::collections::BTreeMap;

use serde_json::Value;
use spec::model::Schema;

/// The Rust type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `bool`
    Boolean,
    /// `i64`
    Integer,
    /// `f64`
    Number,
    /// `String`
    String,
    /// Any JSON value.
    Any,
    /// A file that is sent.
    File,
    /// A file that is answered.
    Content,
    /// A `Vec` of items.
    List(Box<Type>),
    /// A map from any text to values.
    Map(Box<Type>),
    /// A type of the same operation.
    Named(TypeKey),
}

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// It is sent.
    Request,
    /// It is answered.
    Response,
    /// Enumerations are the same both ways.
    Both,
}

/// What a type stands for. One object that goes both ways is two types: required members are plain
/// in requests, and nothing is certain in responses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeKey {
    /// JSON pointer into the operation, without the leading `/`.
    pub pointer: String,
    /// Which way its values go.
    pub direction: Direction,
}

/// A type that has to be written out.
#[derive(Clone, Debug)]
pub(crate) struct Definition<'a> {
    /// The name that it gets unless another has it.
    pub(crate) preferred: String,
    pub(crate) origin: Origin,
    /// What owns its members' names: the key of the schema, or the way to what has no key.
    pub(crate) owner: String,
    pub(crate) schema: Option<&'a Schema>,
    pub(crate) kind: Kind<'a>,
}

impl Definition<'_> {
    /// Whether it is an enumeration.
    pub(crate) fn is_enum(&self) -> bool {
        matches!(self.kind, Kind::Enum(_))
    }
}

/// How firmly a type's name is given; the firmer one wins it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// The operation's own body or answer.
    Root,
    /// A key of the operation's schemas.
    Schema,
    /// Made from the owner's name and the member's.
    Member,
}

/// What is written.
#[derive(Clone, Debug)]
pub(crate) enum Kind<'a> {
    Struct {
        fields: Vec<Field<'a>>,
        /// Values of members that are not named one by one.
        others: Option<Others>,
    },
    /// An answer that is not an object.
    Wrapper(Type),
    /// Rust names of the documented values.
    Enum(BTreeMap<String, String>),
}

/// The members of an object that are not named one by one.
#[derive(Clone, Debug)]
pub(crate) struct Others {
    pub(crate) rust: String,
    /// The type of their values.
    pub(crate) ty: Type,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub(crate) struct Field<'a> {
    pub(crate) documented: &'a str,
    pub(crate) rust: String,
    pub(crate) ty: Type,
    pub(crate) required: bool,
    /// The object holds itself through this member.
    pub(crate) boxed: bool,
    pub(crate) schema: &'a Schema,
}

/// The documented values of an enumeration of strings.
pub(crate) fn string_values(schema: &Schema) -> Option<Vec<&str>> {
    let values: Vec<&str> = schema.enumeration.iter().filter_map(Value::as_str).collect();
    (!values.is_empty() && values.len() == schema.enumeration.len()).then_some(values)
}
