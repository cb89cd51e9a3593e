//! Objects: documented members, and others where they may be.

use std::collections::BTreeSet;

use proptest::{collection, option, prelude::*};
use serde_json::{Map, Value};
use spec::model::Schema;

use super::{Draw, Drawn, Place, Undrawable, any_json, any_text, is_free_object};

impl<'a> Draw<'a> {
    /// Required members always, the others now and then.
    pub(super) fn object(
        &mut self,
        schema: &'a Schema,
        place: Place,
        room: usize,
    ) -> Result<Option<Drawn>, Undrawable> {
        let has_any_names = is_free_object(schema) || schema.additional_properties.is_some();
        if place == Place::Header && has_any_names {
            return Err(Undrawable("an object with any names in a header".to_owned()));
        }
        if is_free_object(schema) {
            return Ok(Some(others(&BTreeSet::new(), any_json()).prop_map(Value::Object).boxed()));
        }
        let mut names = Vec::new();
        let mut members: Vec<BoxedStrategy<Option<Value>>> = Vec::new();
        for (name, member) in &schema.properties {
            let required = schema.required.contains(name);
            match self.value(member, place, room)? {
                Some(drawn) if required => members.push(drawn.prop_map(Some).boxed()),
                Some(drawn) => members.push(option::of(drawn).boxed()),
                None if required => return Ok(None),
                None => continue,
            }
            names.push(name.clone());
        }
        let more = match schema.additional_properties.as_deref() {
            Some(values) => self.value(values, place, room)?,
            None => None,
        };
        let documented = schema.properties.keys().cloned().collect();
        let more = more.map_or_else(|| Just(Map::new()).boxed(), |values| others(&documented, values));
        let object = (members, more).prop_map(move |(members, mut object)| {
            let members = names.iter().cloned().zip(members);
            object.extend(members.filter_map(|(name, member)| member.map(|member| (name, member))));
            Value::Object(object)
        });
        Ok(Some(object.boxed()))
    }
}

/// Members with free names.
fn others(documented: &BTreeSet<String>, values: Drawn) -> BoxedStrategy<Map<String, Value>> {
    let documented = documented.clone();
    let name = any_text().prop_filter("documented", move |name| !documented.contains(name));
    collection::btree_map(name, values, 0..3).prop_map(|members| members.into_iter().collect()).boxed()
}
