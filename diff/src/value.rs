//! Values: types, members, enumerations, limits.

use spec::model::{Operation, Schema, SchemaType};

use crate::operation::obsolete;
use crate::rust::{Effect, TypeOf, type_effect};
use crate::walk::{Found, Place, Slot, Walk};
use crate::{Class, RuleId, enumeration, limits, members, text};

/// A schema that references lead to, and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) schema: &'a Schema,
    /// The schema as it stands at its place, with what it says beside the reference.
    pub(crate) site: &'a Schema,
}

/// Compares a value on both sides.
pub(crate) fn compare<'a>(walk: &mut Walk<'a>, base: Slot<'a>, head: Slot<'a>, place: &Place) {
    let (base, old) = resolve(walk.sides.base, base);
    let (head, new) = resolve(walk.sides.head, head);
    if old.site.deprecated != new.site.deprecated && !place.is_argument {
        let has_mark = head.ty.is_some();
        walk.report(obsolete(new.site.deprecated, has_mark, |rule, old, new| {
            Found::at(rule, place, &head.pointer).values(old, new)
        }));
    }
    type_names(walk, base.ty, head.ty, place, &head.pointer);
    limits::defaults(walk, old, new, place, &head.pointer);
    // A shared object is compared once, however many members refer to it.
    let referred = |target: Target<'_>| !std::ptr::eq(target.schema, target.site);
    let shared = referred(old) || referred(new);
    let key = (base.pointer.clone(), head.pointer.clone(), place.is_request);
    if shared && !walk.seen.insert(key) {
        return;
    }
    let mut effect = type_effect(base.ty, head.ty, place.is_argument);
    if same_kind(&base, old.schema, &head, new.schema) {
        contents(walk, &base, old, &head, new, place, &mut effect);
    } else {
        let (rule, wire) = retyped(old.schema, new.schema, place);
        let found = Found::at(rule, place, &head.pointer).wire(wire).rust(std::mem::take(&mut effect));
        walk.report(found.values(Some(label(old.site)), Some(label(new.site))));
    }
    if effect.class > Class::None {
        let text = |ty: Option<TypeOf<'_>>| ty.map(TypeOf::text);
        let found = Found::at(RuleId::RustTypeChanged, place, &head.pointer).rust(effect);
        walk.report(found.values(text(base.ty), text(head.ty)));
    }
}

/// What is inside two values of one kind.
fn contents<'a>(
    walk: &mut Walk<'a>,
    base: &Slot<'a>,
    old: Target<'a>,
    head: &Slot<'a>,
    new: Target<'a>,
    place: &Place,
    effect: &mut Effect,
) {
    enumeration::compare(walk, base, old, head, new, place, effect);
    limits::compare(walk, old, new, place, &head.pointer);
    if let (Some(old_items), Some(new_items)) = (&old.schema.items, &new.schema.items) {
        let slot = |slot: &Slot<'a>, schema: &'a Schema| Slot {
            schema,
            pointer: format!("{}/items", slot.pointer),
            ty: slot.ty.and_then(TypeOf::items),
        };
        compare(walk, slot(base, old_items), slot(head, new_items), &place.inner("[]"));
    }
    members::compare(walk, base, old.schema, head, new.schema, place);
    further_members(walk, base, old.schema, head, new.schema, place);
    if old.schema.one_of != new.schema.one_of && !old.schema.one_of.is_empty() {
        let [before, after] = text::sides(Some(&old.schema.one_of), Some(&new.schema.one_of), |schemas| {
            schemas.iter().map(label).collect::<Vec<_>>().join(" or ")
        });
        let found = Found::at(RuleId::AlternativesChanged, place, &format!("{}/oneOf", head.pointer));
        walk.report(found.values(before, after));
    }
}

/// Values of members that are not listed.
fn further_members<'a>(
    walk: &mut Walk<'a>,
    base: &Slot<'a>,
    old: &'a Schema,
    head: &Slot<'a>,
    new: &'a Schema,
    place: &Place,
) {
    let slot = |slot: &Slot<'a>, schema: &'a Schema| Slot {
        schema,
        pointer: format!("{}/additionalProperties", slot.pointer),
        ty: slot.ty.and_then(TypeOf::values),
    };
    match (&old.additional_properties, &new.additional_properties) {
        (Some(old), Some(new)) => compare(walk, slot(base, old), slot(head, new), &place.inner("{}")),
        (None, None) => {}
        (before, after) => {
            let wire = if after.is_some() { Class::Additive } else { Class::Risky };
            let effect = crate::rust::others_effect(base.ty, head.ty);
            let pointer = format!("{}/additionalProperties", head.pointer);
            let found = Found::at(RuleId::FurtherMembersChanged, place, &pointer).wire(wire).rust(effect);
            let text = |values: &Option<Box<Schema>>| values.as_deref().map(label);
            walk.report(found.values(text(before), text(after)));
        }
    }
}

/// The same type under another name.
fn type_names<'a>(
    walk: &mut Walk<'a>,
    base: Option<TypeOf<'a>>,
    head: Option<TypeOf<'a>>,
    place: &Place,
    pointer: &str,
) {
    let named = |ty: Option<TypeOf<'a>>| ty.and_then(TypeOf::item).map(|item| item.name.clone());
    let (Some(old), Some(new)) = (named(base), named(head)) else { return };
    let same_kind = type_effect(base, head, false).class == Class::None;
    // What is called after the operation is renamed with it, which is said once.
    let suffix = |name: &str, side: Option<TypeOf<'_>>| {
        side.and_then(|side| name.strip_prefix(&side.surface.name).map(str::to_owned))
    };
    if suffix(&old, base).is_some_and(|old| suffix(&new, head) == Some(old)) {
        return;
    }
    if old != new && same_kind && walk.renamed.insert((old.clone(), new.clone())) {
        let effect = Effect::breaking(format!("code that says `{old}` has to say `{new}`"));
        let found = Found::at(RuleId::TypeRenamed, place, pointer).rust(effect);
        walk.report(found.values(Some(old), Some(new)));
    }
}

/// Follows references.
fn resolve<'a>(operation: &'a Operation, slot: Slot<'a>) -> (Slot<'a>, Target<'a>) {
    let site = slot.schema;
    let mut slot = slot;
    for _ in 0..=operation.schemas.len() {
        let Some((name, target)) =
            slot.schema.referenced_name().and_then(|name| operation.schemas.get_key_value(name))
        else {
            break;
        };
        slot.schema = target;
        slot.pointer = format!("/schemas/{}", spec::patch::escape(name));
    }
    let target = Target { schema: slot.schema, site };
    (slot, target)
}

/// What kind of JSON value a schema stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The page leaves the type open.
    Open,
    Boolean,
    Integer,
    Number,
    Text,
    List,
    Map,
    Object,
    /// An object of which no member is listed.
    OpenObject,
    Alternatives,
}

fn kind(schema: &Schema) -> Kind {
    if !schema.one_of.is_empty() {
        return Kind::Alternatives;
    }
    match schema.schema_type {
        Some(SchemaType::Array) => Kind::List,
        Some(SchemaType::Boolean) => Kind::Boolean,
        Some(SchemaType::Integer) => Kind::Integer,
        Some(SchemaType::Number) => Kind::Number,
        Some(SchemaType::String) => Kind::Text,
        _ if !schema.properties.is_empty() => Kind::Object,
        _ if schema.additional_properties.is_some() => Kind::Map,
        Some(SchemaType::Object) => Kind::OpenObject,
        None if schema.items.is_some() => Kind::List,
        None if schema.enumeration.iter().any(serde_json::Value::is_string) => Kind::Text,
        None => Kind::Open,
    }
}

fn same_kind(base: &Slot<'_>, old: &Schema, head: &Slot<'_>, new: &Schema) -> bool {
    // A body or answer is a struct even if no member is listed: members come and go.
    let is_struct = |slot: &Slot<'_>| slot.ty.is_some_and(|ty| ty.fields().is_some());
    let objects = [Kind::Object, Kind::OpenObject];
    let (old, new) = (kind(old), kind(new));
    old == new || (is_struct(base) && is_struct(head) && objects.contains(&old) && objects.contains(&new))
}

/// The rule for a value of another kind.
fn retyped(old: &Schema, new: &Schema, place: &Place) -> (RuleId, Class) {
    use Class::{Additive, Breaking, Risky};
    use Kind::{Alternatives, Boolean, Integer, Map, Number, Object, Open, OpenObject, Text};
    let request = place.is_request;
    match (kind(old), kind(new)) {
        (OpenObject | Map, Object) | (OpenObject, Map) => (RuleId::ObjectDescribed, Class::None),
        (Object | Map, OpenObject) | (Object, Map) => (RuleId::ObjectLeftOpen, Class::None),
        (Integer, Number) | (_, Open | Alternatives) if request => (RuleId::RequestTypeWidened, Additive),
        (Integer, Number) | (_, Open | Alternatives) => (RuleId::ResponseTypeWidened, Risky),
        (Open, _) if request => (RuleId::RequestTypeNarrowed, Risky),
        (Number, Integer) | (Alternatives, _) if request => (RuleId::RequestTypeNarrowed, Breaking),
        (Number, Integer) | (Open | Alternatives, _) => (RuleId::ResponseTypeNarrowed, Additive),
        // Parameters are sent as texts, whatever their type.
        (Boolean | Integer | Number, Text) if place.is_argument => (RuleId::RequestTypeWidened, Additive),
        (Text, Boolean | Integer | Number) if place.is_argument => (RuleId::RequestTypeNarrowed, Risky),
        _ if request => (RuleId::RequestTypeChanged, Breaking),
        // The client reads texts from numbers and booleans.
        (Text, Boolean | Integer | Number) => (RuleId::ResponseTypeChanged, Risky),
        _ => (RuleId::ResponseTypeChanged, Breaking),
    }
}

/// A type in a few words: `array of string`, `Crew`.
pub(crate) fn label(schema: &Schema) -> String {
    if let Some(name) = schema.referenced_name() {
        return name.to_owned();
    }
    match kind(schema) {
        Kind::Open => "any".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Integer => "integer".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Text => "string".to_owned(),
        Kind::List => {
            let items = schema.items.as_deref().map_or_else(|| "any".to_owned(), label);
            format!("array of {items}")
        }
        Kind::Map => {
            let values = schema.additional_properties.as_deref().map_or_else(|| "any".to_owned(), label);
            format!("map of {values}")
        }
        Kind::Object => {
            let names: Vec<&str> = schema.properties.keys().take(4).map(String::as_str).collect();
            let more = if schema.properties.len() > names.len() { ", …" } else { "" };
            format!("{{{}{more}}}", names.join(", "))
        }
        Kind::OpenObject => "object".to_owned(),
        Kind::Alternatives => "one of several".to_owned(),
    }
}
