//! The page as HTML. All that comes from pages is text: nothing of it becomes markup, address or script.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use diff::report::counted;
use sha2::{Digest, Sha256};
use spec::coverage::{Figures, Members};
use spec::diagnostics::{Report, Severity};

use super::collect::{OperationPart, Overview, ServicePart};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Names listed of one kind; the rest is counted.
const LISTED: usize = 12;

/// What the list of operations can be narrowed to.
const KINDS: [(&str, &str); 6] = [
    ("", "All operations"),
    ("finding", "With findings"),
    ("contradiction", "Example contradicts tables"),
    ("undocumented", "Undocumented members seen"),
    ("unrecorded", "Without a recording"),
    ("uncoded", "Without code"),
];

/// The whole page.
pub(super) fn page(overview: &Overview) -> String {
    let mut text = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(Sha256::digest(SCRIPT).as_slice())
    );
    let _ = writeln!(text, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    let _ = writeln!(text, "<title>Huawei Cloud for Rust</title>\n<style>{STYLE}</style>\n</head>\n<body>");
    text += "<a class=\"skip\" href=\"#operations\">Skip to the operations</a>\n<header>\n";
    let sum = &overview.sum;
    let _ = writeln!(
        text,
        "<h1>Huawei Cloud for Rust</h1>\n<p>{} of {}, held to {}.</p>\n\
         <p class=\"muted\">Pages of git repositories: {}.</p>\n</header>\n<main>",
        counted(sum.operations, "operation"),
        counted(overview.services.len(), "service"),
        counted(sum.recordings.all(), "recording"),
        escape(&overview.upstream)
    );
    table(&mut text, overview);
    text += "<h2 id=\"operations\" tabindex=\"-1\">Operations</h2>\n";
    search(&mut text);
    for part in &overview.services {
        service(&mut text, part);
    }
    text += "</main>\n<footer><p>Written by <code>cargo xtask report</code>. Undocumented members are those \
             that a recording has and the page does not.</p></footer>\n";
    let _ = writeln!(text, "<script>{SCRIPT}</script>\n</body>\n</html>");
    text
}

fn table(text: &mut String, overview: &Overview) {
    *text += "<nav class=\"scroll\" aria-label=\"Services\" tabindex=\"0\">\n<table>\n<caption>Recordings and findings by service</caption>\n<thead><tr>";
    for head in [
        "Service",
        "Operations recorded",
        "Statuses",
        "Request members",
        "Response members",
        "Undocumented",
        "Contradicting pages",
        "Errors",
        "Warnings",
        "Notes",
    ] {
        let _ = write!(text, "<th scope=\"col\">{head}</th>");
    }
    *text += "</tr></thead>\n<tbody>\n";
    let mut all = [0; 3];
    for part in &overview.services {
        for (sum, count) in all.iter_mut().zip(part.findings) {
            *sum += count;
        }
        let name = escape(&part.name);
        let is_read = part.missing.is_empty() || part.findings != [0; 3];
        let findings = is_read.then_some(part.findings);
        row(text, &format!("<a href=\"#{name}\">{name}</a>"), &part.sum, findings);
    }
    *text += "</tbody>\n<tfoot>\n";
    row(text, "All", &overview.sum, Some(all));
    *text += "</tfoot>\n</table>\n</nav>\n";
}

fn row(text: &mut String, name: &str, figures: &Figures, findings: Option<[usize; 3]>) {
    let of = |part: usize, whole: usize| format!("{part}/{whole}");
    let mut cells = vec![
        of(figures.recorded_operations, figures.operations),
        of(figures.recorded_statuses, figures.statuses),
        of(figures.exercised_request_members, figures.request_members),
        of(figures.exercised_response_members, figures.response_members),
        figures.undocumented.to_string(),
        figures.contradicting_pages.to_string(),
    ];
    match findings {
        Some(counts) => cells.extend(counts.map(|count| count.to_string())),
        None => cells.extend(["not read"; 3].map(str::to_owned)),
    }
    let _ = write!(text, "<tr><th scope=\"row\">{name}</th>");
    for cell in cells {
        let _ = write!(text, "<td>{cell}</td>");
    }
    *text += "</tr>\n";
}

fn search(text: &mut String) {
    *text += "<search>\n<label>Search operations, paths, members and findings\
              <input id=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n\
              <label>Show<select id=\"kind\">";
    for (value, name) in KINDS {
        let _ = write!(text, "<option value=\"{value}\">{name}</option>");
    }
    *text += "</select></label>\n<output id=\"count\" aria-live=\"polite\"></output>\n</search>\n";
}

fn service(text: &mut String, part: &ServicePart) {
    let (name, title) = (escape(&part.name), escape(&part.title));
    let _ = writeln!(
        text,
        "<details class=\"service\" id=\"{name}\"><summary><h2>{name}</h2> {title} \
         <span class=\"muted\">{}</span></summary><div>",
        counted(part.operations.len(), "operation")
    );
    if !part.missing.is_empty() {
        let missing = escape(&part.missing.join(", "));
        let _ = writeln!(
            text,
            "<p class=\"muted\">Pages of {missing} were not at hand: no findings of theirs.</p>"
        );
    }
    for operation in &part.operations {
        self::operation(text, operation);
    }
    if !part.elsewhere.is_empty() {
        *text += "<h3>Findings on other pages</h3>\n";
        findings(text, &part.elsewhere, true);
    }
    *text += "</div></details>\n";
}

fn operation(text: &mut String, part: &OperationPart) {
    let OperationPart { operation, coverage, .. } = part;
    let (service, id) = (escape(&operation.service), escape(&operation.id));
    let kinds = [
        ("finding", !part.findings.is_empty()),
        ("contradiction", !coverage.contradictions.is_empty()),
        ("undocumented", !coverage.undocumented.is_empty()),
        ("unrecorded", coverage.recordings.all() == 0),
        ("uncoded", !part.has_code),
    ];
    let kinds: Vec<&str> = kinds.into_iter().filter(|(_, is)| *is).map(|(kind, _)| kind).collect();
    let _ = write!(
        text,
        "<details class=\"op\" id=\"{service}.{id}\" data-kind=\"{}\"><summary><strong>{id}</strong> <code>{} {}</code>",
        kinds.join(" "),
        operation.method,
        escape(&operation.path)
    );
    marks(text, part);
    let _ = write!(text, "</summary><div>\n<p>{}</p>\n<p class=\"links\">", escape(&operation.title));
    for (name, address) in &part.links {
        let _ = write!(text, "<a href=\"{}\">{name}</a> ", escape(address));
    }
    *text += "</p>\n<ul>\n";
    let _ = writeln!(text, "<li>Recordings: {}</li>", statuses(part));
    members(text, "Request members", &coverage.request);
    members(text, "Response members", &coverage.response);
    if !coverage.undocumented.is_empty() {
        let _ = writeln!(text, "<li>Undocumented, and seen: {}</li>", names(&coverage.undocumented));
    }
    for line in &coverage.contradictions {
        let _ = writeln!(
            text,
            "<li><span class=\"doubtful\">The example contradicts the tables:</span> {}</li>",
            escape(line)
        );
    }
    *text += "</ul>\n";
    findings(text, &part.findings, false);
    *text += "</div></details>\n";
}

/// What is worth knowing before an operation is opened.
fn marks(text: &mut String, part: &OperationPart) {
    let has = |severity| part.findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (has(Severity::Error), has(Severity::Warning));
    let marks = [
        (errors > 0, "bad", counted(errors, "error")),
        (warnings > 0, "doubtful", counted(warnings, "warning")),
        (!part.coverage.contradictions.is_empty(), "doubtful", "contradiction".to_owned()),
        (!part.has_code, "bad", "no code".to_owned()),
        (part.coverage.recordings.all() == 0, "muted", "no recording".to_owned()),
        (part.operation.deprecated, "muted", "obsolete".to_owned()),
    ];
    for (_, class, mark) in marks.into_iter().filter(|(is, ..)| *is) {
        let _ = write!(text, " <span class=\"mark {class}\">{mark}</span>");
    }
}

/// `200 × 2, 404 × 0; not documented: 202`.
fn statuses(part: &OperationPart) -> String {
    let coverage = &part.coverage;
    let mut text = String::new();
    for (status, count) in &coverage.statuses {
        let separator = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{separator}{} × {count}", escape(status));
    }
    if !coverage.other_statuses.is_empty() {
        let _ = write!(text, "; not documented: {}", names(&coverage.other_statuses));
    }
    if text.is_empty() { "no status is documented".to_owned() } else { text }
}

fn members(text: &mut String, what: &str, members: &Members) {
    if members.documented == 0 {
        return;
    }
    let _ = write!(text, "<li>{what}: {} of {} recorded", members.exercised(), members.documented);
    if !members.unexercised.is_empty() {
        let _ = write!(text, "; not {}", names(&members.unexercised));
    }
    *text += "</li>\n";
}

/// Some names, and how many more there are.
fn names(names: &BTreeSet<String>) -> String {
    let shown: Vec<String> =
        names.iter().take(LISTED).map(|name| format!("<code>{}</code>", escape(name))).collect();
    let more = names.len().saturating_sub(LISTED);
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    shown.join(", ") + &rest
}

fn findings(text: &mut String, findings: &[Report], with_page: bool) {
    if findings.is_empty() {
        return;
    }
    *text += "<ul>\n";
    for finding in findings {
        let severity = finding.severity.as_str();
        let place = if with_page {
            format!("<code>{}:{}</code>", escape(&finding.page), finding.line)
        } else {
            format!("line {}", finding.line)
        };
        let _ = writeln!(
            text,
            "<li><span class=\"{severity}\">{severity} {}</span> {}: {} <span class=\"muted\">({place})</span></li>",
            finding.code,
            finding.name,
            escape(&finding.message)
        );
    }
    *text += "</ul>\n";
}

/// Text that is nothing but text, in elements and in quoted attributes; what cannot be seen is left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Such characters can turn the order of what follows.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            char if char.is_control() => escaped.push(' '),
            char => escaped.push(char),
        }
    }
    escaped
}

/// As a content security policy names a hash.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_usize, |bits, byte| (bits << 8) | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let found = DIGITS.get((bits >> (18 - 6 * digit)) & 63).filter(|_| digit <= chunk.len());
            text.push(found.map_or('=', |digit| char::from(*digit)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{STYLE, base64, escape};

    #[test]
    fn base64_is_base64() {
        let pairs = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (plain, encoded) in pairs {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escape("<b a='\"'>&\u{202E}\n"), "&lt;b a=&#39;&quot;&#39;&gt;&amp; ");
    }

    /// Luminance of a colour of the style sheet, as WCAG defines it.
    fn luminance(theme: &str, name: &str) -> f64 {
        let at = theme.find(&format!("{name}: #")).unwrap() + name.len() + 3;
        let part = |index: usize| {
            let value = u8::from_str_radix(&theme[at + 2 * index..at + 2 * index + 2], 16).unwrap();
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2)
    }

    #[test]
    fn every_colour_can_be_read_on_both_backgrounds_of_both_themes() {
        let (light, rest) = STYLE.split_once("@media").unwrap();
        for theme in [light, rest] {
            for back in ["--back", "--raised"] {
                for text in ["--text", "--muted", "--link", "--bad", "--doubtful"] {
                    let (a, b) = (luminance(theme, back), luminance(theme, text));
                    let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    assert!(contrast >= 4.5, "{text} on {back}: {contrast}");
                }
            }
        }
    }
}
