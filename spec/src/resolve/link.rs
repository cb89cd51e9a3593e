//! Which table describes the members of which field.

use std::collections::{BTreeMap, BTreeSet};

use super::index::TableIndex;
use super::leftover::adopt;
use super::order::by_order;
use crate::diagnostics::{Code, Diagnostic};
use crate::extract::{Draft, DraftTable, Field, TypeExpression, parse_type};
use crate::vocabulary::{Role, vocabulary};

/// A field by its table and its row.
pub(super) type FieldId = (usize, usize);

/// The links between fields and tables of one draft.
#[derive(Debug, Default)]
pub(super) struct Links {
    tables: BTreeMap<FieldId, usize>,
    targets: BTreeSet<usize>,
    /// Further tables of an object that has several forms, by its first table.
    variants: BTreeMap<usize, Vec<usize>>,
}

impl Links {
    /// Follows all links of a draft.
    pub(super) fn of(draft: &Draft, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut links = Links::default();
        let tables = TableIndex::of(&draft.tables);
        for (table, index) in draft.tables.iter().zip(0..) {
            for (field, row) in table.fields.iter().zip(0..) {
                let expression = parse_type(&field.type_text);
                if !may_have_members(table.section, field, &expression) {
                    continue;
                }
                let found = find(&tables, index, field, &expression);
                if found.is_none() {
                    report_dangling(draft, &tables, field, diagnostics);
                }
                if let Some(target) = found {
                    links.insert((index, row), target);
                }
            }
        }
        by_order(draft, &mut links);
        links.add_variants(draft, &tables);
        adopt(draft, &tables, &mut links);
        links
    }

    /// Tables that nothing else refers to and that describe another form of a field's object: captions
    /// name the field, as in `config of real-time` and `config of batch`, or the field links to them and
    /// they share members.
    fn add_variants(&mut self, draft: &Draft, tables: &TableIndex<'_>) {
        let found: Vec<(FieldId, usize)> =
            self.tables.iter().map(|(field, table)| (*field, *table)).collect();
        for ((own, row), target) in found {
            let (Some(table), Some(first)) = (draft.tables.get(own), draft.tables.get(target)) else {
                continue;
            };
            let Some(field) = table.fields.get(row).filter(|_| first.caption.is_some()) else { continue };
            for index in tables.called(first.section, field) {
                let Some(other) = draft.tables.get(index) else { continue };
                let free = index != own && !self.targets.contains(&index) && other.word.is_none();
                let beside = other.section == first.section
                    && other.status == first.status
                    && other.page == first.page;
                if free && beside && other.caption.is_some() && share_a_name(first, other) {
                    self.add_form(target, index);
                }
            }
        }
    }

    /// Says that a table describes another form of the object of the table `first`.
    pub(super) fn add_form(&mut self, first: usize, table: usize) {
        self.targets.insert(table);
        self.variants.entry(first).or_default().push(table);
    }

    /// The tables that describe an object: the first one and those of its other forms.
    pub(super) fn forms(&self, target: usize) -> impl Iterator<Item = usize> {
        std::iter::once(target).chain(self.variants.get(&target).into_iter().flatten().copied())
    }

    /// The table that describes the members of a field.
    pub(super) fn table_of(&self, field: FieldId) -> Option<usize> {
        self.tables.get(&field).copied()
    }

    /// Whether some field's members are described by this table.
    pub(super) fn is_target(&self, table: usize) -> bool {
        self.targets.contains(&table)
    }

    /// Says which table describes the members of a field.
    pub(super) fn insert(&mut self, field: FieldId, table: usize) {
        self.tables.insert(field, table);
        self.targets.insert(table);
    }
}

fn share_a_name(one: &DraftTable, other: &DraftTable) -> bool {
    shared_rows(one, other) > 0
}

/// How many rows of a table have names that another one has as well.
fn shared_rows(one: &DraftTable, other: &DraftTable) -> usize {
    let names: BTreeSet<&str> = other.fields.iter().map(|field| field.name.as_str()).collect();
    let known = one.fields.iter().map(|field| field.name.as_str());
    let shared: BTreeSet<&str> = known.filter(|name| names.contains(name)).collect();
    other.fields.iter().filter(|field| shared.contains(field.name.as_str())).count()
}

/// Whether two tables describe variants of one body: they share many of their names.
pub(super) fn is_variant(one: &DraftTable, other: &DraftTable) -> bool {
    let shared = shared_rows(one, other);
    shared > 1 && shared * 3 >= other.fields.len()
}

/// Whether all rows are request headers.
pub(super) fn is_header_table(table: &DraftTable) -> bool {
    !table.fields.is_empty() && table.fields.iter().all(|field| vocabulary().is_request_header(&field.name))
}

/// Whether a type has members that another table may describe.
pub(super) fn holds_object(expression: &TypeExpression) -> bool {
    match expression {
        TypeExpression::Object(_) | TypeExpression::Unknown(_) => true,
        TypeExpression::Array(items) => matches!(**items, TypeExpression::Absent) || holds_object(items),
        TypeExpression::Map(values) => holds_object(values),
        TypeExpression::Absent | TypeExpression::Plain(_) => false,
    }
}

/// The name that a type gives to its object.
pub(super) fn object_name(expression: &TypeExpression) -> Option<&str> {
    match expression {
        TypeExpression::Object(Some(name)) | TypeExpression::Unknown(name) => Some(name),
        TypeExpression::Array(inner) | TypeExpression::Map(inner) => object_name(inner),
        _ => None,
    }
}

/// Whether another table may describe the members of a field.
///
/// A parameter of path or query without a type is a string, whatever its description links to.
pub(super) fn may_have_members(section: Role, field: &Field, expression: &TypeExpression) -> bool {
    let untyped = *expression == TypeExpression::Absent && section != Role::Uri;
    holds_object(expression) || (untyped && !field.links.is_empty())
}

/// The table of `tables` that describes the members of a field of the table `own`.
pub(super) fn find(
    tables: &TableIndex<'_>,
    own: usize,
    field: &Field,
    expression: &TypeExpression,
) -> Option<usize> {
    by_anchor(tables, own, field)
        .or_else(|| by_name(tables, own, expression))
        .or_else(|| by_number(tables, own, field))
        .or_else(|| tables.about_field(own, &field.name))
}

fn by_anchor(tables: &TableIndex<'_>, own: usize, field: &Field) -> Option<usize> {
    let target = |link: &String| tables.anchored(link.strip_prefix('#').unwrap_or(link));
    field.links.iter().find_map(|link| target(link).filter(|&index| index != own))
}

/// A link inside the page that leads to no table.
fn report_dangling(draft: &Draft, tables: &TableIndex<'_>, field: &Field, diagnostics: &mut Vec<Diagnostic>) {
    let Some(target) = field.links.iter().find_map(|link| link.strip_prefix('#')) else { return };
    if tables.anchored(target).is_some() {
        return;
    }
    let message = format!("`{}` links to `#{target}`, and no table has this anchor", field.name);
    diagnostics.push(Diagnostic::new(Code::DanglingLink, &draft.page, field.span, message));
}

/// The table nearest to the field whose caption is the type's name.
fn by_name(tables: &TableIndex<'_>, own: usize, expression: &TypeExpression) -> Option<usize> {
    let name = object_name(expression)?;
    // An object may hold itself: then its own caption is its type's name.
    let other = |index: &usize| *index != own;
    let called = |scope| tables.captioned(scope, name).or_else(|| tables.about(scope, name).filter(other));
    tables.scopes(own).into_iter().find_map(called)
}

/// `表4` or `Table 4` in the type or the description, unless it is the text of a link to another page.
fn by_number(tables: &TableIndex<'_>, own: usize, field: &Field) -> Option<usize> {
    if field.links.iter().any(|link| !link.starts_with('#') && link.contains('#')) {
        return None;
    }
    let number = [&field.type_text, &field.description].into_iter().find_map(|text| table_number(text))?;
    tables.numbered(number).filter(|&index| index != own)
}

pub(super) fn table_number(text: &str) -> Option<u32> {
    let after = text.split_once('表').or_else(|| text.split_once("Table"))?.1;
    leading_number(after)
}

/// All numbers of tables in a text.
pub(super) fn table_numbers(text: &str) -> Vec<u32> {
    text.split('表').flat_map(|part| part.split("Table")).skip(1).filter_map(leading_number).collect()
}

fn leading_number(text: &str) -> Option<u32> {
    let digits: String = text.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
