//! Tables with captions that nothing names.
//!
//! A caption may call an object by words of its own, and a field link nowhere or say that it is text. What the
//! examples show of the field finds its table then. Where they show nothing, as many tables as there are
//! objects left describe them in their order.

use std::collections::BTreeMap;

use serde_json::Value;

use super::index::TableIndex;
use super::link::{FieldId, Links, find, holds_object};
use super::locate::{Purpose, locate};
use super::order::{by_name, samples};
use crate::extract::{Draft, DraftTable, Field, TypeExpression, WHOLE_BODY, parse_type};
use crate::vocabulary::Role;

/// Objects inside objects are found one level a round.
const MAX_ROUNDS: usize = 16;

/// Links what the rules that follow names have left.
pub(super) fn adopt(draft: &Draft, tables: &TableIndex<'_>, links: &mut Links) {
    for _ in 0..MAX_ROUNDS {
        let purposes = locate(draft, links);
        let found: Vec<(FieldId, usize)> =
            groups(draft, &purposes).iter().flat_map(|group| group.find(draft, tables, links)).collect();
        if found.is_empty() {
            return;
        }
        for (field, table) in found {
            links.insert(field, table);
        }
    }
}

/// The tables of one section and status code.
#[derive(Default)]
struct Group {
    /// Those whose rows are members of a body.
    used: Vec<usize>,
    /// Those that nothing refers to.
    left: Vec<usize>,
}

/// The groups in which tables are left.
fn groups(draft: &Draft, purposes: &[Purpose]) -> Vec<Group> {
    let mut groups: BTreeMap<(Role, Option<u16>), Group> = BTreeMap::new();
    for ((table, purpose), index) in draft.tables.iter().zip(purposes).zip(0..) {
        let group = groups.entry((table.section, table.status)).or_default();
        match purpose {
            Purpose::Body | Purpose::Response | Purpose::Object | Purpose::Form => group.used.push(index),
            Purpose::Unreferenced if table.caption.is_some() && table.page.is_none() => {
                group.left.push(index);
            }
            _ => {}
        }
    }
    groups.into_values().filter(|group| !group.left.is_empty()).collect()
}

/// A field without a table.
struct Open<'d> {
    id: FieldId,
    field: &'d Field,
    expression: TypeExpression,
}

impl Group {
    fn find(&self, draft: &Draft, tables: &TableIndex<'_>, links: &Links) -> Vec<(FieldId, usize)> {
        let Some(first) = self.left.first().and_then(|&index| draft.tables.get(index)) else {
            return Vec::new();
        };
        let samples = samples(draft, first.section, first.status);
        let shown = by_name(&samples);
        let open = self.open(draft, links);
        let shown = |open: &Open<'_>| match open.field.name.as_str() {
            WHOLE_BODY => Some(&samples),
            _ => shown.get(&open.field.name),
        };
        let objects = |open: &Open<'_>| shown(open).filter(|samples| !samples.is_empty());
        let mut found = Vec::new();
        for open in &open {
            let Some(samples) = objects(open) else { continue };
            let named = find(tables, open.id.0, open.field, &open.expression);
            let fits = |index: &&usize| {
                let table = draft.tables.get(**index).filter(|table| describes(table, samples));
                table.is_some() && (holds_object(&open.expression) || named == Some(**index))
            };
            // The next one after the field, else the first.
            let mut fitting = self.left.iter().filter(fits).copied();
            let table = fitting.clone().find(|&table| table > open.id.0).or_else(|| fitting.next());
            found.extend(table.map(|table| (open.id, table)));
        }
        if found.is_empty() {
            let silent = |open: &&Open<'_>| holds_object(&open.expression) && objects(open).is_none();
            let fields: Vec<FieldId> = open.iter().filter(silent).map(|open| open.id).collect();
            let pairs = || fields.iter().copied().zip(self.left.iter().copied());
            if fields.len() == self.left.len() && pairs().all(|((own, _), table)| own < table) {
                found.extend(pairs());
            }
        }
        found
    }

    fn open<'d>(&self, draft: &'d Draft, links: &Links) -> Vec<Open<'d>> {
        let mut open = Vec::new();
        for &index in &self.used {
            let fields = draft.tables.get(index).map_or(&[][..], |table| &table.fields);
            for (field, row) in fields.iter().zip(0..) {
                let id = (index, row);
                if links.table_of(id).is_none() {
                    open.push(Open { id, field, expression: parse_type(&field.type_text) });
                }
            }
        }
        open
    }
}

/// Whether a table's rows are what examples show of an object: at least half of what they show, and at
/// least a third of the table.
fn describes(table: &DraftTable, samples: &[&Value]) -> bool {
    let members = || samples.iter().filter_map(|sample| sample.as_object());
    let mut shown: Vec<&String> = members().flat_map(|members| members.keys()).collect();
    shown.sort();
    shown.dedup();
    let known = shown.iter().filter(|name| table.fields.iter().any(|field| field.name == ***name)).count();
    known > 0 && known * 2 >= shown.len() && known * 3 >= table.fields.len()
}
