//! Diagnostics for people: source excerpt and caret.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::page::{Span, character_boundary};

/// Bytes of a line shown on each side of a finding; pages have lines of many kilobytes.
const CONTEXT: usize = 90;

/// Renders a finding with the excerpt of `source` that it is about.
///
/// `source` is the page's text, empty if it could not be read. `color` adds terminal colours.
/// The result has no trailing newline.
pub fn render(diagnostic: &Diagnostic, source: &str, color: bool) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let id = format!("{} {}", diagnostic.code.id(), diagnostic.code.name());
    let title = level.primary_title(diagnostic.message.as_str()).id(id);
    let help = Level::HELP.message(diagnostic.code.help());
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    if source.is_empty() {
        let place = annotate_snippets::Origin::path(diagnostic.page.as_str());
        return renderer.render(&[title.element(place).element(help)]);
    }
    let excerpt = Excerpt::around(source, diagnostic.span);
    let snippet = Snippet::source(excerpt.text.as_str())
        .path(diagnostic.page.as_str())
        .line_start(excerpt.line)
        .annotation(AnnotationKind::Primary.span(excerpt.span.start..excerpt.span.end));
    renderer.render(&[title.element(snippet).element(help)])
}

/// One line of the source, cut to a readable length.
struct Excerpt {
    text: String,
    line: usize,
    span: Span,
}

impl Excerpt {
    fn around(source: &str, span: Span) -> Self {
        let start = character_boundary(source, span.start);
        let end = character_boundary(source, span.end.max(start));
        let line_start =
            source.get(..start).and_then(|head| head.rfind('\n')).map_or(0, |newline| newline + 1);
        let line_end =
            source.get(start..).and_then(|tail| tail.find('\n')).map_or(source.len(), |at| start + at);
        let from = character_boundary(source, start.saturating_sub(CONTEXT).max(line_start));
        let to = character_boundary(
            source,
            line_end.min(end.min(line_end).max(start) + CONTEXT).min(start + 2 * CONTEXT),
        );
        let text = source.get(from..to).unwrap_or_default().trim_end_matches('\r').to_owned();
        let first = (start - from).min(text.len());
        let last = (end.saturating_sub(from)).clamp(first, text.len());
        let line = line_and_column(source, start).0;
        Self { text, line, span: Span::new(first, last) }
    }
}

/// The line and column of a byte position, both from 1; the column counts characters.
pub fn line_and_column(source: &str, position: usize) -> (usize, usize) {
    let head = source.get(..character_boundary(source, position)).unwrap_or_default();
    let line = head.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let column = head.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::line_and_column;

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("一二\n三四", 10), (2, 2));
        assert_eq!(line_and_column("", 0), (1, 1));
        assert_eq!(line_and_column("ab", 99), (1, 3));
    }
}
