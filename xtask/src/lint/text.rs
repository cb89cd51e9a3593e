//! Findings for people: grouped by code, each with excerpt and caret.

use std::fmt::Write as _;

use diff::report::counted;
use spec::diagnostics::{Code, Diagnostic, LineIndex, render};

use super::gather::{Gathered, PageFindings};
use super::summary::{Count, Summary};

/// Findings of one code that are shown, unless all are asked for.
const SHOWN: usize = 5;

/// All findings, or the first ones of each code, and the summary.
pub(super) fn text(gathered: &Gathered, summary: &Summary, all: bool, color: bool) -> String {
    let shown = if all { usize::MAX } else { SHOWN };
    let mut text = String::new();
    for (code, count) in &summary.codes {
        let _ = writeln!(text, "== {}\n", heading(*code, count));
        let mut left = shown;
        for page in &gathered.pages {
            let own = page.diagnostics.iter().filter(|diagnostic| diagnostic.code == *code);
            let own: Vec<&Diagnostic> = own.take(left).collect();
            left -= own.len();
            write_page(&mut text, page, &own, color);
        }
        let more = count.findings.saturating_sub(shown);
        if more > 0 {
            let _ = writeln!(text, "… and {more} more; --code {} --all shows them\n", code.id());
        }
    }
    text.push_str(&summary.text());
    text
}

/// `E016 unknown-example-field, warning: 3 findings on 2 pages (dws 1, ecs 2)`.
fn heading(code: Code, count: &Count) -> String {
    let (findings, pages) = (counted(count.findings, "finding"), counted(count.pages, "page"));
    let services: Vec<_> = count.services.iter().map(|(name, count)| format!("{name} {count}")).collect();
    format!(
        "{} {}, {}: {findings} on {pages} ({})",
        code.id(),
        code.name(),
        code.severity().as_str(),
        services.join(", ")
    )
}

fn write_page(text: &mut String, page: &PageFindings, diagnostics: &[&Diagnostic], color: bool) {
    if diagnostics.is_empty() {
        return;
    }
    let lines = LineIndex::new(&page.source);
    for diagnostic in diagnostics {
        let shown = Diagnostic { page: page.shown.clone(), ..(*diagnostic).clone() };
        let _ = writeln!(text, "{}", render(&shown, &lines, color));
        if let Some(toml) = diagnostic.proposal.as_ref().and_then(|patch| patch.to_toml()) {
            let _ = writeln!(
                text,
                "if the page is wrong, in spec/patches/{}.toml:\n{}",
                page.service,
                toml.trim_end()
            );
        }
        text.push('\n');
    }
}
