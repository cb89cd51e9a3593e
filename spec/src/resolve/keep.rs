//! Names of objects, once committed, stay: whatever a page calls an object later, its Rust type keeps its name.

use std::collections::{BTreeMap, BTreeSet};

use super::schemas;
use crate::model::{Operation, Schema};
use crate::names;

/// Gives the objects of an operation the names that the committed operation has for them. They are the same
/// if the same members lead to them. What the page calls them becomes their title.
pub(super) fn type_names(operation: &mut Operation, committed: &Operation) {
    let renames = renames(operation, committed);
    if renames.is_empty() {
        return;
    }
    let old = std::mem::take(&mut operation.schemas);
    for (name, mut schema) in old {
        let new = renames.get(&name).unwrap_or(&name);
        if *new != name && schema.title.is_none() {
            schema.title = Some(name.clone());
        }
        schema.title = schema.title.filter(|title| title != new);
        operation.schemas.insert(new.clone(), schema);
    }
    schemas::each_schema(operation, &mut |schema| {
        if let Some(new) = schema.referenced_name().and_then(|name| renames.get(name)) {
            schema.reference = Schema::reference_to(new).reference;
        }
    });
    let moved = |pointer: &str| {
        let (name, rest) =
            pointer.strip_prefix("/schemas/").map(|path| path.split_once('/').unwrap_or((path, "")))?;
        let new = renames.get(name)?;
        Some(if rest.is_empty() { format!("/schemas/{new}") } else { format!("/schemas/{new}/{rest}") })
    };
    for table in &mut operation.source.tables {
        table.placed = moved(&table.placed).unwrap_or_else(|| table.placed.clone());
    }
    let inferred = std::mem::take(&mut operation.source.inferred).into_iter();
    operation.source.inferred = inferred.map(|pointer| moved(&pointer).unwrap_or(pointer)).collect();
}

/// New names by present ones, for those that change.
fn renames(operation: &Operation, committed: &Operation) -> BTreeMap<String, String> {
    let mut pairs = Pairs { operation, committed, names: BTreeMap::new(), seen: BTreeSet::new() };
    pairs.walk();
    let given: BTreeSet<String> = pairs.names.values().cloned().collect();
    let mut renames = pairs.names;
    let mut taken: BTreeSet<String> =
        operation.schemas.keys().cloned().chain(given.iter().cloned()).collect();
    // An object that is new makes way for one that had its name before.
    for name in operation.schemas.keys().filter(|name| given.contains(*name)) {
        if !renames.contains_key(name) {
            let free = names::free(name, |candidate| taken.contains(candidate));
            taken.insert(free.clone());
            renames.insert(name.clone(), free);
        }
    }
    renames.retain(|name, new| name != new);
    renames
}

/// Objects that the same members lead to in both versions.
struct Pairs<'a> {
    operation: &'a Operation,
    committed: &'a Operation,
    /// Committed names by present ones. An object that is several now gives its name to the first.
    names: BTreeMap<String, String>,
    seen: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Pairs<'a> {
    fn walk(&mut self) {
        let (new, old) = (self.operation, self.committed);
        for parameter in &new.parameters {
            let same = old
                .parameters
                .iter()
                .find(|known| (known.location, &known.name) == (parameter.location, &parameter.name));
            if let Some(known) = same {
                self.schemas(&parameter.schema, &known.schema);
            }
        }
        if let (Some(new), Some(old)) = (&new.request_body, &old.request_body) {
            self.schemas(&new.schema, &old.schema);
        }
        for (status, response) in &new.responses {
            let known = old.responses.get(status).and_then(|known| known.schema.as_ref());
            if let (Some(new), Some(old)) = (&response.schema, known) {
                self.schemas(new, old);
            }
        }
    }

    fn schemas(&mut self, new: &'a Schema, old: &'a Schema) {
        let (operation, committed) = (self.operation, self.committed);
        match (new.referenced_name(), old.referenced_name()) {
            (Some(name), Some(known)) => {
                if !self.seen.insert((name, known)) {
                    return;
                }
                let is_given = self.names.values().any(|given| given == known);
                if !is_given && !self.names.contains_key(name) {
                    self.names.insert(name.to_owned(), known.to_owned());
                }
                if let (Some(new), Some(old)) = (operation.schemas.get(name), committed.schemas.get(known)) {
                    self.schemas(new, old);
                }
            }
            (None, None) => {
                for (name, member) in &new.properties {
                    if let Some(known) = old.properties.get(name) {
                        self.schemas(member, known);
                    }
                }
                let inner =
                    |schema: &'a Schema| [schema.items.as_deref(), schema.additional_properties.as_deref()];
                for (new, old) in inner(new).into_iter().zip(inner(old)) {
                    if let (Some(new), Some(old)) = (new, old) {
                        self.schemas(new, old);
                    }
                }
            }
            _ => {}
        }
    }
}
