//! Tables of other pages that an operation refers to.
//!
//! A field's link may lead to another page of the service, and a response section may say no more
//! than which page describes the answer. The tables that are meant are copied into the draft, with
//! links and anchors that name their page.

use std::collections::BTreeMap;

use super::index::TableIndex;
use super::link::{find, may_have_members};
use crate::extract::{Draft, DraftTable, Field, parse_type, percent_decode};
use crate::vocabulary::{Role, vocabulary};

/// More tables than this are never meant.
const MAX_IMPORTS: usize = 200;

/// The tables of a service's pages, by page.
pub(super) type Library<'a> = BTreeMap<&'a str, TableIndex<'a>>;

/// A table of another page.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place<'a> {
    page: &'a str,
    index: usize,
}

/// The tables that a draft needs from other pages.
///
/// `first` is the index that the first of them gets. Links that lead to them are added to `fields`
/// of the draft.
pub(super) fn import(draft: &mut Draft, library: &Library<'_>) {
    let mut importer = Importer { own: draft.page.clone(), library, places: Vec::new(), tables: Vec::new() };
    for table in &mut draft.tables {
        for field in &mut table.fields {
            if let Some(place) = importer.target(table.section, field) {
                field.links.insert(0, importer.link(place, table.section, table.status));
            }
        }
    }
    if !draft.tables.iter().any(|table| table.section == Role::Response) {
        for page in &draft.response_pages {
            importer.import_response(page);
        }
    }
    importer.follow();
    draft.tables.append(&mut importer.tables);
}

struct Importer<'a> {
    own: String,
    library: &'a Library<'a>,
    places: Vec<Place<'a>>,
    tables: Vec<DraftTable>,
}

impl<'a> Importer<'a> {
    /// The table of another page that a field's link leads to.
    fn target(&self, section: Role, field: &Field) -> Option<Place<'a>> {
        let expression = parse_type(&field.type_text);
        if !may_have_members(section, field, &expression) {
            return None;
        }
        field.links.iter().find_map(|link| {
            let (page, anchor) = link.split_once('#').unwrap_or((link, ""));
            let (&page, tables) = self.library.get_key_value(self.page(page)?.as_str())?;
            let index = tables.anchored(anchor).or_else(|| find(tables, usize::MAX, field, &expression))?;
            Some(Place { page, index })
        })
    }

    /// A link's page as a path of the library; `None` for the draft's own.
    fn page(&self, link: &str) -> Option<String> {
        let name = percent_decode(link);
        let folder = self.own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        (!name.is_empty() && path != self.own).then_some(path)
    }

    /// The anchor of a table in the draft; the table is copied if it is not there yet.
    fn link(&mut self, place: Place<'a>, section: Role, status: Option<u16>) -> String {
        let anchor = format!("{}#@{}", place.page, place.index);
        let Some(table) = self.library.get(place.page).and_then(|index| index.tables.get(place.index)) else {
            return anchor;
        };
        if !self.tables.iter().any(|known| known.anchors.first() == Some(&anchor))
            && self.places.len() < MAX_IMPORTS
        {
            let anchors = table.anchors.iter().map(|own| format!("{}#{own}", place.page));
            self.places.push(place);
            self.tables.push(DraftTable {
                section,
                status,
                page: Some(place.page.to_owned()),
                anchors: std::iter::once(anchor.clone()).chain(anchors).collect(),
                number: None,
                ..table.clone()
            });
        }
        anchor
    }

    /// The tables of a page that describes answers, without those of failures.
    fn import_response(&mut self, link: &str) {
        let page = link.split('#').next().unwrap_or(link);
        let Some((&page, tables)) =
            self.page(page).and_then(|page| self.library.get_key_value(page.as_str()))
        else {
            return;
        };
        let failure = |table: &&DraftTable| {
            table.label.iter().chain(&table.caption).any(|text| vocabulary().is_failure(text))
        };
        if let Some((_, index)) = tables.tables.iter().zip(0..).find(|(table, _)| !failure(table)) {
            self.link(Place { page, index }, Role::Response, None);
        }
    }

    /// Follows the links of copied tables, inside their pages and to others.
    fn follow(&mut self) {
        let mut next = 0;
        while let (Some(mut table), Some(place)) =
            (self.tables.get(next).cloned(), self.places.get(next).copied())
        {
            for field in &mut table.fields {
                let expression = parse_type(&field.type_text);
                if !may_have_members(table.section, field, &expression) {
                    field.links.clear();
                    continue;
                }
                let inside = self
                    .library
                    .get(place.page)
                    .and_then(|tables| find(tables, place.index, field, &expression));
                let target = inside
                    .map(|index| Place { page: place.page, index })
                    .or_else(|| self.target(table.section, field));
                field.links =
                    target.map(|target| self.link(target, table.section, table.status)).into_iter().collect();
            }
            if let Some(slot) = self.tables.get_mut(next) {
                *slot = table;
            }
            next += 1;
        }
    }
}
