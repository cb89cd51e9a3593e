//! The subset of JSON Schema 2020-12 that documentation tables can express.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A JSON Schema 2020-12 schema. Only standard keywords are used.
///
/// An empty schema accepts any value: it stands for a type that the page leaves open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Schema {
    /// `#/schemas/<Name>`: a schema of the same operation. Other keywords may stand beside it.
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The name that the page gives to this object, where it is not the key of the schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The JSON type. Absent if the page leaves it open.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub schema_type: Option<SchemaType>,
    /// A narrower type: `int32`, `int64`, `float`, `double`, `date-time`, `binary`, `uuid`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The documented values. Services add values without notice: a client must accept others.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub enumeration: Vec<Value>,
    /// The value that the service assumes if none is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Least number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Greatest number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// Regular expression (ECMA-262) that a string matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Least number, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<serde_json::Number>,
    /// Greatest number, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<serde_json::Number>,
    /// Least number of items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// Greatest number of items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// Schema of the items of an array.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    /// Members of an object, by their name on the wire.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, Schema>,
    /// Names of the members that must be present.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub required: BTreeSet<String>,
    /// Schema of the values of a map with free keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_properties: Option<Box<Schema>>,
    /// Alternatives, exactly one of which holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Schema>,
    /// The page marks this value as obsolete.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
}

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SchemaType {
    /// A list.
    Array,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A structure or a map.
    Object,
    /// A text.
    String,
}

impl Schema {
    /// The prefix of a reference to a schema of the same operation.
    pub const REFERENCE_PREFIX: &str = "#/schemas/";

    /// A schema of one JSON type and no constraints.
    pub fn of(schema_type: SchemaType) -> Self {
        Self { schema_type: Some(schema_type), ..Self::default() }
    }

    /// A reference to the schema `name` of the same operation.
    pub fn reference_to(name: &str) -> Self {
        Self { reference: Some(format!("{}{name}", Self::REFERENCE_PREFIX)), ..Self::default() }
    }

    /// A list of `items`.
    pub fn array_of(items: Schema) -> Self {
        Self { items: Some(Box::new(items)), ..Self::of(SchemaType::Array) }
    }

    /// A map from any key to `values`.
    pub fn map_of(values: Schema) -> Self {
        Self { additional_properties: Some(Box::new(values)), ..Self::of(SchemaType::Object) }
    }

    /// The name of the schema that this one refers to, if it is a reference.
    pub fn referenced_name(&self) -> Option<&str> {
        self.reference.as_deref()?.strip_prefix(Self::REFERENCE_PREFIX)
    }
}
