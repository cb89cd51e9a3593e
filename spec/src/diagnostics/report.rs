//! Diagnostics for programs.

use serde::Serialize;

use super::{Diagnostic, LineIndex, Severity};

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
    /// A correction to consider, ready to paste into the service's patch file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<String>,
}

impl Report {
    /// The finding with its position in `lines`, the page's text.
    pub fn new(diagnostic: &Diagnostic, lines: &LineIndex<'_>) -> Self {
        let (line, column) = lines.line_and_column(diagnostic.span.start);
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
            patch: diagnostic.proposal.as_ref().and_then(|patch| patch.to_toml()),
        }
    }
}
