//! HTML, whole pages and tables inside Markdown, as calls to a [`Builder`].

use super::build::{Builder, Kind};
use super::model::{Section, Span};
use super::tokens::{Sink, Tag, tokenize};
use crate::diagnostics::Diagnostic;

/// Elements of a web site around the article: their content is no part of the page.
const CHROME: [&str; 12] = [
    "script", "style", "noscript", "iframe", "nav", "footer", "aside", "form", "button", "head", "svg",
    "template",
];

/// Elements that are nested deeper in those of [`CHROME`] end with them.
const MAX_SKIPPED: usize = 64;

/// Reads a whole page.
pub(super) fn read_page(path: &str, source: &str) -> (Vec<Section>, Vec<Diagnostic>) {
    let mut reader = HtmlReader { builder: Builder::new(path), skipped: Vec::new() };
    tokenize(source, 0, &mut reader);
    reader.builder.finish(source.len())
}

/// Reads a part of a page that starts at byte `offset`, and adds it to the page.
pub(super) fn read_fragment(page: &mut Builder, source: &str, offset: usize) {
    let mut reader = HtmlReader { builder: page.part(), skipped: Vec::new() };
    tokenize(source, offset, &mut reader);
    page.end_part(reader.builder, offset + source.len());
}

/// A single inline tag inside Markdown, as a reader of pages needs it.
pub(super) enum InlineTag {
    /// A place that links can name.
    Anchor(String),
    LineBreak,
}

/// Reads an inline tag such as `<a name="x">`.
pub(super) fn inline_tag(source: &str) -> Option<InlineTag> {
    struct First(Option<InlineTag>);
    impl Sink for First {
        fn start_tag(&mut self, tag: &Tag<'_>, _span: Span) {
            self.0 = self.0.take().or_else(|| match tag.name {
                "a" => tag
                    .attribute("name")
                    .or(tag.attribute("id"))
                    .map(|name| InlineTag::Anchor(name.to_owned())),
                "br" => Some(InlineTag::LineBreak),
                _ => None,
            });
        }
        fn end_tag(&mut self, _name: &str, _span: Span) {}
        fn text(&mut self, _text: &str, _span: Span) {}
    }
    let mut first = First(None);
    tokenize(source, 0, &mut first);
    first.0
}

struct HtmlReader {
    builder: Builder,
    /// Names of open elements whose content is skipped.
    skipped: Vec<String>,
}

impl HtmlReader {
    /// HTML lets a cell, row or item end where the next one begins.
    fn end_implied(&mut self, kind: Kind, inside: Kind, at: usize) {
        if self.builder.is_open_inside(kind, inside) {
            self.builder.close(kind, at);
        }
    }

    fn start_heading(&mut self, tag: &Tag<'_>, at: usize) {
        let level = tag.name.as_bytes().get(1).map_or(2, |digit| digit.saturating_sub(b'0').clamp(1, 6));
        self.builder.start_heading(level, at);
        self.anchors(tag, at);
    }

    fn anchors(&mut self, tag: &Tag<'_>, at: usize) {
        for key in ["name", "id"] {
            if let Some(name) = tag.attribute(key) {
                self.builder.anchor(name, at);
            }
        }
    }

    fn start_cell(&mut self, tag: &Tag<'_>, at: usize) {
        self.end_implied(Kind::Cell, Kind::Table, at);
        if !self.builder.is_open(Kind::Table) {
            return;
        }
        if !self.builder.is_open_inside(Kind::Row, Kind::Table) {
            self.builder.open_row(at);
        }
        self.builder.begin_cells();
        let number = |key| tag.attribute(key).and_then(|value| value.trim().parse().ok()).unwrap_or(1);
        self.builder.open_cell(tag.name == "th", number("rowspan"), number("colspan"), at);
    }
}

impl Sink for HtmlReader {
    fn start_tag(&mut self, tag: &Tag<'_>, span: Span) {
        let at = span.start;
        let name = tag.name;
        if CHROME.contains(&name) && self.skipped.len() < MAX_SKIPPED {
            self.skipped.push(name.to_owned());
        }
        if !self.skipped.is_empty() {
            return;
        }
        // Viewers of code put its lines into elements of their own.
        if self.builder.is_in_code() && matches!(name, "li" | "div" | "p" | "ol" | "ul") {
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.start_heading(tag, at),
            "p" | "div" | "section" | "article" | "main" | "dl" | "dt" | "dd" => self.builder.flush(at),
            "br" => self.builder.line_break(at),
            "ul" | "ol" => self.builder.open_list(at),
            "li" => {
                self.end_implied(Kind::Item, Kind::List, at);
                self.builder.open_item(at);
            }
            "pre" => self.builder.start_code(at),
            "blockquote" => self.builder.open_note(at),
            "table" => self.builder.open_table(tag.attribute("id"), at),
            "caption" => self.builder.open_caption(at),
            "thead" | "tbody" | "tfoot" => {
                self.end_implied(Kind::Row, Kind::Table, at);
                self.builder.set_head(name == "thead");
            }
            "tr" => {
                self.end_implied(Kind::Row, Kind::Table, at);
                if self.builder.is_open(Kind::Table) {
                    self.builder.open_row(at);
                }
            }
            "td" | "th" => self.start_cell(tag, at),
            "a" => {
                self.anchors(tag, at);
                if let Some(target) = tag.attribute("href") {
                    self.builder.start_link(target);
                }
            }
            _ => {}
        }
    }

    fn end_tag(&mut self, name: &str, span: Span) {
        let of_chrome = CHROME.contains(&name);
        if let Some(position) = self.skipped.iter().rposition(|open| of_chrome && open == name) {
            self.skipped.truncate(position);
            return;
        }
        if !self.skipped.is_empty() {
            return;
        }
        let at = span.start;
        if self.builder.is_in_code() && matches!(name, "li" | "div" | "p" | "ol" | "ul") {
            if name != "ol" && name != "ul" {
                self.builder.line_break(at);
            }
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.builder.end_heading(at),
            "p" | "div" | "section" | "article" | "main" | "dl" | "dt" | "dd" => self.builder.flush(at),
            "ul" | "ol" => self.builder.close(Kind::List, at),
            "li" => self.end_implied(Kind::Item, Kind::List, at),
            "pre" => self.builder.end_code(),
            "blockquote" => self.builder.close(Kind::Note, at),
            "table" => self.builder.close(Kind::Table, at + "</table>".len()),
            "caption" => self.builder.close(Kind::Caption, at),
            "thead" | "tbody" | "tfoot" => {
                self.end_implied(Kind::Row, Kind::Table, at);
                self.builder.set_head(false);
            }
            "tr" => self.end_implied(Kind::Row, Kind::Table, at + "</tr>".len()),
            "td" | "th" => self.end_implied(Kind::Cell, Kind::Table, at),
            "a" => self.builder.end_link(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.skipped.is_empty() {
            self.builder.collapsed_text(text, span);
        }
    }
}
