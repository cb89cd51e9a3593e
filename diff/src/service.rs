//! What changed of a service beside its operations.

use std::collections::BTreeSet;

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
        compare(RuleId::EndpointChanged, Class::Breaking, endpoint);
        compare(RuleId::JsonBodiesChanged, Class::Risky, json_bodies);
    }
    if let (Some(old), Some(new)) = (&base.error_codes, &head.error_codes) {
        changes.extend(constants(name, old, new));
    }
    changes
}

fn endpoint(info: &ServiceInfo) -> String {
    format!("{}{}", info.endpoint, if info.global { ", of no region" } else { "" })
}

fn json_bodies(info: &ServiceInfo) -> String {
    let plain = || JsonBodies { content_type: "application/json".to_owned(), except: Vec::new() };
    let JsonBodies { content_type, except } = info.json_bodies.clone().unwrap_or_else(plain);
    if except.is_empty() { content_type } else { format!("{content_type} except {}", except.join(", ")) }
}

/// How the constants of the module `error_codes` changed.
fn constants(name: &str, old: &BTreeSet<String>, new: &BTreeSet<String>) -> Option<Change> {
    let pairs = |codes: &BTreeSet<String>| -> BTreeSet<(String, String)> {
        error_constants(codes.iter().map(String::as_str)).into_iter().collect()
    };
    let (old, new) = (pairs(old), pairs(new));
    let only = |some: &BTreeSet<(String, String)>, others: &BTreeSet<(String, String)>| {
        let names: Vec<String> = some.difference(others).map(|(_, constant)| constant.clone()).collect();
        let more = names.len().saturating_sub(NAMED);
        let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        (!names.is_empty()).then(|| shown + &rest)
    };
    let (gone, added) = (only(&old, &new), only(&new, &old));
    let class = match (&gone, &added) {
        (None, None) => return None,
        (Some(_), _) => Class::Breaking,
        (None, Some(_)) => Class::Additive,
    };
    let classes = [Class::None, class];
    let file = format!("generated/services/{name}/src/error_codes.rs");
    Some(Change { file, ..service_change(name, RuleId::ErrorConstantsChanged, classes, gone, added) })
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
