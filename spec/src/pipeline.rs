//! The whole way from the bytes of a service's pages to its operations.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::extract::{DraftTable, ErrorList, extract};
use crate::model::ErrorPage;
use crate::page::read;
use crate::resolve::{Context, DraftPage, Resolved, RowCount, resolve};

/// A page as it lies on disk.
#[derive(Clone, Debug)]
pub struct PageFile {
    /// Its path relative to the root of its source, with `/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What reading a service's pages gave.
#[derive(Clone, Debug, Default)]
pub struct ServiceReading {
    /// Operations, recordings and findings.
    pub resolved: Resolved,
    /// How many pages were read, whatever they describe.
    pub pages: usize,
    /// The text of each page that has a finding, for showing it.
    pub sources: BTreeMap<String, String>,
}

/// Reads the pages of one service from one source, on all cores.
///
/// `done` is called after each page, from any thread.
pub fn read_service(context: Context<'_>, files: Vec<PageFile>, done: &(dyn Fn() + Sync)) -> ServiceReading {
    let pages = files.len();
    let outcomes: Vec<_> = files
        .into_par_iter()
        .map(|file| {
            let outcome = read_page(file);
            done();
            outcome
        })
        .collect();
    let mut drafts = Vec::new();
    let mut objects = BTreeMap::new();
    let mut other: Vec<Diagnostic> = Vec::new();
    let mut errors = Vec::new();
    let mut texts = BTreeMap::new();
    for outcome in outcomes {
        if !outcome.objects.is_empty() {
            objects.insert(outcome.path.clone(), outcome.objects);
        }
        if let Some(list) = outcome.errors {
            let found = outcome.draft.as_ref().err().into_iter().flatten();
            let diagnosed = found.map(|diagnostic| diagnostic.rows).sum();
            errors.push((outcome.path.clone(), list, RowCount { read: outcome.rows, placed: 0, diagnosed }));
        }
        texts.insert(outcome.path, outcome.source);
        match outcome.draft {
            Ok(draft) => drafts.push(draft),
            Err(diagnostics) => other.extend(diagnostics),
        }
    }
    let mut resolved = resolve(context, drafts, &objects);
    resolved.diagnostics.extend(other);
    for (page, list, rows) in errors {
        resolved.rows.insert(page.clone(), RowCount { placed: list.rows.len(), ..rows });
        resolved.error_pages.push(error_page(context, page, list));
    }
    resolved.error_pages.sort();
    resolved.diagnostics.sort_by(|a, b| (&a.page, a.span, a.code).cmp(&(&b.page, b.span, b.code)));
    let mut sources = BTreeMap::new();
    for diagnostic in &mut resolved.diagnostics {
        if let Some(text) = texts.remove(&diagnostic.page) {
            sources.insert(diagnostic.page.clone(), text);
        }
        if let Some(source) = sources.get(&diagnostic.page) {
            diagnostic.span = diagnostic.span.within(source);
        }
    }
    ServiceReading { resolved, pages, sources }
}

fn error_page(context: Context<'_>, page: String, list: ErrorList) -> ErrorPage {
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in list.rows {
        codes.entry(row.code).or_default().extend(row.statuses.iter().map(ToString::to_string));
    }
    ErrorPage { origin: context.origin.to_owned(), page, anchor: list.anchor, codes }
}

struct Outcome {
    path: String,
    source: String,
    /// Tables of a page that describes objects.
    objects: Vec<DraftTable>,
    /// Error codes of the service.
    errors: Option<ErrorList>,
    /// Rows of an operation or of lists of error codes.
    rows: usize,
    /// The operation, or the findings of a page that describes none.
    draft: Result<DraftPage, Vec<Diagnostic>>,
}

fn read_page(file: PageFile) -> Outcome {
    let reading = read(&file.path, file.bytes);
    let mut diagnostics = reading.diagnostics;
    let extraction = reading.page.as_ref().map(extract);
    let (draft, objects, errors, rows) = match extraction {
        Some(extraction) => {
            diagnostics.extend(extraction.diagnostics);
            (extraction.draft, extraction.objects, extraction.errors, extraction.rows)
        }
        None => (None, Vec::new(), None, 0),
    };
    let draft = match draft {
        Some(draft) => Ok(DraftPage { draft, diagnostics, rows }),
        None => Err(diagnostics),
    };
    Outcome { path: file.path, source: reading.source, objects, errors, rows, draft }
}
