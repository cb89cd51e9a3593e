//! Pages that list the error codes of a whole service.

use super::empty_draft;
use super::outline::Outline;
use super::table::TableReader;
use super::{ErrorRow, UriLine};
use crate::diagnostics::Diagnostic;
use crate::page::Page;
use crate::vocabulary::vocabulary;

/// The error codes that a page lists.
#[derive(Clone, Debug)]
pub struct ErrorList {
    /// Anchor of the page's title.
    pub anchor: Option<String>,
    /// In the order of the page; a code may stand in several rows.
    pub rows: Vec<ErrorRow>,
}

/// The codes in tables below a title or heading that announces them, and how many rows these have.
pub(super) fn read(
    page: &Page,
    outline: &Outline<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<ErrorList>, usize) {
    let is_list = |text: &str| vocabulary().is_error_title(text);
    let whole = page.title().is_some_and(|title| is_list(&title.text));
    let mut scratch = empty_draft(page, UriLine::default());
    let mut reader = TableReader::new(&page.path, &mut scratch, diagnostics);
    for zone in outline.zones.iter().filter(|zone| whole || is_list(&zone.heading.text)) {
        reader.read_service_errors(zone);
    }
    let rows = reader.rows_read();
    let anchor = scratch.anchors.first().cloned();
    ((rows > 0).then_some(ErrorList { anchor, rows: scratch.error_codes }), rows)
}
