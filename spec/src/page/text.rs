//! Reader-mode text: headings without marks, and tables whose pipes and lines have come apart.
//!
//! ```text
//! URI                        a line that is a known heading
//! GET /v1/{project_id}/jobs
//! |                          a lone pipe begins a row
//! Parameter |                each cell ends with a pipe
//! Type |
//! |---|---|                  the separator tells how many cells a row has
//! |
//! project_id |
//! String |
//! ```
//!
//! Tables without a separator are the subject of [`flat`](super::flat).

use super::attach::is_caption;
use super::flat;
use super::model::Cell;
use super::model::{Block, Code, Inline, Item, List, Row, Section, Span, Table};
use crate::diagnostics::{Code as Rule, Diagnostic};
use crate::vocabulary::{Column, Role, vocabulary};

/// A heading is a short line.
const MAX_HEADING: usize = 60;
/// How many lines a table's head may take before its separator.
const MAX_HEAD_LINES: usize = 30;

/// Reads a whole page.
pub(super) fn read_page(path: &str, source: &str) -> (Vec<Section>, Vec<Diagnostic>) {
    let mut position = 0;
    let mut lines = Vec::new();
    for line in source.split_inclusive('\n') {
        lines.push(Line { text: line.trim_end_matches(['\n', '\r']), start: position });
        position += line.len();
    }
    let mut reader =
        TextReader { path, lines, next: 0, no_flat_before: 0, sections: Vec::new(), diagnostics: Vec::new() };
    reader.read();
    (reader.sections, reader.diagnostics)
}

/// A line of the page.
#[derive(Clone, Copy)]
pub(super) struct Line<'s> {
    pub(super) text: &'s str,
    pub(super) start: usize,
}

impl Line<'_> {
    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(super) fn is_lone_pipe(&self) -> bool {
        self.text.trim() == "|"
    }

    pub(super) fn role(&self) -> Option<Role> {
        if self.text.len() > MAX_HEADING { None } else { vocabulary().section(self.text) }
    }

    /// Whether a section begins here that may follow a table. Those before the address do not: inside a table
    /// their names label a part of a description.
    pub(super) fn ends_table(&self) -> bool {
        let label = [Role::Function, Role::Constraint, Role::Debug, Role::Authorization];
        self.role().is_some_and(|role| !label.contains(&role))
    }

    /// The number of columns, if the line is a separator such as `|---|---|`.
    fn separator(&self) -> Option<usize> {
        let text = self.text.trim();
        let columns = text.split('|').filter(|part| part.contains("---")).count();
        let plain = text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        (plain && columns > 0 && text.contains('|')).then_some(columns)
    }
}

struct TextReader<'s> {
    path: &'s str,
    lines: Vec<Line<'s>>,
    next: usize,
    /// Before this line no table without a separator begins.
    no_flat_before: usize,
    sections: Vec<Section>,
    diagnostics: Vec<Diagnostic>,
}

impl<'s> TextReader<'s> {
    fn peek(&self) -> Option<Line<'s>> {
        self.lines.get(self.next).copied()
    }

    fn read(&mut self) {
        while let Some(line) = self.peek() {
            if line.is_blank() || vocabulary().is_furniture(line.text) {
                self.next += 1;
            } else if self.sections.is_empty() {
                self.push_section(1, line);
            } else if let Some(role) = line.role().filter(|_| !flat::begins_table(&self.lines, self.next)) {
                if role == Role::Footer {
                    return;
                }
                self.push_section(2, line);
            } else if line.text.contains('|') && self.table_head().is_some() {
                self.read_table();
            } else if let Some((table, next)) = self.read_flat_table() {
                self.push(Block::Table(table));
                self.next = next;
            } else if line.text.trim_start().starts_with(['{', '[']) {
                self.read_code();
            } else if let Some(text) = bullet(line.text) {
                self.next += 1;
                let block = Block::Paragraph(Inline::of_text(text, line.span()));
                self.push(Block::List(List { items: vec![Item { blocks: vec![block] }] }));
            } else {
                self.next += 1;
                if line.is_lone_pipe() {
                    self.report(Rule::BrokenTable, line.span(), "a pipe stands alone outside any table");
                } else {
                    self.push(Block::Paragraph(Inline::of_text(line.text.trim(), line.span())));
                }
            }
        }
    }

    fn push_section(&mut self, level: u8, line: Line<'_>) {
        self.next += 1;
        let heading = Inline::of_text(line.text.trim(), line.span());
        self.sections.push(Section { level, heading, blocks: Vec::new() });
    }

    fn push(&mut self, block: Block) {
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(block);
        }
    }

    fn report(&mut self, code: Rule, span: Span, message: &str) {
        self.diagnostics.push(Diagnostic::new(code, self.path, span, message));
    }

    /// A JSON document: from its bracket to the matching one, or to the next heading.
    fn read_code(&mut self) {
        let mut code = Code::default();
        let mut depth = Depth::default();
        while let Some(line) = self.peek() {
            if !code.text.is_empty() && line.role().is_some() {
                break;
            }
            self.next += 1;
            code.push(&format!("{}\n", line.text), line.span());
            if depth.after(line.text) == 0 {
                break;
            }
        }
        self.push(Block::Code(code));
    }

    /// If a table begins here: the line of its separator and its number of columns.
    fn table_head(&self) -> Option<(usize, usize)> {
        for (index, line) in self.lines.iter().enumerate().skip(self.next).take(MAX_HEAD_LINES) {
            if let Some(columns) = line.separator() {
                return Some((index, columns));
            }
            if line.text.contains('|') || line.is_blank() {
                continue;
            }
            // A head's cells end with a pipe, so a line without one is no part of it.
            return None;
        }
        None
    }

    fn read_table(&mut self) {
        let (Some(first), Some((separator, columns))) = (self.peek(), self.table_head()) else { return };
        let begin_with_pipe = first.is_lone_pipe();
        let mut head = CellReader::default();
        let mut table = Table { span: first.span(), ..Table::default() };
        while self.next < separator {
            let Some(line) = self.peek() else { break };
            self.next += 1;
            head.line(line);
        }
        let head = head.take_head();
        self.next = separator + 1;
        if let Some(caption) = caption_row(&head).filter(|_| columns > 1) {
            self.push(Block::Paragraph(Inline::of_text(&caption, head.span)));
            return;
        }
        let kinds: Vec<_> = head.cells.iter().map(|cell| vocabulary().column(&cell.text())).collect();
        table.rows.push(head);
        while !self.begins_table()
            && let Some(row) = self.read_row(columns, begin_with_pipe).or_else(|| self.read_flat_row(&kinds))
        {
            table.span = table.span.to(row.span);
            table.rows.push(row);
        }
        self.push(Block::Table(table));
    }

    /// Whether another table begins here: the cells before the next separator are as many as its
    /// columns.
    fn begins_table(&self) -> bool {
        let Some((separator, columns)) = self.table_head() else { return false };
        let mut cells = CellReader::default();
        for line in self.lines.get(self.next..separator).unwrap_or_default() {
            cells.line(*line);
        }
        let head = cells.take_head();
        head.cells.len() == columns || caption_row(&head).is_some()
    }

    /// A table without a separator, and the line after it. Lone pipes in a row all lead to the same text, which is
    /// looked at once.
    fn read_flat_table(&mut self) -> Option<(Table, usize)> {
        if self.next < self.no_flat_before {
            return None;
        }
        let found = flat::read_table(&self.lines, self.next);
        if found.is_none() {
            self.no_flat_before = flat::next_text(&self.lines, self.next);
        }
        found
    }

    /// A row whose cells have lost their pipes because they hold several paragraphs: a lone pipe ends it.
    fn read_flat_row(&mut self, kinds: &[Option<Column>]) -> Option<Row> {
        let columns: Vec<Column> = kinds.iter().copied().collect::<Option<_>>()?;
        let (row, next) = flat::read_row(&self.lines, self.next, &columns)?;
        self.next = next;
        self.next += usize::from(self.peek().is_some_and(|line| line.is_lone_pipe()));
        Some(row)
    }

    /// The next row, or `None` where the table ends.
    fn read_row(&mut self, columns: usize, lone: bool) -> Option<Row> {
        while self.peek().is_some_and(|line| line.is_blank()) {
            self.next += 1;
        }
        let first = self.peek()?;
        if lone {
            if !first.is_lone_pipe() {
                return None;
            }
            self.next += 1;
        } else if !first.text.contains('|') {
            return None;
        }
        let mut cells = CellReader { start: Some(first.start), ..CellReader::default() };
        while let Some(line) = self.peek() {
            if lone
                && line.is_lone_pipe()
                && !cells.pending()
                && !self.is_empty_cell(cells.cells.len(), columns)
            {
                break;
            }
            if line.ends_table() && !line.text.contains('|') {
                break;
            }
            self.next += 1;
            cells.line(line);
            if cells.cells.len() >= columns && !cells.pending() {
                break;
            }
        }
        if cells.pending() {
            let span = cells.cell_span.unwrap_or(cells.span());
            self.report(Rule::BrokenTable, span, "the row is cut off: its last cell is never closed");
        }
        cells.take_row()
    }

    /// Whether the lone pipe that comes next is an empty cell of a row that has `have` of its
    /// `columns` cells, and not the start of another row.
    fn is_empty_cell(&self, have: usize, columns: usize) -> bool {
        let mut following = 0;
        for line in self.lines.iter().skip(self.next + 1) {
            if line.is_lone_pipe() || !line.text.contains('|') && line.role().is_some() {
                break;
            }
            following += line.text.matches('|').count();
        }
        have + 1 + following == columns
    }
}

/// Collects cells from lines: a pipe ends a cell.
#[derive(Default)]
struct CellReader {
    cells: Vec<Cell>,
    text: String,
    cell_span: Option<Span>,
    start: Option<usize>,
    end: usize,
}

impl CellReader {
    fn line(&mut self, line: Line<'_>) {
        self.start.get_or_insert(line.start);
        self.end = line.start + line.text.len();
        let mut position = line.start;
        let well_formed = line.text.trim_start().starts_with('|') && !line.is_lone_pipe() && !self.pending();
        let mut parts = line.text.split('|').peekable();
        if well_formed {
            position += parts.next().map_or(0, str::len) + 1;
        }
        while let Some(part) = parts.next() {
            self.add(part, Span::new(position, position + part.len()));
            position += part.len() + 1;
            if parts.peek().is_some() {
                self.end_cell(position);
            }
        }
    }

    fn add(&mut self, part: &str, span: Span) {
        let part = part.trim();
        if part.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(part);
        self.cell_span = Some(self.cell_span.map_or(span, |open| open.to(span)));
    }

    fn end_cell(&mut self, at: usize) {
        let text = std::mem::take(&mut self.text);
        let span = self.cell_span.take().unwrap_or(Span::new(at.saturating_sub(1), at));
        self.cells.push(Cell::of_text(&text, span));
    }

    /// Whether a cell has begun and not ended.
    fn pending(&self) -> bool {
        !self.text.is_empty()
    }

    fn span(&self) -> Span {
        Span::new(self.start.unwrap_or(self.end), self.end)
    }

    fn take_row(mut self) -> Option<Row> {
        if self.pending() {
            self.end_cell(self.end);
        }
        let span = self.span();
        (!self.cells.is_empty()).then_some(Row { cells: self.cells, head: false, span })
    }

    /// A head has no empty cells: pipes around it are no cells.
    fn take_head(mut self) -> Row {
        if self.pending() {
            self.end_cell(self.end);
        }
        self.cells.retain(|cell| !cell.blocks.is_empty());
        Row { span: self.span(), cells: self.cells, head: true }
    }
}

/// The caption, if a table's head is one: some converters make a row of it, above the head.
fn caption_row(head: &Row) -> Option<String> {
    let [cell] = head.cells.as_slice() else { return None };
    Some(cell.text()).filter(|text| is_caption(text))
}

/// How many brackets of a JSON text are open, outside strings.
#[derive(Default)]
struct Depth {
    open: usize,
    string: bool,
    escaped: bool,
}

impl Depth {
    fn after(&mut self, line: &str) -> usize {
        for character in line.chars() {
            match character {
                _ if self.escaped => self.escaped = false,
                '\\' if self.string => self.escaped = true,
                '"' => self.string = !self.string,
                '{' | '[' if !self.string => self.open += 1,
                '}' | ']' if !self.string => self.open = self.open.saturating_sub(1),
                _ => {}
            }
        }
        self.open
    }
}

fn bullet(line: &str) -> Option<&str> {
    let text = line.trim_start();
    text.strip_prefix("- ")
        .or_else(|| text.strip_prefix("• "))
        .or_else(|| text.strip_prefix("•\u{a0}"))
        .map(str::trim)
}
