//! Rows that have more or fewer cells than their table has columns.

use std::borrow::Cow;

use super::types::{TypeExpression, parse_type};
use crate::page::{Cell, Row};
use crate::vocabulary::{Column, vocabulary};

/// The row with its cells under the right columns, as far as can be told.
///
/// Pipes inside a description make a row too long: they are joined again. A row that is one cell too
/// short and has its type where it should say whether it is required has lost that cell.
pub(super) fn aligned<'r>(row: &'r Row, columns: &[Option<Column>]) -> Cow<'r, Row> {
    let position = |column| columns.iter().position(|known| *known == Some(column));
    let surplus = row.cells.len().saturating_sub(columns.len());
    if surplus > 0
        && let Some(at) = position(Column::Description)
    {
        return Cow::Owned(joined(row, at, surplus));
    }
    if row.cells.len() + 1 == columns.len()
        && let Some(at) = position(Column::Required).filter(|at| position(Column::Type) == Some(at + 1))
        && let Some(cell) = row.cells.get(at)
        && is_type(&cell.text())
    {
        let mut row = row.clone();
        row.cells.insert(at, Cell::default());
        return Cow::Owned(row);
    }
    Cow::Borrowed(row)
}

/// The row with `surplus` cells after the one at `at` joined to it.
fn joined(row: &Row, at: usize, surplus: usize) -> Row {
    let mut joined = row.clone();
    let parts: Vec<Cell> = joined.cells.drain(at..=at + surplus).collect();
    let span = parts.iter().map(|cell| cell.span).reduce(crate::page::Span::to).unwrap_or(row.span);
    let texts: Vec<String> = parts.iter().map(Cell::text).collect();
    joined.cells.insert(at, Cell::of_text(&texts.join(" | "), span));
    joined
}

fn is_type(text: &str) -> bool {
    let stated = vocabulary().required(text).is_some();
    !stated && !matches!(parse_type(text), TypeExpression::Unknown(_) | TypeExpression::Absent)
}

#[cfg(test)]
mod tests {
    use super::aligned;
    use crate::page::{Cell, Row, Span};
    use crate::vocabulary::Column::{self, Description, Name, Required, Type};

    fn texts(cells: &[&str], columns: &[Column]) -> Vec<String> {
        let cells = cells.iter().map(|text| Cell::of_text(text, Span::default())).collect();
        let row = Row { cells, head: false, span: Span::default() };
        let columns: Vec<_> = columns.iter().copied().map(Some).collect();
        aligned(&row, &columns).cells.iter().map(Cell::text).collect()
    }

    #[test]
    fn pipes_inside_a_description_are_joined_wherever_it_stands() {
        assert_eq!(texts(&["a", "x", "y", "Yes"], &[Name, Description, Required]), ["a", "x | y", "Yes"]);
        assert_eq!(texts(&["a", "Yes", "x", "y"], &[Name, Required, Description]), ["a", "Yes", "x | y"]);
    }

    #[test]
    fn a_type_in_the_required_column_moves_to_its_own() {
        let columns = [Name, Required, Type, Description];
        assert_eq!(texts(&["a", "Integer", "how many"], &columns), ["a", "", "Integer", "how many"]);
        assert_eq!(texts(&["a", "Yes", "Integer"], &columns), ["a", "Yes", "Integer"]);
    }
}
