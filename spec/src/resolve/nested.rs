//! Members of objects in the rows of one table, where only examples say so.
//!
//! ```text
//! scale_out  object        {"scale_out": {"count": 3}}
//! count      integer
//! ```

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::dotted::hold;
use super::link::{Links, holds_object};
use super::order::{objects, samples};
use crate::extract::{Draft, DraftTable, Field, MAX_TABLES, divide, parse_type};
use crate::vocabulary::Role;

/// No table has more objects that one name is a member of.
const MAX_HOLDERS: usize = 100;

/// The draft, its tables divided by the objects that examples show their rows in.
pub(super) fn nest(draft: &Draft) -> Cow<'_, Draft> {
    match hold(draft) {
        Cow::Borrowed(draft) => nest_rows(draft),
        Cow::Owned(draft) => Cow::Owned(nest_rows(&draft).into_owned()),
    }
}

fn nest_rows(draft: &Draft) -> Cow<'_, Draft> {
    let places: BTreeMap<Role, Places<'_>> =
        [Role::Request, Role::Response].map(|role| (role, Places::of(&samples(draft, role, None)))).into();
    let mut links = None;
    let mut parents: Vec<Vec<Option<usize>>> = Vec::new();
    for (table, index) in draft.tables.iter().zip(0..) {
        let found = places.get(&table.section).filter(|_| table.page.is_none());
        let of_rows = found.map(|places| {
            // Few tables have a row that may be another row's member, so links are seldom followed twice.
            let open = |row: usize| {
                let links: &Links = links.get_or_insert_with(|| Links::of(draft, &mut Vec::new()));
                links.table_of((index, row)).is_none()
            };
            places.parents(table, open)
        });
        parents.push(of_rows.unwrap_or_default());
    }
    if parents.iter().flatten().all(Option::is_none) {
        return Cow::Borrowed(draft);
    }
    let mut tables = Vec::new();
    for ((table, parents), index) in draft.tables.iter().zip(parents).zip(0..) {
        if tables.len() < MAX_TABLES {
            tables.extend(divided(table, &parents, &format!("@@{index}")));
        } else {
            tables.push(table.clone());
        }
    }
    Cow::Owned(Draft { tables, ..draft.clone() })
}

pub(super) fn divided(table: &DraftTable, parents: &[Option<usize>], id: &str) -> Vec<DraftTable> {
    if parents.iter().all(Option::is_none) {
        return vec![table.clone()];
    }
    let mut tables = divide(table, parents, id);
    for inner in tables.iter_mut().skip(1) {
        // The page knows the rows by the anchor of the table that they stand in.
        inner.anchors.splice(0..0, table.anchors.first().cloned());
    }
    tables
}

/// The names of the objects in which examples show each name; the body itself has none.
struct Places<'v>(BTreeMap<&'v str, BTreeSet<Option<&'v str>>>);

impl<'v> Places<'v> {
    fn of(bodies: &[&'v Value]) -> Self {
        let mut places = Self(BTreeMap::new());
        let mut left: Vec<(Option<&str>, &Value)> = bodies.iter().map(|body| (None, *body)).collect();
        while let Some((holder, object)) = left.pop() {
            for (name, value) in object.as_object().into_iter().flatten() {
                places.0.entry(name).or_default().insert(holder);
                left.extend(objects(value).into_iter().map(|inner| (Some(name.as_str()), inner)));
            }
        }
        places
    }

    /// For each row of a table the object among the rows that it is shown in, if it is shown in nothing else:
    /// the nearest one before it, else the next. `open` says of a row whether no table describes its members.
    fn parents(&self, table: &DraftTable, mut open: impl FnMut(usize) -> bool) -> Vec<Option<usize>> {
        let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (field, row) in table.fields.iter().zip(0..) {
            if holds_object(&parse_type(&field.type_text)) {
                rows.entry(&field.name).or_default().push(row);
            }
        }
        let parent = |field: &Field, row: usize| {
            let holders = self.0.get(field.name.as_str()).filter(|holders| holders.len() <= MAX_HOLDERS)?;
            let found: Option<Vec<&Vec<usize>>> = holders.iter().map(|holder| rows.get((*holder)?)).collect();
            let found = found?;
            let before =
                |rows: &&Vec<usize>| Some(*rows.get(..rows.partition_point(|&held| held < row))?.last()?);
            let after = |rows: &&Vec<usize>| rows.get(rows.partition_point(|&held| held <= row)).copied();
            found.iter().filter_map(before).max().or_else(|| found.iter().filter_map(after).min())
        };
        let parents = table.fields.iter().zip(0..).map(|(field, row)| parent(field, row));
        parents.map(|parent| parent.filter(|&row| open(row))).collect()
    }
}
