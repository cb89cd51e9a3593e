//! Which dialect a page is written in, and reading it whatever it is.

use super::attach::attach;
use super::model::{Page, Span};
use super::{html, markdown, text};
use crate::diagnostics::{Code, Diagnostic};

/// Larger pages are refused: the largest real page has less than half a megabyte.
pub const MAX_PAGE_BYTES: usize = 4 * 1024 * 1024;

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Markdown with HTML or pipe tables.
    Markdown,
    /// HTML, a fragment or a whole page of a web site.
    Html,
    /// What a browser's reader mode leaves of a page.
    ReaderText,
}

impl Dialect {
    /// Recognises a page by its file name and content.
    pub fn of(path: &str, source: &str) -> Self {
        let lower = path.to_ascii_lowercase();
        if [".html", ".htm", ".xhtml"].iter().any(|extension| lower.ends_with(extension)) {
            return Dialect::Html;
        }
        if source.lines().any(|line| line.starts_with("# ") || line.starts_with("## ")) {
            return Dialect::Markdown;
        }
        let head: String = source.chars().take(4096).collect::<String>().to_ascii_lowercase();
        if ["<html", "<!doctype", "<h1", "<table"].iter().any(|tag| head.contains(tag)) {
            return Dialect::Html;
        }
        Dialect::ReaderText
    }
}

/// A page as it was read, with its findings.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The page; `None` if nothing could be read.
    pub page: Option<Page>,
    /// The page's text, without a byte order mark; empty if it is not UTF-8.
    pub source: String,
    /// Findings, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a page from the bytes of its file. `path` names it in diagnostics.
///
/// Never fails: what is wrong becomes a diagnostic.
pub fn read(path: &str, bytes: Vec<u8>) -> Reading {
    let refuse = |code, span, message: String, source: String| Reading {
        page: None,
        source,
        diagnostics: vec![Diagnostic::new(code, path, span, message)],
    };
    if bytes.len() > MAX_PAGE_BYTES {
        let message = format!("the page has {} bytes, more than {MAX_PAGE_BYTES}", bytes.len());
        let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
        let first = String::from_utf8_lossy(head).lines().next().unwrap_or_default().to_owned();
        return refuse(Code::PageTooLarge, Span::new(0, first.len()), message, first);
    }
    let source = match String::from_utf8(bytes) {
        Ok(source) => source,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let valid = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let message = format!("the page is not UTF-8: byte {byte:#04x} at position {at}");
            return refuse(Code::NotUtf8, Span::new(at, at + '\u{fffd}'.len_utf8()), message, valid);
        }
    };
    let source = source.strip_prefix('\u{feff}').map_or(source.clone(), str::to_owned);
    if source.trim().is_empty() {
        return refuse(Code::EmptyPage, Span::default(), "the page is empty".to_owned(), source);
    }
    let (sections, diagnostics) = match Dialect::of(path, &source) {
        Dialect::Markdown => markdown::read_page(path, &source),
        Dialect::Html => html::read_page(path, &source),
        Dialect::ReaderText => text::read_page(path, &source),
    };
    let page = Page { path: path.to_owned(), sections: attach(sections) };
    Reading { page: Some(page), source, diagnostics }
}
