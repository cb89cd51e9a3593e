//! What changed of a service beside its operations.

use std::collections::{BTreeMap, BTreeSet};

use generator::surface::error_constants;
use spec::model::{JsonBodies, ServiceInfo};

use crate::compare::TreeService;
use crate::rules::Direction;
use crate::{Change, Class, RuleId};

/// Constants that are named; the rest is counted.
const NAMED: usize = 5;

/// Changes of the service's entry in `services.toml`, and of its error codes.
pub(crate) fn changes(name: &str, base: &TreeService, head: &TreeService) -> Vec<Change> {
    let mut changes = Vec::new();
    if let (Some(old), Some(new)) = (&base.info, &head.info) {
        let mut compare = |rule, wire, of: fn(&ServiceInfo) -> String| {
            let (old, new) = (of(old), of(new));
            if old != new {
                changes.push(service_change(name, rule, [wire, Class::None], Some(old), Some(new)));
            }
        };
        compare(RuleId::EndpointChanged, Class::Breaking, |info| info.endpoint.clone());
        compare(RuleId::JsonBodiesChanged, Class::Risky, json_bodies);
        compare(RuleId::AccountCallsChanged, Class::Risky, caller);
    }
    if let (Some(old), Some(new)) = (&base.error_codes, &head.error_codes) {
        changes.extend(constants(name, old, new));
    }
    changes
}

/// In whose name calls are made.
fn caller(info: &ServiceInfo) -> String {
    if info.global { "account" } else { "project" }.to_owned()
}

fn json_bodies(info: &ServiceInfo) -> String {
    let plain = || JsonBodies { content_type: "application/json".to_owned(), except: Vec::new() };
    let JsonBodies { content_type, except } = info.json_bodies.clone().unwrap_or_else(plain);
    if except.is_empty() { content_type } else { format!("{content_type} except {}", except.join(", ")) }
}

/// How the constants of the module `error_codes` changed.
fn constants(name: &str, old: &BTreeSet<String>, new: &BTreeSet<String>) -> Option<Change> {
    let by_constant = |codes: &BTreeSet<String>| -> BTreeMap<String, String> {
        let constants = error_constants(codes.iter().map(String::as_str)).into_iter();
        constants.map(|(code, constant)| (constant, code)).collect()
    };
    let (old, new) = (by_constant(old), by_constant(new));
    let is_gone = old.keys().any(|constant| !new.contains_key(constant));
    let (before, after) = (unlike(&old, &new), unlike(&new, &old));
    let class = match (&before, &after) {
        (None, None) => return None,
        _ if is_gone => Class::Breaking,
        (Some(_), _) => Class::Risky,
        (None, Some(_)) => Class::Additive,
    };
    let classes = [Class::None, class];
    let file = format!("generated/services/{name}/src/error_codes.rs");
    Some(Change { file, ..service_change(name, RuleId::ErrorConstantsChanged, classes, before, after) })
}

/// The constants of one side that the other one lacks, or has with another code, which is named then.
fn unlike(codes: &BTreeMap<String, String>, others: &BTreeMap<String, String>) -> Option<String> {
    let differ = codes.iter().filter(|(constant, code)| others.get(*constant) != Some(*code));
    let shown = differ.map(|(constant, code)| {
        if others.contains_key(constant) { format!("{constant} = {code}") } else { constant.clone() }
    });
    let shown: Vec<String> = shown.collect();
    let more = shown.len().saturating_sub(NAMED);
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    let named = shown.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    (!named.is_empty()).then(|| named + &rest)
}

/// A change of a service itself.
pub(crate) fn service_change(
    service: &str,
    rule: RuleId,
    [wire, rust]: [Class; 2],
    before: Option<String>,
    after: Option<String>,
) -> Change {
    Change {
        service: service.to_owned(),
        operation: String::new(),
        endpoint: String::new(),
        rule,
        direction: Direction::Operation,
        field: String::new(),
        pointer: String::new(),
        wire,
        rust,
        reason: rule.rule().reason.to_owned(),
        before,
        after,
        page: None,
        file: format!("generated/services/{service}/src/lib.rs"),
    }
}
