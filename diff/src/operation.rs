//! Two versions of one operation.

use std::collections::{BTreeMap, BTreeSet};

use spec::model::{ErrorCode, JobQuery, Pagination, Source, Waiter};

use crate::compare::endpoint;
use crate::rust::{Effect, difference, paging, waiting};
use crate::text;
pub(crate) use crate::walk::Sides;
use crate::walk::{Found, Walk};
use crate::{Change, Class, RuleId, bodies, parameters};

/// All changes between the two.
pub(crate) fn changes(sides: Sides<'_>) -> Vec<Change> {
    let mut walk = Walk::new(sides);
    identity(&mut walk);
    request_line(&mut walk);
    parameters::changes(&mut walk);
    bodies::request(&mut walk);
    bodies::responses(&mut walk);
    pagination(&mut walk);
    jobs(&mut walk);
    error_codes(&mut walk);
    unexplained(&mut walk);
    walk.changes
}

/// Id, page and obsolescence.
fn identity(walk: &mut Walk<'_>) {
    let Sides { base, head, .. } = walk.sides;
    if base.id != head.id {
        let effect = Effect::breaking(format!("the operation is called `{}` now", head.id));
        let effect = if walk.sides.base_surface.is_some() { effect } else { Effect::none() };
        let (old, new) = (Some(base.id.clone()), Some(head.id.clone()));
        walk.report(Found::new(RuleId::OperationRenamed, old, new).rust(effect));
    }
    let (old, new) = (&base.source, &head.source);
    if (&old.origin, &old.page) != (&new.origin, &new.page) {
        let elsewhere = |source: &Source| Some(format!("{} of {}", source.page, source.origin));
        let page = |source: &Source| Some(source.page.clone());
        let [old, new] = if old.page == new.page { [old, new].map(elsewhere) } else { [old, new].map(page) };
        walk.report(Found::new(RuleId::PageMoved, old, new));
    }
    if base.deprecated != head.deprecated {
        let code = walk.sides.head_surface.is_some();
        walk.report(obsolete(head.deprecated, code, Found::new));
    }
}

/// Something was marked as obsolete, or is not any more.
pub(crate) fn obsolete(
    now: bool,
    has_mark: bool,
    found: impl FnOnce(RuleId, Option<String>, Option<String>) -> Found,
) -> Found {
    let mark = Some("obsolete".to_owned());
    if now {
        let warning = Effect::new(Class::Risky, "the compiler warns of its use");
        let effect = if has_mark { warning } else { Effect::none() };
        found(RuleId::Deprecated, None, mark).rust(effect)
    } else {
        found(RuleId::DeprecationRemoved, mark, None)
    }
}

/// Method, path without the names of its placeholders, constant query.
fn request_line(walk: &mut Walk<'_>) {
    let Sides { base, head, .. } = walk.sides;
    if base.method != head.method {
        let (old, new) = (Some(base.method.to_string()), Some(head.method.to_string()));
        walk.report(Found { pointer: "/method".to_owned(), ..Found::new(RuleId::MethodChanged, old, new) });
    }
    if base.path_identity() != head.path_identity() {
        let (old, new) = (Some(base.path.clone()), Some(head.path.clone()));
        walk.report(Found { pointer: "/path".to_owned(), ..Found::new(RuleId::PathChanged, old, new) });
    }
    if base.discriminator.query != head.discriminator.query {
        let found = Found::new(RuleId::FixedQueryChanged, Some(endpoint(base)), Some(endpoint(head)));
        walk.report(Found { pointer: "/discriminator/query".to_owned(), ..found });
    }
}

/// How the list goes on page by page.
fn pagination(walk: &mut Walk<'_>) {
    let (old, new) = (walk.sides.base.pagination.as_ref(), walk.sides.head.pagination.as_ref());
    if old == new {
        return;
    }
    let way = |pagination: &Pagination| {
        let Pagination { kind, position, items, page_size, .. } = pagination;
        let items = if items.is_empty() { "the answer" } else { items };
        format!("{} `{}`, {page_size} of `{items}` each", kind.as_str(), position.name)
    };
    // Smaller pages are more pages, and the same items.
    let same_way = |old: &Pagination, new: &Pagination| {
        Pagination { page_size: 0, ..old.clone() } == Pagination { page_size: 0, ..new.clone() }
    };
    let wire = match (old, new) {
        (Some(old), Some(new)) if !same_way(old, new) => Class::Risky,
        _ => Class::None,
    };
    let rust = match (walk.sides.base_surface, walk.sides.head_surface) {
        (Some(base), Some(head)) => paging(base, head),
        _ => Effect::none(),
    };
    let [old, new] = text::sides(old, new, way);
    let found = Found::new(RuleId::PaginationChanged, old, new).wire(wire).rust(rust);
    walk.report(Found { pointer: "/pagination".to_owned(), ..found });
}

/// What is known of a job's states, and who tells them.
fn jobs(walk: &mut Walk<'_>) {
    let Sides { base, head, base_surface, head_surface } = walk.sides;
    if base.job_query != head.job_query {
        let all_states = |query: &JobQuery| {
            let states = |states: &BTreeSet<String>| states.iter().cloned().collect::<Vec<_>>().join(", ");
            format!("success: {}; failure: {}", states(&query.success), states(&query.failure))
        };
        let (old, new) = (base.job_query.as_ref(), head.job_query.as_ref());
        let wire = if old.is_some() && new.is_some() { Class::Risky } else { Class::None };
        let [old, new] = text::sides(old, new, all_states);
        let found = Found::new(RuleId::JobStatesChanged, old, new).wire(wire);
        walk.report(Found { pointer: "/job_query".to_owned(), ..found });
    }
    if base.waiter != head.waiter {
        let (old, new) = (base.waiter.as_ref(), head.waiter.as_ref());
        let rust = match (base_surface, head_surface) {
            (Some(base), Some(head)) => waiting(base, head),
            _ => Effect::none(),
        };
        // Another query gives another answer.
        let replaced = Effect::breaking("`send_and_wait` gives the answer of another operation");
        let is_replaced = old.zip(new).is_some_and(|(old, new)| old.query != new.query);
        let rust = if is_replaced && head_surface.is_some() { rust.or(replaced) } else { rust };
        let [old, new] = text::sides(old, new, |waiter: &Waiter| waiter.query.clone());
        let found = Found::new(RuleId::WaiterChanged, old, new).rust(rust);
        walk.report(Found { pointer: "/waiter".to_owned(), ..found });
    }
}

/// Error codes that are listed on one side only, or with another status.
fn error_codes(walk: &mut Walk<'_>) {
    let Sides { base, head, .. } = walk.sides;
    let (old, new) = (&base.error_codes, &head.error_codes);
    if old == new {
        return;
    }
    let only = |of: &BTreeMap<String, ErrorCode>, other: &BTreeMap<String, ErrorCode>| {
        let mut codes = of.clone();
        codes.retain(|code, entry| other.get(code) != Some(entry));
        Some(codes).filter(|codes| !codes.is_empty())
    };
    let [old, new] = text::sides(only(old, new).as_ref(), only(new, old).as_ref(), |codes| {
        codes.keys().cloned().collect::<Vec<_>>().join(", ")
    });
    let found = Found::new(RuleId::ErrorCodesChanged, old, new);
    walk.report(Found { pointer: "/error_codes".to_owned(), ..found });
}

/// The generated code differs more than the rules say.
fn unexplained(walk: &mut Walk<'_>) {
    let Sides { base_surface, head_surface, .. } = walk.sides;
    let effect = match (base_surface, head_surface) {
        (Some(base), Some(head)) => difference(base, head),
        (Some(_), None) => Effect::breaking("no code is generated for the operation any more"),
        (None, Some(_)) => Effect::additive("code is generated for the operation now"),
        (None, None) => Effect::none(),
    };
    let known = walk.changes.iter().map(|change| change.rust).max().unwrap_or_default();
    if effect.class > known {
        walk.report(Found::new(RuleId::GeneratedCodeChanged, None, None).rust(effect));
    }
}
