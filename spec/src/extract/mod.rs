//! Finds in a page what it states about one operation.
//!
//! The result is a [`Draft`]: facts as they stand in each table, not yet linked or named. Whether a
//! page is an operation at all is decided here: it is one if a URI section states method and path.

mod align;
mod curl;
mod draft;
mod errors;
mod examples;
mod json;
mod layout;
mod loose;
mod name;
mod nest;
mod outline;
mod phrases;
mod ranges;
mod table;
mod types;
mod uri;
mod values;

pub use draft::{Draft, DraftExample, DraftTable, ErrorRow, Field, StatusRow, WHOLE_BODY};
pub use errors::ErrorList;
pub use json::{Repair, parse_json};
pub(crate) use nest::divide;
pub use phrases::constrain;
pub(crate) use table::MAX_TABLES;
pub use types::{TypeExpression, parse_type, plain_object};
pub use uri::{PathTemplate, UriLine, match_path};
pub(crate) use uri::{percent_decode, without_host};

use crate::diagnostics::{Code, Diagnostic};
use crate::page::{Page, Span};
use crate::vocabulary::{Phrase, Role, vocabulary};

use outline::{Outline, Zone};

/// What was found on a page.
#[derive(Clone, Debug)]
pub struct Extraction {
    /// The operation; `None` if the page describes none.
    pub draft: Option<Draft>,
    /// Findings, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// Tables of objects on a page that describes no operation: operations refer to them.
    pub objects: Vec<DraftTable>,
    /// Error codes of the whole service, if the page lists them.
    pub errors: Option<ErrorList>,
    /// How many table rows the page has below their heads: those of an operation page, or those of lists of
    /// error codes.
    pub rows: usize,
}

/// Extracts the operation that a page describes.
pub fn extract(page: &Page) -> Extraction {
    let outline = Outline::of(page);
    let mut diagnostics = Vec::new();
    let callback = page.title().is_some_and(|title| vocabulary().is_callback_title(&title.text));
    let uri = if callback { None } else { find_uri(page, &outline, &mut diagnostics) };
    let Some(uri) = uri else {
        let (errors, rows) = errors::read(page, &outline, &mut diagnostics);
        return Extraction { draft: None, diagnostics, objects: objects(page, &outline), errors, rows };
    };
    let mut draft = empty_draft(page, uri);
    let mut reader = table::TableReader::new(&page.path, &mut draft, &mut diagnostics);
    for zone in &outline.zones {
        reader.read_zone(zone);
    }
    let rows = reader.rows_read();
    examples::read(&outline, &mut draft, &mut diagnostics);
    draft.xml = shows_xml(&outline);
    draft.obsolete = says_obsolete(&outline);
    draft.response_pages = response_pages(&outline);
    draft.listed_statuses = listed_statuses(&outline);
    Extraction { draft: Some(draft), diagnostics, objects: Vec::new(), errors: None, rows }
}

fn empty_draft(page: &Page, uri: UriLine) -> Draft {
    let title = page.title();
    Draft {
        page: page.path.clone(),
        title: title.map(|heading| heading.text.clone()).unwrap_or_default(),
        anchors: title.map(|heading| heading.anchors.clone()).unwrap_or_default(),
        console_id: console_id(page),
        span: title.map(|heading| heading.span).unwrap_or_default(),
        uri,
        uri_in_table: false,
        tables: Vec::new(),
        statuses: Vec::new(),
        listed_statuses: Vec::new(),
        error_codes: Vec::new(),
        examples: Vec::new(),
        xml: false,
        obsolete: false,
        response_pages: Vec::new(),
    }
}

/// The tables of a page that describes objects and no operation. What is wrong with them is the
/// concern of that page, which no operation is left out for.
fn objects(page: &Page, outline: &Outline<'_>) -> Vec<DraftTable> {
    let mut scratch = empty_draft(page, UriLine::default());
    let mut diagnostics = Vec::new();
    let mut reader = table::TableReader::new(&page.path, &mut scratch, &mut diagnostics);
    for zone in &outline.zones {
        reader.read_objects(zone);
    }
    scratch.tables
}

/// Pages that a response section without a table links to.
fn response_pages(outline: &Outline<'_>) -> Vec<String> {
    let zones = || outline.zones.iter().filter(|zone| zone.role == Some(Role::Response));
    if zones().any(|zone| zone.parts.iter().any(|part| part.table().is_some())) {
        return Vec::new();
    }
    let paragraphs = zones().flat_map(|zone| &zone.parts).filter_map(outline::Part::paragraph);
    let links = paragraphs.flat_map(|inline| &inline.links);
    links.map(|link| link.target.clone()).filter(|target| !target.contains("://")).collect()
}

/// Whether the request is shown with a body of XML.
fn shows_xml(outline: &Outline<'_>) -> bool {
    let shows_request = |zone: &&Zone<'_>| matches!(zone.role, Some(Role::Uri | Role::RequestExample));
    let codes = outline
        .zones
        .iter()
        .filter(shows_request)
        .flat_map(|zone| &zone.parts)
        .filter_map(outline::Part::code);
    codes.flat_map(|code| code.text.lines()).any(|line| line.trim_start().starts_with("<?xml"))
}

/// Whether the page says below its title, or where it says what the operation does, that it is obsolete.
fn says_obsolete(outline: &Outline<'_>) -> bool {
    let about = outline.zones.iter().take_while(|zone| matches!(zone.role, None | Some(Role::Function)));
    let mut lines = about.flat_map(|zone| &zone.parts).filter_map(outline::Part::paragraph);
    lines.any(|line| vocabulary().phrase(Phrase::ObsoleteOperation, &line.text).is_some())
}

/// Status codes that stand in paragraphs or list items of their own.
fn listed_statuses(outline: &Outline<'_>) -> Vec<u16> {
    let zones = outline.zones.iter().filter(|zone| zone.role == Some(Role::Status));
    let lines = zones.flat_map(|zone| &zone.parts).filter_map(outline::Part::paragraph);
    let code = |text: &str| text.split_whitespace().next()?.parse::<u16>().ok();
    lines.filter_map(|line| code(&line.text)).filter(|code| (100..600).contains(code)).collect()
}

fn find_uri(page: &Page, outline: &Outline<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<UriLine> {
    let mut found: Vec<UriLine> = Vec::new();
    for zone in outline.zones.iter().filter(|zone| zone.role == Some(Role::Uri)) {
        uri::collect(zone, &mut found);
    }
    let Some(first) = found.first().cloned() else {
        if let Some(span) = looks_like_operation(outline) {
            let message = "no method and path found in a URI section";
            diagnostics.push(Diagnostic::new(Code::NoUri, &page.path, span, message));
        }
        return None;
    };
    if let Some(other) =
        found.iter().find(|line| (line.method, &line.path.text) != (first.method, &first.path.text))
    {
        let message = format!(
            "the URI section states `{} {}` and `{} {}`",
            first.method, first.path.text, other.method, other.path.text
        );
        diagnostics.push(Diagnostic::new(Code::SeveralUris, &page.path, other.span, message));
    }
    if let Some(problem) = &first.path.problem {
        let message = format!("{problem} in the path `{}`", first.path.text);
        diagnostics.push(Diagnostic::new(Code::MalformedPath, &page.path, first.span, message));
    }
    Some(first)
}

/// Where to point if the page has the parts of an operation but no URI.
fn looks_like_operation(outline: &Outline<'_>) -> Option<Span> {
    // Pages that explain how any request is made have other headings for its parts.
    let listed = |zone: &&Zone<'_>| vocabulary().is_listed_section(&zone.heading.text);
    let zone_of = |role| outline.zones.iter().find(|zone| zone.role == Some(role) && listed(zone));
    let has_table = |zone: &Zone<'_>| zone.parts.iter().any(|part| part.table().is_some());
    let uri = zone_of(Role::Uri);
    let described = [Role::Request, Role::Response].iter().filter_map(|&role| zone_of(role)).any(has_table);
    // Pages that explain how any request is made have headers in a table, and no answer.
    let answered = zone_of(Role::Response).or_else(|| zone_of(Role::Status)).is_some();
    let request = zone_of(Role::Request).filter(|zone| answered && has_table(zone));
    uri.filter(|_| described).or(request).map(|zone| zone.span)
}

/// The operation id in a link to the vendor's console: `…?product=X&api=DeleteSinkTask`.
fn console_id(page: &Page) -> Option<String> {
    let debug = page
        .sections
        .iter()
        .filter(|section| vocabulary().section(&section.heading.text) == Some(Role::Debug));
    debug.flat_map(|section| outline::links(&section.blocks)).find_map(|link| {
        let query = link.target.split_once('?')?.1;
        let id = query.split('&').find_map(|pair| pair.strip_prefix("api="))?;
        id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_').then(|| id.to_owned())
    })
}
