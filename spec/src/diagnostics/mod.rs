//! What is wrong with a page, where, and what to do about it.
//!
//! Diagnostics are collected, never thrown at the first one. [`render`] shows them to people,
//! [`Report`] is their JSON form, [`sarif`] the one of code scanning tools.

mod codes;
mod lines;
mod render;
mod report;
mod sarif;

pub use codes::{Code, Severity};
pub use lines::LineIndex;
pub use render::{render, show};
pub use report::Report;
pub use sarif::{SarifFinding, SarifLog, sarif, uri};

use crate::page::Span;
use crate::patch::Patch;

/// One finding on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule found it.
    pub code: Code,
    /// The page, relative to the root of its source.
    pub page: String,
    /// The bytes of the page that it is about.
    pub span: Span,
    /// What is wrong, with the names involved.
    pub message: String,
    /// How many table rows it accounts for: rows that did not become part of the specification.
    pub rows: usize,
    /// A correction to consider: what the example shows in place of what the table states.
    pub proposal: Option<Box<Patch>>,
}

impl Diagnostic {
    /// A finding that accounts for no table row.
    pub fn new(code: Code, page: &str, span: Span, message: impl Into<String>) -> Self {
        Self { code, page: page.to_owned(), span, message: message.into(), rows: 0, proposal: None }
    }

    /// The finding's severity.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}
