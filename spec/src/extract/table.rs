//! Tables: what their columns hold, and their rows as fields, status codes or error codes.
//!
//! Every row below a head either becomes part of the draft or is counted by a diagnostic.

use super::align::aligned;
use super::draft::{Draft, DraftTable, ErrorRow, Field, StatusRow, WHOLE_BODY};
use super::layout::{Kind, Layout, status_of, statuses_in};
use super::name::{clean_name, required_by_name};
use super::nest;
use super::outline::{Part, Zone};
use super::types::{TypeExpression, parse_type};
use crate::diagnostics::{Code, Diagnostic};
use crate::page::{Block, Cell, Inline, Row, Span, Table};
use crate::vocabulary::{CaptionWord, Column, Phrase, Role, vocabulary};

/// No operation has more tables; those after are reported and not read.
pub(crate) const MAX_TABLES: usize = 1000;

/// Reads the tables of a page's zones into a draft.
pub(super) struct TableReader<'d> {
    page: &'d str,
    draft: &'d mut Draft,
    diagnostics: &'d mut Vec<Diagnostic>,
    rows: usize,
}

impl<'d> TableReader<'d> {
    pub(super) fn new(page: &'d str, draft: &'d mut Draft, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self { page, draft, diagnostics, rows: 0 }
    }

    /// How many rows below heads were read.
    pub(super) fn rows_read(&self) -> usize {
        self.rows
    }

    pub(super) fn read_zone(&mut self, zone: &Zone<'_>) {
        for part in &zone.parts {
            if let Some(table) = part.table() {
                self.read_table(zone, part, table);
            }
        }
    }

    /// Reads tables of parameters wherever they stand: those of a page that describes objects.
    pub(super) fn read_objects(&mut self, zone: &Zone<'_>) {
        for part in &zone.parts {
            let Some(table) = part.table() else { continue };
            let layout = Layout::of(table, zone.role);
            if layout.kind == Kind::Parameters {
                let rows = table.rows.get(layout.head_rows..).unwrap_or_default();
                self.read_parameters(zone, zone.role.unwrap_or(Role::Response), part, table, &layout, rows);
            }
        }
    }

    /// Reads the tables of error codes on a page that describes no operation.
    pub(super) fn read_service_errors(&mut self, zone: &Zone<'_>) {
        for table in zone.parts.iter().filter_map(Part::table) {
            let layout = Layout::of(table, zone.role);
            if layout.kind == Kind::ErrorCodes {
                let rows = table.rows.get(layout.head_rows..).unwrap_or_default();
                self.rows += rows.len();
                self.read_error_codes(&layout, &rows.iter().collect::<Vec<_>>());
            }
        }
    }

    fn read_table(&mut self, zone: &Zone<'_>, part: &Part<'_>, table: &Table) {
        let layout = Layout::of(table, zone.role);
        let rows = table.rows.get(layout.head_rows..).unwrap_or_default();
        self.rows += rows.len();
        match (layout.kind, zone.role.map(described_by)) {
            (Kind::Parameters, Some(role @ (Role::Uri | Role::Request | Role::Response)))
                if self.draft.tables.len() < MAX_TABLES =>
            {
                self.report_unknown_columns(table, &layout);
                self.read_parameters(zone, role, part, table, &layout, rows);
            }
            (Kind::Status, _) => self.read_statuses(&layout, &rows.iter().collect::<Vec<_>>()),
            (Kind::ErrorCodes, _) => {
                let (statuses, codes): (Vec<_>, Vec<_>) =
                    rows.iter().partition(|row| is_status_row(&layout, row, zone.role));
                self.read_statuses(&layout, &statuses);
                self.read_error_codes(&layout, &codes);
            }
            (Kind::Other, Some(Role::Uri)) if self.is_uri_table(table) => self.place_uri_rows(rows),
            _ => self.unused(table, rows.len()),
        }
    }

    fn report(&mut self, code: Code, span: Span, rows: usize, message: String) {
        let mut diagnostic = Diagnostic::new(code, self.page, span, message);
        diagnostic.rows = rows;
        self.diagnostics.push(diagnostic);
    }

    fn unused(&mut self, table: &Table, rows: usize) {
        let head: Vec<_> =
            table.rows.first().map(|row| row.cells.iter().map(Cell::text).collect()).unwrap_or_default();
        let message = format!("a table of {rows} rows is in no specification: {}", head.join(" | "));
        let span = table.rows.first().map_or(table.span, |row| row.span);
        self.report(Code::UnusedTable, span, rows, message);
    }

    fn report_unknown_columns(&mut self, table: &Table, layout: &Layout) {
        let Some(head) = table.rows.first() else { return };
        for (cell, column) in head.cells.iter().zip(&layout.columns) {
            if column.is_none() && !cell.text().is_empty() {
                let message = format!("the column `{}` is not known", cell.text());
                self.report(Code::UnknownColumn, cell.span, 0, message);
            }
        }
    }

    fn read_parameters(
        &mut self,
        zone: &Zone<'_>,
        role: Role,
        part: &Part<'_>,
        table: &Table,
        layout: &Layout,
        rows: &[Row],
    ) {
        let is_first =
            zone.parts.iter().find_map(Part::table).is_some_and(|first| std::ptr::eq(first, table));
        let heading = (zone.named && is_first).then_some(zone.heading);
        let (number, caption) = table.caption.as_ref().or(heading).map_or((None, None), caption_of);
        let mut fields: Vec<Field> = Vec::new();
        for row in rows {
            self.check_arity(row, layout);
            fields.extend(self.read_field(&aligned(row, &layout.columns), layout, rows.len() == 1));
        }
        let word = caption.as_deref().and_then(|caption| vocabulary().caption(caption));
        let located = word.filter(|word| *word != CaptionWord::Generic);
        let table = DraftTable {
            section: role,
            anchors: table.anchors.clone(),
            word: located.or_else(|| vocabulary().heading(&zone.heading.text)).or(word),
            caption,
            number,
            label: part.label.map(|label| label.text.clone()),
            status: part.status,
            page: None,
            typed: layout.has(Column::Type),
            fields,
            span: table.span,
        };
        let members = matches!(role, Role::Request | Role::Response)
            && matches!(table.word, None | Some(CaptionWord::Body | CaptionWord::Generic));
        // Outside of bodies, a dot is a part of a name.
        let tables = if members { nest::split(table, self.draft.tables.len()) } else { vec![table] };
        self.draft.tables.extend(tables);
    }

    fn check_arity(&mut self, row: &Row, layout: &Layout) {
        let (have, want) = (row.cells.len(), layout.columns.len());
        let code = match have.cmp(&want) {
            std::cmp::Ordering::Less => Code::RowTooShort,
            std::cmp::Ordering::Greater => Code::RowTooLong,
            std::cmp::Ordering::Equal => return,
        };
        let first = row.cells.first().map(Cell::text).unwrap_or_default();
        self.report(
            code,
            row.span,
            0,
            format!("the row `{first}` has {have} cells, the table has {want} columns"),
        );
    }

    fn read_field(&mut self, row: &Row, layout: &Layout, alone: bool) -> Option<Field> {
        let whole = || alone && layout.text(row, Column::Type).is_some_and(|text| may_be_all(&text));
        let named = layout.text(row, Column::Name).unwrap_or_default();
        let mut name = clean_name(&named);
        if name.is_empty() && whole() {
            WHOLE_BODY.clone_into(&mut name);
        }
        if vocabulary().is_none(&name) && says_nothing(row) {
            self.report(Code::RowWithoutName, row.span, 1, "the row says that there is nothing".to_owned());
            return None;
        }
        if name.is_empty() || (name == WHOLE_BODY && !whole()) {
            self.report(Code::RowWithoutName, row.span, 1, "the row names no parameter".to_owned());
            return None;
        }
        let type_cell = layout.cell(row, Column::Type);
        let mut description = layout.text(row, Column::Description).unwrap_or_default();
        if let Some(constraint) = layout.text(row, Column::Constraint) {
            description.push('\n');
            description.push_str(&constraint);
        }
        let links = [Column::Name, Column::Type, Column::Description]
            .into_iter()
            .filter_map(|column| layout.cell(row, column))
            .flat_map(Cell::links)
            .map(|link| link.target.clone())
            .collect();
        Some(Field {
            required: self.read_required(row, layout, &name).or_else(|| required_by_name(&named)),
            type_text: type_cell.map_or_else(|| stated_type(&description), Cell::text),
            location: layout.text(row, Column::Location).and_then(|text| vocabulary().location(&text)),
            description,
            links,
            implied: false,
            span: row.span,
            type_span: type_cell.map_or(row.span, cell_span),
            name,
        })
    }

    fn read_required(&mut self, row: &Row, layout: &Layout, name: &str) -> Option<bool> {
        if let Some(inverse) = layout.text(row, Column::Optional) {
            return vocabulary().required(&inverse).map(|optional| !optional);
        }
        let cell = layout.cell(row, Column::Required)?;
        let text = cell.text();
        let stated = vocabulary().required(&text).or_else(|| {
            // `是（…）` and `Yes (If …)` begin with the answer.
            let before = text.split(['（', '(', '[', '。', '.', '，', ',']).next().unwrap_or_default();
            vocabulary().required(before)
        });
        if stated.is_none() && !text.trim().is_empty() && !vocabulary().is_condition(&text) {
            let message = format!("`{text}` does not say whether `{name}` is required");
            self.report(Code::UnknownRequired, cell_span(cell), 0, message);
        }
        stated
    }

    fn read_statuses(&mut self, layout: &Layout, rows: &[&Row]) {
        for row in rows {
            let column = if layout.has(Column::Status) { Column::Status } else { Column::ErrorCode };
            let text = layout.text(row, column).unwrap_or_default();
            match status_of(&text) {
                Some(status) => self.draft.statuses.push(StatusRow { status, span: row.span }),
                None => self.report(Code::BadStatus, row.span, 1, format!("`{text}` is no HTTP status code")),
            }
        }
    }

    fn read_error_codes(&mut self, layout: &Layout, rows: &[&Row]) {
        for row in rows {
            let stated = |skipped| {
                let position = |column| layout.columns.iter().position(|known| *known == Some(column));
                let cell = |column| row.cells.get(position(column)?.checked_sub(skipped)?).map(Cell::text);
                let code = cell(Column::ErrorCode).filter(|text| is_error_code(text.trim()))?;
                Some((code.trim().to_owned(), statuses_in(&cell(Column::Status).unwrap_or_default())))
            };
            // A cell that spans rows may be lost in all of them but the first.
            let lost = layout.columns.len().saturating_sub(row.cells.len());
            let Some((code, statuses)) = stated(0).or_else(|| stated(lost)) else {
                self.report(Code::RowWithoutName, row.span, 1, "the row names no error code".to_owned());
                continue;
            };
            self.draft.error_codes.push(ErrorRow { code, statuses, span: row.span });
        }
    }

    /// A table of two columns, method and path, that states the URI itself.
    fn is_uri_table(&self, table: &Table) -> bool {
        let uri = self.draft.uri.span;
        table.span.start <= uri.start && uri.end <= table.span.end
    }

    /// The row that states the URI is placed with it; others are not read.
    fn place_uri_rows(&mut self, rows: &[Row]) {
        for row in rows {
            if row.span == self.draft.uri.span {
                self.draft.uri_in_table = true;
            } else {
                self.report(
                    Code::UnusedTable,
                    row.span,
                    1,
                    "the row does not state the operation's URI".to_owned(),
                );
            }
        }
    }
}

/// Whether a row of a table with error codes states a status code and none of the service's own: what stands for
/// the code is the status code's name, or in a section of status codes the status code itself.
fn is_status_row(layout: &Layout, row: &Row, role: Option<Role>) -> bool {
    let code = layout.text(row, Column::ErrorCode).unwrap_or_default();
    let status = layout.text(row, Column::Status);
    match status.and_then(|text| status_of(&text)) {
        Some(_) => vocabulary().is_status_name(&code),
        None => role == Some(Role::Status) && !layout.has(Column::Status) && status_of(&code).is_some(),
    }
}

/// Whether a text is one word that may be a service's error code.
fn is_error_code(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_graphic()) && text.contains(|c: char| c.is_ascii_alphanumeric())
}

/// What a table of parameters describes that stands in a section of this role. Some pages put it
/// under the heading of the example.
fn described_by(role: Role) -> Role {
    match role {
        Role::RequestExample => Role::Request,
        Role::ResponseExample => Role::Response,
        role => role,
    }
}

/// The type that a description states, where the table has no column for it.
fn stated_type(description: &str) -> String {
    vocabulary().phrase(Phrase::StatedType, description).unwrap_or_default().to_owned()
}

fn cell_span(cell: &Cell) -> Span {
    match cell.blocks.first() {
        Some(Block::Paragraph(inline)) => inline.span,
        _ => cell.span,
    }
}

/// The number and the rest of a caption: `表 3  ReConfigure`, `Table 1 Path parameters`.
fn caption_of(caption: &Inline) -> (Option<u32>, Option<String>) {
    let text = caption.text.trim();
    let Some(rest) = text.strip_prefix('表').or_else(|| text.strip_prefix("Table")) else {
        return (None, Some(text.to_owned()));
    };
    let rest = rest.trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let after = rest.get(digits.len()..).unwrap_or_default();
    let after = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '.'));
    // `Table 2 describes the parameters.` gives the number of the table below it and no name.
    let named = !after.is_empty() && !vocabulary().is_introduction(after);
    (digits.parse().ok(), named.then(|| after.trim_end().to_owned()))
}

/// Whether a type may be that of a whole body: an object, a list or a file.
fn may_be_all(text: &str) -> bool {
    match parse_type(text) {
        TypeExpression::Object(_) | TypeExpression::Array(_) | TypeExpression::Map(_) => true,
        TypeExpression::Plain(schema) => schema.format.as_deref() == Some("binary"),
        TypeExpression::Absent | TypeExpression::Unknown(_) => false,
    }
}

/// Whether no cell of a row says anything.
fn says_nothing(row: &Row) -> bool {
    let nothing = |text: String| text.trim().is_empty() || text.trim() == "-" || vocabulary().is_none(&text);
    row.cells.iter().map(Cell::text).all(nothing)
}
