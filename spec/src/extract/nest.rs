//! Members of objects in the rows of one table: `metering.order_id` below `metering`, a row whose description
//! names its parent element, or rows whose names are indented by marks.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{DraftTable, Field};
use super::types::{TypeExpression, parse_type};
use crate::vocabulary::{Phrase, vocabulary};

/// No table has rows of more objects; one that has is left as it is.
const MAX_OBJECTS: usize = 500;

/// Splits a table by the objects that its rows belong to. The first table holds the rows that belong
/// to none; the parents of the others link to them.
pub(super) fn split(table: DraftTable, number: usize) -> Vec<DraftTable> {
    let (fields, indented) = by_marks(&table.fields);
    let table = DraftTable { fields, ..table };
    let holders = Holders::of(&table.fields);
    let rows = table.fields.iter().zip(&indented).zip(0..);
    let parents: Vec<Option<usize>> =
        rows.map(|((field, indented), row)| indented.or_else(|| holders.parent(row, field))).collect();
    if parents.iter().all(Option::is_none) {
        return vec![table];
    }
    let mut tables = divide(&table, &parents, &format!("@{number}"));
    for field in tables.iter_mut().skip(1).flat_map(|table| &mut table.fields) {
        if let Some((_, own)) = path_of(&field.name) {
            field.name = own.to_owned();
        }
    }
    tables
}

/// Rows without the marks that indent their names, and the rows above them that they are indented below.
fn by_marks(fields: &[Field]) -> (Vec<Field>, Vec<Option<usize>>) {
    let is_mark = |c: char| "-–—>»└├│┗┣+·".contains(c) || c.is_whitespace();
    let (mut rows, mut parents) = (Vec::new(), Vec::new());
    // The rows that the next one may be below, each with its depth.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for (field, row) in fields.iter().zip(0..) {
        let text = field.name.replace("&nbsp;", " ").replace("&gt;", ">");
        let bare = text.trim_start_matches(is_mark);
        let bare = bare.strip_prefix('.').unwrap_or(bare);
        let begins = bare.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let bare = if begins { bare } else { field.name.as_str() };
        let depth = if begins { text.chars().count() - bare.chars().count() } else { 0 };
        above.retain(|(_, known)| *known < depth);
        let holder = above.last().map(|(row, _)| *row);
        parents.push(holder.filter(|&holder| fields.get(holder).is_some_and(may_hold)));
        above.push((row, depth));
        rows.push(Field { name: bare.to_owned(), ..field.clone() });
    }
    (rows, parents)
}

/// Whether a row can have members and has no table of its own.
fn may_hold(field: &Field) -> bool {
    field.links.is_empty() && !matches!(parse_type(&field.type_text), TypeExpression::Plain(_))
}

/// Splits a name that is a path: `tags.key`, `tags[].key`, `tags[0].key`, `tags/key`, `tags->key`.
fn path_of(name: &str) -> Option<(&str, &str)> {
    let at = name.rfind(['.', '/', '>'])?;
    let own = name.get(at + 1..)?;
    let prefix = name.get(..at)?.trim_end_matches('-');
    (!own.is_empty() && !prefix.is_empty()).then_some((prefix, own))
}

/// A path without the marks of lists, its steps apart by dots.
fn plain_path(path: &str) -> String {
    let path = path.replace("->", ".").replace('/', ".");
    let is_index =
        |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | 'n' | 'N' | 'i'));
    let (mut plain, mut rest) = (String::with_capacity(path.len()), path.as_str());
    while let Some((before, list)) = rest.split_once('[')
        && let Some((index, after)) = list.split_once(']')
        && is_index(index)
    {
        plain.push_str(before);
        rest = after;
    }
    plain + rest
}

/// Divides a table by the rows that its rows are members of. The first table holds those that are members
/// of none, or all of them if there are too many objects. `id` begins the anchors by which the parents link
/// to the others.
pub(crate) fn divide(table: &DraftTable, parents: &[Option<usize>], id: &str) -> Vec<DraftTable> {
    let anchor = |row: usize| format!("{id}.{row}");
    let parents = without_cycles(parents);
    let holders: BTreeSet<usize> = parents.iter().copied().flatten().collect();
    if holders.len() > MAX_OBJECTS {
        return vec![table.clone()];
    }
    let empty = DraftTable { fields: Vec::new(), ..table.clone() };
    let mut root = empty.clone();
    let mut inner: BTreeMap<usize, Vec<Field>> = BTreeMap::new();
    for ((mut field, row), parent) in table.fields.iter().cloned().zip(0..).zip(parents) {
        if holders.contains(&row) {
            field.links.insert(0, format!("#{}", anchor(row)));
        }
        match parent {
            Some(parent) => inner.entry(parent).or_default().push(field),
            None => root.fields.push(field),
        }
    }
    let objects = inner.into_iter().map(|(parent, fields)| DraftTable {
        anchors: vec![anchor(parent)],
        caption: table.fields.get(parent).map(|field| field.name.clone()),
        word: None,
        number: None,
        label: None,
        fields,
        ..empty.clone()
    });
    std::iter::once(root).chain(objects).collect()
}

/// The parents, each cycle opened at one row, which else would hang below no table.
fn without_cycles(parents: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut parents = parents.to_vec();
    // From which row each row was first reached.
    let mut reached: Vec<Option<usize>> = vec![None; parents.len()];
    for start in 0..parents.len() {
        let mut row = start;
        while let Some(unseen @ None) = reached.get_mut(row) {
            *unseen = Some(start);
            row = parents.get(row).copied().flatten().unwrap_or(row);
        }
        if let Some(parent) = parents.get_mut(row).filter(|_| reached.get(row) == Some(&Some(start))) {
            *parent = None;
        }
    }
    parents
}

/// The rows of a table that may have members, by their names.
struct Holders<'f> {
    /// Rows that can have members and have no table of their own, by their plain paths; of several the first.
    paths: BTreeMap<String, usize>,
    /// All rows by their names, and once more by name and stated parent.
    named: BTreeMap<(&'f str, Option<&'f str>), Vec<usize>>,
    /// The path of the parent that each row's description states.
    stated: Vec<Option<&'f str>>,
}

impl<'f> Holders<'f> {
    fn of(fields: &'f [Field]) -> Self {
        let mut holders = Self { paths: BTreeMap::new(), named: BTreeMap::new(), stated: Vec::new() };
        for (field, row) in fields.iter().zip(0..) {
            if may_hold(field) {
                holders.paths.entry(plain_path(&field.name)).or_insert(row);
            }
            holders.named.entry((&field.name, None)).or_default().push(row);
            let stated = vocabulary().phrase(Phrase::Parent, &field.description);
            if let Some(above) = stated.and_then(|path| path.rsplit('.').next()) {
                holders.named.entry((&field.name, Some(above))).or_default().push(row);
            }
            holders.stated.push(stated);
        }
        holders
    }

    /// The row that a row belongs to.
    ///
    /// A dotted name is a path only if what stands before the dot is a row that can have members and has no
    /// table of its own: `spark.sql.shuffle` is one name. A parent element may be named with its own parents.
    fn parent(&self, row: usize, field: &Field) -> Option<usize> {
        if let Some(path) = self.stated.get(row).copied().flatten() {
            let mut path = path.rsplit('.');
            let name = path.next()?;
            let other = |above| self.named.get(&(name, above))?.iter().copied().find(|&other| other != row);
            return path.next().and_then(|above| other(Some(above))).or_else(|| other(None));
        }
        let prefix = plain_path(path_of(&field.name)?.0);
        self.paths.get(&prefix).copied().filter(|&other| other != row)
    }
}
