//! What each table of a draft is: parameters of the path, the root of a body, an object…

use super::link::{Links, is_header_table, is_variant};
use super::order::samples;
use crate::extract::{Draft, DraftTable, Field};
use crate::model::{ExampleRole, Method};
use crate::vocabulary::{CaptionWord, Role, vocabulary};

/// What a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Parameters of path and query, told apart row by row.
    PathAndQuery,
    /// Query parameters.
    Query,
    /// Request headers, and other rows that go to the body or the query.
    Header,
    /// Members of the request body, which the page calls fields of a form.
    Form,
    /// Members of the request body.
    Body,
    /// Response headers.
    ResponseHeader,
    /// Members of a response's body.
    Response,
    /// Members of an object that a field refers to.
    Object,
    /// Nothing refers to it.
    Unreferenced,
}

/// Decides for each table of a draft, in order.
pub(super) fn locate(draft: &Draft, links: &Links) -> Vec<Purpose> {
    let mut body = None;
    let mut statuses = Vec::new();
    let mut purposes = Vec::with_capacity(draft.tables.len());
    for (table, index) in draft.tables.iter().zip(0..) {
        let purpose = match table.section {
            Role::Uri => in_uri(table),
            Role::Request => in_request(draft, links, index, table, &mut body),
            _ => in_response(links, index, table, &mut statuses),
        };
        purposes.push(purpose);
    }
    purposes
}

fn in_uri(table: &DraftTable) -> Purpose {
    match table.word {
        Some(CaptionWord::Header) => Purpose::Header,
        Some(CaptionWord::Body) => Purpose::Body,
        Some(CaptionWord::Form) => Purpose::Form,
        Some(CaptionWord::Query) => Purpose::Query,
        _ => Purpose::PathAndQuery,
    }
}

fn in_request(
    draft: &Draft,
    links: &Links,
    index: usize,
    table: &DraftTable,
    body: &mut Option<usize>,
) -> Purpose {
    match table.word {
        Some(CaptionWord::Header) => return Purpose::Header,
        Some(CaptionWord::Query) => return Purpose::Query,
        Some(CaptionWord::Path) => return Purpose::PathAndQuery,
        Some(CaptionWord::Form) => {
            *body = body.or(Some(index));
            return Purpose::Form;
        }
        _ => {}
    }
    if is_header_table(table) {
        return Purpose::Header;
    }
    if links.is_target(index) {
        return Purpose::Object;
    }
    let first = body.and_then(|first| draft.tables.get(first));
    let variant = first.is_some_and(|first| {
        table.caption.is_none() && is_variant(first, table) || is_other_body(draft, first, table)
    });
    if table.word == Some(CaptionWord::Body) || first.is_none() || variant {
        // A caption may call the query of a GET its body; a DELETE may have one.
        let never = matches!(draft.uri.method, Method::Get | Method::Head);
        let seldom = draft.uri.method == Method::Delete && table.word != Some(CaptionWord::Body);
        let without_body = (never || seldom || shows_query(draft, table)) && !shows_body(draft);
        if without_body {
            return Purpose::Query;
        }
        *body = body.or(Some(index));
        return Purpose::Body;
    }
    Purpose::Unreferenced
}

/// Whether the table has all that some request example shows in its body and the table of the first body lacks.
fn is_other_body(draft: &Draft, first: &DraftTable, table: &DraftTable) -> bool {
    let has = |table: &DraftTable, name: &str| table.fields.iter().any(|field| field.name == name);
    samples(draft, Role::Request, None).into_iter().filter_map(|body| body.as_object()).any(|body| {
        let mut lacking = body.keys().filter(|name| !has(first, name)).peekable();
        lacking.peek().is_some() && lacking.all(|name| has(table, name))
    })
}

/// Whether a request example has one of the table's rows in its query.
fn shows_query(draft: &Draft, table: &DraftTable) -> bool {
    let queries =
        draft.examples.iter().filter_map(|example| Some(example.url.as_deref()?.split_once('?')?.1));
    let mut names = queries.flat_map(|query| query.split('&')).filter_map(|pair| pair.split('=').next());
    names.any(|name| table.fields.iter().any(|field| field.name == name))
}

/// Whether a request example has a body.
fn shows_body(draft: &Draft) -> bool {
    draft.examples.iter().any(|example| example.role == ExampleRole::Request && example.body.is_some())
}

fn in_response(links: &Links, index: usize, table: &DraftTable, statuses: &mut Vec<Option<u16>>) -> Purpose {
    if table.word == Some(CaptionWord::Header) || all_response_headers(&table.fields) {
        return Purpose::ResponseHeader;
    }
    if links.is_target(index) {
        return Purpose::Object;
    }
    if statuses.contains(&table.status) && table.word != Some(CaptionWord::Body) {
        return Purpose::Unreferenced;
    }
    statuses.push(table.status);
    Purpose::Response
}

/// Whether all rows are response headers.
pub(super) fn all_response_headers(fields: &[Field]) -> bool {
    !fields.is_empty() && fields.iter().all(|field| vocabulary().is_response_header(&field.name))
}
