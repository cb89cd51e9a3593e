//! Names of an operation's types.

use std::collections::BTreeMap;

use spec::names;

use super::definition::{Definition, Origin, TypeKey};

/// The type name for an id or a schema key. They were chosen as type names and stay as they are if
/// they can.
pub(crate) fn given_type_name(name: &str) -> String {
    if names::is_type_name(name) { name.to_owned() } else { names::type_name(name) }
}

/// A type name made of another and what follows it.
pub(super) fn joined(name: &str, suffix: &str) -> String {
    format!("{}{}", name.trim_end_matches('_'), suffix.trim_end_matches('_'))
}

/// Gives each type its name, the firmest first.
///
/// `taken` are names that are gone before: the operation's own, by anything that is not a pointer.
pub(super) fn types(
    definitions: &BTreeMap<TypeKey, Definition<'_>>,
    taken: BTreeMap<String, String>,
) -> BTreeMap<TypeKey, String> {
    let scope: BTreeMap<String, &Definition<'_>> =
        definitions.iter().map(|(key, definition)| (text(key), definition)).collect();
    let preferred =
        |key: &str| scope.get(key).map(|definition| definition.preferred.clone()).unwrap_or_default();
    let mut locked = taken;
    for origin in [Origin::Root, Origin::Schema, Origin::Member] {
        let keys =
            scope.iter().filter(|(_, definition)| definition.origin == origin).map(|(key, _)| key.as_str());
        let names = names::unique(keys, &locked, preferred);
        locked.extend(names);
    }
    definitions.keys().filter_map(|key| Some((key.clone(), locked.get(&text(key))?.clone()))).collect()
}

/// Requests sort before responses, so that they win a name.
fn text(key: &TypeKey) -> String {
    format!("{:?} {}", key.direction, key.pointer)
}
