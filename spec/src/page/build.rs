//! Builds a page from a stream of openings, text and closings, as Markdown and HTML readers send them.
//!
//! Malformed nesting cannot hurt: a closing without its opening is ignored, and what is still open
//! when something around it closes is closed with it.

mod repeats;
mod text;

use std::collections::BTreeMap;

use super::model::{Block, Cell, Code, Inline, Item, Link, List, Row, Section, Span, Table};
use crate::diagnostics::{Code as Rule, Diagnostic};
use repeats::Repeats;
use text::without_permalink;

/// Deeper levels are read as part of the deepest one. Real pages stay below 12.
const MAX_DEPTH: usize = 64;
/// Cells repeat no further to the right than this column; more is a typing error.
pub(crate) const MAX_COLUMNS: usize = 100;

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
    repeats: Repeats,
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
        if let Some(span) = self.repeats.stopped() {
            let message = "cells span more rows and columns than a page can have; this one is not repeated";
            self.report(Rule::BrokenTable, span, message);
        }
        (self.sections, self.diagnostics)
    }

    /// A builder for a part of the page without headings, which another reader reads.
    pub(super) fn part(&mut self) -> Self {
        Self { repeats: std::mem::take(&mut self.repeats), ..Self::new(&self.path) }
    }

    /// Ends a part: its blocks stand here.
    pub(super) fn end_part(&mut self, mut part: Self, end: usize) {
        part.close_all(end);
        self.repeats = part.repeats;
        self.push_blocks(part.root);
        self.diagnostics.extend(part.diagnostics);
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
        // Of a table inside a cell only the text is read, and that once.
        let nested = self.frames.iter().filter(|frame| frame.kind() == Kind::Table).count() > 1;
        let Some(Frame::Row { row, column }) = self.frames.last_mut() else {
            return self.push_blocks(cell.blocks);
        };
        row.head |= head && row.cells.iter().all(|_| row.head);
        let first = *column;
        let columns = columns.min(MAX_COLUMNS.saturating_sub(first)).max(1);
        let reaches_down = rows > 1 && first < MAX_COLUMNS;
        let copies = if reaches_down { 2 * columns - 1 } else { columns - 1 };
        if copies == 0 || nested || !self.repeats.may_repeat(cell.span, copies) {
            *column += 1;
            row.cells.push(cell);
            return self.carry();
        }
        *column += columns;
        let repeat = Cell { repeated: true, ..cell.clone() };
        row.cells.push(cell);
        row.cells.extend(std::iter::repeat_n(repeat.clone(), columns - 1));
        if reaches_down && let Some(Frame::Table { spans, .. }) = self.frames.iter_mut().rev().nth(1) {
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
            if !self.repeats.may_repeat(carried.cell.span, 1) {
                spans.clear();
                return;
            }
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
