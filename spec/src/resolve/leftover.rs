//! Tables with captions that nothing names.
//!
//! A caption may call an object by words of its own, and a field link nowhere or say that it is text. What the
//! examples show of the field finds its table then. Where they show nothing, as many tables as there are
//! objects left describe them in their order.

use std::collections::{BTreeMap, BTreeSet};

use super::index::TableIndex;
use super::link::{FieldId, Links, find, holds_object};
use super::locate::{Purpose, locate};
use super::order::{by_name, members, samples};
use crate::extract::{Draft, DraftTable, Field, TypeExpression, WHOLE_BODY, parse_type};
use crate::vocabulary::Role;

/// Objects inside objects are found one level a round.
const MAX_ROUNDS: usize = 16;
/// No section has more tables that nothing names: each may be compared with each field.
const MAX_LEFT: usize = 64;

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
            Purpose::Unreferenced
                if table.caption.is_some() && table.page.is_none() && group.left.len() < MAX_LEFT =>
            {
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
        let by_name = by_name(&samples);
        let shown = |open: &Open<'_>| match open.field.name.as_str() {
            WHOLE_BODY => members(&samples),
            _ => by_name.get(&open.field.name).map(|samples| members(samples)).unwrap_or_default(),
        };
        let (shown, silent): (Vec<_>, Vec<_>) = self
            .open(draft, links)
            .into_iter()
            .map(|open| (shown(&open), open))
            .partition(|(shown, _)| !shown.is_empty());
        let by_example = |(shown, open): &(BTreeSet<&String>, Open<'_>)| {
            let named = find(tables, open.id.0, open.field, &open.expression);
            let fits = |index: &usize| {
                let may = holds_object(&open.expression) || named == Some(*index);
                may && draft.tables.get(*index).is_some_and(|table| describes(table, shown))
            };
            // The next one after the field, else the first.
            let after = self.left.iter().copied().filter(|&table| table > open.id.0).find(fits);
            Some((open.id, after.or_else(|| self.left.iter().copied().find(fits))?))
        };
        let found: Vec<_> = shown.iter().filter_map(by_example).collect();
        if found.is_empty() { self.in_order(draft, silent.iter().map(|(_, open)| open)) } else { found }
    }

    /// Each table with its object, if there are as many and each table stands after its object.
    fn in_order<'o, 'd: 'o>(
        &self,
        draft: &Draft,
        silent: impl Iterator<Item = &'o Open<'d>>,
    ) -> Vec<(FieldId, usize)> {
        if self.left.iter().any(|&table| self.is_form(draft, table)) {
            return Vec::new();
        }
        let fields = silent.filter(|open| holds_object(&open.expression)).map(|open| open.id);
        let fields: Vec<FieldId> = fields.collect();
        let pairs: Vec<_> = fields.iter().copied().zip(self.left.iter().copied()).collect();
        let follow = fields.len() == self.left.len() && pairs.iter().all(|((own, _), table)| own < table);
        if follow { pairs } else { Vec::new() }
    }

    /// Whether half of the rows of a table are rows of one that is used: it is another form of that one.
    fn is_form(&self, draft: &Draft, table: usize) -> bool {
        let names = |index: usize| -> BTreeSet<&String> {
            draft
                .tables
                .get(index)
                .into_iter()
                .flat_map(|table| &table.fields)
                .map(|field| &field.name)
                .collect()
        };
        let own = names(table);
        self.used.iter().any(|&used| own.intersection(&names(used)).count() * 2 >= own.len())
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
fn describes(table: &DraftTable, shown: &BTreeSet<&String>) -> bool {
    let known = table.fields.iter().filter(|field| shown.contains(&field.name)).count();
    known > 0 && known * 2 >= shown.len() && known * 3 >= table.fields.len()
}
