//! Tables whose lines and columns are gone: every cell is a paragraph.
//!
//! ```text
//! Parameter          the head is a run of column heads
//! Mandatory
//! Type
//! Description
//! project_id         a row is a name, and then what its columns may hold
//! Yes
//! String
//! Which project.     a description goes on until another row begins
//! ```
//!
//! Pipes that stand between the cells, or alone, say nothing more.

use super::attach::is_caption;
use super::model::{Cell, Row, Span, Table};
use super::text::Line;
use crate::vocabulary::{Column, Phrase, vocabulary};

/// A head has at least two columns and no more than there are kinds.
const MIN_COLUMNS: usize = 2;
/// Longer text is no name.
const MAX_NAME: usize = 80;

/// A paragraph of a table: a line without pipes around it.
#[derive(Clone, Copy)]
struct Piece<'s> {
    text: &'s str,
    span: Span,
    /// The line after it.
    next: usize,
}

/// The first line at or after `at` that is more than pipes and white space.
fn piece<'s>(lines: &[Line<'s>], at: usize) -> Option<Piece<'s>> {
    let around = |c: char| c.is_whitespace() || c == '|';
    lines.iter().enumerate().skip(at).find_map(|(index, line)| {
        let text = line.text.trim_matches(around);
        let start = line.start + (line.text.len() - line.text.trim_start_matches(around).len());
        let span = Span::new(start, start + text.len());
        (!text.is_empty()).then_some(Piece { text, span, next: index + 1 })
    })
}

/// The first line at or after `at` that is more than pipes and white space, or the end of the page.
pub(super) fn next_text(lines: &[Line<'_>], at: usize) -> usize {
    piece(lines, at).map_or(lines.len(), |piece| piece.next - 1)
}

/// Reads the table that begins at line `at`, and gives the line after it.
pub(super) fn read_table(lines: &[Line<'_>], at: usize) -> Option<(Table, usize)> {
    let (columns, head, mut next) = read_head(lines, at)?;
    let mut table = Table { span: head.span, rows: vec![head], ..Table::default() };
    while read_head(lines, next).is_none()
        && let Some((row, after)) = read_row(lines, next, &columns)
    {
        table.span = table.span.to(row.span);
        table.rows.push(row);
        next = after;
    }
    // Pipes that close the last row.
    next += lines
        .get(next..)
        .into_iter()
        .flatten()
        .take_while(|line| line.is_lone_pipe() || line.is_blank())
        .count();
    (table.rows.len() > 1).then_some((table, next))
}

/// Whether the head of a table begins at line `at`.
pub(super) fn begins_table(lines: &[Line<'_>], at: usize) -> bool {
    read_head(lines, at).is_some()
}

/// Column heads one after another, each once; the first one names the rows.
fn read_head(lines: &[Line<'_>], at: usize) -> Option<(Vec<Column>, Row, usize)> {
    let mut columns = Vec::new();
    let mut cells = Vec::new();
    let mut next = at;
    while let Some(piece) = piece(lines, next) {
        // `type` may be the name of the first row; heads begin with a capital.
        let capital = !piece.text.starts_with(|c: char| c.is_ascii_lowercase());
        let column = vocabulary().column(piece.text).filter(|column| capital && !columns.contains(column));
        let Some(column) = column else { break };
        if columns.is_empty() && !matches!(column, Column::Name | Column::Status) {
            return None;
        }
        columns.push(column);
        cells.push(Cell::of_text(piece.text, piece.span));
        next = piece.next;
    }
    let span = cells.iter().map(|cell| cell.span).reduce(Span::to)?;
    (columns.len() >= MIN_COLUMNS).then_some((columns, Row { cells, head: true, span }, next))
}

/// Reads the row that begins at line `at`, and gives the line after it, which is always a later one. `None`
/// if no row begins there.
pub(super) fn read_row(lines: &[Line<'_>], at: usize, columns: &[Column]) -> Option<(Row, usize)> {
    if !begins_row(lines, at, columns) {
        return None;
    }
    let mut cells = Vec::new();
    let mut next = at;
    for column in columns {
        let Some(first) = piece(lines, next) else { break };
        if *column == Column::Description {
            let (cell, after) = read_description(lines, next, columns);
            cells.push(cell);
            next = after;
        } else if may_hold(*column, first.text) {
            cells.push(Cell::of_text(first.text, first.span));
            next = first.next;
        } else {
            cells.push(Cell { span: first.span, ..Cell::default() });
        }
    }
    let span = cells.iter().map(|cell| cell.span).reduce(Span::to)?;
    // Where the first column is no name, each cell may leave its line to the next.
    (next > at).then_some((Row { cells, head: false, span }, next))
}

/// Everything up to the next row, or to what is no part of the table.
fn read_description(lines: &[Line<'_>], at: usize, columns: &[Column]) -> (Cell, usize) {
    let (mut text, mut span, mut next) = (String::new(), None::<Span>, at);
    while let Some(piece) = piece(lines, next) {
        if begins_row(lines, next, columns) || ends_table(lines, next, piece.text) {
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(piece.text.trim_start_matches(['•', '\u{a0}', ' ']));
        span = Some(span.map_or(piece.span, |open| open.to(piece.span)));
        next = piece.next;
    }
    let place =
        lines.get(at.min(lines.len().saturating_sub(1))).map(|line| Span::new(line.start, line.start));
    (Cell::of_text(&text, span.or(place).unwrap_or_default()), next)
}

fn ends_table(lines: &[Line<'_>], at: usize, text: &str) -> bool {
    let says_more = |line: &&Line<'_>| !line.is_blank() && !line.is_lone_pipe();
    let next = lines.get(at..).into_iter().flatten().find(says_more);
    next.is_some_and(Line::ends_table)
        || is_caption(text)
        || vocabulary().phrase(Phrase::StatusLabel, text).is_some()
        || read_head(lines, at).is_some()
        || text.starts_with('{')
}

/// Whether a row begins here: a name, and after it what the next column may hold.
fn begins_row(lines: &[Line<'_>], at: usize, columns: &[Column]) -> bool {
    let Some(first) = piece(lines, at) else { return false };
    let (Some(name), Some(second)) = (columns.first(), columns.get(1)) else { return false };
    if !may_hold(*name, first.text) {
        return false;
    }
    let following = piece(lines, first.next).map_or("", |piece| piece.text);
    match second {
        Column::Description => *name == Column::Status || first.text.contains('_') || !following.is_empty(),
        second => may_hold(*second, following),
    }
}

/// Whether a text can be a cell of a column.
fn may_hold(column: Column, text: &str) -> bool {
    match column {
        Column::Name => is_name(text),
        Column::Status => text.len() >= 3 && text.get(..3).is_some_and(|code| code.parse::<u16>().is_ok()),
        Column::Required | Column::Optional => {
            let answer = text.split(['（', '(', '。', '，', ',']).next().unwrap_or_default();
            vocabulary().required(answer).is_some()
        }
        Column::Type => is_type(text),
        _ => true,
    }
}

fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.:@/*[]{}$ ".contains(c);
    let words = text.split_whitespace().count();
    let marked = text.starts_with('[') || vocabulary().is_root_array(text);
    text.len() <= MAX_NAME && text.chars().all(plain) && (words == 1 || marked) && !text.ends_with('.')
}

fn is_type(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let plain = |text: &str| vocabulary().plain_type(text).is_some();
    plain(text)
        || lower.strip_suffix('s').is_some_and(plain)
        || ["array", "list", "map", "set"].iter().any(|word| lower.starts_with(word))
        || ["object", "objects", "array"].iter().any(|word| lower.ends_with(word))
        || text.split(['(', '<']).next().is_some_and(|word| word != text && plain(word))
}
