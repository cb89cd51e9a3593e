//! Members of objects.

use spec::model::Schema;

use crate::parameters::optionality;
use crate::rename::{alike, same_shape};
use crate::rust::{Effect, TypeOf, field_added, field_removed};
use crate::walk::{Found, Place, Slot, Walk};
use crate::{Class, RuleId, value};
use generator::surface::Field;

/// Compares the members of two objects, whose types are those of `base` and `head`.
pub(crate) fn compare<'a>(
    walk: &mut Walk<'a>,
    base: &Slot<'a>,
    old: &'a Schema,
    head: &Slot<'a>,
    new: &'a Schema,
    place: &Place,
) {
    let objects = Objects { base, old, head, new };
    let mut removed: Vec<&String> =
        old.properties.keys().filter(|name| !new.properties.contains_key(*name)).collect();
    let mut added: Vec<&String> =
        new.properties.keys().filter(|name| !old.properties.contains_key(*name)).collect();
    let (base_operation, head_operation) = (walk.sides.base, walk.sides.head);
    let mut pairs: Vec<(&String, &String)> = old
        .properties
        .keys()
        .filter(|name| new.properties.contains_key(*name))
        .map(|name| (name, name))
        .collect();
    removed.retain(|name| {
        let same = |candidate: &&String| {
            let schemas = old.properties.get(*name).zip(new.properties.get(*candidate));
            alike(name, candidate)
                && schemas.is_some_and(|(old, new)| same_shape(old, base_operation, new, head_operation))
        };
        match added.iter().position(same) {
            Some(position) => {
                pairs.push((name, added.remove(position)));
                false
            }
            None => true,
        }
    });
    for name in removed {
        objects.removed(walk, name, place);
    }
    for name in added {
        objects.added(walk, name, place);
    }
    for (old_name, new_name) in pairs {
        objects.paired(walk, old_name, new_name, place);
    }
}

/// Two versions of an object.
struct Objects<'w, 'a> {
    base: &'w Slot<'a>,
    old: &'a Schema,
    head: &'w Slot<'a>,
    new: &'a Schema,
}

impl<'a> Objects<'_, 'a> {
    fn removed(&self, walk: &mut Walk<'a>, name: &str, place: &Place) {
        let rule = place.rule(RuleId::RequestMemberRemoved, RuleId::ResponseMemberRemoved);
        let effect = field_removed(self.base.ty, self.head.ty, name);
        let pointer = pointer(&self.base.pointer, name);
        let found = Found::at(rule, &member(place, name), &pointer).rust(effect);
        walk.report(found.values(self.old.properties.get(name).map(value::label), None));
    }

    fn added(&self, walk: &mut Walk<'a>, name: &str, place: &Place) {
        let required = self.new.required.contains(name);
        let request =
            if required { RuleId::RequiredRequestMemberAdded } else { RuleId::OptionalRequestMemberAdded };
        let rule = place.rule(request, RuleId::ResponseMemberAdded);
        let effect = field_added(self.base.ty, self.head.ty, name);
        let pointer = pointer(&self.head.pointer, name);
        let found = Found::at(rule, &member(place, name), &pointer).rust(effect);
        walk.report(found.values(None, self.new.properties.get(name).map(value::label)));
    }

    fn paired(&self, walk: &mut Walk<'a>, old_name: &'a str, new_name: &'a str, place: &Place) {
        let place = member(place, new_name);
        let pointer = pointer(&self.head.pointer, new_name);
        let fields = field(self.base.ty, old_name).zip(field(self.head.ty, new_name));
        let (was, is) = (self.old.required.contains(old_name), self.new.required.contains(new_name));
        self.names(walk, [old_name, new_name], fields, &place, &pointer);
        if was != is {
            let rule = match (place.is_request, is) {
                (true, true) => RuleId::RequestMemberBecameRequired,
                (true, false) => RuleId::RequestMemberBecameOptional,
                (false, true) => RuleId::ResponseMemberBecameRequired,
                (false, false) => RuleId::ResponseMemberBecameOptional,
            };
            let effect = match fields {
                Some((old, new)) if old.required && !new.required => {
                    Effect::breaking(format!("the field `{}` is an `Option` now", new.rust))
                }
                Some((old, new)) if !old.required && new.required => {
                    Effect::breaking(format!("the field `{}` is no `Option` any more", new.rust))
                }
                _ => Effect::none(),
            };
            let found = Found::at(rule, &place, &pointer).rust(effect);
            walk.report(found.values(Some(optionality(was)), Some(optionality(is))));
        }
        if let Some((old, new)) = fields.filter(|(old, new)| old.boxed != new.boxed) {
            let effect = Effect::breaking(format!("the field `{}` is a `Box` or is no more", new.rust));
            let text = |field: &Field| Some(if field.boxed { "boxed" } else { "plain" }.to_owned());
            let found = Found::at(RuleId::BecameRecursive, &place, &pointer).rust(effect);
            walk.report(found.values(text(old), text(new)));
        }
        let slots = self.old.properties.get(old_name).zip(self.new.properties.get(new_name));
        if let Some((old, new)) = slots {
            let base = Slot {
                schema: old,
                pointer: crate::members::pointer(&self.base.pointer, old_name),
                ty: self.base.ty.and_then(|ty| field_type(ty, old_name)),
            };
            let head =
                Slot { schema: new, pointer, ty: self.head.ty.and_then(|ty| field_type(ty, new_name)) };
            value::compare(walk, base, head, &place);
        }
    }

    /// Another documented name, or the same and another Rust name.
    fn names(
        &self,
        walk: &mut Walk<'a>,
        [old_name, new_name]: [&str; 2],
        fields: Option<(&Field, &Field)>,
        place: &Place,
        pointer: &str,
    ) {
        let effect = fields
            .filter(|(old, new)| old.rust != new.rust)
            .map(|(old, new)| Effect::breaking(format!("the field `{}` is `{}` now", old.rust, new.rust)));
        if old_name != new_name {
            let rule = place.rule(RuleId::RequestMemberRenamed, RuleId::ResponseMemberRenamed);
            let required = self.new.required.contains(new_name);
            let wire = if place.is_request && !required { Class::Risky } else { Class::Breaking };
            let found = Found::at(rule, place, pointer).wire(wire).rust(effect.unwrap_or_default());
            walk.report(found.values(Some(old_name.to_owned()), Some(new_name.to_owned())));
        } else if let (Some(effect), Some((old, new))) = (effect, fields) {
            let found = Found::at(RuleId::FieldRenamed, place, pointer).rust(effect);
            walk.report(found.values(Some(old.rust.clone()), Some(new.rust.clone())));
        }
    }
}

fn member(place: &Place, name: &str) -> Place {
    Place { is_argument: false, ..place.inner(&format!(".{name}")) }
}

fn pointer(object: &str, name: &str) -> String {
    format!("{object}/properties/{}", spec::patch::escape(name))
}

fn field<'a>(ty: Option<TypeOf<'a>>, name: &str) -> Option<&'a Field> {
    ty?.fields()?.get(name)
}

fn field_type<'a>(ty: TypeOf<'a>, name: &str) -> Option<TypeOf<'a>> {
    ty.fields()?.get(name).map(|field| TypeOf { ty: &field.ty, ..ty })
}
