//! Request body and answers.

use std::collections::BTreeSet;

use spec::model::{Operation, Response};

use crate::parameters::optionality;
use crate::rename::shape;
use crate::rust::{Effect, TypeOf};
use crate::walk::{Found, Place, Sides, Slot, Walk};
use crate::{Class, RuleId, value};

/// Compares the request bodies.
pub(crate) fn request(walk: &mut Walk<'_>) {
    let Sides { base, head, base_surface, head_surface } = walk.sides;
    let place = Place { field: "request".to_owned(), is_request: true, is_argument: false };
    let pointer = "/request_body";
    let has_code = base_surface.is_some() && head_surface.is_some();
    let coded = |effect: Effect| if has_code { effect } else { Effect::none() };
    match (&base.request_body, &head.request_body) {
        (None, None) => {}
        (None, Some(body)) => {
            let (rule, effect) = if body.required {
                (RuleId::RequiredBodyAdded, Effect::breaking("`new` takes one more argument"))
            } else {
                (RuleId::OptionalBodyAdded, Effect::additive("there is a setter `body`"))
            };
            let found = Found::at(rule, &place, pointer).rust(coded(effect));
            walk.report(found.values(None, Some(value::label(&body.schema))));
        }
        (Some(body), None) => {
            let reason =
                if body.required { "`new` takes one argument less" } else { "the setter `body` is gone" };
            let found = Found::at(RuleId::BodyRemoved, &place, pointer).rust(coded(Effect::breaking(reason)));
            walk.report(found.values(Some(value::label(&body.schema)), None));
        }
        (Some(old), Some(new)) => {
            if old.content_type != new.content_type {
                let found = Found::at(RuleId::ContentTypeChanged, &place, "/request_body/content_type");
                walk.report(found.values(Some(old.content_type.clone()), Some(new.content_type.clone())));
            }
            if old.required != new.required {
                let (rule, reason) = if new.required {
                    (RuleId::BodyBecameRequired, "it is an argument of `new` now, not a setter")
                } else {
                    (RuleId::BodyBecameOptional, "it is a setter now, not an argument of `new`")
                };
                let found = Found::at(rule, &place, "/request_body/required");
                let found = found.rust(coded(Effect::breaking(reason)));
                walk.report(found.values(Some(optionality(old.required)), Some(optionality(new.required))));
            }
            let base_type = base_surface.and_then(|surface| surface.body.as_ref());
            let head_type = head_surface.and_then(|surface| surface.body.as_ref());
            let pointer = "/request_body/schema";
            let base = Slot {
                schema: &old.schema,
                pointer: pointer.to_owned(),
                ty: base_type.and_then(|body| walk.base_type(&body.ty)),
            };
            let head = Slot {
                schema: &new.schema,
                pointer: pointer.to_owned(),
                ty: head_type.and_then(|body| walk.head_type(&body.ty)),
            };
            value::compare(walk, base, head, &place);
        }
    }
}

/// Compares the answers, status by status.
pub(crate) fn responses(walk: &mut Walk<'_>) {
    let Sides { base, head, .. } = walk.sides;
    let success = |status: &&String| status.starts_with('2');
    let olds: BTreeSet<&String> = base.responses.keys().filter(success).collect();
    let news: BTreeSet<&String> = head.responses.keys().filter(success).collect();
    let mut pairs: Vec<(&String, &String)> =
        olds.intersection(&news).map(|status| (*status, *status)).collect();
    let gone: Vec<&String> = olds.difference(&news).copied().collect();
    let come: Vec<&String> = news.difference(&olds).copied().collect();
    if !gone.is_empty() || !come.is_empty() {
        let assumed = gone.iter().all(|status| base.responses.get(*status).is_some_and(|old| old.assumed));
        // A status that no page stated was a guess, and the client takes any of success.
        let wire = if assumed && !gone.is_empty() { Class::None } else { Class::Risky };
        let list = |statuses: &[&String]| {
            let listed: Vec<&str> = statuses.iter().map(|status| status.as_str()).collect();
            (!listed.is_empty()).then(|| listed.join(", "))
        };
        let found = Found::new(RuleId::SuccessStatusChanged, list(&gone), list(&come)).wire(wire);
        walk.report(Found { pointer: "/responses".to_owned(), ..found });
    }
    if let ([old], [new]) = (gone.as_slice(), come.as_slice()) {
        pairs.push((old, new));
    }
    let several = pairs.len() > 1;
    for (old_status, new_status) in pairs {
        if let (Some(old), Some(new)) = (base.responses.get(old_status), head.responses.get(new_status)) {
            let name = if several { format!("response {new_status}") } else { "response".to_owned() };
            answer(walk, (old_status, old), (new_status, new), name);
        }
    }
    errors(walk);
}

/// The answers with one status, or with the one that took its place.
fn answer<'a>(walk: &mut Walk<'a>, old: (&str, &'a Response), new: (&str, &'a Response), name: String) {
    let ((old_status, old), (new_status, new)) = (old, new);
    let place = Place { field: name, is_request: false, is_argument: false };
    headers(walk, old, new, &place, new_status);
    let pointer = |status: &str| format!("/responses/{status}/schema");
    let base_type = walk.sides.base_surface.and_then(|surface| walk.base_type(&surface.output));
    let head_type = walk.sides.head_surface.and_then(|surface| walk.head_type(&surface.output));
    match (&old.schema, &new.schema) {
        (None, None) => {}
        (None, Some(schema)) => {
            let grown = Effect::additive("the answer's struct has fields");
            let effect = match (base_type, head_type) {
                (Some(old), Some(new)) if fields(old).zip(fields(new)).is_some() => grown,
                (Some(_), Some(_)) => Effect::breaking("the answer's struct is of another kind"),
                _ => Effect::none(),
            };
            let found = Found::at(RuleId::ResponseBodyAdded, &place, &pointer(new_status)).rust(effect);
            walk.report(found.values(None, Some(value::label(schema))));
        }
        (Some(schema), None) => {
            let effect = match (base_type.map(fields), head_type.map(fields)) {
                (Some(Some(0)) | None, _) | (_, None) => Effect::none(),
                (old, new) if old == new => Effect::none(),
                _ => Effect::breaking("the fields of the answer's struct are gone"),
            };
            let found = Found::at(RuleId::ResponseBodyRemoved, &place, &pointer(new_status)).rust(effect);
            walk.report(found.values(Some(value::label(schema)), None));
        }
        (Some(old), Some(new)) => {
            let base = Slot { schema: old, pointer: pointer(old_status), ty: base_type };
            let head = Slot { schema: new, pointer: pointer(new_status), ty: head_type };
            value::compare(walk, base, head, &place);
        }
    }
}

fn fields(ty: TypeOf<'_>) -> Option<usize> {
    ty.fields().map(std::collections::BTreeMap::len)
}

fn headers(walk: &mut Walk<'_>, old: &Response, new: &Response, place: &Place, status: &str) {
    let names = |of: &Response, other: &Response| {
        let names: Vec<&str> =
            of.headers.keys().filter(|name| !other.headers.contains_key(*name)).map(String::as_str).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let (gone, come) = (names(old, new), names(new, old));
    if gone.is_none() && come.is_none() {
        return;
    }
    let wire = if gone.is_some() { Class::Risky } else { Class::Additive };
    let pointer = format!("/responses/{status}/headers");
    let found = Found::at(RuleId::ResponseHeadersChanged, place, &pointer).wire(wire);
    walk.report(found.values(gone, come));
}

/// Error statuses: their bodies are read leniently and become no types.
fn errors(walk: &mut Walk<'_>) {
    let Sides { base, head, .. } = walk.sides;
    let all: BTreeSet<&String> = base.responses.keys().chain(head.responses.keys()).collect();
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for status in all.into_iter().filter(|status| !status.starts_with('2')) {
        match (base.responses.get(status), head.responses.get(status)) {
            (Some(_), None) => gone.push(status.as_str()),
            (None, Some(_)) => come.push(status.as_str()),
            (Some(old), Some(new)) if body(old, base) != body(new, head) => {
                let place =
                    Place { field: format!("response {status}"), is_request: false, is_argument: false };
                let pointer = format!("/responses/{status}/schema");
                let found = Found::at(RuleId::ErrorResponseChanged, &place, &pointer).wire(Class::Risky);
                let label = |response: &Response| response.schema.as_ref().map(value::label);
                walk.report(found.values(label(old), label(new)));
            }
            _ => {}
        }
    }
    if !gone.is_empty() || !come.is_empty() {
        let list = |statuses: Vec<&str>| (!statuses.is_empty()).then(|| statuses.join(", "));
        let found = Found::new(RuleId::ErrorResponseChanged, list(gone), list(come)).wire(Class::None);
        walk.report(Found { pointer: "/responses".to_owned(), ..found });
    }
}

fn body(response: &Response, operation: &Operation) -> Option<String> {
    response.schema.as_ref().map(|schema| shape(schema, operation))
}
