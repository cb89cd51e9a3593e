//! Members of objects in the rows of one table: `metering.order_id` below `metering`, or a row whose
//! description names its parent element.

use std::collections::BTreeMap;

use super::draft::{DraftTable, Field};
use super::types::{TypeExpression, parse_type};
use crate::vocabulary::{Phrase, vocabulary};

/// Splits a table by the objects that its rows belong to. The first table holds the rows that belong
/// to none; the parents of the others link to them.
pub(super) fn split(table: DraftTable, number: usize) -> Vec<DraftTable> {
    let parents: Vec<Option<usize>> =
        table.fields.iter().zip(0..).map(|(field, row)| parent(&table.fields, row, field)).collect();
    if parents.iter().all(Option::is_none) {
        return vec![table];
    }
    divide(&table, &parents, &format!("@{number}"))
}

/// Divides a table by the rows that its rows are members of. The first table holds those that are members
/// of none. `id` begins the anchors by which the parents link to the others.
pub(crate) fn divide(table: &DraftTable, parents: &[Option<usize>], id: &str) -> Vec<DraftTable> {
    let anchor = |row: usize| format!("{id}.{row}");
    let mut root = DraftTable { fields: Vec::new(), ..table.clone() };
    let mut inner: BTreeMap<usize, Vec<Field>> = BTreeMap::new();
    for ((mut field, row), parent) in table.fields.iter().cloned().zip(0..).zip(parents) {
        if parents.contains(&Some(row)) {
            field.links.insert(0, format!("#{}", anchor(row)));
        }
        match parent {
            Some(parent) => {
                if let Some(dot) = field.name.rfind('.') {
                    field.name.drain(..=dot);
                }
                inner.entry(*parent).or_default().push(field);
            }
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
    let (prefix, name) = field.name.rsplit_once('.')?;
    let holds = |known: &Field| {
        let scalar = matches!(parse_type(&known.type_text), TypeExpression::Plain(_));
        known.name == prefix && known.links.is_empty() && !scalar
    };
    fields.iter().position(holds).filter(|index| *index != row && !name.is_empty())
}
