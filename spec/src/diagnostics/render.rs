//! Diagnostics for people: source excerpt and caret.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, LineIndex, Severity};
use crate::page::{Span, character_boundary};

/// Bytes of a line shown on each side of a finding; pages have lines of many kilobytes.
const CONTEXT: usize = 90;

/// Renders a finding with the excerpt of the page that it is about.
///
/// `lines` is the page's text, empty if it could not be read. `color` adds terminal colours.
/// The result has no trailing newline.
pub fn render(diagnostic: &Diagnostic, lines: &LineIndex<'_>, color: bool) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let id = format!("{} {}", diagnostic.code.id(), diagnostic.code.name());
    let title = level.primary_title(diagnostic.message.as_str()).id(id);
    let help = Level::HELP.message(diagnostic.code.help());
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    if lines.source().is_empty() {
        let place = annotate_snippets::Origin::path(diagnostic.page.as_str());
        return renderer.render(&[title.element(place).element(help)]);
    }
    let excerpt = Excerpt::around(lines, diagnostic.span);
    let text = renderer.render(&[title.element(excerpt.snippet(&diagnostic.page)).element(help)]);
    excerpt.with_own_column(&text, &diagnostic.page)
}

/// Shows a place on a page under a heading: excerpt and caret. The result has no trailing newline.
pub fn show(heading: &str, page: &str, lines: &LineIndex<'_>, span: Span, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let excerpt = Excerpt::around(lines, span.within(lines.source()));
    let text = renderer.render(&[Level::NOTE.primary_title(heading).element(excerpt.snippet(page))]);
    excerpt.with_own_column(&text, page)
}

/// One line of the source, cut to a readable length.
struct Excerpt {
    text: String,
    line: usize,
    /// In the line.
    column: usize,
    /// In the text.
    shown_column: usize,
    span: Span,
}

impl Excerpt {
    fn snippet<'e>(&'e self, page: &'e str) -> Snippet<'e, annotate_snippets::Annotation<'e>> {
        Snippet::source(self.text.as_str())
            .path(page)
            .line_start(self.line)
            .annotation(AnnotationKind::Primary.span(self.span.start..self.span.end))
    }

    /// The renderer counts columns from where the excerpt was cut.
    fn with_own_column(&self, text: &str, page: &str) -> String {
        let place = |column| format!("{page}:{}:{column}", self.line);
        text.replacen(&place(self.shown_column), &place(self.column), 1)
    }

    fn around(lines: &LineIndex<'_>, span: Span) -> Self {
        let source = lines.source();
        let start = character_boundary(source, span.start);
        let end = character_boundary(source, span.end.max(start));
        let line = lines.line_around(start);
        let from = character_boundary(source, start.saturating_sub(CONTEXT).max(line.start));
        let to = character_boundary(
            source,
            line.end.min(end.min(line.end).max(start) + CONTEXT).min(start + 2 * CONTEXT),
        );
        let text = source.get(from..to).unwrap_or_default().trim_end_matches('\r').to_owned();
        let first = (start - from).min(text.len());
        let last = (end.saturating_sub(from)).clamp(first, text.len());
        let (line, column) = lines.line_and_column(start);
        let shown_column = text.get(..first).unwrap_or_default().chars().count() + 1;
        Self { text, line, column, shown_column, span: Span::new(first, last) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, render};
    use crate::diagnostics::{Code, Diagnostic, LineIndex};
    use crate::page::Span;

    #[test]
    fn the_column_is_that_of_the_page_where_the_line_is_cut() {
        let source = format!("# One\n{}here", "一".repeat(200));
        let start = source.len() - 4;
        let lines = LineIndex::new(&source);
        assert!(Excerpt::around(&lines, Span::new(start, start + 4)).text.len() < 100);
        for color in [false, true] {
            let finding = Diagnostic::new(Code::NoUri, "a.md", Span::new(start, start + 4), "no");
            let rendered = render(&finding, &lines, color);
            assert!(rendered.contains("a.md:2:201"), "{rendered}");
        }
    }
}
