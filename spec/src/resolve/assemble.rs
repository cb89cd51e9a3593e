//! One draft as one operation, still without an id.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::link::Links;
use super::locate::{Purpose, locate};
use super::media::media_type;
use super::nested::nest;
use super::parameters::Parameters;
use super::responses::responses;
use super::schemas::{SchemaBuilder, root};
use super::shape::reshape;
use crate::diagnostics::{Code, Diagnostic};
use crate::extract::{Draft, DraftTable};
use crate::model::{
    ErrorCode, ExamplePlace, Method, Operation, RequestBody, Schema, SchemaType, Source, TablePlace,
};
use crate::vocabulary::vocabulary;

/// An operation and how many rows it holds.
pub(super) struct Assembled {
    pub(super) operation: Operation,
    pub(super) rows: usize,
}

pub(super) fn assemble(context: Context<'_>, draft: &Draft, diagnostics: &mut Vec<Diagnostic>) -> Assembled {
    let draft = &*without_duplicates(nest(draft), diagnostics);
    let links = Links::of(draft, diagnostics);
    let purposes = locate(draft, &links);
    let mut found = Vec::new();
    let mut builder = SchemaBuilder::new(draft, &links, &mut found);
    let mut parameters = Parameters::new(draft);
    let mut body = Schema::of(SchemaType::Object);
    for (purpose, index) in purposes.iter().zip(0..) {
        parameters.add_table(*purpose, index, &mut builder);
        let members = builder.object(index, |field| parameters.is_member(*purpose, index, field));
        if *purpose == Purpose::Body && !body.properties.is_empty() {
            // Another variant of the body: only what every variant requires is required.
            body.required.retain(|name| members.required.contains(name));
        } else {
            body.required.extend(members.required);
        }
        body.properties.extend(members.properties);
        body.additional_properties = body.additional_properties.or(members.additional_properties);
    }
    let (responses, assumed) = responses(draft, &purposes, &mut builder);
    let tables = places(draft, &purposes, &builder);
    let schemas = std::mem::take(&mut builder.schemas);
    diagnostics.extend(found);
    diagnostics.extend(assumed);
    let repeated = parameters.repeated.len();
    diagnostics.append(&mut parameters.repeated);
    let missing = parameters.add_placeholders();
    diagnostics.extend(missing);
    let discriminator = parameters.add_query_of_uri();
    let unreferenced = report_unreferenced(draft, &tables, diagnostics);
    let mut operation = Operation {
        id: String::new(),
        service: context.service.to_owned(),
        title: draft.title.clone(),
        method: draft.uri.method,
        path: draft.uri.path.text.clone(),
        discriminator,
        deprecated: draft.obsolete || vocabulary().is_deprecated_title(&draft.title),
        parameters: parameters.list.into_values().collect(),
        request_body: request_body(draft, &purposes, body),
        responses,
        pagination: None,
        job_query: None,
        waiter: None,
        schemas,
        error_codes: draft
            .error_codes
            .iter()
            .map(|row| {
                let only = row.statuses.first().filter(|_| row.statuses.len() == 1);
                (row.code.clone(), ErrorCode { status: only.map(ToString::to_string) })
            })
            .collect(),
        rust_names: BTreeMap::new(),
        source: source(context, draft, tables),
    };
    reshape(&mut operation, draft, diagnostics);
    let rows: usize = own_tables(draft).map(rows_of).sum();
    let uri_rows = usize::from(draft.uri_in_table);
    let rows = rows - unreferenced - repeated + draft.statuses.len() + draft.error_codes.len() + uri_rows;
    Assembled { operation, rows }
}

/// Of rows of one name in a table, the first counts.
fn without_duplicates<'d>(mut draft: Cow<'d, Draft>, diagnostics: &mut Vec<Diagnostic>) -> Cow<'d, Draft> {
    let repeats = |table: &DraftTable| {
        let names: BTreeSet<&String> = table.fields.iter().map(|field| &field.name).collect();
        names.len() < table.fields.len()
    };
    if !draft.tables.iter().any(repeats) {
        return draft;
    }
    let page = draft.page.clone();
    for table in &mut draft.to_mut().tables {
        let mut names = BTreeSet::new();
        table.fields.retain(|field| {
            let new = names.insert(field.name.clone());
            // A table of another page is that page's concern.
            if !new && table.page.is_none() {
                let message = format!("`{}` is documented twice in one table", field.name);
                let diagnostic = Diagnostic::new(Code::DuplicateRow, &page, field.span, message);
                diagnostics.push(Diagnostic { rows: 1, ..diagnostic });
            }
            new
        });
    }
    draft
}

fn request_body(draft: &Draft, purposes: &[Purpose], schema: Schema) -> Option<RequestBody> {
    if schema.properties.is_empty() && schema.additional_properties.is_none() {
        return None;
    }
    let usual = matches!(draft.uri.method, Method::Post | Method::Put | Method::Patch);
    let required = usual || !schema.required.is_empty();
    let (content_type, schema) = media_type(draft, purposes, schema);
    Some(RequestBody { content_type: content_type.to_owned(), required, schema: root(schema) })
}

/// How many rows of the page a table holds.
fn rows_of(table: &DraftTable) -> usize {
    table.fields.iter().filter(|field| !field.implied).count()
}

/// Tables that nothing refers to: their rows are in no specification. Gives the number of rows.
fn report_unreferenced(draft: &Draft, tables: &[TablePlace], diagnostics: &mut Vec<Diagnostic>) -> usize {
    let mut rows = 0;
    for (table, place) in draft.tables.iter().zip(tables) {
        if !place.placed.is_empty() || table.fields.is_empty() || table.page.is_some() {
            continue;
        }
        let first = table.fields.first().map(|field| field.name.as_str()).unwrap_or_default();
        let name = table.caption.as_deref().unwrap_or(first);
        let count = rows_of(table);
        let message = format!("no parameter refers to the table `{name}` of {count} rows");
        let span = table.fields.first().map_or(table.span, |field| field.span);
        let mut diagnostic = Diagnostic::new(Code::UnreferencedTable, &draft.page, span, message);
        diagnostic.rows = count;
        rows += diagnostic.rows;
        diagnostics.push(diagnostic);
    }
    rows
}

/// The tables of the operation's own page.
fn own_tables(draft: &Draft) -> impl Iterator<Item = &DraftTable> {
    draft.tables.iter().filter(|table| table.page.is_none())
}

/// What each table of the draft became; `placed` is empty for a table that became nothing.
fn places(draft: &Draft, purposes: &[Purpose], builder: &SchemaBuilder<'_>) -> Vec<TablePlace> {
    let place = |(table, (purpose, index)): (&DraftTable, (&Purpose, usize))| {
        let placed = match purpose {
            Purpose::PathAndQuery | Purpose::Query | Purpose::Header => "/parameters".to_owned(),
            Purpose::Body | Purpose::Form => "/request_body/schema".to_owned(),
            Purpose::ResponseHeader => "/responses/headers".to_owned(),
            Purpose::Response => "/responses".to_owned(),
            Purpose::Object => {
                builder.name_of(index).map(|name| format!("/schemas/{name}")).unwrap_or_default()
            }
            Purpose::Unreferenced => String::new(),
        };
        TablePlace {
            section: table.section.as_str().to_owned(),
            page: table.page.clone(),
            anchor: table.anchors.first().cloned(),
            placed,
        }
    };
    draft.tables.iter().zip(purposes.iter().zip(0..)).map(place).collect()
}

fn source(context: Context<'_>, draft: &Draft, tables: Vec<TablePlace>) -> Source {
    let examples = draft.examples.iter().map(|example| ExamplePlace {
        role: example.role,
        status: example.status.map(|status| status.to_string()),
        anchor: example.anchor.clone(),
        number: example.number,
        repaired: example.repaired,
    });
    Source {
        origin: context.origin.to_owned(),
        page: draft.page.clone(),
        anchor: draft.anchors.first().cloned(),
        examples: examples.collect(),
        inferred: BTreeSet::new(),
        patches: BTreeMap::new(),
        tables: tables.into_iter().filter(|table| !table.placed.is_empty()).collect(),
    }
}
