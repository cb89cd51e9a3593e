//! Arguments: values that are sent as text, and the body.

use proptest::{option, prelude::*};
use serde_json::Value;
use spec::model::{Arguments, Location, Parameter, Schema, SchemaType};

use super::{Draw, Drawn, Place, Undrawable, is_free_object, list_of, resolve, text, type_of};
use crate::arguments::{is_required, set};

impl<'a> Draw<'a> {
    /// All arguments of a call: the required ones always, the others now and then.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub fn arguments(&mut self) -> Result<BoxedStrategy<Arguments>, Undrawable> {
        let operation = self.operation;
        let mut parameters = Vec::new();
        let mut values = Vec::new();
        for parameter in operation.parameters.iter().filter(|parameter| operation.takes(parameter)) {
            let drawn = self.argument(parameter)?;
            values.push(sometimes(drawn, is_required(operation, parameter)));
            parameters.push(parameter.clone());
        }
        let required = operation.request_body.as_ref().is_some_and(|body| body.required);
        let body = self.body()?.map_or_else(|| Just(None).boxed(), |body| sometimes(body, required));
        let arguments = (values, body).prop_map(move |(values, body)| {
            let mut arguments = Arguments { body, ..Arguments::default() };
            for (parameter, value) in parameters.iter().zip(values) {
                if let Some(value) = value {
                    set(&mut arguments, parameter, value);
                }
            }
            arguments
        });
        Ok(arguments.boxed())
    }

    /// One argument.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub fn argument(&mut self, parameter: &'a Parameter) -> Result<Drawn, Undrawable> {
        let place = match parameter.location {
            Location::Path => Place::Path,
            Location::Query => Place::Query,
            Location::Header => Place::Header,
            Location::Form => Place::Form,
        };
        let named = |Undrawable(why)| {
            Undrawable(format!("{} parameter {}: {why}", parameter.location.as_str(), parameter.name))
        };
        self.sent_as_text(&parameter.schema, place).map_err(named)
    }

    /// What the page leaves open is text, for the client too.
    fn sent_as_text(&mut self, schema: &'a Schema, place: Place) -> Result<Drawn, Undrawable> {
        let target = resolve(self.operation, schema);
        match type_of(target) {
            _ if !target.one_of.is_empty() || is_free_object(target) => text::text(&Schema::default(), place),
            None if target.enumeration.is_empty() => text::text(&Schema::default(), place),
            Some(SchemaType::Array) if place == Place::Path => {
                Err(Undrawable("a list cannot be one segment of a path".to_owned()))
            }
            Some(SchemaType::Array) => {
                let items = match target.items.as_deref() {
                    Some(items) => self.sent_as_text(items, place)?,
                    None => text::text(&Schema::default(), place)?,
                };
                list_of(items, target.min_items.unwrap_or(0), target.max_items.unwrap_or(u64::MAX))
            }
            _ => self.whole(target, place),
        }
    }
}

fn sometimes(drawn: Drawn, required: bool) -> BoxedStrategy<Option<Value>> {
    if required { drawn.prop_map(Some).boxed() } else { option::of(drawn).boxed() }
}
