//! Diagnostics for programs.

use serde::Serialize;

use super::{Diagnostic, Severity, line_and_column};

/// The JSON form of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Stable code.
    pub code: &'static str,
    /// The rule in words.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The page.
    pub page: String,
    /// Line of the page, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Byte position where it starts.
    pub start: usize,
    /// Byte position where it ends.
    pub end: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl Report {
    /// The finding with its position in `source`, the page's text.
    pub fn new(diagnostic: &Diagnostic, source: &str) -> Self {
        let (line, column) = line_and_column(source, diagnostic.span.start);
        Self {
            code: diagnostic.code.id(),
            name: diagnostic.code.name(),
            severity: diagnostic.severity(),
            page: diagnostic.page.clone(),
            line,
            column,
            start: diagnostic.span.start,
            end: diagnostic.span.end,
            message: diagnostic.message.clone(),
            help: diagnostic.code.help(),
        }
    }
}
