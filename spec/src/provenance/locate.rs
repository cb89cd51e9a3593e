//! From a place in an operation to a place on its page.

use super::Selected;
use crate::extract::{DraftTable, Extraction, Field};
use crate::model::{Operation, TablePlace};
use crate::page::Span;

/// What a fact rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A row of a table states it.
    Table,
    /// No table states it, and an example shows it.
    Example,
    /// Nothing on the page states it in so many words: it follows from something else, such as the path.
    Inferred,
}

/// A fact's place on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What the fact rests on.
    pub origin: Origin,
    /// The table, as the specification names it.
    pub table: Option<TablePlace>,
    /// The row, or the place in the example or in the path.
    pub span: Option<Span>,
}

/// The page that the table of a selected member stands on, if it is another than the operation's.
pub fn page_of<'a>(operation: &'a Operation, selected: &Selected<'_>) -> Option<&'a str> {
    places(operation, selected).first()?.page.as_deref()
}

/// Finds the row of the page, read again, that states the selected member; else the example that shows it.
pub fn locate(operation: &Operation, selected: &Selected<'_>, page: &Extraction) -> Found {
    let draft = page.draft.as_ref();
    let tables = draft.map_or(page.objects.as_slice(), |draft| draft.tables.as_slice());
    for place in places(operation, selected) {
        let own = tables.iter().filter(|table| is_table(table, place));
        if let Some(row) = own.flat_map(|table| &table.fields).find(|field| is_row(field, &selected.name)) {
            return Found { origin: Origin::Table, table: Some(place.clone()), span: Some(row.span) };
        }
    }
    let is_inferred = operation.source.inferred.iter().any(|pointer| is_below(&selected.pointer, pointer));
    let quoted = format!("\"{}\"", selected.name);
    let example = draft
        .into_iter()
        .flat_map(|draft| &draft.examples)
        .find_map(|example| example.code.text.contains(&quoted).then(|| example.code.place_of(&quoted)));
    match example.filter(|_| is_inferred || selected.owner != "/parameters") {
        Some(span) => Found { origin: Origin::Example, table: None, span: Some(span) },
        None => Found { origin: Origin::Inferred, table: None, span: draft.map(|draft| draft.uri.span) },
    }
}

/// The tables that may state the member, the nearest first.
fn places<'a>(operation: &'a Operation, selected: &Selected<'_>) -> Vec<&'a TablePlace> {
    let tables = operation.source.tables.iter();
    let mut places: Vec<&TablePlace> =
        tables.filter(|table| is_below(&selected.owner, &table.placed)).collect();
    places.sort_by_key(|table| std::cmp::Reverse(table.placed.len()));
    places
}

fn is_below(pointer: &str, prefix: &str) -> bool {
    pointer.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_table(table: &DraftTable, place: &TablePlace) -> bool {
    // On a page of objects, the role of the section is another.
    let section = place.page.is_some() || table.section.as_str() == place.section;
    section && table.anchors.first() == place.anchor.as_ref()
}

/// A row may give the whole way to a member.
fn is_row(field: &Field, name: &str) -> bool {
    let last = field.name.rsplit(['.', '/', '>']).next().unwrap_or_default().trim();
    field.name == name || last.trim_end_matches("[]") == name
}
