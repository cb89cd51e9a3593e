//! Builds a page from a stream of openings, text and closings, as Markdown and HTML readers send them.
//!
//! Malformed nesting cannot hurt: a closing without its opening is ignored, and what is still open
//! when something around it closes is closed with it.

use std::collections::BTreeMap;

use super::model::{Block, Cell, Code, Inline, Item, Link, List, Row, Section, Span, Table, as_seen};
use crate::diagnostics::{Code as Rule, Diagnostic};

/// Deeper levels are read as part of the deepest one. Real pages stay below 12.
const MAX_DEPTH: usize = 64;
/// A paragraph or a table has no more anchors than this.
const MAX_ANCHORS: usize = 100;
/// Cells repeat no further to the right than this column; more is a typing error.
const MAX_COLUMNS: usize = 100;

/// What can be open.
#[derive(Debug)]
enum Frame {
    List(Vec<Item>),
    Item(Vec<Block>),
    Note(Vec<Block>),
    /// `spans` are the cells that reach into rows below, by column.
    Table {
        table: Table,
        in_head: bool,
        spans: BTreeMap<usize, Carried>,
    },
    Row {
        row: Row,
        column: usize,
    },
    Cell {
        cell: Cell,
        rows: usize,
        columns: usize,
        head: bool,
    },
    Caption(Vec<Block>),
}

/// A cell that reaches into rows below.
#[derive(Debug)]
struct Carried {
    rows: usize,
    cell: Cell,
}

/// Which frame a closing tag closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    List,
    Item,
    Note,
    Table,
    Row,
    Cell,
    Caption,
}

impl Frame {
    fn kind(&self) -> Kind {
        match self {
            Frame::List(_) => Kind::List,
            Frame::Item(_) => Kind::Item,
            Frame::Note(_) => Kind::Note,
            Frame::Table { .. } => Kind::Table,
            Frame::Row { .. } => Kind::Row,
            Frame::Cell { .. } => Kind::Cell,
            Frame::Caption(_) => Kind::Caption,
        }
    }
}

/// Collects sections.
#[derive(Debug, Default)]
pub(super) struct Builder {
    path: String,
    sections: Vec<Section>,
    root: Vec<Block>,
    frames: Vec<Frame>,
    /// Openings beyond [`MAX_DEPTH`] whose closings are still to come.
    ignored: usize,
    inline: Option<Inline>,
    heading: Option<u8>,
    link: Option<Link>,
    code: Option<Code>,
    /// Whether the next text is separated from the last by white space.
    space: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Builder {
    pub(super) fn new(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    /// Ends the page: everything still open is closed.
    pub(super) fn finish(mut self, end: usize) -> (Vec<Section>, Vec<Diagnostic>) {
        if let Some(table) = self.unclosed_table() {
            self.report(
                Rule::UnclosedTable,
                Span::new(table, (table + 6).min(end)),
                "the table is never closed",
            );
        }
        self.close_all(end);
        self.end_section();
        (self.sections, self.diagnostics)
    }

    /// Ends a fragment without headings: gives its blocks.
    pub(super) fn finish_fragment(mut self, end: usize) -> (Vec<Block>, Vec<Diagnostic>) {
        self.close_all(end);
        (self.root, self.diagnostics)
    }

    pub(super) fn report(&mut self, code: Rule, span: Span, message: &str) {
        self.diagnostics.push(Diagnostic::new(code, &self.path, span, message));
    }

    /// The start of the innermost open table.
    fn unclosed_table(&self) -> Option<usize> {
        self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Table { table, .. } => Some(table.span.start),
            _ => None,
        })
    }

    pub(super) fn is_open(&self, kind: Kind) -> bool {
        self.frames.iter().any(|frame| frame.kind() == kind)
    }

    /// Whether `kind` is open inside the innermost frame of kind `inside`.
    pub(super) fn is_open_inside(&self, kind: Kind, inside: Kind) -> bool {
        self.frames.iter().rev().map(Frame::kind).take_while(|&open| open != inside).any(|open| open == kind)
    }

    // ---- headings and text -------------------------------------------------------------------

    pub(super) fn start_heading(&mut self, level: u8, at: usize) {
        self.flush(at);
        self.heading = Some(level);
        self.inline = Some(Inline { span: Span::new(at, at), ..Inline::default() });
    }

    pub(super) fn end_heading(&mut self, at: usize) {
        let Some(level) = self.heading.take() else { return };
        let Some(mut heading) = self.take_inline() else { return };
        heading.span.end = heading.span.end.max(at);
        heading.text.truncate(without_permalink(&heading.text).len());
        if !self.frames.is_empty() {
            self.push_block(Block::Paragraph(heading));
            return;
        }
        self.end_section();
        self.sections.push(Section { level, heading, blocks: Vec::new() });
    }

    fn end_section(&mut self) {
        let blocks = std::mem::take(&mut self.root);
        match self.sections.last_mut() {
            Some(section) => section.blocks.extend(blocks),
            None if blocks.is_empty() => {}
            None => self.sections.push(Section { blocks, ..Section::default() }),
        }
    }

    /// Text as it stands in the source, or already without markup. White space is kept.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        if let Some(code) = &mut self.code {
            return code.push(text, span);
        }
        if self.inline.is_none() && text.trim().is_empty() {
            return;
        }
        let inline = self.inline.get_or_insert_with(|| Inline { span, ..Inline::default() });
        let text = as_seen(text);
        inline.text.push_str(&text);
        inline.span.end = inline.span.end.max(span.end);
        if let Some(link) = &mut self.link {
            link.text.push_str(&text);
        }
    }

    /// Text of HTML: white space collapses to one space.
    pub(super) fn collapsed_text(&mut self, text: &str, span: Span) {
        if self.code.is_some() {
            return self.text(text, span);
        }
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        if text.starts_with(is_space) {
            self.space = true;
        }
        for (index, word) in text.split(is_space).filter(|word| !word.is_empty()).enumerate() {
            let separated = index > 0 || self.space;
            let begun = self
                .inline
                .as_ref()
                .is_some_and(|inline| !inline.text.is_empty() && !inline.text.ends_with('\n'));
            if separated && begun {
                self.text(" ", span);
            }
            self.text(word, span);
            self.space = false;
        }
        if text.ends_with(is_space) {
            self.space = true;
        }
    }

    pub(super) fn is_in_code(&self) -> bool {
        self.code.is_some()
    }

    pub(super) fn line_break(&mut self, at: usize) {
        self.space = false;
        if self.inline.is_some() || self.code.is_some() {
            self.text("\n", Span::new(at, at));
        }
    }

    pub(super) fn anchor(&mut self, name: &str, at: usize) {
        if name.is_empty() || self.code.is_some() {
            return;
        }
        let inline =
            self.inline.get_or_insert_with(|| Inline { span: Span::new(at, at), ..Inline::default() });
        if inline.anchors.len() < MAX_ANCHORS && !inline.anchors.iter().any(|known| known == name) {
            inline.anchors.push(name.to_owned());
        }
    }

    pub(super) fn start_link(&mut self, target: &str) {
        self.end_link();
        self.link = Some(Link { target: target.to_owned(), text: String::new() });
    }

    pub(super) fn end_link(&mut self) {
        if let (Some(link), Some(inline)) = (self.link.take(), &mut self.inline) {
            inline.links.push(link);
        }
    }

    pub(super) fn start_code(&mut self, at: usize) {
        self.flush(at);
        self.code = Some(Code { span: Span::new(at, at), ..Code::default() });
    }

    pub(super) fn end_code(&mut self) {
        if let Some(code) = self.code.take() {
            self.push_block(Block::Code(code));
        }
    }

    /// Ends the running paragraph, if there is one.
    pub(super) fn flush(&mut self, at: usize) {
        if self.heading.is_some() {
            self.end_heading(at);
        }
        if let Some(inline) = self.take_inline() {
            self.push_block(Block::Paragraph(inline));
        }
    }

    fn take_inline(&mut self) -> Option<Inline> {
        self.end_link();
        self.space = false;
        let mut inline = self.inline.take()?;
        let blank = [' ', '\t', '\n', '\r'];
        inline.text.truncate(inline.text.trim_end_matches(blank).len());
        inline.text.drain(..inline.text.len() - inline.text.trim_start_matches(blank).len());
        (!inline.text.is_empty() || !inline.anchors.is_empty()).then_some(inline)
    }

    // ---- containers --------------------------------------------------------------------------

    fn open(&mut self, frame: Frame, at: usize) {
        self.end_code();
        self.flush(at);
        if self.frames.len() >= MAX_DEPTH {
            if self.ignored == 0 {
                let message = format!("lists or tables are nested more than {MAX_DEPTH} levels deep");
                self.report(Rule::NestingTooDeep, Span::new(at, at + 1), &message);
            }
            self.ignored += 1;
        } else {
            self.frames.push(frame);
        }
    }

    pub(super) fn open_list(&mut self, at: usize) {
        self.open(Frame::List(Vec::new()), at);
    }

    pub(super) fn open_item(&mut self, at: usize) {
        self.open(Frame::Item(Vec::new()), at);
    }

    pub(super) fn open_note(&mut self, at: usize) {
        self.open(Frame::Note(Vec::new()), at);
    }

    pub(super) fn open_caption(&mut self, at: usize) {
        self.open(Frame::Caption(Vec::new()), at);
    }

    pub(super) fn open_table(&mut self, anchor: Option<&str>, at: usize) {
        let anchors = anchor.map(str::to_owned).into_iter().collect();
        let table = Table { anchors, span: Span::new(at, at), ..Table::default() };
        self.open(Frame::Table { table, in_head: false, spans: BTreeMap::new() }, at);
    }

    /// Whether the rows that follow are the table's head.
    pub(super) fn set_head(&mut self, head: bool) {
        if let Some(Frame::Table { in_head, .. }) = self.frames.last_mut() {
            *in_head = head;
        }
    }

    pub(super) fn open_row(&mut self, at: usize) {
        let head = matches!(self.frames.last(), Some(Frame::Table { in_head: true, .. }));
        let row = Row { cells: Vec::new(), head, span: Span::new(at, at) };
        self.open(Frame::Row { row, column: 0 }, at);
    }

    pub(super) fn open_cell(&mut self, head: bool, rows: usize, columns: usize, at: usize) {
        let cell = Cell { blocks: Vec::new(), span: Span::new(at, at), repeated: false };
        self.open(Frame::Cell { cell, rows: rows.max(1), columns: columns.max(1), head }, at);
    }

    /// Closes the innermost frame of this kind and all inside it.
    pub(super) fn close(&mut self, kind: Kind, at: usize) {
        self.end_code();
        self.flush(at);
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }
        if !self.is_open(kind) {
            return;
        }
        while let Some(frame) = self.frames.pop() {
            let closed = frame.kind();
            self.close_frame(frame, at);
            if closed == kind {
                break;
            }
        }
    }

    fn close_all(&mut self, at: usize) {
        self.end_code();
        self.flush(at);
        while let Some(frame) = self.frames.pop() {
            self.close_frame(frame, at);
        }
    }

    fn close_frame(&mut self, frame: Frame, at: usize) {
        match frame {
            Frame::List(items) if items.is_empty() => {}
            Frame::List(items) => self.push_block(Block::List(List { items })),
            Frame::Item(blocks) => match self.frames.last_mut() {
                Some(Frame::List(items)) => items.push(Item { blocks }),
                _ => self.push_blocks(blocks),
            },
            Frame::Note(blocks) => self.push_block(Block::Note(blocks)),
            Frame::Caption(blocks) => self.close_caption(blocks),
            Frame::Cell { mut cell, rows, columns, head } => {
                cell.span.end = at;
                self.close_cell(cell, rows, columns, head);
            }
            Frame::Row { mut row, .. } => {
                row.span.end = at;
                self.close_row(row);
            }
            Frame::Table { mut table, .. } => {
                table.span.end = at;
                match shown_code(&table) {
                    Some(code) => self.push_block(Block::Code(code)),
                    None => self.push_block(Block::Table(table)),
                }
            }
        }
    }

    fn close_caption(&mut self, blocks: Vec<Block>) {
        let caption = blocks.into_iter().find_map(|block| match block {
            Block::Paragraph(inline) => Some(inline),
            _ => None,
        });
        if let Some(Frame::Table { table, .. }) = self.frames.last_mut() {
            table.caption = caption.map(|mut caption| {
                caption.text.truncate(without_permalink(&caption.text).len());
                caption
            });
        }
    }

    fn close_cell(&mut self, cell: Cell, rows: usize, columns: usize, head: bool) {
        let Some(Frame::Row { row, column }) = self.frames.last_mut() else {
            return self.push_blocks(cell.blocks);
        };
        row.head |= head && row.cells.iter().all(|_| row.head);
        let first = *column;
        let columns = columns.min(MAX_COLUMNS.saturating_sub(first)).max(1);
        *column += columns;
        let repeat = Cell { repeated: true, ..cell.clone() };
        row.cells.push(cell);
        row.cells.extend(std::iter::repeat_n(repeat.clone(), columns - 1));
        if rows > 1
            && first < MAX_COLUMNS
            && let Some(Frame::Table { spans, .. }) = self.frames.iter_mut().rev().nth(1)
        {
            let carried = |column| (column, Carried { rows: rows - 1, cell: repeat.clone() });
            spans.extend((first..first + columns).map(carried));
        }
        self.carry();
    }

    /// Puts cells that reach down from rows above into the open row, as far as it has come.
    fn carry(&mut self) {
        let mut frames = self.frames.iter_mut().rev();
        let (Some(Frame::Row { row, column }), Some(Frame::Table { spans, .. })) =
            (frames.next(), frames.next())
        else {
            return;
        };
        let started = row.span.start;
        while let Some(carried) = spans.get_mut(column).filter(|carried| carried.cell.span.start < started) {
            row.cells.push(carried.cell.clone());
            carried.rows -= 1;
            if carried.rows == 0 {
                spans.remove(column);
            }
            *column += 1;
        }
    }

    fn close_row(&mut self, row: Row) {
        if let Some(Frame::Table { table, .. }) = self.frames.last_mut()
            && !row.cells.is_empty()
        {
            table.rows.push(row);
        }
    }

    /// Called once the row is open and before its first cell: cells from above come first.
    pub(super) fn begin_cells(&mut self) {
        self.carry();
    }

    fn push_blocks(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            self.push_block(block);
        }
    }

    /// Adds blocks that another reader has read, with its findings.
    pub(super) fn extend(&mut self, blocks: Vec<Block>, diagnostics: Vec<Diagnostic>) {
        self.push_blocks(blocks);
        self.diagnostics.extend(diagnostics);
    }

    /// Adds a finished block to the innermost container that takes blocks.
    pub(super) fn push_block(&mut self, block: Block) {
        for frame in self.frames.iter_mut().rev() {
            match frame {
                Frame::Item(blocks) | Frame::Note(blocks) | Frame::Caption(blocks) => {
                    return blocks.push(block);
                }
                Frame::Cell { cell, .. } => return cell.blocks.push(block),
                Frame::List(_) | Frame::Table { .. } | Frame::Row { .. } => {}
            }
        }
        self.root.push(block);
    }
}

/// The code that a table shows and that is no table: all of its cells are code, and all but one of them number
/// the lines.
fn shown_code(table: &Table) -> Option<Code> {
    let cells = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks);
    let codes: Option<Vec<&Code>> = cells
        .map(|block| match block {
            Block::Code(code) => Some(code),
            _ => None,
        })
        .collect();
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace();
    match codes?.into_iter().filter(|code| !code.text.chars().all(is_number)).collect::<Vec<_>>().as_slice() {
        [code] => Some((*code).clone()),
        _ => None,
    }
}

/// A heading without the mark at its end that web sites link it to itself with: `URI¶`, `URI #`, `URI {#uri}`.
fn without_permalink(text: &str) -> &str {
    let text = text.trim_end();
    let named = text.strip_suffix('}').and_then(|open| Some(open.rsplit_once("{#")?.0));
    named.unwrap_or(text).trim_end_matches(['¶', '#', ' '])
}
