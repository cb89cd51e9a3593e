//! What the columns of a table hold, by its head, and by its cells where the section tells what they are.

use crate::page::{Cell, MAX_COLUMNS, Row, Table};
use crate::vocabulary::{Column, Role, vocabulary};

/// No cell of a status code is longer, in bytes.
const MAX_STATUS: usize = 40;

/// What a table is, by its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Parameters,
    Status,
    ErrorCodes,
    Other,
}

/// A table's columns and where its rows begin.
pub(super) struct Layout {
    pub(super) kind: Kind,
    pub(super) columns: Vec<Option<Column>>,
    pub(super) head_rows: usize,
}

impl Layout {
    /// The layout of a table in a section of this role.
    pub(super) fn of(table: &Table, role: Option<Role>) -> Self {
        let marked = table.rows.iter().take_while(|row| row.head).count();
        // Where all rows are marked, the end of the head was forgotten.
        let marked = if marked == table.rows.len() { marked.min(1) } else { marked };
        let columns = |row: &Row| {
            let cells = row.cells.iter().take(MAX_COLUMNS);
            cells.map(|cell| vocabulary().column(&cell.text())).collect::<Vec<_>>()
        };
        let first = table.rows.first().map(columns).unwrap_or_default();
        // Some tables have no marked head: then a first row of nothing but known words is one.
        let head_rows = match marked {
            0 => usize::from(is_head(&first)),
            marked => marked,
        };
        let mut columns = if head_rows == 0 { Vec::new() } else { first };
        let rows = table.rows.get(head_rows..).unwrap_or_default();
        complete(&mut columns, role, rows);
        let has = |column| columns.contains(&Some(column));
        let kind = if role == Some(Role::Status) && has(Column::Status) && !has(Column::ErrorCode) {
            Kind::Status
        } else if has(Column::Name) && columns.len() > 1 {
            Kind::Parameters
        } else if has(Column::ErrorCode) {
            Kind::ErrorCodes
        } else if has(Column::Status) {
            Kind::Status
        } else {
            Kind::Other
        };
        Self { kind, columns, head_rows }
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    pub(super) fn cell<'r>(&self, row: &'r Row, column: Column) -> Option<&'r Cell> {
        let index = self.columns.iter().position(|known| *known == Some(column))?;
        row.cells.get(index)
    }

    pub(super) fn text(&self, row: &Row, column: Column) -> Option<String> {
        self.cell(row, column).map(Cell::text)
    }
}

/// Whether a first row that is not marked is a head: all of it is known, or all but one of several that
/// belong to parameters.
fn is_head(columns: &[Option<Column>]) -> bool {
    let unknown = columns.iter().filter(|column| column.is_none()).count();
    let parameters = columns.contains(&Some(Column::Name)) && columns.contains(&Some(Column::Type));
    !columns.is_empty() && (unknown == 0 || unknown == 1 && parameters && columns.len() > 3)
}

/// Says of columns with unknown heads what they hold, where the section tells: the first one of status codes in
/// a list of them, and the names beside types.
fn complete(columns: &mut [Option<Column>], role: Option<Role>, rows: &[Row]) {
    let has = |column| columns.contains(&Some(column));
    let all_statuses = |at: usize| {
        let mut texts = rows.iter().map(|row| row.cells.get(at).map(Cell::text).unwrap_or_default());
        !rows.is_empty() && texts.all(|text| status_of(&text).is_some())
    };
    match role {
        Some(Role::Status) if !has(Column::Status) => {
            if let Some(at) = (0..columns.len()).find(|&at| all_statuses(at))
                && let Some(column) = columns.get_mut(at)
            {
                *column = Some(Column::Status);
            }
        }
        Some(Role::Uri | Role::Request | Role::Response)
            if !has(Column::Name) && (has(Column::Type) || has(Column::Required)) =>
        {
            if let Some(first @ None) = columns.first_mut() {
                *first = Some(Column::Name);
            }
        }
        _ => {}
    }
}

/// The only HTTP status code in a short text: `404`, `400 Bad Request`, `OK 200`.
pub(super) fn status_of(text: &str) -> Option<u16> {
    let text = text.trim();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let leading = digits.parse().ok().filter(|status| (100..600).contains(status));
    leading.or_else(|| match statuses_in(text).as_slice() {
        [status] if text.len() <= MAX_STATUS => Some(*status),
        _ => None,
    })
}

/// The HTTP status codes in a text: `404`, `400 Bad Request`, `404/500`.
pub(super) fn statuses_in(text: &str) -> Vec<u16> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    let numbers = words.filter(|word| word.len() == 3).filter_map(|word| word.parse().ok());
    numbers.filter(|status| (100..600).contains(status)).collect()
}
