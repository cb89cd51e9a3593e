//! Operation ids.
//!
//! In this order: the committed id, recognised by [`identity`] or else by the page, the name table, the
//! anchor of the title, the page's link to the vendor's console, and last the title's verb with the path's
//! noun.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::derive::{common_roots, derive};
use super::distinguish::{Claim, distinguish, rank};
use crate::diagnostics::{Code, Diagnostic};
use crate::extract::Draft;
use crate::model::Operation;
use crate::names;
use crate::patch;
use crate::vocabulary::vocabulary;

/// What an operation is recognised by on another page or in another revision: method, path without
/// the names of its placeholders, and discriminator.
///
/// A patch of method or path makes no other operation of it.
pub fn identity(operation: &Operation) -> String {
    let operation = patch::as_on_page(operation);
    let mut key = format!("{} {}", operation.method, operation.path_identity());
    for (name, value) in &operation.discriminator.query {
        key.extend([" ?", name, "=", value.as_deref().unwrap_or_default()]);
    }
    if let Some(root) = &operation.discriminator.body_root {
        key.extend([" #", root]);
    }
    if let Some(variant) = &operation.discriminator.variant {
        key.extend([" @", variant]);
    }
    key
}

/// Gives each operation an id, in the order given.
pub(super) fn assign(
    context: Context<'_>,
    operations: &[(Draft, Operation)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let locked: BTreeMap<String, &str> =
        context.locked.values().map(|operation| (identity(operation), operation.id.as_str())).collect();
    let console = unique_console_ids(operations);
    let roots = common_roots(operations.iter().map(|(_, operation)| operation.path.as_str()));
    // Committed ids are taken even by operations that are not read now.
    let mut taken: BTreeSet<String> = context.locked.keys().cloned().collect();
    let known = |operation: &Operation| locked.get(&identity(operation)).map(|id| (*id).to_owned());
    let mut ids: Vec<Option<String>> = operations.iter().map(|(_, operation)| known(operation)).collect();
    keep_with_pages(context, operations, &mut ids);
    let mut holders: BTreeMap<String, Claim<'_>> = context.locked.values().map(held).collect();
    let mut order: Vec<usize> = (0..operations.len()).collect();
    order.sort_by_cached_key(|&index| operations.get(index).map(|read| rank(claim(read))));
    // What a page states goes before what is derived, whatever the order of the pages.
    for derived in [false, true] {
        for &index in &order {
            let (Some(read), Some(id)) = (operations.get(index), ids.get_mut(index)) else { continue };
            let (draft, operation) = read;
            if id.is_some() {
                continue;
            }
            let stated = stated(context, draft, operation, &console);
            let Some(wanted) = stated.or_else(|| derived.then(|| derive(draft, operation, &roots))) else {
                continue;
            };
            let holder = holders.get(&wanted).copied();
            let free = distinguish(&wanted, claim(read), holder, |id| taken.contains(id));
            if free != wanted {
                let message =
                    format!("the operation id `{wanted}` is taken; this operation becomes `{free}`");
                diagnostics.push(Diagnostic::new(Code::DuplicateId, &draft.page, draft.span, message));
            }
            taken.insert(free.clone());
            holders.insert(free.clone(), claim(read));
            *id = Some(free);
        }
    }
    ids.into_iter().map(Option::unwrap_or_default).collect()
}

fn claim((draft, operation): &(Draft, Operation)) -> Claim<'_> {
    Claim { path: &operation.path, title: &draft.title, deprecated: operation.deprecated }
}

fn held(operation: &Operation) -> (String, Claim<'_>) {
    let claim = Claim { path: &operation.path, title: "", deprecated: operation.deprecated };
    (operation.id.clone(), claim)
}

/// An operation whose method or path changed keeps the committed id of its page.
fn keep_with_pages(context: Context<'_>, operations: &[(Draft, Operation)], ids: &mut [Option<String>]) {
    let read: BTreeSet<String> = operations.iter().map(|(_, operation)| identity(operation)).collect();
    let gone: Vec<&Operation> = context
        .locked
        .values()
        .filter(|known| known.source.origin == context.origin && !read.contains(&identity(known)))
        .collect();
    let mut pages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for known in gone {
        pages.entry(&known.source.page).or_default().push(&known.id);
    }
    for ((draft, _), id) in operations.iter().zip(ids).filter(|(_, id)| id.is_none()) {
        if let Some([known]) = pages.get(draft.page.as_str()).map(Vec::as_slice) {
            *id = Some((*known).to_owned());
        }
    }
}

/// The id that the name table or the page states.
fn stated(
    context: Context<'_>,
    draft: &Draft,
    operation: &Operation,
    console: &BTreeSet<&str>,
) -> Option<String> {
    let named = context.names.get(&format!("{} {}", operation.method, operation.path));
    let anchor = draft.anchors.iter().map(String::as_str).find(|anchor| is_operation_id(anchor));
    let titled = || id_in_title(&draft.title);
    let link = draft.console_id.as_deref().filter(|id| console.contains(id) && is_operation_id(id));
    named.map(String::as_str).or(anchor).or_else(titled).or(link).map(str::to_owned)
}

/// Console ids that one page alone links to: some services link every page to the same one.
fn unique_console_ids(operations: &[(Draft, Operation)]) -> BTreeSet<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in operations.iter().filter_map(|(draft, _)| draft.console_id.as_deref()) {
        *counts.entry(id).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count == 1).map(|(id, _)| id).collect()
}

/// The id at the end of a title: `Creating a Gate - CreateGate`, `Creating a Gate (CreateGate)`.
fn id_in_title(title: &str) -> Option<&str> {
    let title = title.trim_end().trim_end_matches([')', '）']);
    let (before, id) = title.rsplit_once([' ', '(', '（', '-', '–', '—'])?;
    let marked = id.len() < title.len() && title.get(before.len()..)?.starts_with(['(', '（', '-', '–', '—'])
        || before.trim_end().ends_with(['-', '–', '—']);
    let verb = names::words(id).into_iter().next().is_some_and(|word| vocabulary().is_verb(&word));
    (marked && verb && is_operation_id(id)).then_some(id)
}

/// Whether an anchor is an id such as `DeleteSinkTask`, not a topic number.
fn is_operation_id(anchor: &str) -> bool {
    let humps = anchor.chars().filter(char::is_ascii_uppercase).count();
    let lower = anchor.chars().any(|c| c.is_ascii_lowercase());
    let plain = anchor.chars().all(|c| c.is_ascii_alphanumeric());
    plain && lower && humps >= 2 && anchor.starts_with(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::{id_in_title, is_operation_id};

    #[test]
    fn an_id_at_the_end_of_a_title() {
        for title in ["Creating a Gate - CreateGate", "Creating a Gate(CreateGate)", "关闸 – CreateGate"]
        {
            assert_eq!(id_in_title(title), Some("CreateGate"), "{title}");
        }
        for title in
            ["Closing SwissRoll CreateGate", "Gate Events (OpenStack API)", "Gates (OpenStack)", "CreateGate"]
        {
            assert_eq!(id_in_title(title), None, "{title}");
        }
    }

    #[test]
    fn topic_numbers_are_no_ids() {
        assert!(is_operation_id("DeleteSinkTask"));
        for anchor in ["ZH-CN_TOPIC_0000001398473392", "dli_02_0188", "section1", "Anchor", "TOPIC"] {
            assert!(!is_operation_id(anchor), "{anchor}");
        }
    }
}
