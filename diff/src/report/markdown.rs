//! For a pull request.

use std::fmt::Write as _;

use super::{Links, Report, by_service, changelog, classes, counted, counts, summary, values};
use crate::{Axis, Class, Reviewed};

/// A summary, a table of the services, a table of the changes of each, and the changelog entry.
pub fn markdown(report: &Report, links: &Links) -> String {
    let mut text = format!("**{}**\n", summary(report));
    if report.changes.is_empty() {
        return text;
    }
    text.push_str("\n| service | wire | Rust | version |\n|---|---|---|---|\n");
    let services = by_service(&report.changes);
    for (service, changes) in &services {
        let of = |axis| classes(&counts(changes.iter().copied(), axis));
        let name = crate::step::crate_name(service);
        let step = report.steps.iter().find(|step| step.name == name);
        let version = step.map(|step| format!("{} → {}, {}", step.from, step.to, step.step));
        let version = version.unwrap_or_else(|| "–".to_owned());
        let _ = writeln!(text, "| {service} | {} | {} | {version} |", of(Axis::Wire), of(Axis::Rust));
    }
    for (service, changes) in &services {
        let (quiet, loud): (Vec<&Reviewed>, Vec<&Reviewed>) =
            changes.iter().partition(|reviewed| reviewed.change.worst() == Class::None);
        if !loud.is_empty() {
            let _ = writeln!(text, "\n### {service}\n");
            table(&mut text, &loud, links);
        }
        if !quiet.is_empty() {
            let title = format!("{service}: {} without effect on users", counted(quiet.len(), "change"));
            let _ = writeln!(text, "\n<details><summary>{title}</summary>\n");
            table(&mut text, &quiet, links);
            text.push_str("\n</details>\n");
        }
    }
    let entry = changelog(report);
    if !entry.is_empty() {
        let _ = write!(text, "\n<details><summary>Changelog entry</summary>\n\n{entry}\n</details>\n");
    }
    text
}

fn table(text: &mut String, changes: &[&Reviewed], links: &Links) {
    text.push_str("| wire | Rust | operation | change | why |\n|---|---|---|---|---|\n");
    for reviewed in changes {
        let change = &reviewed.change;
        let name = if change.operation.is_empty() { &change.service } else { &change.operation };
        let page = change.page.as_ref().map(|page| match links.page(&change.service, page) {
            Some(address) => format!(" ([page]({address}))"),
            None => format!(" ({})", code(&page.path)),
        });
        let field = if change.field.is_empty() { String::new() } else { format!(" {}", code(&change.field)) };
        let values = values(reviewed);
        let values = if values.is_empty() { values } else { format!("<br>{}", cell(&values)) };
        let accepted = reviewed.accepted.as_ref().map(|reason| format!("<br>accepted: {}", cell(reason)));
        let _ = writeln!(
            text,
            "| {} | {} | [{}]({}){} | {}{field}{values} | {}{} |",
            strong(change.wire),
            strong(change.rust),
            code(name),
            links.file(&change.file),
            page.unwrap_or_default(),
            change.rule.rule().name,
            cell(&change.reason),
            accepted.unwrap_or_default(),
        );
    }
}

fn strong(class: Class) -> String {
    if class == Class::Breaking { format!("**{class}**") } else { class.to_string() }
}

/// Text that cannot end a cell, be a tag or mention somebody; what stands in backticks stays as it is.
pub(super) fn cell(text: &str) -> String {
    let has_code = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    let mut cell = String::new();
    for char in text.chars() {
        in_code ^= has_code && char == '`';
        match char {
            '|' => cell.push_str("\\|"),
            char if char.is_control() => cell.push(' '),
            '`' if !has_code => cell.push_str("\\`"),
            char if in_code => cell.push(char),
            '<' => cell.push_str("&lt;"),
            '&' => cell.push_str("&amp;"),
            '@' => cell.push_str("&#64;"),
            '*' | '_' | '[' | ']' | '\\' => cell.extend(['\\', char]),
            char => cell.push(char),
        }
    }
    cell
}

fn code(text: &str) -> String {
    let text: String = text.chars().filter(|char| *char != '`' && !char.is_control()).collect();
    format!("`{}`", text.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn text_of_pages_is_text() {
        assert_eq!(cell("a|b <i> @me *x*\n"), "a\\|b &lt;i> &#64;me \\*x\\* ");
    }

    #[test]
    fn code_is_shown_as_it_is() {
        assert_eq!(cell("`Vec<a_b|c>` is a_b"), "`Vec<a_b\\|c>` is a\\_b");
        assert_eq!(cell("a ` <i>"), "a \\` &lt;i>");
    }
}
