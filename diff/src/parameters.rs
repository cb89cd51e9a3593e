//! Parameters: paired by place and name, then compared.

use generator::surface::{Argument, Surface};
use spec::model::{Location, Operation, Parameter, SetBy};

use crate::operation::obsolete;
use crate::rename::{alike, same_shape};
use crate::rust::Effect;
use crate::walk::{Found, Place, Sides, Slot, Walk};
use crate::{Class, RuleId, value};

type Paired<'a> = (&'a Parameter, &'a Parameter);

/// Compares the parameters.
pub(crate) fn changes(walk: &mut Walk<'_>) {
    let Sides { base, head, .. } = walk.sides;
    let (pairs, removed, added) = pair(base, head);
    for &(old, new) in &pairs {
        paired(walk, old, new);
    }
    for old in removed {
        let effect = match argument(walk.sides.base_surface, old) {
            Some(argument) if walk.sides.head_surface.is_some() => gone(argument),
            _ => Effect::none(),
        };
        let wire = if old.set_by.is_caller() { Class::Risky } else { Class::None };
        let found = at(RuleId::ParameterRemoved, old).wire(wire).rust(effect);
        walk.report(found.values(Some(described(old)), None));
    }
    for new in added {
        let argument = argument(walk.sides.head_surface, new).filter(|_| walk.sides.base_surface.is_some());
        let required = new.required || new.location == Location::Path;
        let rule = if required { RuleId::RequiredParameterAdded } else { RuleId::OptionalParameterAdded };
        let found = at(rule, new).rust(argument.map(come).unwrap_or_default());
        // What the client fills in is never missing.
        let wire = if required && !new.set_by.is_caller() { Class::None } else { found.wire };
        walk.report(found.wire(wire).values(None, Some(described(new))));
    }
    reordered(walk, &pairs);
}

fn pair<'a>(
    base: &'a Operation,
    head: &'a Operation,
) -> (Vec<Paired<'a>>, Vec<&'a Parameter>, Vec<&'a Parameter>) {
    let mut pairs = Vec::new();
    let mut removed: Vec<&Parameter> = base.parameters.iter().collect();
    let mut added: Vec<&Parameter> = head.parameters.iter().collect();
    let mut take = |matches: &dyn Fn(&Parameter, &Parameter) -> bool| {
        removed.retain(|old| match added.iter().position(|new| matches(old, new)) {
            Some(position) => {
                pairs.push((*old, added.remove(position)));
                false
            }
            None => true,
        });
    };
    take(&|old, new| (old.location, &old.name) == (new.location, &new.name));
    // Names of headers have no case.
    let header = |old: &Parameter| old.location == Location::Header;
    take(&|old, new| header(old) && header(new) && old.name.eq_ignore_ascii_case(&new.name));
    let (olds, news) = (base.path_identity(), head.path_identity());
    let place = |operation: &Operation, name: &str| {
        let at = operation.path.find(&format!("{{{name}}}"))?;
        Some(operation.path.get(..at)?.matches('{').count())
    };
    let same_place = |old: &Parameter, new: &Parameter| {
        let in_path = old.location == Location::Path && new.location == Location::Path;
        in_path && olds == news && place(base, &old.name) == place(head, &new.name)
    };
    take(&same_place);
    take(&|old, new| {
        old.location == new.location
            && same_shape(&old.schema, base, &new.schema, head)
            && alike(&old.name, &new.name)
    });
    take(&|old, new| old.name == new.name);
    (pairs, removed, added)
}

fn paired<'a>(walk: &mut Walk<'a>, old: &'a Parameter, new: &'a Parameter) {
    let base_argument = argument(walk.sides.base_surface, old);
    let head_argument = argument(walk.sides.head_surface, new);
    let both = base_argument.zip(head_argument);
    renamed(walk, old, new, both);
    let old_required = old.required || old.location == Location::Path;
    let new_required = new.required || new.location == Location::Path;
    let moved_in_new = both.filter(|(old, new)| old.required != new.required);
    let effect = |text: &str| moved_in_new.map(|_| Effect::breaking(text)).unwrap_or_default();
    let arrives = "it is an argument of `new` now, not a setter";
    let leaves = "it is a setter now, not an argument of `new`";
    if old.set_by != new.set_by {
        let by = |parameter: &Parameter| match parameter.set_by {
            SetBy::Caller => Some("the caller".to_owned()),
            SetBy::Client => Some("the client".to_owned()),
        };
        let effect = match (base_argument, head_argument) {
            (Some(_), Some(head)) => effect(if head.required { arrives } else { leaves }),
            (Some(argument), None) if walk.sides.head_surface.is_some() => gone(argument),
            (None, Some(argument)) if walk.sides.base_surface.is_some() => come(argument),
            _ => Effect::none(),
        };
        walk.report(at(RuleId::ParameterSetByChanged, new).rust(effect).values(by(old), by(new)));
    } else if old_required != new_required && new.set_by.is_caller() {
        let (rule, text) = if new_required {
            (RuleId::ParameterBecameRequired, arrives)
        } else {
            (RuleId::ParameterBecameOptional, leaves)
        };
        let text = at(rule, new).rust(effect(text));
        walk.report(text.values(Some(optionality(old_required)), Some(optionality(new_required))));
    }
    if old.deprecated != new.deprecated {
        let has_mark = head_argument.is_some_and(|argument| !argument.required);
        walk.report(obsolete(new.deprecated, has_mark, |rule, old, at_new| {
            at(rule, new).values(old, at_new)
        }));
    }
    let place = Place { field: field(new), is_request: true, is_argument: true };
    let base = Slot {
        schema: &old.schema,
        pointer: format!("/parameters/{}/schema", key(old)),
        ty: base_argument.and_then(|argument| walk.base_type(&argument.ty)),
    };
    let head = Slot {
        schema: &new.schema,
        pointer: format!("/parameters/{}/schema", key(new)),
        ty: head_argument.and_then(|argument| walk.head_type(&argument.ty)),
    };
    value::compare(walk, base, head, &place);
}

/// Another name, another place, another Rust name.
fn renamed<'a>(
    walk: &mut Walk<'a>,
    old: &'a Parameter,
    new: &'a Parameter,
    arguments: Option<(&Argument, &Argument)>,
) {
    let setter = arguments.filter(|(old, new)| old.rust != new.rust && !(old.required && new.required));
    let effect =
        setter.map(|(old, new)| Effect::breaking(format!("the setter `{}` is `{}` now", old.rust, new.rust)));
    let effect = effect.unwrap_or_default();
    if old.location != new.location {
        let found = at(RuleId::ParameterMoved, new).rust(effect);
        walk.report(found.values(Some(field(old)), Some(field(new))));
    } else if old.name != new.name {
        let rule = if old.location == Location::Path {
            RuleId::PlaceholderRenamed
        } else {
            RuleId::ParameterRenamed
        };
        let wire = match old.location {
            Location::Path => Class::None,
            Location::Header if old.name.eq_ignore_ascii_case(&new.name) => Class::None,
            _ if new.required => Class::Breaking,
            _ => Class::Risky,
        };
        let found = at(rule, new).wire(wire).rust(effect);
        walk.report(found.values(Some(old.name.clone()), Some(new.name.clone())));
    } else if let Some((old, argument)) = setter {
        let found = at(RuleId::FieldRenamed, new).rust(effect);
        walk.report(found.values(Some(old.rust.clone()), Some(argument.rust.clone())));
    }
}

/// Those arguments of `new` that both versions have stand in another order.
fn reordered(walk: &mut Walk<'_>, pairs: &[Paired<'_>]) {
    let (Some(base), Some(head)) = (walk.sides.base_surface, walk.sides.head_surface) else { return };
    let order = |surface: &Surface, of: &dyn Fn(&Paired<'_>) -> (Location, String)| -> Vec<usize> {
        let required = surface.arguments.iter().filter(|argument| argument.required);
        required
            .filter_map(|argument| {
                let key = (argument.location, argument.documented.clone());
                pairs.iter().position(|pair| of(pair) == key)
            })
            .collect()
    };
    let mut olds = order(base, &|(old, _)| (old.location, old.name.clone()));
    let mut news = order(head, &|(_, new)| (new.location, new.name.clone()));
    olds.retain(|pair| news.contains(pair));
    news.retain(|pair| olds.contains(pair));
    if olds == news {
        return;
    }
    let list = |surface: &Surface| {
        let required = surface.arguments.iter().filter(|argument| argument.required);
        Some(required.map(|argument| argument.rust.as_str()).collect::<Vec<_>>().join(", "))
    };
    let effect = Effect::breaking("calls of `new` mean something else, and compile where the types agree");
    let found = Found::new(RuleId::ArgumentsReordered, list(base), list(head));
    walk.report(Found { pointer: "/parameters".to_owned(), ..found.rust(effect) });
}

fn gone(argument: &Argument) -> Effect {
    if argument.required {
        Effect::breaking("`new` takes one argument less")
    } else {
        Effect::breaking(format!("the setter `{}` is gone", argument.rust))
    }
}

fn come(argument: &Argument) -> Effect {
    if argument.required {
        Effect::breaking("`new` takes one more argument")
    } else {
        Effect::additive(format!("there is a setter `{}`", argument.rust))
    }
}

fn argument<'a>(surface: Option<&'a Surface>, parameter: &Parameter) -> Option<&'a Argument> {
    let mut arguments = surface?.arguments.iter();
    arguments
        .find(|argument| (argument.location, &argument.documented) == (parameter.location, &parameter.name))
}

fn at(rule: RuleId, parameter: &Parameter) -> Found {
    let place = Place { field: field(parameter), is_request: true, is_argument: true };
    Found::at(rule, &place, &format!("/parameters/{}", key(parameter)))
}

fn field(parameter: &Parameter) -> String {
    format!("{}.{}", parameter.location.as_str(), parameter.name)
}

fn key(parameter: &Parameter) -> String {
    spec::patch::escape(&field(parameter))
}

fn described(parameter: &Parameter) -> String {
    format!("{}, {}", value::label(&parameter.schema), optionality(parameter.required))
}

pub(crate) fn optionality(required: bool) -> String {
    if required { "required" } else { "optional" }.to_owned()
}
