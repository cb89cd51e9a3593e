//! Findings for programs: one JSON object.

use serde::Serialize;
use spec::diagnostics::{LineIndex, Report};

use super::gather::Gathered;
use super::summary::{Count, Summary};

#[derive(Serialize)]
struct Document<'a> {
    tool: Tool,
    summary: Figures<'a>,
    problems: &'a [String],
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Figures<'a> {
    services: usize,
    pages: usize,
    operations: usize,
    rows: Rows,
    codes: Vec<CodeFigures<'a>>,
}

#[derive(Serialize)]
struct Rows {
    read: usize,
    placed: usize,
    diagnosed: usize,
}

#[derive(Serialize)]
struct CodeFigures<'a> {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    #[serde(flatten)]
    count: &'a Count,
}

#[derive(Serialize)]
struct Finding<'a> {
    service: &'a str,
    #[serde(flatten)]
    report: Report,
}

/// The JSON text, with a newline at its end.
pub(super) fn json(gathered: &Gathered, summary: &Summary) -> Result<String, serde_json::Error> {
    let figures = summary.codes.iter().map(|(code, count)| CodeFigures {
        code: code.id(),
        name: code.name(),
        severity: code.severity().as_str(),
        count,
    });
    let rows =
        Rows { read: summary.rows.read, placed: summary.rows.placed, diagnosed: summary.rows.diagnosed };
    let document = Document {
        tool: Tool { name: "cargo xtask lint", version: env!("CARGO_PKG_VERSION") },
        summary: Figures {
            services: summary.services,
            pages: summary.pages,
            operations: summary.operations,
            rows,
            codes: figures.collect(),
        },
        problems: &gathered.problems,
        findings: findings(gathered),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn findings(gathered: &Gathered) -> Vec<Finding<'_>> {
    let mut findings = Vec::new();
    for page in &gathered.pages {
        let lines = LineIndex::new(&page.source);
        for diagnostic in &page.diagnostics {
            let report = Report { page: page.shown.clone(), ..Report::new(diagnostic, &lines) };
            findings.push(Finding { service: &page.service, report });
        }
    }
    findings
}
