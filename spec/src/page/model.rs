//! The data of a page. Every part knows the bytes of the source that it was read from.

use std::borrow::Cow;

/// A range of bytes of a page's source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// First byte after.
    pub end: usize,
}

/// The greatest character boundary of `source` that is not after `position`.
pub(crate) fn character_boundary(source: &str, mut position: usize) -> usize {
    position = position.min(source.len());
    while !source.is_char_boundary(position) {
        position -= 1;
    }
    position
}

impl Span {
    /// The bytes from `start` to before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span inside `source`, with both ends moved back to where characters begin. What an entity or
    /// a tab stands for is longer or shorter than its bytes, so a computed end may miss.
    #[must_use]
    pub fn within(self, source: &str) -> Span {
        let floor = |position| character_boundary(source, position);
        let start = floor(self.start);
        Span { start, end: floor(self.end).max(start) }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A documentation page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Where it lies, relative to the root of its source, with `/`.
    pub path: String,
    /// In order. What stands before the first heading is a section with an empty heading.
    pub sections: Vec<Section>,
}

impl Page {
    /// The heading of level 1, or the first heading there is.
    pub fn title(&self) -> Option<&Inline> {
        let first = self.sections.iter().find(|section| section.level == 1);
        first
            .or_else(|| self.sections.iter().find(|section| !section.heading.text.is_empty()))
            .map(|s| &s.heading)
    }
}

/// A heading and what stands under it, up to the next heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// 1 for the page's title, 2 and more for what is below; 0 before the first heading.
    pub level: u8,
    /// The heading's text and anchors.
    pub heading: Inline,
    /// Content, in order.
    pub blocks: Vec<Block>,
}

/// A block of content.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Running text. Line breaks are `\n`.
    Paragraph(Inline),
    /// A bulleted or numbered list.
    List(List),
    /// Preformatted text.
    Code(Code),
    /// A table.
    Table(Table),
    /// A note box or quotation.
    Note(Vec<Block>),
}

/// Text with the links and anchors in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inline {
    /// The text without markup; entities and escapes are resolved.
    pub text: String,
    /// Links, in order.
    pub links: Vec<Link>,
    /// Names of anchors in or directly before the text.
    pub anchors: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

impl Inline {
    /// Text without links.
    pub fn of_text(text: &str, span: Span) -> Self {
        Self { text: as_seen(text).into_owned(), span, ..Self::default() }
    }
}

/// A link inside an [`Inline`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address as written: `#anchor`, `page.md#anchor`, `https://…`.
    pub target: String,
    /// The linked text.
    pub text: String,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// In order.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Content, in order.
    pub blocks: Vec<Block>,
}

/// Preformatted text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Code {
    /// The text, line breaks kept.
    pub text: String,
    /// Where it stands, without its fences.
    pub span: Span,
    /// Where each of its lines stands.
    pub lines: Vec<Span>,
}

impl Code {
    /// Adds text that stands at `span`.
    pub fn push(&mut self, text: &str, span: Span) {
        let mut start = span.start;
        for piece in text.split_inclusive('\n') {
            let end = (start + piece.trim_end_matches(['\n', '\r']).len()).min(span.end).max(start);
            let place = Span::new(start, end);
            match self.lines.last_mut() {
                Some(last) if !self.text.ends_with('\n') => *last = last.to(place),
                _ => self.lines.push(place),
            }
            self.text.push_str(piece);
            start = (start + piece.len()).min(span.end.max(start));
        }
        if let (Some(first), Some(last)) = (self.lines.first(), self.lines.last()) {
            self.span = first.to(*last);
        }
    }

    /// Where the first occurrence of `part` stands; all of the text if there is none.
    pub fn place_of(&self, part: &str) -> Span {
        let Some(at) = self.text.find(part) else { return self.span };
        let head = self.text.get(..at).unwrap_or_default();
        let column = head.rsplit('\n').next().map_or(0, str::len);
        self.place(head.matches('\n').count(), column, part.len())
    }

    /// Where `length` bytes stand from byte `column` of a line on, both from 0.
    pub fn place(&self, line: usize, column: usize, length: usize) -> Span {
        let Some(line) = self.lines.get(line) else { return self.span };
        let start = (line.start + column).min(line.end);
        Span::new(start, (start + length).min(line.end))
    }
}

/// A table as a grid: cells that span several rows or columns are repeated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The caption, without markup: `Table 1 Path parameters`.
    pub caption: Option<Inline>,
    /// Names of anchors of the table.
    pub anchors: Vec<String>,
    /// In order, head rows included.
    pub rows: Vec<Row>,
    /// Where it stands.
    pub span: Span,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// In order.
    pub cells: Vec<Cell>,
    /// Whether the markup says that this row is part of the head.
    pub head: bool,
    /// Where it stands.
    pub span: Span,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Content, in order.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub span: Span,
    /// It repeats a neighbour that spans this place.
    pub repeated: bool,
}

impl Cell {
    /// A cell that holds `text` and nothing else.
    pub fn of_text(text: &str, span: Span) -> Self {
        let inline = Inline::of_text(text, span);
        let blocks = if text.is_empty() { Vec::new() } else { vec![Block::Paragraph(inline)] };
        Self { blocks, span, repeated: false }
    }

    /// All text of the cell, one line for each paragraph, list item and code block.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        collect_text(&self.blocks, &mut lines);
        lines.join("\n")
    }

    /// The links of the cell, in order.
    pub fn links(&self) -> Vec<&Link> {
        let mut links = Vec::new();
        collect_links(&self.blocks, &mut links);
        links
    }
}

/// Text as a reader sees it: every space is a plain one, and what has no width is gone.
pub(super) fn as_seen(text: &str) -> Cow<'_, str> {
    let is_wide = |c: char| matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}');
    let is_invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    if !text.contains(|c| is_wide(c) || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    text.chars().filter(|c| !is_invisible(*c)).map(|c| if is_wide(c) { ' ' } else { c }).collect()
}

fn collect_text<'a>(blocks: &'a [Block], lines: &mut Vec<&'a str>) {
    for block in blocks {
        match block {
            Block::Paragraph(inline) => lines.push(inline.text.trim()),
            Block::Code(code) => lines.push(code.text.trim()),
            Block::List(list) => list.items.iter().for_each(|item| collect_text(&item.blocks, lines)),
            Block::Note(blocks) => collect_text(blocks, lines),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    collect_text(&cell.blocks, lines);
                }
            }
        }
    }
}

fn collect_links<'a>(blocks: &'a [Block], links: &mut Vec<&'a Link>) {
    for block in blocks {
        match block {
            Block::Paragraph(inline) => links.extend(&inline.links),
            Block::List(list) => list.items.iter().for_each(|item| collect_links(&item.blocks, links)),
            Block::Note(blocks) => collect_links(blocks, links),
            Block::Code(_) | Block::Table(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Inline, Span, as_seen};

    #[test]
    fn spaces_of_any_kind_are_plain_and_what_is_not_seen_is_gone() {
        assert_eq!(as_seen("Array\u{a0}of\u{3000}strings"), "Array of strings");
        let name = Inline::of_text("\u{feff}boat_\u{200b}id", Span::default());
        assert_eq!(name.text, "boat_id");
    }
}
