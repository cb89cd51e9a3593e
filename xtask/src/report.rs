//! What a run did, for people and as JSON.

use std::fmt::Write as _;
use std::io::IsTerminal;

use comfy_table::{CellAlignment, LineStyle, Table, TableStyle};
use diff::report::counted;
use serde::Serialize;
use spec::diagnostics::{self, Diagnostic, LineIndex, Severity};
use spec::model::{Operation, Schema, Service};

use crate::lock::short;
use crate::output;
use crate::place::{Place, Upstream};
use crate::tree::Changes;

/// Findings shown in full; the rest is counted.
const SHOWN: usize = 20;
/// Changed files listed by name; the rest is counted.
const LISTED: usize = 20;

/// A finding, ready to print.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    #[serde(flatten)]
    report: diagnostics::Report,
    #[serde(skip)]
    text: String,
}

impl Finding {
    pub(crate) fn new(diagnostic: &Diagnostic, lines: &LineIndex<'_>) -> Self {
        let color = std::io::stderr().is_terminal();
        Self {
            report: diagnostics::Report::new(diagnostic, lines),
            text: diagnostics::render(diagnostic, lines, color),
        }
    }
}

/// A source of a service, and the folder that was read.
#[derive(Debug, Serialize)]
pub(crate) struct SourceReport {
    pub(crate) origin: String,
    /// `None` if it was not at hand.
    folder: Option<String>,
    /// The commit that the folder has, as far as it is known.
    revision: Option<String>,
}

impl SourceReport {
    /// `place` is where the source was read.
    pub(crate) fn new(origin: &str, place: Option<&Place>) -> Self {
        Self {
            origin: origin.to_owned(),
            folder: place.map(|place| place.shown.clone()),
            revision: place.and_then(|place| place.revision()).map(str::to_owned),
        }
    }
}

/// One line of the summary.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ServiceReport {
    pub(crate) service: String,
    pub(crate) sources: Vec<SourceReport>,
    pub(crate) pages: usize,
    /// Operations read in this run.
    pub(crate) read: usize,
    /// Operations in all, with those kept as committed.
    operations: usize,
    /// Parameters, and members of bodies and objects.
    parameters: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    written: usize,
    removed: usize,
    unchanged: usize,
    pub(crate) seconds: f64,
}

impl ServiceReport {
    pub(crate) fn new(service: &str) -> Self {
        Self { service: service.to_owned(), ..Self::default() }
    }

    pub(crate) fn count_diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            match diagnostic.severity() {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
    }

    pub(crate) fn count_operations(&mut self, service: &Service) {
        self.operations = service.operations.len();
        self.parameters = service.operations.values().map(parameters).sum();
    }
}

/// Parameters of an operation, and members of its bodies and objects.
fn parameters(operation: &Operation) -> usize {
    let body = operation.request_body.iter().map(|body| &body.schema);
    let answers = operation.responses.values().filter_map(|response| response.schema.as_ref());
    let schemas = body.chain(answers).chain(operation.schemas.values());
    operation.parameters.len() + schemas.map(|schema: &Schema| schema.properties.len()).sum::<usize>()
}

/// What a run did.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    check: bool,
    /// What stands in for the git repositories.
    upstream: String,
    pub(crate) services: Vec<ServiceReport>,
    written: Vec<String>,
    removed: Vec<String>,
    unchanged: usize,
    /// The whole run but for writing. Services are read side by side: their times overlap.
    pub(crate) seconds: f64,
    /// Operations that are in the specification and not in the client, and why.
    pub(crate) without_code: Vec<String>,
    #[serde(rename = "diagnostics")]
    pub(crate) findings: Vec<Finding>,
}

impl Report {
    /// Of a run that reads pages of git repositories from there.
    pub(crate) fn new(upstream: &Upstream) -> Self {
        Self { upstream: upstream.shown(), ..Self::default() }
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.services.iter().any(|service| service.errors > 0)
    }

    /// Takes over which files changed, in all and by service.
    pub(crate) fn count_files(&mut self, changes: &Changes, check: bool) {
        self.check = check;
        self.written = changes.write.keys().cloned().collect();
        self.removed = changes.remove.iter().cloned().collect();
        self.unchanged = changes.unchanged.len();
        for service in &mut self.services {
            let own = |path: &&String| path.split('/').any(|part| part == service.service);
            service.written = changes.write.keys().filter(own).count();
            service.removed = changes.remove.iter().filter(own).count();
            service.unchanged = changes.unchanged.iter().filter(own).count();
        }
    }

    /// Prints the summary to standard output and findings to standard error, or all of it as JSON.
    pub(crate) fn print(&self, json: bool) -> Result<(), String> {
        if json {
            let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
            output::print(&format!("{text}\n"))
        } else {
            eprint!("{}", self.findings_text());
            output::print(&self.summary_text())
        }
    }

    /// Errors and warnings in full, as far as they are few; notes are counted only.
    fn findings_text(&self) -> String {
        let worth = |finding: &&Finding| finding.report.severity != Severity::Note;
        let mut text = String::new();
        for finding in self.findings.iter().filter(worth).take(SHOWN) {
            let _ = writeln!(text, "{}\n", finding.text);
        }
        let more = self.findings.iter().filter(worth).count().saturating_sub(SHOWN);
        if more > 0 {
            let _ = writeln!(text, "… and {more} more; `cargo xtask lint --all` shows all\n");
        }
        text
    }

    fn summary_text(&self) -> String {
        let mut text = format!("Pages of git repositories: {}.\n", self.upstream);
        for service in &self.services {
            let _ = writeln!(text, "{}", sources_line(service));
        }
        let _ = writeln!(text, "\n{}\n", self.table());
        for operation in &self.without_code {
            let _ = writeln!(text, "no code for {operation}");
        }
        let verbs =
            if self.check { ["would be written", "would be removed"] } else { ["written", "removed"] };
        for (paths, verb) in [&self.written, &self.removed].into_iter().zip(verbs) {
            for path in paths.iter().take(LISTED) {
                let _ = writeln!(text, "{verb}: {path}");
            }
            if paths.len() > LISTED {
                let _ = writeln!(text, "{verb}: {} more", paths.len() - LISTED);
            }
        }
        let _ = writeln!(text, "{}", self.conclusion());
        text
    }

    fn conclusion(&self) -> String {
        let changes = self.written.len() + self.removed.len();
        match (changes, self.check) {
            (0, _) => format!("Nothing changed: {} up to date.", counted(self.unchanged, "file")),
            (1, true) => "1 file is out of date. Run `cargo xtask regen` and commit the result.".to_owned(),
            (_, true) => {
                format!("{changes} files are out of date. Run `cargo xtask regen` and commit the result.")
            }
            (_, false) => {
                let (written, removed) = (counted(self.written.len(), "file"), self.removed.len());
                format!("{written} written, {removed} removed, {} unchanged.", self.unchanged)
            }
        }
    }

    fn table(&self) -> Table {
        let mut table = empty_table();
        table.set_header([
            "Service",
            "Pages",
            "Operations",
            "Parameters",
            "Diagnostics",
            "Written",
            "Unchanged",
            "Time",
        ]);
        for service in &self.services {
            table.add_row(cells(service));
        }
        if self.services.len() > 1 {
            table.add_row(cells(&self.total()));
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        table
    }

    /// The sum of all services; files that belong to no service count here.
    fn total(&self) -> ServiceReport {
        let sum = |part: fn(&ServiceReport) -> usize| self.services.iter().map(part).sum();
        ServiceReport {
            service: "all".to_owned(),
            pages: sum(|service| service.pages),
            operations: sum(|service| service.operations),
            parameters: sum(|service| service.parameters),
            errors: sum(|service| service.errors),
            warnings: sum(|service| service.warnings),
            notes: sum(|service| service.notes),
            written: self.written.len(),
            removed: self.removed.len(),
            unchanged: self.unchanged,
            seconds: self.seconds,
            ..ServiceReport::default()
        }
    }
}

fn cells(service: &ServiceReport) -> [String; 8] {
    [
        service.service.clone(),
        service.pages.to_string(),
        service.operations.to_string(),
        service.parameters.to_string(),
        diagnostics_cell(service),
        service.written.to_string(),
        service.unchanged.to_string(),
        format!("{:.0} ms", service.seconds * 1000.0),
    ]
}

/// A table with a line under its head and no other ones.
pub(crate) fn empty_table() -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table
}

fn diagnostics_cell(service: &ServiceReport) -> String {
    let counts = [(service.errors, "error"), (service.warnings, "warning"), (service.notes, "note")];
    let stated = counts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = stated.map(|(count, word)| counted(count, word)).collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

/// Which sources were read, and what stays as committed.
fn sources_line(service: &ServiceReport) -> String {
    let read: Vec<_> = service.sources.iter().filter_map(|source| source.folder.as_deref()).collect();
    let notes: Vec<_> = service.sources.iter().filter_map(source_note).collect();
    let kept = service.operations - service.read;
    let mut line = match read.as_slice() {
        [] => format!("{}: no pages read", service.service),
        folders => format!(
            "{}: {} from {}",
            service.service,
            counted(service.read, "operation"),
            folders.join(" and ")
        ),
    };
    if kept > 0 {
        let _ = write!(line, ", {kept} kept as committed");
    }
    if !notes.is_empty() {
        let _ = write!(line, " ({})", notes.join(", "));
    }
    line
}

/// What the folder does not say.
fn source_note(source: &SourceReport) -> Option<String> {
    match (&source.folder, &source.revision) {
        (None, _) => Some(format!("{} not at hand", source.origin)),
        (Some(_), Some(revision)) => Some(format!("{} at {}", source.origin, short(revision))),
        (Some(_), None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, ServiceReport, SourceReport};

    fn service(name: &str, folder: Option<&str>) -> ServiceReport {
        ServiceReport {
            sources: vec![SourceReport {
                origin: "pages".into(),
                folder: folder.map(str::to_owned),
                revision: None,
            }],
            pages: 2,
            read: if folder.is_some() { 2 } else { 0 },
            operations: 84,
            parameters: 1234,
            warnings: 1,
            notes: 3,
            written: 5,
            unchanged: 250,
            seconds: 0.0123,
            ..ServiceReport::new(name)
        }
    }

    #[test]
    fn the_summary_is_a_table_with_a_total() {
        let report = Report {
            services: vec![service("dws", Some("pages/dws")), service("kafka", None)],
            written: vec!["spec/services/dws/DeleteDataSource.json".into()],
            upstream: "not read".into(),
            unchanged: 500,
            seconds: 0.0246,
            ..Report::default()
        };
        insta::assert_snapshot!(report.summary_text());
    }
}
