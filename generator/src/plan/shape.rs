//! What kind of Rust type a schema becomes, looking at nothing but the schema itself.

use spec::model::{Schema, SchemaType};

use super::definition::{Type, string_values};

/// The kinds of types.
pub(crate) enum Shape<'a> {
    Scalar(Type),
    Enum(Vec<&'a str>),
    List(Option<&'a Schema>),
    Map(&'a Schema),
    Struct,
}

/// Classifies a schema that is not a reference.
pub(crate) fn of(schema: &Schema) -> Shape<'_> {
    if !schema.one_of.is_empty() {
        return Shape::Scalar(Type::Any);
    }
    match schema.schema_type {
        Some(SchemaType::Object) => object(schema),
        Some(SchemaType::Array) => Shape::List(schema.items.as_deref()),
        Some(SchemaType::Boolean) => Shape::Scalar(Type::Boolean),
        // Pages call milliseconds since 1970 an `Integer` too, so that no format promises a size.
        Some(SchemaType::Integer) => Shape::Scalar(Type::Integer),
        Some(SchemaType::Number) => Shape::Scalar(Type::Number),
        Some(SchemaType::String) => string_values(schema).map_or(Shape::Scalar(Type::String), Shape::Enum),
        None if schema.items.is_some() => Shape::List(schema.items.as_deref()),
        None => match string_values(schema) {
            Some(values) => Shape::Enum(values),
            None => object(schema),
        },
    }
}

fn object(schema: &Schema) -> Shape<'_> {
    match &schema.additional_properties {
        _ if !schema.properties.is_empty() => Shape::Struct,
        Some(values) => Shape::Map(values),
        None => Shape::Scalar(Type::Any),
    }
}

/// Whether a whole body, or a field of a form, is a file.
pub(crate) fn is_file(schema: &Schema) -> bool {
    schema.schema_type == Some(SchemaType::String) && schema.format.as_deref() == Some("binary")
}

/// Whether a body of this schema is an object: one without documented members has none.
pub(crate) fn is_object(schema: &Schema) -> bool {
    let is_empty = schema.schema_type == Some(SchemaType::Object)
        && schema.additional_properties.is_none()
        && schema.one_of.is_empty();
    is_empty || matches!(of(schema), Shape::Struct)
}
