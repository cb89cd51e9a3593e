//! Members of objects in the rows of one table: `metering.order_id` below `metering`, a row whose description
//! names its parent element, or rows whose names are indented by marks.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{DraftTable, Field};
use super::types::{TypeExpression, parse_type};
use crate::vocabulary::{Phrase, vocabulary};

/// Splits a table by the objects that its rows belong to. The first table holds the rows that belong
/// to none; the parents of the others link to them.
pub(super) fn split(table: DraftTable, number: usize) -> Vec<DraftTable> {
    let (fields, indented) = by_marks(&table.fields);
    let table = DraftTable { fields, ..table };
    let parents: Vec<Option<usize>> = table
        .fields
        .iter()
        .zip(&indented)
        .zip(0..)
        .map(|((field, indented), row)| indented.or_else(|| parent(&table.fields, row, field)))
        .collect();
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
    let mut plain = path.replace("->", ".").replace('/', ".");
    while let Some((open, close)) = plain.find('[').zip(plain.find(']')).filter(|(open, close)| open < close)
    {
        let index = plain.get(open + 1..close).unwrap_or_default();
        if !index.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | 'n' | 'N' | 'i')) {
            break;
        }
        plain.replace_range(open..=close, "");
    }
    plain
}

/// Divides a table by the rows that its rows are members of. The first table holds those that are members
/// of none. `id` begins the anchors by which the parents link to the others.
pub(crate) fn divide(table: &DraftTable, parents: &[Option<usize>], id: &str) -> Vec<DraftTable> {
    let anchor = |row: usize| format!("{id}.{row}");
    let parents = without_cycles(parents);
    let holders: BTreeSet<usize> = parents.iter().copied().flatten().collect();
    let mut root = DraftTable { fields: Vec::new(), ..table.clone() };
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
        ..table.clone()
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

/// The row that a row belongs to.
///
/// A dotted name is a path only if what stands before the dot is a row that can have members and has no
/// table of its own: `spark.sql.shuffle` is one name. A parent element may be named with its own parents.
fn parent(fields: &[Field], row: usize, field: &Field) -> Option<usize> {
    if let Some(path) = vocabulary().phrase(Phrase::Parent, &field.description) {
        let mut path = path.rsplit('.');
        let name = path.next()?;
        let above = path.next();
        let named = |(index, known): &(usize, &Field)| *index != row && known.name == name;
        let candidates = || fields.iter().enumerate().filter(named);
        let below = |known: &Field| {
            let stated = vocabulary().phrase(Phrase::Parent, &known.description);
            above.is_none_or(|above| stated.and_then(|path| path.rsplit('.').next()) == Some(above))
        };
        let exact = candidates().find(|(_, known)| below(known));
        return exact.or_else(|| candidates().next()).map(|(index, _)| index);
    }
    let prefix = plain_path(path_of(&field.name)?.0);
    let holds = |known: &Field| plain_path(&known.name) == prefix && may_hold(known);
    fields.iter().position(holds).filter(|index| *index != row)
}
