//! Two specifications, service by service.

use std::collections::{BTreeMap, BTreeSet};

use generator::surface::{Surface, modules, surfaces};
use rayon::prelude::*;
use spec::model::{Operation, ServiceInfo, Source};

use crate::change::Page;
use crate::pair::{Pair, pair};
use crate::report::counted;
use crate::rules::Direction;
use crate::service::{self, service_change};
use crate::{Change, Class, RuleId, operation};

/// A specification.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// By name.
    pub services: BTreeMap<String, TreeService>,
}

/// A service of a specification.
#[derive(Clone, Debug, Default)]
pub struct TreeService {
    /// Its entry in `services.toml`, if that is known.
    pub info: Option<ServiceInfo>,
    /// By id.
    pub operations: BTreeMap<String, Operation>,
    /// All error codes that are documented, if that is known.
    pub error_codes: Option<BTreeSet<String>>,
    /// Ids of further operations that are the same on the other side, byte for byte. A caller that
    /// knows them need not read them.
    pub same: BTreeSet<String>,
}

impl TreeService {
    fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.same.is_empty()
    }

    fn modules(&self) -> BTreeMap<String, String> {
        modules(self.operations.keys().chain(&self.same).map(String::as_str))
    }

    fn surfaces(&self, wanted: &BTreeSet<&str>) -> BTreeMap<String, Surface> {
        let ids: Vec<&str> = self.operations.keys().chain(&self.same).map(String::as_str).collect();
        let operations = wanted.iter().filter_map(|id| self.operations.get(*id));
        let surfaces = surfaces(&ids, operations).into_iter();
        // An operation without code has no surface; a contradiction in it is `regen`'s to report.
        surfaces.filter_map(|(id, surface)| Some((id, surface.ok()?))).collect()
    }
}

/// All changes from `base` to `head`, by service, operation and place.
pub fn compare(base: &Tree, head: &Tree) -> Vec<Change> {
    let names: BTreeSet<&String> = base.services.keys().chain(head.services.keys()).collect();
    let names: Vec<&String> = names.into_iter().collect();
    let empty = TreeService::default();
    let of = |name: &&String| {
        let base = base.services.get(*name).unwrap_or(&empty);
        let head = head.services.get(*name).unwrap_or(&empty);
        of_service(name, base, head)
    };
    names.par_iter().map(of).collect::<Vec<_>>().into_iter().flatten().collect()
}

fn of_service(name: &str, base: &TreeService, head: &TreeService) -> Vec<Change> {
    let whole = |rule, class, count: usize, before: bool| {
        let operations = counted(count, "operation");
        let (old, new) = if before { (Some(operations), None) } else { (None, Some(operations)) };
        vec![service_change(name, rule, [class, class], old, new)]
    };
    match (base.is_empty(), head.is_empty()) {
        (true, true) => return Vec::new(),
        (true, false) => {
            return whole(RuleId::ServiceAdded, Class::Additive, head.operations.len(), false);
        }
        (false, true) => {
            return whole(RuleId::ServiceRemoved, Class::Breaking, base.operations.len(), true);
        }
        (false, false) => {}
    }
    let mut changes = service::changes(name, base, head);
    let pairs = pair(&base.operations, &head.operations);
    // The module of an operation depends on the ids beside it where they collide.
    let (base_modules, head_modules) = (base.modules(), head.modules());
    let differs = |pair: &&Pair<'_>| match pair {
        Pair::Both(old, new) => old != new || base_modules.get(&old.id) != head_modules.get(&new.id),
        _ => true,
    };
    let pairs: Vec<&Pair<'_>> = pairs.iter().filter(differs).collect();
    let old_ids =
        pairs.iter().filter_map(|pair| pair.base()).map(|operation| operation.id.as_str()).collect();
    let new_ids =
        pairs.iter().filter_map(|pair| pair.head()).map(|operation| operation.id.as_str()).collect();
    let (old_surfaces, new_surfaces) = (base.surfaces(&old_ids), head.surfaces(&new_ids));
    for pair in pairs {
        match pair {
            Pair::Both(old, new) => {
                let sides = operation::Sides {
                    base: old,
                    head: new,
                    base_surface: old_surfaces.get(&old.id),
                    head_surface: new_surfaces.get(&new.id),
                };
                changes.extend(operation::changes(sides));
            }
            Pair::Removed(old) => {
                let has_code = old_surfaces.contains_key(&old.id);
                let (rule, class) = (RuleId::OperationRemoved, Class::Breaking);
                let mut change = operation_change(old, &base_modules, rule, class, has_code);
                if let Some(new) = head.operations.values().find(|new| same_request(old, new)) {
                    change.rule = RuleId::OperationMerged;
                    change.wire = Class::None;
                    change.rule.rule().reason.clone_into(&mut change.reason);
                    change.after = Some(new.id.clone());
                }
                changes.push(change);
            }
            Pair::Added(new) => {
                let has_code = new_surfaces.contains_key(&new.id);
                let (rule, class) = (RuleId::OperationAdded, Class::Additive);
                changes.push(operation_change(new, &head_modules, rule, class, has_code));
            }
        }
    }
    changes.sort_by(|a, b| (&a.operation, &a.field, a.rule).cmp(&(&b.operation, &b.field, b.rule)));
    changes
}

/// Whether two operations differ only in what they are called and where they are described.
fn same_request(old: &Operation, new: &Operation) -> bool {
    let bare = |operation: &Operation| {
        let mut bare = Operation {
            id: String::new(),
            title: String::new(),
            rust_names: BTreeMap::new(),
            source: Source::default(),
            ..operation.clone()
        };
        bare.discriminator.variant = None;
        bare
    };
    (old.method, &old.path) == (new.method, &new.path) && bare(old) == bare(new)
}

/// An operation that is on one side only. `modules` are those of that side.
fn operation_change(
    operation: &Operation,
    modules: &BTreeMap<String, String>,
    rule: RuleId,
    class: Class,
    has_code: bool,
) -> Change {
    let module = modules.get(&operation.id).map(String::as_str).unwrap_or_default();
    let endpoint = endpoint(operation);
    let (before, after) = if rule == RuleId::OperationAdded {
        (None, Some(endpoint.clone()))
    } else {
        (Some(endpoint.clone()), None)
    };
    Change {
        service: operation.service.clone(),
        operation: operation.id.clone(),
        endpoint,
        rule,
        direction: Direction::Operation,
        field: String::new(),
        pointer: String::new(),
        wire: class,
        rust: if has_code { class } else { Class::None },
        reason: rule.rule().reason.to_owned(),
        before,
        after,
        page: Page::of(operation),
        file: file(&operation.service, module),
    }
}

/// Method, path and constant query.
pub(crate) fn endpoint(operation: &Operation) -> String {
    let pairs = operation.discriminator.query.iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| value.as_ref().map_or(name.clone(), |value| format!("{name}={value}")))
        .collect();
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    format!("{} {}{query}", operation.method, operation.path)
}

/// The file of an operation's code.
pub(crate) fn file(service: &str, module: &str) -> String {
    format!("generated/services/{service}/src/{module}.rs")
}
