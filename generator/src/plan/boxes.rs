//! Objects that hold themselves need a box somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::definition::{Definition, Kind, Type, TypeKey};

/// Boxes the members through which a struct would hold itself. They become optional too: a required
/// one could never end.
pub(super) fn insert(definitions: &mut BTreeMap<TypeKey, Definition<'_>>) {
    let held: BTreeMap<TypeKey, BTreeSet<TypeKey>> =
        definitions.iter().map(|(key, definition)| (key.clone(), directly_held(definition))).collect();
    for (owner, definition) in definitions {
        let Kind::Struct { fields, .. } = &mut definition.kind else { continue };
        for field in fields {
            if let Type::Named(member) = &field.ty
                && reaches(&held, member, owner)
            {
                field.boxed = true;
                field.required = false;
            }
        }
    }
}

fn directly_held(definition: &Definition<'_>) -> BTreeSet<TypeKey> {
    let Kind::Struct { fields, .. } = &definition.kind else { return BTreeSet::new() };
    let named = fields.iter().filter_map(|field| match &field.ty {
        Type::Named(key) => Some(key.clone()),
        _ => None,
    });
    named.collect()
}

fn reaches(held: &BTreeMap<TypeKey, BTreeSet<TypeKey>>, from: &TypeKey, to: &TypeKey) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(key) = open.pop() {
        if key == to {
            return true;
        }
        if seen.insert(key) {
            open.extend(held.get(key).into_iter().flatten());
        }
    }
    false
}
