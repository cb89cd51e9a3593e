//! Markdown with HTML tables, as calls to a [`Builder`].
//!
//! A table of the pages may hold blank lines, which would end an HTML block in Markdown. So tables
//! are found first and blanked out, byte for byte, in the copy that the Markdown parser sees; the
//! HTML reader reads them from the original.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::build::{Builder, Kind};
use super::html::{self, InlineTag};
use super::model::{Block, Section, Span};
use super::pipe;
use crate::diagnostics::{Code, Diagnostic};

/// Reads a whole page.
pub(super) fn read_page(path: &str, source: &str) -> (Vec<Section>, Vec<Diagnostic>) {
    let tables = find_tables(source);
    let masked = mask(source, &tables);
    let mut reader = MarkdownReader { source, builder: Builder::new(path), html: None, pipe: None };
    for table in tables.iter().filter(|table| !table.closed) {
        let span = Span::new(table.span.start, table.span.start + "<table".len());
        reader.builder.report(Code::UnclosedTable, span, "the table is never closed");
    }
    for (event, range) in Parser::new_ext(&masked, Options::ENABLE_TABLES).into_offset_iter() {
        reader.event(event, Span::new(range.start, range.end));
    }
    reader.builder.finish(source.len())
}

/// An HTML table in the source.
struct HtmlTable {
    span: Span,
    closed: bool,
}

/// Finds the outermost HTML tables that begin outside fenced code.
fn find_tables(source: &str) -> Vec<HtmlTable> {
    let mut tables = Vec::new();
    let mut fence: Option<&str> = None;
    let mut resume = 0;
    let mut heading = 0;
    let mut position = 0;
    for line in source.split_inclusive('\n') {
        let start = position;
        position += line.len();
        if start < resume {
            continue;
        }
        let content = line.trim_start_matches([' ', '\t', '-', '>', '*']);
        let marker = if content.starts_with("```") {
            Some("```")
        } else {
            content.starts_with("~~~").then_some("~~~")
        };
        match (fence, marker) {
            (None, Some(marker)) => fence = Some(marker),
            (Some(open), Some(marker)) if open == marker => fence = None,
            (None, None) => {
                if let Some(at) = table_start(line) {
                    if heading <= start {
                        heading = next_heading(source, start);
                    }
                    let table = table_at(source, start + at, heading);
                    resume = table.span.end;
                    tables.push(table);
                }
            }
            _ => {}
        }
    }
    tables
}

/// Where a table begins in `line`, if nothing but tags and list marks stand before it.
fn table_start(line: &str) -> Option<usize> {
    let at = line.match_indices('<').map(|(at, _)| at).find(|&at| is_tag(line, at, "<table"))?;
    let before = line.get(..at)?.trim_start_matches([' ', '\t', '-', '>']);
    (before.is_empty() || (before.starts_with('<') && before.trim_end().ends_with('>'))).then_some(at)
}

/// The table that begins at byte `start`, up to its end tag, or to `limit` if it has none.
fn table_at(source: &str, start: usize, limit: usize) -> HtmlTable {
    let source = source.get(..limit).unwrap_or(source);
    let mut depth = 0_usize;
    let mut position = start;
    while let Some(found) = source.get(position..).and_then(|tail| tail.find('<')) {
        let at = position + found;
        position = at + 1;
        if is_tag(source, at, "<table") {
            depth += 1;
        } else if is_tag(source, at, "</table") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let end = source.get(at..).and_then(|tail| tail.find('>')).map_or(limit, |end| at + end + 1);
                return HtmlTable { span: Span::new(start, end), closed: true };
            }
        }
    }
    HtmlTable { span: Span::new(start, limit), closed: false }
}

/// The next line that begins with a section heading, or the end.
fn next_heading(source: &str, start: usize) -> usize {
    source.get(start..).and_then(|tail| tail.find("\n## ")).map_or(source.len(), |at| start + at + 1)
}

/// Whether `tag`, in any case, is the whole name of the tag at byte `at`.
fn is_tag(source: &str, at: usize, tag: &str) -> bool {
    let bytes = source.as_bytes();
    let ends = bytes.get(at + tag.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    ends && bytes.get(at..at + tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes()))
}

/// The source with each table reduced to one line of the same length: `<table        `.
fn mask<'s>(source: &'s str, tables: &[HtmlTable]) -> Cow<'s, str> {
    if tables.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut masked = String::with_capacity(source.len());
    let mut position = 0;
    for table in tables {
        masked.push_str(source.get(position..table.span.start).unwrap_or_default());
        let length = table.span.end - table.span.start;
        masked.push_str("<table");
        masked.extend(std::iter::repeat_n(' ', length.saturating_sub("<table".len() + 1)));
        // A heading may follow an unclosed table: it needs its line break.
        masked.push(if table.closed { ' ' } else { '\n' });
        position = table.span.end;
    }
    masked.push_str(source.get(position..).unwrap_or_default());
    Cow::Owned(masked)
}

struct MarkdownReader<'s> {
    source: &'s str,
    builder: Builder,
    /// The HTML block that is being read.
    html: Option<Span>,
    /// The pipe table that is being read: `Some` while inside, with its span.
    pipe: Option<Span>,
}

impl MarkdownReader<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        if self.pipe.is_some() {
            if matches!(event, Event::End(TagEnd::Table)) {
                self.end_pipe_table();
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) | Event::Code(text) => self.builder.text(&text, span),
            Event::SoftBreak => self.builder.text("\n", span),
            Event::HardBreak => self.builder.line_break(span.start),
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            Event::Html(_) => self.html = Some(self.html.map_or(span, |open| open.to(span))),
            Event::Rule => self.builder.flush(span.start),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph => self.builder.flush(span.start),
            Tag::Heading { level, .. } => self.builder.start_heading(*level as u8, span.start),
            Tag::BlockQuote(_) => self.builder.open_note(span.start),
            Tag::CodeBlock(_) => self.builder.start_code(span.start),
            Tag::List(_) => self.builder.open_list(span.start),
            Tag::Item => self.builder.open_item(span.start),
            Tag::Table(_) => {
                self.builder.flush(span.start);
                self.pipe = Some(span);
            }
            Tag::Link { dest_url, .. } => self.builder.start_link(dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph => self.builder.flush(span.end),
            TagEnd::Heading(_) => self.builder.end_heading(span.end),
            TagEnd::BlockQuote(_) => self.builder.close(Kind::Note, span.end),
            TagEnd::CodeBlock => self.builder.end_code(),
            TagEnd::List(_) => self.builder.close(Kind::List, span.end),
            TagEnd::Item => self.builder.close(Kind::Item, span.end),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::Link => self.builder.end_link(),
            _ => {}
        }
    }

    fn inline_html(&mut self, markup: &str, span: Span) {
        match html::inline_tag(markup) {
            Some(InlineTag::Anchor(name)) => self.builder.anchor(&name, span.start),
            Some(InlineTag::LineBreak) => self.builder.line_break(span.start),
            None => {}
        }
    }

    /// The block is read from the original: in the masked copy its tables are empty.
    fn end_html_block(&mut self) {
        let Some(span) = self.html.take() else { return };
        let source = self.source.get(span.start..span.end).unwrap_or_default();
        html::read_fragment(&mut self.builder, source, span.start);
    }

    fn end_pipe_table(&mut self) {
        let Some(span) = self.pipe.take() else { return };
        let source = self.source.get(span.start..span.end).unwrap_or_default();
        if let Some(table) = pipe::markdown_table(source, span.start) {
            self.builder.push_block(Block::Table(table));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{find_tables, mask};

    #[test]
    fn a_table_becomes_one_line_of_the_same_length() {
        let source = "a\n\n    <table><tr><td>x\n\n    y</td></tr></table>\n\nb\n";
        let masked = mask(source, &find_tables(source));
        assert_eq!(masked.len(), source.len());
        assert_eq!(masked.trim_end_matches("b\n").trim_end().lines().count(), 3);
    }

    #[test]
    fn tables_in_fenced_code_are_code() {
        assert!(find_tables("```\n<table>\n```\n").is_empty());
    }
}
