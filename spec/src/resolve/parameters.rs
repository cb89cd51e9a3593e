//! Parameters of path, query and headers.

use std::collections::{BTreeMap, BTreeSet};

use super::locate::Purpose;
use super::schemas::{SchemaBuilder, parameter_schema};
use crate::diagnostics::{Code, Diagnostic};
use crate::extract::{Draft, DraftTable, Field};
use crate::model::{Discriminator, ExampleRole, Location, Parameter, Schema, SchemaType, SetBy};
use crate::vocabulary::{CaptionWord, Role, normalize, vocabulary};

/// Whether a table describes the request itself, and not an object in it or an answer.
fn is_root(purpose: Purpose) -> bool {
    matches!(
        purpose,
        Purpose::Body | Purpose::Header | Purpose::PathAndQuery | Purpose::Query | Purpose::Form
    )
}

/// Whether a table's caption says that all its rows are headers.
fn is_header_only(draft: &Draft, index: usize) -> bool {
    draft.tables.get(index).is_some_and(|table| table.word == Some(CaptionWord::Header))
}

/// Whether a request example has a row of the URI's table in its body.
fn is_shown_in_body(draft: &Draft, field: &Field) -> bool {
    let requests = draft.examples.iter().filter(|example| example.role == ExampleRole::Request);
    let mut bodies = requests.filter_map(|example| example.body.as_ref());
    bodies.any(|body| body.get(&field.name).is_some())
}

/// Collects parameters.
pub(super) struct Parameters<'d> {
    draft: &'d Draft,
    pub(super) list: BTreeMap<(Location, String), Parameter>,
    /// Placeholders that a row describes.
    path_rows: BTreeSet<String>,
    /// Rows that repeat a parameter of another table.
    pub(super) repeated: Vec<Diagnostic>,
}

impl<'d> Parameters<'d> {
    pub(super) fn new(draft: &'d Draft) -> Self {
        Self { draft, list: BTreeMap::new(), path_rows: BTreeSet::new(), repeated: Vec::new() }
    }

    /// Adds those rows of a table that are parameters.
    pub(super) fn add_table(&mut self, purpose: Purpose, index: usize, builder: &mut SchemaBuilder<'_>) {
        let Some(table) = self.draft.tables.get(index) else { return };
        for (field, row) in table.fields.iter().zip(0..) {
            let Some((location, name)) = self.place(purpose, index, field) else { continue };
            if self.list.contains_key(&(location, name.clone())) {
                self.repeated.push(self.repeats(field));
                continue;
            }
            let schema = parameter_schema(field, builder, index, row);
            let set_by = set_by(location, &name, &field.description);
            self.push(location, name, field.required, schema, set_by);
        }
    }

    /// Whether a row of a table is a member of the body: tables of bodies may hold parameters, and those
    /// of parameters may hold members.
    pub(super) fn is_member(&self, purpose: Purpose, index: usize, field: &Field) -> bool {
        is_root(purpose) && self.place(purpose, index, field).is_none()
    }

    /// Where a row of the table `index` goes if it is a parameter, and under which name.
    fn place(&self, purpose: Purpose, index: usize, field: &Field) -> Option<(Location, String)> {
        let table = self.draft.tables.get(index)?;
        let named = |location| Some((location, field.name.clone()));
        if !is_root(purpose) {
            return None;
        }
        match field.location {
            Some(CaptionWord::Path) => {
                let name = self.placeholder(table, field).unwrap_or(&field.name);
                return Some((Location::Path, name.clone()));
            }
            Some(CaptionWord::Query) => return named(Location::Query),
            Some(CaptionWord::Header) => return named(Location::Header),
            Some(CaptionWord::Body | CaptionWord::Form) => return None,
            Some(CaptionWord::Generic) | None => {}
        }
        match purpose {
            Purpose::PathAndQuery => self.path_or_query(table, field),
            Purpose::Form => None,
            Purpose::Header => {
                let header = is_header_only(self.draft, index) || vocabulary().is_request_header(&field.name);
                header.then(|| named(Location::Header)).flatten()
            }
            _ if self.is_stray_placeholder(field) => named(Location::Path),
            _ if self.is_stray_header(table, field) => named(Location::Header),
            Purpose::Query => named(Location::Query),
            _ => None,
        }
    }

    /// Whether a row outside of the URI's tables is a placeholder that they leave out.
    fn is_stray_placeholder(&self, field: &Field) -> bool {
        let mut tables = self.draft.tables.iter().filter(|table| table.section == Role::Uri);
        self.draft.uri.path.placeholders.contains(&field.name)
            && !tables.any(|table| self.placeholders_of(table).any(|name| *name == field.name))
            && !is_shown_in_body(self.draft, field)
    }

    fn placeholders_of<'s>(&'s self, table: &'s DraftTable) -> impl Iterator<Item = &'s String> {
        table.fields.iter().filter_map(|field| self.placeholder(table, field))
    }

    /// Whether a row is a header in a table that does not say what it holds. Only names that are never
    /// those of members count.
    fn is_stray_header(&self, table: &DraftTable, field: &Field) -> bool {
        let name = &field.name;
        if !matches!(table.word, None | Some(CaptionWord::Generic)) {
            return false;
        }
        let marked = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"));
        let known = name.contains('-') && vocabulary().is_request_header(name);
        (marked || known) && !is_shown_in_body(self.draft, field)
    }

    fn repeats(&self, field: &Field) -> Diagnostic {
        let message = format!("`{}` is documented in two tables of parameters", field.name);
        Diagnostic { rows: 1, ..Diagnostic::new(Code::DuplicateRow, &self.draft.page, field.span, message) }
    }

    /// A row of the URI section is a placeholder of the path, or else a query parameter.
    fn path_or_query(&self, table: &DraftTable, field: &Field) -> Option<(Location, String)> {
        if table.section == Role::Uri && vocabulary().is_client_header(&field.name) {
            return Some((Location::Header, field.name.clone()));
        }
        if let Some(name) = self.placeholder(table, field) {
            return Some((Location::Path, name.clone()));
        }
        (!is_shown_in_body(self.draft, field)).then(|| (Location::Query, field.name.clone()))
    }

    /// The placeholder that a row describes: by its name, by its name spelled a little differently, or
    /// because nothing else is left for a required row.
    fn placeholder(&self, table: &DraftTable, field: &Field) -> Option<&String> {
        let placeholders = &self.draft.uri.path.placeholders;
        let loose = |name: &str| normalize(name).replace(['_', '-'], "");
        let exact = placeholders.iter().find(|name| **name == field.name);
        let similar = || placeholders.iter().find(|name| loose(name) == loose(&field.name));
        let named = |name: &str| table.fields.iter().any(|row| loose(&row.name) == loose(name));
        let only_left = || {
            if field.required != Some(true) || !self.draft.uri.query.is_empty() {
                return None;
            }
            // This row and no other; one more is found soon in a table of many.
            let unplaced = |row: &&Field| !placeholders.iter().any(|name| loose(name) == loose(&row.name));
            if table.fields.iter().filter(unplaced).nth(1).is_some() {
                return None;
            }
            let mut unnamed = placeholders.iter().filter(|name| !named(name));
            unnamed.next().filter(|_| unnamed.next().is_none())
        };
        exact.or_else(similar).or_else(only_left)
    }

    fn push(
        &mut self,
        location: Location,
        name: String,
        required: Option<bool>,
        schema: Schema,
        set_by: SetBy,
    ) {
        let key = (location, name.clone());
        if self.list.contains_key(&key) {
            return;
        }
        if location == Location::Path {
            self.path_rows.insert(name.clone());
        }
        let required = location == Location::Path || required == Some(true);
        let parameter = Parameter { name, location, required, deprecated: false, set_by, schema };
        self.list.insert(key, parameter);
    }

    /// Placeholders of the path that no row describes.
    pub(super) fn add_placeholders(&mut self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for name in &self.draft.uri.path.placeholders {
            if self.path_rows.contains(name) {
                continue;
            }
            let message = format!("no table describes the placeholder `{{{name}}}` of the path");
            let span = self.draft.uri.span;
            diagnostics.push(Diagnostic::new(Code::PlaceholderWithoutRow, &self.draft.page, span, message));
            let set_by = set_by(Location::Path, name, "");
            self.push(Location::Path, name.clone(), Some(true), Schema::of(SchemaType::String), set_by);
        }
        diagnostics
    }

    /// Query parameters that only the URI names; one with a constant value is no parameter but tells
    /// the operation from others.
    pub(super) fn add_query_of_uri(&mut self) -> Discriminator {
        let mut discriminator = Discriminator::default();
        for (name, value) in &self.draft.uri.query {
            let known = self.list.contains_key(&(Location::Query, name.clone()));
            match value {
                _ if known => {}
                Some(value) if !value.is_empty() && !value.contains(['{', '<', '$']) => {
                    discriminator.query.insert(name.clone(), Some(value.clone()));
                }
                _ => {
                    let schema = Schema::of(SchemaType::String);
                    self.push(Location::Query, name.clone(), None, schema, SetBy::Caller);
                }
            }
        }
        for name in &self.draft.uri.flags {
            if !self.list.contains_key(&(Location::Query, name.clone())) {
                discriminator.query.insert(name.clone(), None);
            }
        }
        discriminator
    }
}

/// Who gives a parameter its value.
fn set_by(location: Location, name: &str, description: &str) -> SetBy {
    let is_known = match location {
        Location::Path => vocabulary().is_client_path(name, description),
        Location::Header => vocabulary().is_client_header(name),
        Location::Query | Location::Form => false,
    };
    if is_known { SetBy::Client } else { SetBy::Caller }
}
