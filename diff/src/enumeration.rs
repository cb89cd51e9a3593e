//! Documented values.

use serde_json::Value;

use crate::RuleId;
use crate::rust::{Effect, TypeOf};
use crate::value::Target;
use crate::walk::{Found, Place, Slot, Walk};

/// Compares the listed values; `effect` is what the change of the Rust type means, and is used up here if
/// the values are its reason.
pub(crate) fn compare<'a>(
    walk: &mut Walk<'a>,
    base: &Slot<'a>,
    old: Target<'a>,
    head: &Slot<'a>,
    new: Target<'a>,
    place: &Place,
    effect: &mut Effect,
) {
    let (olds, news) = (values(old), values(new));
    let pointer = format!("{}/enum", head.pointer);
    match (olds.is_empty(), news.is_empty()) {
        (true, true) => {}
        (true, false) => {
            let rule = place.rule(RuleId::RequestEnumDocumented, RuleId::ResponseEnumDocumented);
            let found = Found::at(rule, place, &pointer).rust(std::mem::take(effect));
            walk.report(found.values(None, Some(list(news))));
        }
        (false, true) => {
            let rule = place.rule(RuleId::RequestEnumLeftOpen, RuleId::ResponseEnumLeftOpen);
            let found = Found::at(rule, place, &pointer).rust(std::mem::take(effect));
            walk.report(found.values(Some(list(olds)), None));
        }
        (false, false) => {
            let variants = base.ty.and_then(TypeOf::variants).zip(head.ty.and_then(TypeOf::variants));
            let gone: Vec<&Value> = olds.iter().filter(|value| !news.contains(value)).collect();
            let come: Vec<&Value> = news.iter().filter(|value| !olds.contains(value)).collect();
            if !gone.is_empty() {
                let rule = place.rule(RuleId::RequestEnumValueRemoved, RuleId::ResponseEnumValueRemoved);
                let reason = "variants are gone".to_owned();
                let own = variants.map(|_| Effect::breaking(reason)).unwrap_or_default();
                let found = Found::at(rule, place, &pointer).rust(own.or(std::mem::take(effect)));
                walk.report(found.values(Some(list(gone)), None));
            }
            if !come.is_empty() {
                let rule = place.rule(RuleId::RequestEnumValueAdded, RuleId::ResponseEnumValueAdded);
                let reason = "there are more variants".to_owned();
                let own = variants.map(|_| Effect::additive(reason)).unwrap_or_default();
                let found = Found::at(rule, place, &pointer).rust(own.or(std::mem::take(effect)));
                walk.report(found.values(None, Some(list(come))));
            }
            for (value, old) in variants.iter().flat_map(|(olds, _)| olds.iter()) {
                let Some(new) = variants.and_then(|(_, news)| news.get(value)).filter(|new| *new != old)
                else {
                    continue;
                };
                let effect = Effect::breaking(format!("the variant `{old}` is `{new}` now"));
                let found = Found::at(RuleId::FieldRenamed, place, &pointer).rust(effect);
                walk.report(found.values(Some(old.clone()), Some(new.clone())));
            }
        }
    }
}

/// The values beside a reference, else those that it leads to.
fn values(target: Target<'_>) -> &[Value] {
    let own = &target.site.enumeration;
    if own.is_empty() { &target.schema.enumeration } else { own }
}

fn list<'v>(values: impl IntoIterator<Item = &'v Value>) -> String {
    let texts = values.into_iter().map(|value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    texts.collect::<Vec<_>>().join(", ")
}
